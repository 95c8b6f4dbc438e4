// Output on its way into xterm. While xterm is busy what comes is put together, because it draws after each piece that it
// was given: many small ones take several times as long. What it has taken in is acknowledged, not what has come.

const MOST_AT_ONCE = 256 * 1024; // characters; more would hold up the page for longer than a blink
// So much at once is output that pours in; a program that fills a screen anew, with colours, says less.
const POURING_CHARACTERS = 40 * 1024;
const DRAW_EVERY_MS = 100;

export class Writing {
  constructor(xterm) {
    this.xterm = xterm;
    this.waiting = [];
    this.busy = false;
    this.undrawn = 0;
    // A task of its own: the timers that xterm sets would wait 4 ms each when set by one another.
    this.turn = new MessageChannel();
    this.turn.port1.onmessage = () => this.next();
    this.drawSeldom();
  }

  // `taken()` is called once xterm has taken the text in.
  write(text, taken) {
    this.waiting.push({ text, taken });
    if (!this.busy) this.next();
  }

  next() {
    const now = [];
    let size = 0;
    while (this.waiting.length && (!size || size + this.waiting[0].text.length <= MOST_AT_ONCE)) {
      now.push(this.waiting.shift());
      size += now.at(-1).text.length;
    }
    this.busy = now.length > 0;
    if (!this.busy) return;
    this.undrawn += size;
    this.xterm.write(now.map(({ text }) => text).join(""), () => {
      for (const { taken } of now) taken?.();
      if (this.waiting.length) this.turn.port2.postMessage(null);
      else this.busy = false;
    });
  }

  // While output pours in nobody reads each frame, and drawing sixty a second takes longer than parsing it all. xterm has no
  // option for that; its renderer is asked for as addon-fit asks, and left alone where a newer xterm has another.
  drawSeldom() {
    const renderer = this.xterm._core?._renderService;
    const draw = renderer?.refreshRows?.bind(renderer);
    if (!draw) return;
    let timer = 0;
    const drawNow = (...rows) => {
      this.undrawn = 0;
      draw(...rows);
    };
    renderer.refreshRows = (...rows) => {
      if (!this.waiting.length && this.undrawn < POURING_CHARACTERS) drawNow(...rows);
      else
        timer ||= setTimeout(() => {
          timer = 0;
          drawNow(0, this.xterm.rows - 1);
        }, DRAW_EVERY_MS);
    };
  }
}
