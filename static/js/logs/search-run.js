// One search on the server, over one log: its hits as they are found, and how far it has got.

const ACKNOWLEDGED = 256 * 1024;

export class Run {
  // `told` has hits(run, body), moved(run) and ended(run); `of` is the number of the log's container, or null.
  constructor(url, query, of, told) {
    const address = new URL(url, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    address.search = query;
    Object.assign(this, { address, of, told });
    Object.assign(this, { found: 0, searched: 0, share: 0, over: false, sentence: "", tone: "" });
  }

  start() {
    this.acknowledged = 0;
    const socket = new WebSocket(this.address);
    this.socket = socket;
    socket.onmessage = ({ data }) => this.socket === socket && this.frame(data);
    socket.onclose = ({ code }) => this.socket === socket && this.closed(code);
  }

  frame(data) {
    const end = data.indexOf("\n");
    const header = JSON.parse(end < 0 ? data : data.slice(0, end));
    if (header.state) return this.end(header.state.message, "bad");
    if (end >= 0) this.told.hits(this, data.slice(end + 1));
    this.progress(header);
    if (header.gap) Object.assign(this, { sentence: header.gap, tone: "warn" });
    if (header.sent - this.acknowledged >= ACKNOWLEDGED) {
      this.acknowledged = header.sent;
      this.socket.send(JSON.stringify({ ack: header.sent }));
    }
    this.told.moved(this);
    if (header.done) Object.assign(this, header, { share: 1 }) && this.end();
    return undefined;
  }

  progress({ hits = 0, searched = 0, reached, last }) {
    this.found = hits;
    this.searched = searched;
    this.first ??= reached;
    const [from, to, at] = [this.first, last, reached].map((stamp) => Date.parse(`${stamp?.slice(0, 23)}Z`));
    if (to > from) this.share = Math.min((at - from) / (to - from), 1);
  }

  end(sentence = this.sentence, tone = this.tone) {
    if (this.over) return;
    Object.assign(this, { over: true, sentence, tone });
    this.told.ended(this);
  }

  closed(code) {
    if (!this.over) this.end(`${this.told.words.searchLost} (${code})`, "bad");
  }

  // Asks for its end; one that has not begun is over at once.
  stop() {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify({ stop: true }));
    else if (!this.socket) Object.assign(this, { stopped: true }) && this.end();
  }

  // Ends without a word.
  drop() {
    this.over = true;
    const { socket } = this;
    this.socket = null;
    socket?.close();
  }
}
