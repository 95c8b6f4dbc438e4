// The lines on the screen: text only, bounded in number, following the end until somebody scrolls up.

import { showText } from "./ansi.js";
import { PREFIX, SHOWN_CHARACTERS } from "./line.js";

// As many as the log begins with: all of them are new in each drawing while many come, and 5,000 took seconds of a busy
// machine. The whole log is on a page of its own.
const MOST_LINES = 1000;
const MOST_LINES_WHILE_READING = 5000;
const DRAW_MS_CATCHING_UP = 250;
const NEAR_THE_END_PX = 24;

export class Lines {
  // `list` is the element that scrolls; `more` the button that says how many lines came meanwhile.
  constructor(list, more, wordsForMore) {
    this.list = list;
    this.more = more;
    this.wordsForMore = wordsForMore;
    this.waiting = [];
    this.following = true;
    this.unseen = 0;
    this.drawn = 0;
    this.drawing = 0;
    list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    more.addEventListener("click", () => this.toTheEnd());
  }

  // Lines as the protocol has them, with stamps.
  add(lines, live) {
    for (const line of lines) this.waiting.push(line);
    if (this.waiting.length > MOST_LINES_WHILE_READING) this.waiting = this.waiting.slice(-MOST_LINES);
    this.draw(live);
  }

  // A sentence between the lines.
  mark(sentence, tone) {
    this.waiting.push({ sentence, tone });
    this.draw(true);
  }

  draw(live) {
    if (this.drawing) return;
    const wait = live ? 0 : Math.max(0, this.drawn + DRAW_MS_CATCHING_UP - performance.now());
    this.drawing = setTimeout(() => requestAnimationFrame(() => this.drawNow()), wait);
    // A page that is hidden draws no frames.
    if (document.hidden) {
      clearTimeout(this.drawing);
      this.drawing = setTimeout(() => this.drawNow(), DRAW_MS_CATCHING_UP);
    }
  }

  drawNow() {
    this.drawing = 0;
    this.drawn = performance.now();
    const fresh = this.waiting.slice(-MOST_LINES);
    this.waiting = [];
    const rows = document.createDocumentFragment();
    for (const line of fresh) rows.append(line.sentence ? markRow(line) : lineRow(line));
    this.list.append(rows);
    const most = this.following ? MOST_LINES : MOST_LINES_WHILE_READING;
    const beyond = this.list.childElementCount - most;
    if (beyond > 0) this.removeFirst(beyond);
    if (this.following) {
      this.list.scrollTop = this.list.scrollHeight;
    } else {
      this.unseen += fresh.length;
      this.showMore();
    }
  }

  removeFirst(count) {
    const range = document.createRange();
    range.setStartBefore(this.list.firstElementChild);
    range.setEndAfter(this.list.children[count - 1]);
    range.deleteContents();
  }

  scrolled() {
    const { scrollTop, clientHeight, scrollHeight } = this.list;
    const atTheEnd = scrollTop + clientHeight >= scrollHeight - NEAR_THE_END_PX;
    if (atTheEnd === this.following) return;
    this.following = atTheEnd;
    if (atTheEnd) this.unseen = 0;
    this.showMore();
  }

  toTheEnd() {
    this.following = true;
    this.unseen = 0;
    this.list.scrollTop = this.list.scrollHeight;
    this.showMore();
  }

  showMore() {
    this.more.hidden = this.following;
    this.more.textContent = this.wordsForMore(this.unseen);
  }
}

function lineRow(line) {
  const row = document.createElement("div");
  row.className = line[0] === "e" ? "log-line log-stderr" : "log-line";
  const time = document.createElement("span");
  time.className = "log-time";
  time.textContent = `${line.slice(1, 11)} ${line.slice(12, 24)}`;
  const text = document.createElement("span");
  text.className = "log-text";
  showText(text, line.slice(PREFIX, PREFIX + SHOWN_CHARACTERS));
  // The whole line is on the log's own page.
  const left = line.length - PREFIX - SHOWN_CHARACTERS;
  if (left > 0) text.append(` … +${left.toLocaleString()}`);
  row.append(time, text);
  return row;
}

function markRow({ sentence, tone }) {
  const row = document.createElement("div");
  row.className = `log-mark log-mark-${tone}`;
  row.textContent = sentence;
  return row;
}
