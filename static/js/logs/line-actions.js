// What can be done with the line under the pointer: copy it, copy a link to it, see it among all lines around it.

import { copyFrom } from "../shell/copying.js";
import { readLine } from "./line.js";

const shellWords = document.getElementById("words").dataset;

export class LineActions {
  // `page` is the log's page; the buttons are in its template.
  constructor(page) {
    this.page = page;
    this.tools = document.querySelector("[data-line-tools]");
    this.tools.remove();
    const { window } = page.list;
    window.addEventListener("pointerover", (event) => this.over(event.target.closest(".log-line")));
    window.addEventListener("click", (event) => this.press(event));
  }

  over(row) {
    if (!row || this.tools.parentElement === row) return;
    row.append(this.tools);
    this.tools.querySelector("[data-context]").hidden = !this.page.filters.any;
  }

  press(event) {
    const find = event.target.closest("[data-find]");
    if (find) return this.find(find.dataset.find);
    const button = event.target.closest("[data-line-tools] button");
    if (!button) return undefined;
    const line = readLine(this.page.store.line(Number(button.closest(".log-line").dataset.number)));
    if ("context" in button.dataset) return this.context(line.place);
    // Not left as data-copy: the shell would copy it a second time.
    button.dataset.copy = "link" in button.dataset ? this.link(line.place) : line.text;
    copyFrom(button, shellWords);
    delete button.dataset.copy;
    return undefined;
  }

  find(value) {
    const { filters } = this.page;
    filters.set("q", value.slice(0, 200));
    filters.form.elements.regex.checked = false;
    filters.take("q", (name) => this.page.filtered(name));
  }

  // Without filters, at this line.
  context(place) {
    this.page.filters.clear();
    this.page.search?.hide();
    this.page.filters.keep(place);
    this.page.begin(place);
  }

  link(place) {
    const url = new URL(location.href);
    url.searchParams.set("at", place);
    return String(url);
  }
}
