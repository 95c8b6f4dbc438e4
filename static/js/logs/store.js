// Lines in compact chunks of text: 200,000 of them are a few hundred strings, not 200,000. A line's number never changes
// while the page is open; earlier lines that are fetched later have negative numbers.

const CHUNK = 256 * 1024;

export class Store {
  constructor() {
    this.clear();
  }

  clear() {
    this.chunks = [];
    this.first = 0;
    this.end = 0;
    this.size = 0;
  }

  get count() {
    return this.end - this.first;
  }

  // Adds `body`, lines each ended by a newline, at the end; how many lines.
  append(body) {
    const starts = startsOf(body);
    if (!starts.length) return 0;
    const last = this.chunks.at(-1);
    if (last && last.text.length + body.length <= CHUNK) {
      const shift = last.text.length;
      for (const start of starts) last.starts.push(start + shift);
      last.text += body;
    } else {
      this.chunks.push({ first: this.end, starts, text: body });
    }
    this.end += starts.length;
    this.size += body.length;
    return starts.length;
  }

  // Adds lines before the first; how many.
  prepend(body) {
    const starts = startsOf(body);
    if (!starts.length) return 0;
    this.first -= starts.length;
    this.size += body.length;
    this.chunks.unshift({ first: this.first, starts, text: body });
    return starts.length;
  }

  // Lets whole chunks go at the beginning until at most `most` lines and `size` characters are left; how many lines went.
  shorten(most, size) {
    const before = this.first;
    while (this.chunks.length > 1 && (this.count > most || this.size > size)) {
      const gone = this.chunks.shift();
      this.size -= gone.text.length;
      this.first += gone.starts.length;
    }
    return this.first - before;
  }

  // The line of a number as the server sent it, without its newline.
  line(number) {
    const chunk = this.chunkOf(number);
    const at = number - chunk.first;
    return chunk.text.slice(chunk.starts[at], (chunk.starts[at + 1] ?? chunk.text.length) - 1);
  }

  // The number of the line that begins with `start`, if it is here.
  find(start) {
    for (const { text, starts, first } of this.chunks) {
      const found = text.startsWith(start) ? 0 : text.indexOf(`\n${start}`) + 1;
      if (found || text.startsWith(start)) return first + starts.indexOf(found);
    }
    return null;
  }

  // Calls `tell` with the length of every line from the number `from` on.
  lengths(from, tell) {
    for (const { first, starts, text } of this.chunks) {
      for (let at = Math.max(0, from - first); at < starts.length; at += 1) {
        tell((starts[at + 1] ?? text.length) - 1 - starts[at]);
      }
    }
  }

  chunkOf(number) {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.chunks[middle].first <= number) low = middle;
      else high = middle - 1;
    }
    return this.chunks[low];
  }
}

function startsOf(body) {
  const starts = [];
  for (let at = 0; at < body.length; at = body.indexOf("\n", at) + 1) starts.push(at);
  return starts;
}
