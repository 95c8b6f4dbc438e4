// What docker's events tell of what a page shows, by the one stream of its host that all pages share.

import { EventStream } from "../events/stream.js";

export class Following {
  // `path` is the events' socket; `told` has look() when the page may have missed something, happened() for an event,
  // and renamed(name). `steady` says whether events come now: until then the page has to look by itself.
  constructor(path, told) {
    Object.assign(this, { path, told, id: "", of: null, steady: false });
  }

  // From now on what concerns the container with this id, "" for everything, without a hole between.
  follow(of) {
    if (of === this.of) return;
    const query = new URLSearchParams({ brief: "1", execs: "0" });
    const cursor = this.stream?.url.searchParams.get("cursor");
    if (of) query.set("of", of);
    if (cursor) query.set("cursor", cursor);
    this.of = of;
    this.id = of || this.id;
    this.stream?.close();
    this.stream = new EventStream(`${this.path}?${query}`, this);
  }

  frame({ events = [], state, gap, lost }) {
    if (state) this.steady = state.name === "live";
    for (const { action, id, name } of events) {
      if (action === "rename" && id === this.id) this.told.renamed(name);
      if (action === "update") document.dispatchEvent(new CustomEvent("container:updated", { detail: { id } }));
    }
    if (events.length) this.told.happened();
    else if (state || gap || lost) this.told.look();
  }

  away() {
    this.steady = false;
    this.told.look();
  }

  // No right to events, or signed out: the looks go on.
  stopped() {
    this.away();
  }
}
