// The events' socket of docs/protocol.md: goes on exactly where it was, whatever happens to the connection.

const ACKNOWLEDGED = 65536;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const LOOK_MS = 5000;
// A clock that jumped so far says that the machine slept: what looks open is not.
const SLEPT_MS = 20000;
const STOP_CODES = [1000, 4400, 4401, 4403, 4404];

export class EventStream {
  // `path` is the socket's, with its query; `show` has frame(frame), away() and stopped(sentence).
  constructor(path, show) {
    this.url = new URL(path, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.show = show;
    this.wait = FIRST_WAIT_MS;
    this.sentence = "";
    this.over = false;
    this.timer = 0;
    this.looked = Date.now();
    this.ended = new AbortController();
    addEventListener("online", () => this.hurry(), { signal: this.ended.signal });
    this.looking = setInterval(() => this.look(), LOOK_MS);
    this.open();
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.acknowledged = 0;
    socket.onmessage = (event) => this.socket === socket && this.take(JSON.parse(event.data));
    socket.onclose = (event) => this.socket === socket && this.lost(event.code);
  }

  take(frame) {
    this.wait = FIRST_WAIT_MS;
    if (frame.cursor) {
      this.url.searchParams.set("cursor", frame.cursor);
      this.url.searchParams.delete("tail");
    }
    if (frame.state?.final) this.sentence = frame.state.message;
    this.show.frame(frame);
    if (frame.sent - this.acknowledged < ACKNOWLEDGED || this.socket?.readyState !== WebSocket.OPEN) return;
    this.acknowledged = frame.sent;
    this.socket.send(JSON.stringify({ ack: frame.sent }));
  }

  lost(code) {
    if (STOP_CODES.includes(code)) {
      this.over = true;
      this.show.stopped(this.sentence);
      return;
    }
    this.show.away();
    const chance = 1 + (Math.random() * 2 - 1) / 3;
    this.timer = setTimeout(() => this.open(), this.wait * chance);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  // At once when the network is back.
  hurry() {
    if (!this.over && this.socket?.readyState >= WebSocket.CLOSING) this.open();
  }

  look() {
    const slept = Date.now() - this.looked > SLEPT_MS;
    this.looked = Date.now();
    if (!slept || this.over || !this.socket) return;
    const stale = this.socket;
    this.show.away();
    this.open();
    stale.close();
  }

  // Ends it for good, without a word to `show`.
  close() {
    this.over = true;
    this.ended.abort();
    clearInterval(this.looking);
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    socket.close();
  }
}
