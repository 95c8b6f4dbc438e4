// "12 new lines": what came while one looked elsewhere, and the way to it.

const SAID_MS = 6000;

export class NewLines {
  constructor(button, words, toTheEnd) {
    Object.assign(this, { button, words });
    this.count = 0;
    this.words = words;
    button.addEventListener("click", toTheEnd);
  }

  add(count) {
    this.count += count;
    this.tell();
  }

  clear() {
    this.count = 0;
    this.show(false);
  }

  show(on) {
    this.button.hidden = !on;
    this.tell();
  }

  tell() {
    if (this.saying || this.button.hidden) return;
    const { toTheEnd, oneNew, new: several } = this.words;
    const word = this.count === 1 ? oneNew : several.replace("{count}", this.count.toLocaleString());
    this.button.textContent = this.count ? word : toTheEnd;
  }

  // A sentence in its place for a while.
  say(sentence) {
    clearTimeout(this.saying);
    this.button.hidden = false;
    this.button.textContent = sentence;
    this.saying = setTimeout(() => {
      this.saying = 0;
      this.tell();
    }, SAID_MS);
  }
}
