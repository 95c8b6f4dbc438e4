// What becomes of the container meanwhile, by docker's events: it ends, is renamed, is removed, and another is made under
// its name. The page then says so at its head and goes on with what has the name.

import { rename } from "../containers/renamed.js";
import { EventStream } from "../events/stream.js";

const ACTIONS = ["create", "start", "die", "pause", "unpause", "rename", "destroy"];

export class Fate {
  // `head` is the page's head, with [data-log-container-state]; `data` the page's data: events, id and name; `told` has
  // renamed(from, to) and recreated(id).
  constructor(head, data, words, told) {
    Object.assign(this, { head, words, told });
    this.id = data.id;
    this.name = data.name;
    const query = new URLSearchParams([
      ["brief", "1"],
      ["execs", "0"],
      ["filter", "type=container"],
    ]);
    for (const action of ACTIONS) query.append("filter", `event=${action}`);
    this.stream = new EventStream(`${data.eventsUrl}?${query}`, this);
  }

  frame({ events = [] }) {
    for (const event of events) this.take(event);
  }

  take({ action, id, name }) {
    if (id === this.id && action === "rename" && name !== this.name) this.rename(name);
    else if (id === this.id && action === "destroy") this.show(this.words.wordRemoved);
    else if (id === this.id) this.look();
    else if (name === this.name && action !== "destroy" && action !== "die") this.recreate(id);
  }

  rename(name) {
    const before = this.name;
    this.name = name;
    rename(before, name);
    this.told.renamed(before, name);
    this.look();
  }

  recreate(id) {
    this.id = id;
    this.told.recreated();
    this.look();
  }

  // The state at the head, as the page would have it now.
  async look() {
    const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const state = fresh.querySelector("[data-log-container-state]");
    if (state) this.head.querySelector("[data-log-container-state]").replaceWith(state);
  }

  show(word) {
    this.head.querySelector("[data-log-container-state]").textContent = word;
  }

  away() {
    // it goes on by itself, and the log's own mark says that the server is away
  }

  stopped() {
    // without the right to events the log says what it knows itself
  }
}
