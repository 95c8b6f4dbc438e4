// A line's row: its time, whose it is, its text; opened, its fields below. All of it as text, never as markup.

import { showText } from "./ansi.js";
import { fieldsOf, looksStructured } from "./fields.js";
import { levelOf } from "./levels.js";
import { readLine, SHOWN_CHARACTERS } from "./line.js";
import { shown } from "./moments.js";

// So much more of a long line at each press: what a browser lays out at once without a pause.
const FURTHER_CHARACTERS = 100_000;
const CONTAINER_COLOURS = 8;
// Names and values of JSON, so that they can be told apart in the line itself.
const JSON_PARTS = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\b\d[\d.eE+-]*\b|\btrue\b|\bfalse\b|\bnull\b)/g;

export class Rows {
  // `display` says how times are shown (times: "local", "utc" or "off"), `words` what buttons are called.
  // `names` are those of containers by their number, in a merged log.
  constructor(store, display, words, names) {
    Object.assign(this, { store, display, words, names });
    this.opened = new Set();
    // How many characters of a line are shown, by its number, where that is more than of others.
    this.further = new Map();
    this.marked = "";
  }

  clear() {
    this.opened.clear();
    this.further.clear();
  }

  row(number) {
    const line = readLine(this.store.line(number));
    if (line.mark !== undefined) return element("div", `log-mark log-mark-${line.tone}`, line.mark);
    const row = element("div", "log-line");
    row.dataset.level = levelOf(line.text);
    if (line.letter === "e") row.classList.add("log-stderr");
    if (this.marked === line.place) row.classList.add("is-marked");
    if (this.display.times !== "off") row.append(timeOf(shown(line.stamp, this.display.times)));
    if (line.of !== null) row.append(nameTag(line.of, this.names.get(line.of)));
    row.append(this.textOf(line.text, this.further.get(number)));
    if (looksStructured(line.text)) row.classList.add("has-fields");
    if (this.opened.has(number)) this.open(row, line.text);
    return row;
  }

  // The beginning of a long line, and what there is to press for more of it.
  textOf(whole, shown = SHOWN_CHARACTERS) {
    const text = element("span", "log-text");
    const visible = whole.slice(0, shown);
    if (visible.startsWith("{")) showJson(text, visible);
    else showText(text, visible);
    const left = whole.length - visible.length;
    if (left) text.append(this.cut("further", this.wordFor(left)));
    if (shown > SHOWN_CHARACTERS) text.append(this.cut("less", this.words.showLess));
    return text;
  }

  cut(act, word) {
    const button = element("button", "log-cut", word);
    button.type = "button";
    button.dataset.cut = act;
    return button;
  }

  wordFor(left) {
    const word = left > FURTHER_CHARACTERS ? this.words.showMore : this.words.showRest;
    return word.replace("{more}", FURTHER_CHARACTERS.toLocaleString()).replace("{left}", left.toLocaleString());
  }

  // More of the line of a number, or only its beginning again.
  cutElsewhere(number, act) {
    const shown = this.further.get(number) ?? SHOWN_CHARACTERS;
    if (act === "less") this.further.delete(number);
    else this.further.set(number, shown + FURTHER_CHARACTERS);
  }

  open(row, text) {
    const fields = fieldsOf(text);
    if (!fields) return;
    row.classList.add("is-open");
    const list = element("dl", "log-fields");
    for (const [name, value, kind] of fields) {
      const pair = element("div", "log-field");
      const detail = element("dd", `log-value log-value-${kind}`, value);
      const find = element("button", "log-find", this.words.find);
      find.type = "button";
      find.dataset.find = value;
      pair.append(element("dt", "", name || this.words.message), detail, find);
      list.append(pair);
    }
    row.append(list);
  }
}

// The day goes where there is no room for it.
function timeOf(moment) {
  const time = element("span", "log-time");
  time.append(element("span", "log-day", moment.slice(0, 11)), moment.slice(11));
  return time;
}

/** A container's name in the colour of its number. */
export function nameTag(number, name = String(number)) {
  const tag = element("span", "log-of", name);
  tag.dataset.colour = number % CONTAINER_COLOURS;
  return tag;
}

function showJson(text, json) {
  let from = 0;
  for (const part of json.matchAll(JSON_PARTS)) {
    if (part.index > from) text.append(json.slice(from, part.index));
    const kind = part[2] ? "name" : part[1] ? "text" : "literal";
    text.append(element("span", `json-${kind}`, part[1] ?? part[3]));
    if (part[2]) text.append(part[2]);
    from = part.index + part[0].length;
  }
  if (from < json.length) text.append(json.slice(from));
}

export function element(tag, className, text = "") {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}
