// The picker of since and until: "15 minutes ago" at one press, any other moment by a calendar, in the times lines show.

import { fieldOf, momentOf } from "./moments.js";

export class Times {
  constructor(form, filters, display, changed) {
    Object.assign(this, { form, filters, display, changed });
    this.sheet = form.querySelector("[data-times]");
    this.label = form.querySelector("[data-times-label]");
    this.words = this.label.dataset;
    for (const button of form.querySelectorAll("[data-since]")) {
      button.addEventListener("click", () => this.set(button.dataset.since, ""));
    }
    for (const picker of form.querySelectorAll("[data-picks]")) {
      picker.addEventListener("change", () => this.pick(picker));
    }
    this.sheet.addEventListener("toggle", () => this.fill());
    form.addEventListener("change", () => this.tell());
    this.tell();
  }

  set(since, until) {
    this.filters.set("since", since);
    this.filters.set("until", until);
    this.done();
    this.sheet.open = false;
  }

  pick(picker) {
    this.filters.set(picker.dataset.picks, this.moment(picker.value));
    this.done();
  }

  done() {
    this.filters.keep();
    this.tell();
    this.changed();
  }

  // What a calendar's field says, as the engine takes it.
  moment(field) {
    return momentOf(field, this.display.times);
  }

  fill() {
    for (const picker of this.form.querySelectorAll("[data-picks]")) {
      picker.value = fieldOf(this.form.elements[picker.dataset.picks].value, this.display.times);
    }
  }

  // The times that are chosen, on the button that opens the picker.
  tell() {
    const { since, until } = this.form.elements;
    const read = ({ value }) => fieldOf(value, this.display.times).replace("T", " ") || value;
    const words =
      since.value && until.value ? this.words.wordBetween : since.value ? this.words.wordSince : this.words.wordUntil;
    const any = since.value || until.value;
    this.label.textContent = any
      ? words.replace("{since}", read(since)).replace("{until}", read(until))
      : this.words.wordAlways;
    this.label.closest("summary").toggleAttribute("data-set", Boolean(any));
  }
}
