// The list of what the typed word could become: a listbox that the bar's field steers.
const MOST = 60;

export class Choices {
  #field;
  #list;
  #choices = [];
  #active = -1;

  /** Calls `take` with the choice that is clicked. */
  constructor(field, list, take) {
    this.#field = field;
    this.#list = list;
    // Before the field loses its focus.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const entry = event.target.closest("[role=option]");
      if (entry) take(this.#choices[Number(entry.dataset.at)]);
    });
  }

  get open() {
    return this.#choices.length > 0;
  }

  /** The choice that is marked, null for none. */
  get active() {
    return this.#choices[this.#active] ?? null;
  }

  get first() {
    return this.#choices[0] ?? null;
  }

  show(choices) {
    this.#choices = choices.slice(0, MOST);
    this.#list.replaceChildren(...this.#choices.map((choice, at) => entryOf(choice, at)));
    this.#list.hidden = !this.open;
    this.#list.scrollTop = 0;
    this.#field.setAttribute("aria-expanded", this.open);
    this.#mark(-1);
  }

  /** Goes up or down; before the first is none. */
  step(by) {
    const next = this.#active + by;
    this.#mark(next >= this.#choices.length ? 0 : Math.max(next, -1));
  }

  #mark(at) {
    this.#list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.#active = at;
    const entry = this.#list.children[at];
    if (!entry) {
      this.#field.removeAttribute("aria-activedescendant");
      return;
    }
    entry.setAttribute("aria-selected", "true");
    entry.scrollIntoView({ block: "nearest" });
    this.#field.setAttribute("aria-activedescendant", entry.id);
  }
}

function entryOf(choice, at) {
  const entry = document.createElement("li");
  entry.id = `bar-choice-${at}`;
  entry.className = "bar-choice";
  entry.dataset.at = at;
  entry.setAttribute("role", "option");
  entry.setAttribute("aria-selected", "false");
  entry.append(piece("code", "bar-choice-word", choice.word));
  if (choice.value) entry.append(" ", piece("span", "bar-choice-value", choice.value));
  if (choice.also) entry.append(" ", piece("span", "bar-choice-value", choice.also));
  if (choice.help) entry.append(" ", piece("span", "bar-choice-help", choice.help));
  if (choice.risk) entry.append(" ", piece("span", "bar-choice-risk", choice.risk));
  return entry;
}

function piece(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}
