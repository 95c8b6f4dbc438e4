// Lines into the store: those that are written (live), and parts of the log that are asked for (scrolling up, jumping).
// A jump detaches the list from what is written now; reading on to the end, or "to the end", attaches it again.

import { markLine, readLine } from "./line.js";
import { LogSocket } from "./socket.js";
import { MARKS } from "./states.js";

const MOST_LINES = 250_000;
const MOST_CHARACTERS = 48 * 1024 * 1024;
const ASKED_LINES = 2000;
const CONTEXT_LINES = 300;
// Of several logs: from their end on.
const END = "end";

export class Feed {
  // `page` is the log's page (see there what is told to it). Of a merged log every place is a list, one for each
  // container.
  constructor(url, store, page) {
    Object.assign(this, { url, store, page, merged: page.merged });
    this.asked = 0;
  }

  // Begins anew with these options of the socket; `at` a moment or place: there, and not at the end. The last lines of
  // several logs are asked for: a tail of each would have holes in it where one writes more than another.
  open(options, at = "") {
    this.options = options;
    this.store.clear();
    this.page.emptied();
    this.waiting = new Map();
    this.before = { place: "", more: !options.since };
    this.after = { place: "", more: true };
    this.detached = false;
    this.last = {};
    this.shown = null;
    const from = at || (this.merged && !options.since && !options.until ? END : "");
    this.connect(from ? { ...options, tail: "0" } : options);
    if (from) this.jump(from);
  }

  connect(options, places = []) {
    this.socket?.close();
    this.page.containers.reopened();
    this.socket = new LogSocket(this.url, { ...options, timestamps: "1" }, places, this);
  }

  frame(header, body) {
    if (this.asking) this.askAgain();
    if (header.backlog) return this.part(header, body);
    if (header.containers) {
      this.page.containers.named(header.containers);
      this.page.named();
    }
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
    else this.page.containers.state(of, state);
    if (of !== "" && this.page.containers.shared) this.page.health.state(this.page.containers.shared);
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
    this.before = { place: this.placeOf(this.store.first, 1), more: true };
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
    this.shown = null;
    this.ask("at", at, at === END ? ASKED_LINES : CONTEXT_LINES);
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
    const question = this.waiting.get(what);
    if (question?.id !== header.id) return;
    this.waiting.delete(what);
    this.page.health.asks(this.waiting.size > 0);
    if (header.error) return this.page.failed(header.error);
    if (what === "before") this.prepended(header, body);
    else this.appended(header, body, question);
    this.page.changed(false);
  }

  prepended(header, body) {
    // Nothing before the place that was asked with: that is the beginning too.
    const more = header.more && (Boolean(body) || !same(header.first, this.before.place));
    this.before = { place: header.first || this.before.place, more };
    this.store.prepend(this.page.containers.renumbered(body));
    if (!more) this.store.prepend(markLine(this.page.words.beginning, "calm"));
    else if (!body) this.older();
    // What was jumped to, with what is before it.
    if (this.shown !== null && body) {
      this.page.revealed(this.shown);
      this.shown = null;
    }
  }

  appended(header, body, question) {
    const ended = question.at === END;
    const more = !ended && header.more && (Boolean(body) || !same(header.last, this.after.place));
    this.after = { place: header.last || this.after.place, more };
    this.store.append(this.page.containers.renumbered(body));
    if (question.at) this.before = { place: header.first, more: ended ? header.more : true };
    if (question.at && !ended) {
      this.shown = body ? this.store.first : null;
      this.page.revealed(this.shown);
      this.older();
    }
    if (!more) this.attach();
    else if (!body) this.newer();
  }

  // On from the last line here to what is written now.
  attach() {
    this.detached = false;
    this.page.attached();
    const place = this.after.place || this.placeOf(this.store.end - 1, -1);
    this.connect(this.options, place ? [place].flat() : []);
  }

  // The container has another name, by which the log is reached from now on.
  renamed(url, sentence) {
    this.url = url;
    this.socket.moved(url);
    this.mark(sentence, "busy");
    this.page.changed(false);
  }

  // Another container has the name: the server, given the cursor of the one before, says so and begins its log.
  recreated() {
    this.before.more = false;
    const cursor = this.socket.url.searchParams.get("cursor");
    if (this.detached || !cursor) return this.open(this.options);
    return this.connect(this.options, [cursor]);
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

const same = (one, other) => String(one) === String(other);

function countOf(body) {
  let count = 0;
  for (let at = body.indexOf("\n"); at >= 0; at = body.indexOf("\n", at + 1)) count += 1;
  return count;
}
