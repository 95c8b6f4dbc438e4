// The containers of a merged log. A socket numbers them anew each time it opens; the page keeps the numbers it gave first.

import { HEALTH } from "./states.js";
import { element, nameTag } from "./row.js";

export class Containers {
  // `shown` is the list at the head of the page that names them, in their colours and with the state of those that are
  // not live; null where there is none.
  constructor(shown, words) {
    this.shown = shown;
    this.words = words;
    this.names = new Map();
    this.ids = new Map();
    this.numbers = new Map();
    this.here = new Map();
    this.states = new Map();
    this.same = true;
  }

  // What a header says of them. Ids stand for themselves: a container made anew under its old name is another one.
  named(containers) {
    for (const { index, name, id } of containers) {
      if (!this.numbers.has(id)) this.numbers.set(id, this.numbers.size);
      const number = this.numbers.get(id);
      this.names.set(number, name);
      this.ids.set(number, id);
      this.here.set(index, number);
    }
    this.same = [...this.here].every(([index, number]) => index === number);
    this.draw();
  }

  // What is said of the one that the socket calls `index`.
  state(index, state) {
    if (!(state.name in HEALTH)) return;
    this.states.set(this.here.get(index), state);
    this.draw();
  }

  // The state of them all: the one they share, live when any is, with how many of how many; null when none was said.
  get shared() {
    const states = [...this.here.values()].map((number) => this.states.get(number)).filter(Boolean);
    const live = states.filter(({ name }) => name === "live");
    if (!live.length) return states[0] ?? null;
    return { ...live[0], of: live.length < this.here.size ? [live.length, this.here.size] : null };
  }

  draw() {
    this.shown?.replaceChildren(...[...this.names].map(([number, name]) => this.entry(number, name)));
  }

  entry(number, name) {
    const item = element("li", "");
    const state = this.states.get(number);
    item.append(nameTag(number, name));
    if (!state || state.name === "live") return item;
    const [word, tone] = HEALTH[state.name];
    const said = element("span", "log-of-state", this.words[word]);
    said.dataset.tone = state.exit_code ? "bad" : tone;
    item.title = state.message;
    item.append(said);
    return item;
  }

  // Those of this socket.
  get all() {
    return [...this.here.values()].map((number) => ({ number, id: this.ids.get(number) }));
  }

  // The lines of a frame with the page's numbers.
  renumbered(body) {
    if (this.same) return body;
    return body.replace(/^\d+/gm, (index) => this.here.get(Number(index)) ?? index);
  }

  // The name of the container that the socket calls `index`, "" for none.
  nameOf(index) {
    return this.names.get(this.here.get(index)) ?? "";
  }

  // A socket that opens numbers them anew.
  reopened() {
    this.here.clear();
  }
}
