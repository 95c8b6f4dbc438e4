// The lines that a person ran from the bar, in this browser. The server says how a line is kept: without its secrets.
const MOST = 200;

export class History {
  #key;
  #place = 0;
  #draft = "";

  constructor(person) {
    this.#key = `dockline.lines.${person}`;
    this.atEnd();
  }

  get lines() {
    try {
      return JSON.parse(localStorage.getItem(this.#key) ?? "[]");
    } catch {
      return [];
    }
  }

  /** Whether an earlier line stands in the bar now. */
  get earlier() {
    return this.#place < this.lines.length;
  }

  atEnd() {
    this.#place = this.lines.length;
    this.#draft = "";
  }

  keep(line) {
    const lines = this.lines.filter((each) => each !== line);
    lines.push(line);
    localStorage.setItem(this.#key, JSON.stringify(lines.slice(-MOST)));
    this.atEnd();
  }

  /** The line one step before or after, null where there is none; `typed` comes back after the last. */
  step(by, typed) {
    const lines = this.lines;
    const next = this.#place + by;
    if (next < 0 || next > lines.length) return null;
    if (this.#place === lines.length) this.#draft = typed;
    this.#place = next;
    return next === lines.length ? this.#draft : lines[next];
  }
}
