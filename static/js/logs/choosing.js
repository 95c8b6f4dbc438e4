// Lines that are chosen: a press chooses one and opens its fields, shift adds up to another, Ctrl+C copies them whole,
// however far apart they are. A long line's buttons show more of it.

import { readLine } from "./line.js";

export class Choosing {
  constructor(list, rows, store) {
    Object.assign(this, { list, rows, store });
    this.from = this.to = null;
    // Shift would select text of the page.
    list.window.addEventListener("mousedown", (event) => event.shiftKey && event.preventDefault());
    list.window.addEventListener("click", (event) => this.press(event));
    list.scroller.addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("copy", (event) => this.copy(event));
  }

  press(event) {
    const row = event.target.closest(".log-line");
    const { cut } = event.target.dataset;
    if (cut) return this.cut(Number(row.dataset.number), cut);
    if (!row || event.target.closest("button, .log-fields") || String(getSelection())) return undefined;
    const number = Number(row.dataset.number);
    if (event.shiftKey && this.from !== null) {
      this.to = number;
    } else {
      this.toggle(number, row);
      this.from = this.to = number;
    }
    return this.paint();
  }

  // Another length of a line: it begins where it did, and does not follow the end.
  cut(number, act) {
    this.rows.cutElsewhere(number, act);
    this.list.follow(false);
    this.list.again(number);
    if (act === "less") this.list.reveal(number);
  }

  toggle(number, row) {
    if (!row.matches(".has-fields")) return;
    const { opened } = this.rows;
    if (!opened.delete(number)) opened.add(number);
    this.list.again(number);
  }

  // Up and down from line to line, Enter opens one.
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.target !== this.list.scroller || this.to === null) return;
    if (event.key === "Escape") this.from = this.to = null;
    else if (event.key === "Enter") this.toggle(this.to, this.list.rows.get(this.to));
    else if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    else this.step(step, event.shiftKey);
    event.preventDefault();
    this.paint();
  }

  step(step, further) {
    this.to = Math.min(Math.max(this.to + step, this.store.first), this.store.end - 1);
    if (!further) this.from = this.to;
    const row = this.list.rows.get(this.to);
    if (row) row.scrollIntoView({ block: "nearest" });
    else this.list.reveal(this.to);
  }

  clear() {
    this.from = this.to = null;
  }

  paint() {
    const [low, high] = this.range;
    for (const [number, row] of this.list.rows) row.classList.toggle("is-chosen", number >= low && number <= high);
  }

  get range() {
    return this.from === null ? [1, 0] : [Math.min(this.from, this.to), Math.max(this.from, this.to)];
  }

  // The chosen lines' text, without times.
  get text() {
    const [low, high] = this.range;
    const texts = [];
    for (let at = Math.max(low, this.store.first); at <= Math.min(high, this.store.end - 1); at += 1) {
      const { text } = readLine(this.store.line(at));
      if (text !== undefined) texts.push(text);
    }
    return texts.join("\n");
  }

  copy(event) {
    if (this.from === null || String(getSelection()) || event.target.closest?.("input, textarea")) return;
    event.clipboardData.setData("text/plain", this.text);
    event.preventDefault();
  }
}
