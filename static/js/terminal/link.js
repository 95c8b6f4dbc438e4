// The socket of a terminal (docs/protocol.md): opened again after a loss, at its place in the output, for as long as the
// server keeps the session.

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
// The server keeps a session that nobody looks at for 60 s; a little longer, since its clock started later.
const KEPT_MS = 65_000;
// Each costs the server a message: while output pours in fewer are said. Over a slow
// line they stay small, since a program whose viewer says nothing for two seconds is not held back any longer.
const ACKNOWLEDGE_BYTES = 32 * 1024;
const ACKNOWLEDGE_POURING_BYTES = 256 * 1024;
const ACKNOWLEDGE_EVERY_MS = 100;
const STOP_CODES = [1000, 4400, 4401, 4403, 4404, 4409];
const LOOK_MS = 2000;
// Said, and nothing heard for so long: what looks open is not. Nor is it after a clock that jumped: the machine slept.
const SILENT_MS = 8000;
const SLEPT_MS = 20_000;

export class Link {
  // `hears` has frame(header, text, taken), lost(), and ended(code): it is not tried again.
  constructor(path, hears) {
    this.url = new URL(path, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.hears = hears;
    this.wait = FIRST_WAIT_MS;
    this.over = false;
    this.lostAt = 0;
    this.looked = Date.now();
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.drop());
    // A page that comes back from the browser's back-forward cache finds its socket closed.
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    setInterval(() => this.look(), LOOK_MS);
  }

  open() {
    clearTimeout(this.timer);
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.acknowledged = 0;
    this.acknowledgedAt = 0;
    this.expectsSince = Date.now();
    socket.onmessage = (event) => this.socket === socket && this.take(event.data);
    socket.onclose = (event) => this.socket === socket && this.closed(event.code);
  }

  // Says something to the server; nothing when nobody would hear it. `answered`: it answers this with a frame.
  say(message, { answered = false } = {}) {
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    if (answered) this.expectsSince ||= Date.now();
    this.socket.send(JSON.stringify(message));
  }

  take(frame) {
    const end = frame.indexOf("\n");
    const header = JSON.parse(frame.slice(0, end));
    const { socket } = this;
    this.wait = FIRST_WAIT_MS;
    this.lostAt = 0;
    this.expectsSince = 0;
    if ("exit_code" in header) this.over = true;
    if ("at" in header) this.url.searchParams.set("from", header.at);
    this.hears.frame(header, frame.slice(end + 1), () => this.socket === socket && this.acknowledge(header.sent));
  }

  // Once xterm has taken it in: a window that is slow holds the program back.
  acknowledge(sent) {
    const now = performance.now();
    const pours = now - this.acknowledgedAt < ACKNOWLEDGE_EVERY_MS;
    if (sent - this.acknowledged < (pours ? ACKNOWLEDGE_POURING_BYTES : ACKNOWLEDGE_BYTES)) return;
    this.acknowledged = sent;
    this.acknowledgedAt = now;
    this.say({ ack: sent });
  }

  closed(code) {
    if (this.over) return;
    this.lostAt ||= Date.now();
    if (STOP_CODES.includes(code) || Date.now() - this.lostAt > KEPT_MS) {
      this.over = true;
      this.hears.ended(code);
      return;
    }
    this.hears.lost();
    this.timer = setTimeout(() => this.open(), this.wait * (1 + (Math.random() * 2 - 1) / 3));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  // Gives up what looks open and is not, and tries anew.
  drop() {
    if (this.over || !this.socket) return;
    const stale = this.socket;
    this.socket = null;
    stale.close();
    this.closed(1006);
  }

  // At once, when the network or the window is back.
  hurry() {
    if (!this.over && (!this.socket || this.socket.readyState === WebSocket.CLOSED)) this.open();
  }

  look() {
    const now = Date.now();
    const slept = now - this.looked > SLEPT_MS;
    this.looked = now;
    if (slept || (this.expectsSince && now - this.expectsSince > SILENT_MS)) this.drop();
  }

  // After it has ended, because somebody asked for it.
  again() {
    this.over = false;
    this.lostAt = 0;
    this.wait = FIRST_WAIT_MS;
    this.open();
  }
}
