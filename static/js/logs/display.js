// How lines look: wrapped or not, their times, the size of their letters. Kept in this browser, not in the URL.

const KEY = "dockline.log.";
const SIZES = [11, 12, 13, 14, 16, 18];
const TIMES = ["local", "utc", "off"];

export class Display {
  // `log` is the element that holds bar and lines; `changed()` is called when lines have to be laid out anew.
  constructor(log, changed) {
    this.log = log;
    this.changed = changed;
    this.wrap = (localStorage.getItem(`${KEY}wrapped`) ?? "1") === "1";
    this.times = TIMES.find((name) => name === localStorage.getItem(`${KEY}clock`)) ?? "local";
    this.size = SIZES.find((size) => String(size) === localStorage.getItem(`${KEY}size`)) ?? 13;
    const wrap = log.querySelector("[data-wrap]");
    wrap.addEventListener("click", () => this.set("wrap", !this.wrap, "wrapped"));
    for (const button of log.querySelectorAll("[data-size]")) {
      button.addEventListener("click", () => this.resize(Number(button.dataset.size)));
    }
    this.clock = log.querySelector("[data-clock]");
    this.clock.addEventListener("change", () => this.set("times", this.clock.value, "clock"));
    this.wrapping = wrap;
    this.apply();
  }

  set(name, value, key) {
    this[name] = value;
    localStorage.setItem(KEY + key, value === true ? "1" : value === false ? "0" : String(value));
    this.apply();
    this.changed();
  }

  resize(step) {
    const at = SIZES.indexOf(this.size) + step;
    if (SIZES[at]) this.set("size", SIZES[at], "size");
  }

  apply() {
    this.log.classList.toggle("log-wraps", this.wrap);
    this.log.style.setProperty("--log-size", `${this.size}px`);
    this.wrapping.setAttribute("aria-pressed", String(this.wrap));
    this.clock.value = this.times;
    this.measured = null;
  }

  // How many pixels high a text of `length` characters will be, as far as that can be known without drawing it.
  estimate(length) {
    const { row, columns } = this.measures;
    return this.wrap ? row * Math.max(1, Math.ceil(length / columns)) : row;
  }

  get measures() {
    return (this.measured ??= this.measure());
  }

  // Of a line that is drawn for a moment: its height, and how many characters fit beside its time.
  measure() {
    const probe = this.log.querySelector("[data-probe]");
    probe.hidden = false;
    const [time, text] = probe.children;
    time.hidden = this.times === "off";
    const letter = text.firstElementChild.getBoundingClientRect().width / text.textContent.length;
    const measured = { row: probe.offsetHeight, columns: Math.max(8, Math.floor(text.clientWidth / letter)) };
    probe.hidden = true;
    return measured;
  }

  laidOut() {
    this.measured = null;
  }
}
