// Lines into the store: those that are written (live), and parts of the log that are asked for (scrolling up, jumping).
// A jump detaches the list from what is written now; reading on to the end, or "to the end", attaches it again.

import { markLine, readLine } from "./line.js";
import { LogSocket } from "./socket.js";
import { MARKS } from "./states.js";

const MOST_LINES = 250_000;
const MOST_CHARACTERS = 48 * 1024 * 1024;
const ASKED_LINES = 2000;
const CONTEXT_LINES = 300;

export class Feed {
  // `page` is the log's page (see there what is told to it); a merged log has no parts to ask for.
  constructor(url, store, page) {
    Object.assign(this, { url, store, page, merged: page.merged });
    this.asked = 0;
  }

  // Begins anew with these options of the socket; `at` a moment or place: there, and not at the end.
  open(options, at = "") {
    this.options = options;
    this.store.clear();
    this.page.emptied();
    this.waiting = new Map();
    this.before = { place: "", more: !this.merged && !options.since };
    this.after = { place: "", more: true };
    this.detached = false;
    this.last = {};
    this.connect(at ? { ...options, tail: "0" } : options);
    if (at) this.jump(at);
  }

  connect(options) {
    this.socket?.close();
    this.page.containers.reopened();
    this.socket = new LogSocket(this.url, { ...options, timestamps: "1" }, this);
  }

  frame(header, body) {
    if (this.asking) this.askAgain();
    if (header.backlog) return this.part(header, body);
    if (header.containers) this.page.containers.named(header.containers);
    if (header.gap) this.mark(header.gap, "warn", header.of);
    if (header.first && !this.before.place && !this.detached) this.before.place = header.first;
    const came = this.detached ? countOf(body) : this.store.append(this.page.containers.renumbered(body));
    if (came) this.page.came(came, this.detached);
    this.page.health.frame(header, body, came);
    if (header.state) this.state(header);
    if (came && !this.detached) this.shorten();
    if (came || header.state || header.gap) this.page.changed(!header.live);
  }

  state({ state, of = "" }) {
    const key = `${state.name} ${state.finished ?? ""}`;
    const known = this.last[of] === key;
    this.last[of] = key;
    if (of === "") this.page.health.state(state);
    if (known || !(state.name in MARKS)) return;
    const code =
      state.exit_code === undefined ? "" : ` (${this.page.words.exitCode.replace("{code}", state.exit_code)})`;
    this.mark(state.message + code, state.exit_code ? "bad" : MARKS[state.name], of);
  }

  mark(sentence, tone, of) {
    const name = this.page.containers.nameOf(of);
    if (!this.detached) this.store.append(markLine(name ? `${name}: ${sentence}` : sentence, tone));
  }

  shorten() {
    if (!this.page.following || !this.store.shorten(MOST_LINES, MOST_CHARACTERS)) return;
    this.before = { place: this.placeOf(this.store.first, 1), more: !this.merged };
  }

  // The place of the line with a number, or of the nearest after (1) or before (-1) it that is none of our marks.
  placeOf(number, step) {
    for (let at = number; at >= this.store.first && at < this.store.end; at += step) {
      const { place } = readLine(this.store.line(at));
      if (place) return place;
    }
    return "";
  }

  // Lines before the first one here.
  older() {
    const place = this.before.place || this.placeOf(this.store.first, 1);
    if (this.before.more && place) this.ask("before", place, ASKED_LINES);
  }

  // Lines after the last one here, when it is not the newest.
  newer() {
    const place = this.after.place || this.placeOf(this.store.end - 1, -1);
    if (this.detached && this.after.more && place) this.ask("after", place, ASKED_LINES);
  }

  // To a moment, a place or "start"; what is before and after it follows.
  jump(at) {
    this.detached = true;
    this.store.clear();
    this.page.emptied();
    this.before = { place: "", more: true };
    this.after = { place: "", more: true };
    this.waiting.clear();
    this.ask("at", at, CONTEXT_LINES);
  }

  ask(what, place, lines) {
    if (this.waiting.has(what)) return;
    this.asked += 1;
    const question = { [what]: place, lines, id: this.asked };
    this.waiting.set(what, question);
    this.asking = !this.socket.say(question);
    this.page.health.asks(true);
  }

  // What nobody heard, and what a lost connection will not answer.
  askAgain() {
    this.asking = false;
    for (const question of this.waiting.values()) this.socket.say(question);
  }

  part(header, body) {
    const what = header.backlog;
    if (this.waiting.get(what)?.id !== header.id) return;
    this.waiting.delete(what);
    this.page.health.asks(this.waiting.size > 0);
    if (header.error) return this.page.failed(header.error);
    if (what === "before") this.prepended(header, body);
    else this.appended(header, body, what);
    this.page.changed(false);
  }

  prepended(header, body) {
    // Nothing before the place that was asked with: that is the beginning too.
    const more = header.more && (Boolean(body) || header.first !== this.before.place);
    this.before = { place: header.first || this.before.place, more };
    this.store.prepend(body);
    if (!more) this.store.prepend(markLine(this.page.words.beginning, "calm"));
    else if (!body) this.older();
  }

  appended(header, body, what) {
    const more = header.more && (Boolean(body) || header.last !== this.after.place);
    this.after = { place: header.last || this.after.place, more };
    this.store.append(body);
    if (what === "at") {
      this.before.place = header.first;
      this.page.revealed(body ? this.store.first : null);
      this.older();
    }
    if (!more) this.attach();
    else if (!body) this.newer();
  }

  // On from the last line here to what is written now.
  attach() {
    this.detached = false;
    this.page.attached();
    const cursor = this.after.place || this.placeOf(this.store.end - 1, -1);
    this.connect(cursor ? { ...this.options, cursor } : this.options);
  }

  reconnecting() {
    this.page.containers.reopened();
    this.asking = this.waiting.size > 0;
    this.page.health.reconnecting();
  }

  offline() {
    this.page.health.offline();
  }

  stopped(code) {
    this.page.health.stopped(code);
  }
}

function countOf(body) {
  let count = 0;
  for (let at = body.indexOf("\n"); at >= 0; at = body.indexOf("\n", at + 1)) count += 1;
  return count;
}
