// How high each line is, in pixels, and where it stands: a Fenwick tree, so that one line's height can change and any
// line's place be found among 200,000 in a few steps.

export class Heights {
  constructor() {
    this.clear();
  }

  clear() {
    this.count = 0;
    this.values = new Int32Array(1024);
    this.sums = new Int32Array(1025);
  }

  get total() {
    return this.top(this.count);
  }

  append(height) {
    if (this.count === this.values.length) this.grow();
    this.values[this.count] = height;
    this.count += 1;
    const at = this.count;
    let sum = height;
    for (let child = at - 1; child > at - (at & -at); child -= child & -child) sum += this.sums[child];
    this.sums[at] = sum;
  }

  set(index, height) {
    const change = height - this.values[index];
    if (!change) return 0;
    this.values[index] = height;
    for (let at = index + 1; at <= this.count; at += at & -at) this.sums[at] += change;
    return change;
  }

  // Where the line of an index begins.
  top(index) {
    let sum = 0;
    for (let at = index; at > 0; at -= at & -at) sum += this.sums[at];
    return sum;
  }

  // The index of the line that stands at `offset`.
  at(offset) {
    let index = 0;
    let rest = offset;
    for (let step = 1 << (31 - Math.clz32(this.count || 1)); step; step >>= 1) {
      if (index + step <= this.count && this.sums[index + step] <= rest) {
        index += step;
        rest -= this.sums[index];
      }
    }
    return Math.min(index, Math.max(0, this.count - 1));
  }

  grow() {
    const values = new Int32Array(this.values.length * 2);
    const sums = new Int32Array(values.length + 1);
    values.set(this.values);
    sums.set(this.sums);
    this.values = values;
    this.sums = sums;
  }
}
