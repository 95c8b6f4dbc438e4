// Searching what the terminal holds: Ctrl+Shift+F, next and previous, how many there are.

import { foundColours, onThemeChange } from "./palette.js";

const MOST_MARKED = 1000;

export class Finding {
  // `bar` has [data-find-text], [data-find-count], [data-find-case] and buttons [data-find-next], -previous and -close.
  constructor(screen, bar, words) {
    this.screen = screen;
    this.bar = bar;
    this.words = words;
    this.field = bar.querySelector("[data-find-text]");
    this.count = bar.querySelector("[data-find-count]");
    this.exact = bar.querySelector("[data-find-case]");
    this.search = new window.SearchAddon.SearchAddon({ highlightLimit: MOST_MARKED });
    screen.xterm.loadAddon(this.search);
    this.search.onDidChangeResults((found) => this.say(found));
    this.field.addEventListener("input", () => this.find("previous", true));
    this.exact.addEventListener("change", () => this.find("previous", true));
    this.bar.addEventListener("keydown", (event) => this.key(event));
    bar.querySelector("[data-find-next]").addEventListener("click", () => this.find("next"));
    bar.querySelector("[data-find-previous]").addEventListener("click", () => this.find("previous"));
    bar.querySelector("[data-find-close]").addEventListener("click", () => this.close());
    onThemeChange(() => this.bar.hidden || this.find("previous", true));
  }

  open() {
    this.bar.hidden = false;
    const chosen = this.screen.xterm.getSelection();
    if (chosen && !chosen.includes("\n")) this.field.value = chosen;
    this.field.focus();
    this.field.select();
    if (this.field.value) this.find("previous", true);
  }

  close() {
    this.bar.hidden = true;
    this.search.clearDecorations();
    this.screen.xterm.clearSelection();
    this.screen.xterm.focus();
  }

  // The newest first, as one looks for in a terminal: backwards from the end.
  find(direction, anew = false) {
    if (!this.field.value) {
      this.search.clearDecorations();
      this.count.textContent = "";
      return;
    }
    if (anew) {
      this.search.clearDecorations(); // it does not notice that case matters now
      this.screen.xterm.clearSelection();
    }
    const options = { caseSensitive: this.exact.checked, decorations: foundColours() };
    if (direction === "next") this.search.findNext(this.field.value, options);
    else this.search.findPrevious(this.field.value, options);
  }

  say({ resultIndex, resultCount }) {
    this.bar.dataset.found = resultCount ? "some" : "none";
    if (!resultCount) this.count.textContent = this.field.value ? this.words.nothingFound : "";
    else if (resultIndex < 0) this.count.textContent = this.words.manyFound.replace("{count}", resultCount);
    else this.count.textContent = this.words.found.replace("{number}", resultIndex + 1).replace("{count}", resultCount);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.field) this.find(event.shiftKey ? "next" : "previous");
    else return;
    event.preventDefault();
  }
}
