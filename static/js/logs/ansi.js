// Text with terminal escapes into nodes: colours and weights become classes, every other escape is dropped.

const ESCAPE =
  // SGR; other CSI; OSC, DCS, PM, APC up to their end; two-character escapes; control characters but tab
  // eslint-disable-next-line no-control-regex
  /\x1b\[([\d;:]*)m|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0a-\x1f\x7f-\x9f]/g;
// eslint-disable-next-line no-control-regex
const SPECIAL = /[\x00-\x08\x0a-\x1f\x7f-\x9f]/;

const LEVELS = [0, 95, 135, 175, 215, 255];

function colourOfPalette(number) {
  if (number < 16) return null;
  if (number > 231) return grey(8 + (number - 232) * 10);
  const at = number - 16;
  return `rgb(${LEVELS[Math.floor(at / 36)]} ${LEVELS[Math.floor(at / 6) % 6]} ${LEVELS[at % 6]})`;
}

const grey = (level) => `rgb(${level} ${level} ${level})`;

class Style {
  reset() {
    this.classes = new Set();
    this.colours = {};
  }

  constructor() {
    this.reset();
  }

  get plain() {
    return !this.classes.size && !this.colours.color && !this.colours.backgroundColor;
  }

  take(parameters) {
    const codes = parameters.split(/[;:]/).map(Number);
    for (let at = 0; at < codes.length; at += 1) {
      const code = codes[at];
      if (code === 0) this.reset();
      else if (code === 38 || code === 48) at += this.extended(code, codes.slice(at + 1));
      else this.simple(code);
    }
  }

  simple(code) {
    if (code >= 1 && code <= 9) this.classes.add(`ansi-${code}`);
    else if (code === 22) this.remove((name) => name === "ansi-1" || name === "ansi-2");
    else if (code >= 23 && code <= 29) this.classes.delete(`ansi-${code - 20}`);
    else if (this.isForeground(code)) this.set("color", /^ansi-(3|9)\d$/, code === 39 ? "" : `ansi-${code}`);
    else if (this.isBackground(code)) this.set("backgroundColor", /^ansi-(4|10)\d$/, code === 49 ? "" : `ansi-${code}`);
  }

  isForeground = (code) => (code >= 30 && code <= 39) || (code >= 90 && code <= 97);
  isBackground = (code) => (code >= 40 && code <= 49) || (code >= 100 && code <= 107);

  extended(code, following) {
    const foreground = code === 38;
    const [property, pattern, base] = foreground
      ? ["color", /^ansi-(3|9)\d$/, 30]
      : ["backgroundColor", /^ansi-(4|10)\d$/, 40];
    if (following[0] === 5 && following[1] < 256) {
      const number = following[1];
      const name = number < 8 ? `ansi-${base + number}` : number < 16 ? `ansi-${base + 52 + number}` : "";
      this.set(property, pattern, name, colourOfPalette(number));
      return 2;
    }
    if (following[0] === 2 && following.slice(1, 4).every((part) => part < 256)) {
      this.set(property, pattern, "", `rgb(${following[1]} ${following[2]} ${following[3]})`);
      return 4;
    }
    return 0;
  }

  set(property, pattern, name, colour = null) {
    this.remove((known) => pattern.test(known));
    if (name) this.classes.add(name);
    this.colours[property] = colour;
  }

  remove(test) {
    for (const name of [...this.classes]) if (test(name)) this.classes.delete(name);
  }

  wrap(text) {
    if (this.plain) return document.createTextNode(text);
    const span = document.createElement("span");
    span.className = [...this.classes].join(" ");
    if (this.colours.color) span.style.color = this.colours.color;
    if (this.colours.backgroundColor) span.style.backgroundColor = this.colours.backgroundColor;
    span.textContent = text;
    return span;
  }
}

// Puts a line's text into `element`. A carriage return begins the line anew, as a progress bar means it.
export function showText(element, text) {
  if (!SPECIAL.test(text)) {
    element.textContent = text;
    return;
  }
  const visible = text.replace(/\r+$/, "");
  const line = visible.slice(visible.lastIndexOf("\r") + 1);
  const style = new Style();
  let from = 0;
  for (const escape of line.matchAll(ESCAPE)) {
    if (escape.index > from) element.append(style.wrap(line.slice(from, escape.index)));
    if (escape[1] !== undefined) style.take(escape[1] || "0");
    from = escape.index + escape[0].length;
  }
  if (from < line.length) element.append(style.wrap(line.slice(from)));
}
