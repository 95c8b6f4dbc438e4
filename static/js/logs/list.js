// A list that draws only what is on the screen, however many lines there are: its rows stand in a window that is moved to
// where they belong. Rows are measured when their height is not known beforehand (wrapped or opened ones).

import { Heights } from "./heights.js";

const BEYOND_PX = 280;
const NEAR_PX = 24;
const DRAW_MS_CATCHING_UP = 250;
// So long after the last of many lines nothing more is waited for.
const QUIET_MS = 50;

export class List {
  // `scroller` scrolls; `rowOf(number)` makes a row's element, `estimate(length)` says how high a line of so many
  // characters is; `told` has drawn(), laidOut() and followed(following).
  constructor(scroller, store, rowOf, estimate, told) {
    Object.assign(this, { scroller, store, rowOf, estimate, told });
    this.canvas = scroller.querySelector("[data-canvas]");
    this.window = this.canvas.firstElementChild;
    this.heights = new Heights();
    this.first = 0;
    this.rows = new Map();
    this.following = true;
    this.pending = 0;
    this.canWait = false;
    this.drawn = 0;
    scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    // Its first call is only about being there.
    new ResizeObserver(() => (this.seen ? this.laidOutAnew() : (this.seen = true))).observe(scroller);
  }

  // Draws soon: at once, or (while many lines come) a few times a second and when they pause.
  soon(slow = false) {
    if (this.pending && !this.canWait) return;
    clearTimeout(this.pending);
    const wait = slow ? Math.min(this.drawn + DRAW_MS_CATCHING_UP - performance.now(), QUIET_MS) : 0;
    // Not put off again once it is due, however fast lines come.
    this.canWait = wait > 0;
    const now = () => this.draw();
    this.pending = setTimeout(() => {
      this.canWait = false;
      // A page that is hidden draws no frames.
      if (document.hidden) now();
      else requestAnimationFrame(now);
    }, wait);
  }

  draw() {
    clearTimeout(this.pending);
    this.pending = 0;
    this.drawn = performance.now();
    this.takeUp();
    if (this.following) this.toBottom();
    for (let round = 0; round < 3 && this.show(); round += 1) if (this.following) this.toBottom();
    this.told.drawn();
  }

  // Heights of lines that came; all of them anew when lines were put before the first, or went.
  takeUp() {
    if (this.first !== this.store.first) {
      const anchor = this.anchor;
      this.heights.clear();
      this.first = this.store.first;
      this.fill();
      this.return(anchor);
    } else {
      this.fill();
    }
  }

  fill() {
    this.store.lengths(this.first + this.heights.count, (length) => this.heights.append(this.estimate(length)));
    this.canvas.style.height = `${this.heights.total}px`;
  }

  // The rows of the screen and a little around it; whether heights turned out to be others.
  show() {
    const { scrollTop, clientHeight } = this.scroller;
    const { heights } = this;
    const from = heights.at(Math.max(0, scrollTop - BEYOND_PX));
    const until = heights.count ? heights.at(scrollTop + clientHeight + BEYOND_PX) + 1 : 0;
    const fresh = this.place(this.first + from, this.first + until);
    this.window.style.transform = `translateY(${heights.top(from)}px)`;
    const shift = this.measure(fresh, scrollTop);
    if (shift === null) return false;
    this.canvas.style.height = `${heights.total}px`;
    this.window.style.transform = `translateY(${heights.top(from)}px)`;
    if (shift) this.scroller.scrollTop = scrollTop + shift;
    return true;
  }

  // Rows `from` to `until` into the window, those that stay staying where they are; the new ones.
  place(from, until) {
    for (const [number, row] of this.rows) {
      if (number >= from && number < until) continue;
      row.remove();
      this.rows.delete(number);
    }
    const fresh = [];
    let next = this.window.firstElementChild;
    for (let number = from; number < until; number += 1) {
      const known = this.rows.get(number);
      if (known) {
        next = known.nextElementSibling;
        continue;
      }
      const row = this.rowOf(number);
      row.dataset.number = number;
      this.rows.set(number, row);
      this.window.insertBefore(row, next);
      fresh.push(number);
    }
    return fresh;
  }

  // Looks how high rows are; by how much what is above the screen grew, null when nothing changed.
  measure(numbers, scrollTop) {
    const sizes = numbers.map((number) => this.rows.get(number).offsetHeight);
    let changed = false;
    let shift = 0;
    numbers.forEach((number, at) => {
      const above = this.heights.top(number - this.first) < scrollTop;
      const change = this.heights.set(number - this.first, sizes[at]);
      if (change) changed = true;
      if (above) shift += change;
    });
    return changed ? shift : null;
  }

  // What stands first on the screen, and how much of it is above.
  get anchor() {
    const at = this.heights.at(this.scroller.scrollTop);
    return { number: this.first + at, above: this.scroller.scrollTop - this.heights.top(at) };
  }

  return({ number, above }) {
    const at = Math.min(Math.max(number - this.first, 0), this.heights.count);
    this.scroller.scrollTop = this.heights.top(at) + above;
  }

  // Everything again: another width, another size of letters, other lines.
  laidOutAnew() {
    this.told.laidOut();
    const anchor = this.anchor;
    this.forget();
    this.fill();
    if (!this.following) this.return(anchor);
    this.draw();
  }

  forget() {
    this.heights.clear();
    this.first = this.store.first;
    this.rows.clear();
    this.window.replaceChildren();
  }

  // One row again, because what it shows has changed; it begins where it did, however much longer it is now.
  again(number) {
    const { scrollTop } = this.scroller;
    this.rows.get(number)?.remove();
    this.rows.delete(number);
    this.draw();
    if (!this.following) this.scroller.scrollTop = scrollTop;
  }

  scrolled() {
    const { scrollTop, clientHeight } = this.scroller;
    this.follow(scrollTop + clientHeight >= this.heights.total - NEAR_PX);
    // Now, and not in the next frame: this one would be empty where one scrolls fast.
    this.draw();
  }

  get nearTheEnd() {
    const { scrollTop, clientHeight } = this.scroller;
    return scrollTop + 2 * clientHeight >= this.heights.total;
  }

  follow(following) {
    if (following === this.following) return;
    this.following = following;
    this.told.followed(following);
  }

  toBottom() {
    this.scroller.scrollTop = this.heights.total;
  }

  // The line of a number into the middle of the screen.
  reveal(number) {
    this.takeUp();
    this.follow(false);
    this.scroller.scrollTop = this.heights.top(number - this.first) - this.scroller.clientHeight / 3;
    this.draw();
  }
}
