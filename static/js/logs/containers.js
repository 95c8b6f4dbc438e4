// The containers of a merged log. A socket numbers them anew each time it opens; the page keeps the numbers it gave first.

import { nameTag } from "./row.js";

export class Containers {
  // `shown` is the list at the head of the page that names them, in their colours; null where there is none.
  constructor(shown) {
    this.shown = shown;
    this.names = new Map();
    this.numbers = new Map();
    this.here = new Map();
    this.same = true;
  }

  // What a header says of them. Ids stand for themselves: a container made anew under its old name is another one.
  named(containers) {
    for (const { index, name, id } of containers) {
      if (!this.numbers.has(id)) this.numbers.set(id, this.numbers.size);
      const number = this.numbers.get(id);
      this.names.set(number, name);
      this.here.set(index, number);
    }
    this.shown?.replaceChildren(...[...this.names].map(([number, name]) => entry(number, name)));
    this.same = [...this.here].every(([index, number]) => index === number);
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

function entry(number, name) {
  const item = document.createElement("li");
  item.append(nameTag(number, name));
  return item;
}
