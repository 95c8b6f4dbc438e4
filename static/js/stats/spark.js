// A small curve of a container's last minutes: points (seconds, value) in a window that ends with the newest.

const SECONDS = 120;
const WIDTH = 60;
const HEIGHT = 20;
// A hole between two points longer than this is one (seconds).
const HOLE = 9;

export class Points {
  constructor() {
    this.at = [];
    this.values = [];
  }

  add(at, value) {
    if (at === null || at <= (this.at.at(-1) ?? 0)) return;
    this.at.push(at);
    this.values.push(value);
    const old = this.at.findIndex((each) => each >= at - SECONDS);
    this.at.splice(0, old);
    this.values.splice(0, old);
  }

  // The curve for a path's `d`, from 0 to at least `least`.
  path(least) {
    const last = this.at.at(-1);
    const top = Math.max(least, ...this.values.filter((value) => value !== null));
    let d = "";
    let before = -Infinity;
    this.at.forEach((at, index) => {
      const value = this.values[index];
      if (value === null) return;
      const x = (WIDTH * (1 - (last - at) / SECONDS)).toFixed(1);
      const y = (HEIGHT - 1 - (value / top) * (HEIGHT - 2)).toFixed(1);
      d += `${at - before > HOLE ? "M" : "L"}${x} ${y}`;
      before = at;
    });
    return d;
  }
}

// Least heights: an idle container's noise is not drawn as a mountain.
export const LEAST_PERCENT = 5;
export const LEAST_BYTES = 1024 * 1024;

// The points of a history as the socket sends it.
export function pointsOf(history, column) {
  const points = new Points();
  history?.at.forEach((at, index) => points.add(at, history[column][index]));
  return points;
}
