// How large the terminal is: its letters (kept in this browser), the whole window or its place, and what the program is told.

const KEPT = "dockline.terminal.letters";
const USUAL = { wide: 14, narrow: 12 };
const SMALLEST = 8;
const LARGEST = 28;
const TOLD_EVERY_MS = 200;

/** The size of letters that was chosen in this browser. */
export function letters() {
  const kept = Number(localStorage.getItem(KEPT));
  const usual = matchMedia("(width < 40rem)").matches ? USUAL.narrow : USUAL.wide;
  return kept >= SMALLEST && kept <= LARGEST ? kept : usual;
}

export class Sizes {
  // `tell(columns, rows)` tells the program; `root` is the whole window, with its buttons.
  constructor(root, screen, tell) {
    this.root = root;
    this.screen = screen;
    this.tell = tell;
    this.shown = root.querySelector("[data-term-size]");
    this.whole = root.querySelector("[data-term-whole]");
    screen.xterm.onResize(() => this.tellSoon());
    for (const button of root.querySelectorAll("[data-term-letters]")) {
      button.addEventListener("click", () => this.change(Number(button.dataset.termLetters)));
    }
    this.whole.addEventListener("click", () => this.fill(!root.classList.contains("is-whole")));
    // A phone's keyboard covers the page without making it smaller.
    visualViewport?.addEventListener("resize", () => this.fitAboveKeyboard());
  }

  change(step) {
    const size = Math.min(LARGEST, Math.max(SMALLEST, this.screen.xterm.options.fontSize + step));
    localStorage.setItem(KEPT, String(size));
    this.screen.xterm.options.fontSize = size;
    this.screen.fitSoon();
    this.screen.xterm.focus();
  }

  fill(whole) {
    this.root.classList.toggle("is-whole", whole);
    this.whole.setAttribute("aria-pressed", String(whole));
    this.screen.fitSoon();
    this.screen.xterm.focus();
  }

  fitAboveKeyboard() {
    const covered = visualViewport.height < innerHeight - 1;
    const { style } = document.documentElement;
    if (covered) style.setProperty("--term-visible", `${visualViewport.height}px`);
    else style.removeProperty("--term-visible");
  }

  // At most five times a second, and the last size always: each one makes a program draw itself anew.
  tellSoon() {
    this.show();
    if (this.timer) return;
    const wait = Math.max(0, (this.toldAt ?? 0) + TOLD_EVERY_MS - performance.now());
    this.timer = setTimeout(() => this.tellNow(), wait);
  }

  tellNow() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.toldAt = performance.now();
    this.show();
    this.tell(this.screen.xterm.cols, this.screen.xterm.rows);
  }

  show() {
    this.shown.textContent = `${this.screen.xterm.cols} × ${this.screen.xterm.rows}`;
  }
}
