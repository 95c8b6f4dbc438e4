// The terminal's screen: xterm with our colours and widths, confined, as large as its place.

import { confine } from "./confined.js";
import { onThemeChange, palette } from "./palette.js";
import { countAsShellsDo } from "./widths.js";

const SCROLLBACK_LINES = 10_000;
const FIT_EVERY_MS = 100;
const READABLE_CONTRAST = 3;

export class Screen {
  // `place` is the element it fills; it is not read as a size of our own: addon-fit measures it.
  constructor(place, { tty, fontSize }) {
    this.place = place;
    this.xterm = new window.Terminal({
      allowProposedApi: true, // widths of characters, and marks of what was found
      convertEol: !tty,
      // A blink that begins anew with each key makes the browser draw before it hears the echo: 6 ms later (benchmarks/terminal.py).
      cursorBlink: false,
      disableStdin: true,
      fontFamily: getComputedStyle(place).fontFamily,
      fontSize,
      lineHeight: 1.2,
      minimumContrastRatio: READABLE_CONTRAST,
      overviewRuler: { width: 12 },
      scrollback: SCROLLBACK_LINES,
      theme: palette(),
    });
    countAsShellsDo(this.xterm);
    confine(this.xterm);
    this.fitting = new window.FitAddon.FitAddon();
    this.xterm.loadAddon(this.fitting);
    this.xterm.open(place);
    onThemeChange(() => (this.xterm.options.theme = palette()));
    new ResizeObserver(() => this.fitSoon()).observe(place);
    // A font that came late has other cells.
    document.fonts.ready.then(() => this.measureAgain());
  }

  // At most some times a second, since xterm breaks all lines anew for another width; the last size always counts.
  fitSoon() {
    if (this.fitTimer) return;
    const wait = Math.max(0, (this.fitted ?? 0) + FIT_EVERY_MS - performance.now());
    this.fitTimer = setTimeout(() => requestAnimationFrame(() => this.fit()), wait);
  }

  fit() {
    this.fitTimer = 0;
    this.fitted = performance.now();
    if (this.place.offsetParent || this.place.getClientRects().length) this.fitting.fit();
  }

  measureAgain() {
    const { fontFamily } = this.xterm.options;
    this.xterm.options.fontFamily = "monospace";
    this.xterm.options.fontFamily = fontFamily;
    this.fit();
  }

  // What is selected; the whole of what it holds when nothing is.
  text() {
    const { active } = this.xterm.buffer;
    const lines = [];
    for (let row = 0; row < active.length; row += 1) {
      const line = active.getLine(row);
      const text = line.translateToString(true);
      if (line.isWrapped && lines.length) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return lines.join("\n").trimEnd();
  }
}
