// What of a log is asked for: the form's fields, the same words in the URL, so that a view can be sent to a colleague.

const TEXTS = ["q", "since", "until"];
const SWITCHES = ["regex", "invert", "case", "only"];
const SEVERAL = ["level"];
const KEPT = ["container", "label", "project", "tail", "at"];
const TYPING_MS = 350;

export class Filters {
  // `form` has the fields; `changed(name)` is called when one of them was.
  constructor(form, changed) {
    this.form = form;
    this.url = new URL(location.href);
    this.fill(this.url.searchParams);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.take("q", changed);
    });
    form.addEventListener("change", (event) => {
      if (event.target.name && event.target.name !== "q") this.take(event.target.name, changed);
    });
    form.addEventListener("input", (event) => {
      if (event.target.name !== "q") return;
      clearTimeout(this.typing);
      this.typing = setTimeout(
        () => this.values.get("q") === this.url.searchParams.get("q") || this.take("q", changed),
        TYPING_MS,
      );
    });
  }

  fill(from) {
    const { elements } = this.form;
    for (const name of TEXTS) elements[name].value = from.get(name) ?? "";
    for (const name of SWITCHES) elements[name].checked = from.get(name) === "1";
    for (const choice of elements.stream) choice.checked = choice.value === (from.get("stream") ?? "");
    const levels = (from.get("level") ?? "").split(",");
    for (const box of elements.level) box.checked = levels.includes(box.value);
  }

  take(name, changed) {
    clearTimeout(this.typing);
    this.keep();
    changed(name);
  }

  // The fields as a query, without those that are empty.
  get values() {
    const given = new FormData(this.form);
    const values = new URLSearchParams();
    for (const name of [...TEXTS, "stream", ...SWITCHES]) if (given.get(name)) values.set(name, given.get(name).trim());
    for (const name of SEVERAL) if (given.has(name)) values.set(name, given.getAll(name).join(","));
    return values;
  }

  set(name, value) {
    this.form.elements[name].value = value;
  }

  clear() {
    this.fill(new URLSearchParams());
    this.keep();
  }

  get any() {
    return [...this.values.keys()].some((name) => name !== "only");
  }

  // Into the address bar; `at`, where the view is, stays until it is set to another or to "".
  keep(at = this.url.searchParams.get("at") ?? "") {
    const query = this.values;
    for (const name of KEPT) for (const value of this.url.searchParams.getAll(name)) query.append(name, value);
    query.delete("at");
    if (at) query.set("at", at);
    this.url.search = query;
    history.replaceState(history.state, "", this.url);
  }

  // The page has another address.
  moved() {
    this.url = new URL(location.href);
  }

  get at() {
    return this.url.searchParams.get("at") ?? "";
  }

  // What the log's socket is asked for: all filters, the text only when nothing else is to be shown.
  get forLog() {
    const values = this.values;
    if (!values.get("only")) for (const name of ["q", "regex", "invert", "case"]) values.delete(name);
    values.delete("only");
    values.set("tail", this.url.searchParams.get("tail") ?? (values.has("since") ? "all" : this.form.dataset.tail));
    return Object.fromEntries(values);
  }

  // What a search and a download are asked for.
  get forAll() {
    const values = this.values;
    values.delete("only");
    return values;
  }
}
