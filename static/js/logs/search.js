// Search over the whole log, on the server: hits come into a list as they are found, with how far it has got.

import { element } from "./row.js";
import { shown } from "./moments.js";
import { parted } from "./matching.js";

const MOST_DRAWN = 2000;
const ACKNOWLEDGED = 256 * 1024;
const HIT = /^([oe])(\d+) (\S+) ?/;
const SHOWN_CHARACTERS = 400;

export class Search {
  // `panel` has [data-search-…] parts; `opened(place)` is called with the place of a hit that is to be seen in context.
  constructor(panel, words, display, opened) {
    Object.assign(this, { panel, words, display, opened });
    const part = (name) => panel.querySelector(`[data-search-${name}]`);
    Object.assign(this, { count: part("count"), bar: part("progress"), stopper: part("stop"), list: part("hits") });
    this.note = part("note");
    this.stopper.addEventListener("click", () => this.stop());
    this.list.addEventListener("click", (event) => this.press(event.target.closest("[data-place]")));
    this.list.addEventListener("keydown", (event) => this.move(event));
  }

  start(url, query) {
    this.end();
    this.query = query;
    this.panel.hidden = false;
    this.drawn = 0;
    this.acknowledged = 0;
    this.list.replaceChildren();
    this.tell("", "");
    this.bar.value = 0;
    this.running(true);
    const address = new URL(url, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = query;
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onmessage = ({ data }) => this.socket === socket && this.frame(data);
    socket.onclose = ({ code }) => this.socket === socket && this.closed(code);
  }

  frame(data) {
    const end = data.indexOf("\n");
    const header = JSON.parse(end < 0 ? data : data.slice(0, end));
    if (header.state) return this.failed(header.state);
    this.hits(end < 0 ? "" : data.slice(end + 1));
    this.progress(header);
    if (header.gap) this.tell(header.gap, "warn");
    if (header.done) this.finished(header);
    if (header.sent - this.acknowledged >= ACKNOWLEDGED) {
      this.acknowledged = header.sent;
      this.socket.send(JSON.stringify({ ack: header.sent }));
    }
  }

  hits(body) {
    const rows = document.createDocumentFragment();
    for (const line of body.split("\n")) {
      if (!line || this.drawn >= MOST_DRAWN) continue;
      this.drawn += 1;
      rows.append(this.hit(line));
    }
    this.list.append(rows);
  }

  hit(line) {
    const [head, letter, number, stamp] = HIT.exec(line);
    const button = element("button", "hit");
    button.type = "button";
    button.dataset.place = letter + stamp;
    const top = element("span", "hit-top");
    top.append(element("span", "hit-number", Number(number).toLocaleString()));
    top.append(element("time", "hit-time", shown(stamp, this.display.times === "utc" ? "utc" : "local")));
    const text = element("span", letter === "e" ? "hit-text log-stderr" : "hit-text");
    text.append(...parted(line.slice(head.length), this.query, SHOWN_CHARACTERS));
    button.append(top, text);
    const row = element("li", "");
    row.append(button);
    return row;
  }

  progress({ hits = 0, searched = 0, reached, last, done }) {
    const told = hits === 1 ? this.words.oneHit : this.words.hits;
    this.count.textContent = told
      .replace("{hits}", hits.toLocaleString())
      .replace("{lines}", searched.toLocaleString());
    this.first ??= reached;
    const [from, to, at] = [this.first, last, reached].map((stamp) => Date.parse(stamp?.slice(0, 23) + "Z"));
    if (done) this.bar.value = 1;
    else if (to > from) this.bar.value = Math.min((at - from) / (to - from), 1);
  }

  finished({ stopped, limited, hits }) {
    this.running(false);
    if (stopped) this.tell(this.words.searchStopped, "");
    else if (limited) this.tell(this.words.searchLimited, "warn");
    else if (!hits) this.tell(this.words.noHits, "");
    else if (this.drawn < hits) this.tell(this.words.firstHits.replace("{count}", this.drawn.toLocaleString()), "");
  }

  failed(state) {
    this.running(false);
    this.tell(state.message, "bad");
  }

  closed(code) {
    if (this.stopper.hidden) return;
    this.running(false);
    this.tell(`${this.words.searchLost} (${code})`, "bad");
  }

  stop() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ stop: true }));
  }

  end() {
    this.socket?.close();
    this.socket = null;
    this.first = undefined;
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
