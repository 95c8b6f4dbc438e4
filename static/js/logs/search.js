// Search over the whole log, or over each of several, on the server: hits come into a list as they are found, with how
// far it has got.

import { element, nameTag } from "./row.js";
import { shown } from "./moments.js";
import { parted } from "./matching.js";
import { Run } from "./search-run.js";

const MOST_DRAWN = 2000;
// So many logs are searched at once, the others after them.
const MOST_AT_ONCE = 4;
const HIT = /^([oe])(\d+) (\S+) ?/;
const SHOWN_CHARACTERS = 400;

export class Search {
  // `panel` has [data-search-…] parts; `names` are those of containers by their number; `opened(place)` is called with the
  // place of a hit that is to be seen in context.
  constructor(panel, words, display, names, opened) {
    Object.assign(this, { panel, words, display, names, opened });
    const part = (name) => panel.querySelector(`[data-search-${name}]`);
    Object.assign(this, { count: part("count"), bar: part("progress"), stopper: part("stop"), list: part("hits") });
    this.note = part("note");
    this.runs = [];
    this.stopper.addEventListener("click", () => this.stop());
    this.list.addEventListener("click", (event) => this.press(event.target.closest("[data-place]")));
    this.list.addEventListener("keydown", (event) => this.move(event));
  }

  // Searches `logs`, { url, of } each, for what the query says.
  start(logs, query) {
    this.end();
    this.query = query;
    this.panel.hidden = false;
    this.drawn = 0;
    this.stamps = [];
    this.list.replaceChildren();
    this.tell("", "");
    this.bar.value = 0;
    this.runs = logs.map(({ url, of }) => new Run(url, query, of, this));
    this.running(this.runs.length > 0);
    this.next();
  }

  next() {
    let free = MOST_AT_ONCE - this.runs.filter((run) => run.socket && !run.over).length;
    for (const run of this.runs) if (!run.socket && !run.over && free-- > 0) run.start();
  }

  // What a run tells --------------------------------------------------------------------------------------------------
  hits(run, body) {
    const rows = document.createDocumentFragment();
    for (const line of body.split("\n")) {
      if (!line || this.drawn >= MOST_DRAWN) continue;
      this.drawn += 1;
      if (run.of === null) rows.append(this.hit(line, run));
      else this.insert(this.hit(line, run));
    }
    this.list.append(rows);
  }

  // Hits of several logs in the order of their times.
  insert(row) {
    const stamp = row.firstElementChild.dataset.place.slice(1);
    let at = this.stamps.length;
    while (at && this.stamps[at - 1] > stamp) at -= 1;
    this.stamps.splice(at, 0, stamp);
    this.list.insertBefore(row, this.list.children[at] ?? null);
  }

  hit(line, run) {
    const [head, letter, number, stamp] = HIT.exec(line);
    const button = element("button", "hit");
    button.type = "button";
    button.dataset.place = letter + stamp;
    const top = element("span", "hit-top");
    if (run.of === null) top.append(element("span", "hit-number", Number(number).toLocaleString()));
    else top.append(nameTag(run.of, this.names.get(run.of)));
    top.append(element("time", "hit-time", shown(stamp, this.display.times === "utc" ? "utc" : "local")));
    const text = element("span", letter === "e" ? "hit-text log-stderr" : "hit-text");
    text.append(...parted(line.slice(head.length), this.query, SHOWN_CHARACTERS));
    button.append(top, text);
    const row = element("li", "");
    row.append(button);
    return row;
  }

  moved() {
    const [hits, searched, share] = ["found", "searched", "share"].map((name) => this.sum(name));
    const told = hits === 1 ? this.words.oneHit : this.words.hits;
    this.count.textContent = told
      .replace("{hits}", hits.toLocaleString())
      .replace("{lines}", searched.toLocaleString());
    this.bar.value = share / this.runs.length;
  }

  ended(run) {
    if (run.sentence)
      this.tell(run.of === null ? run.sentence : `${this.names.get(run.of)}: ${run.sentence}`, run.tone);
    this.next();
    if (this.runs.every(({ over }) => over)) this.finished();
  }

  finished() {
    const hits = this.sum("found");
    const some = (name) => this.runs.some((run) => run[name]);
    this.running(false);
    if (some("sentence")) return;
    if (some("stopped")) this.tell(this.words.searchStopped, "");
    else if (some("limited")) this.tell(this.words.searchLimited, "warn");
    else if (!hits) this.tell(this.words.noHits, "");
    else if (this.drawn < hits) this.tell(this.words.firstHits.replace("{count}", this.drawn.toLocaleString()), "");
  }

  sum(name) {
    return this.runs.reduce((sum, run) => sum + run[name], 0);
  }

  stop() {
    for (const run of this.runs) if (!run.over) run.stop();
  }

  end() {
    for (const run of this.runs) run.drop();
    this.runs = [];
  }

  hide() {
    this.end();
    this.panel.hidden = true;
  }

  press(button) {
    if (!button) return;
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    button.setAttribute("aria-current", "true");
    this.opened(button.dataset.place);
  }

  // Up and down through the hits.
  move(event) {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const next = step && event.target.closest("li")?.[step]?.querySelector("button");
    if (!next) return;
    event.preventDefault();
    next.focus();
    this.press(next);
  }

  running(on) {
    this.stopper.hidden = !on;
    this.bar.hidden = !on;
    this.panel.toggleAttribute("data-running", on);
  }

  tell(sentence, tone) {
    this.note.textContent = sentence;
    this.note.dataset.tone = tone;
    this.note.hidden = !sentence;
  }
}
