// The log socket of docs/protocol.md: goes on exactly where it was, whatever happens to the connection.

import { Presence } from "./presence.js";

const CATCHING_UP_BYTES = 256 * 1024;
const LIVE_BYTES = 64 * 1024;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 15000;
const STOP_CODES = [1000, 4400, 4401, 4403, 4404];

// How much of its container's id a place has in it.
const ID = 12;
const containerOf = (place) => /[0-9a-f]{12}/.exec(place)?.[0];

export class LogSocket {
  // `url` is the socket's path, `options` its query; `show` has frame(header, body), reconnecting(), offline() and
  // stopped(code); `body` is the frame's lines as they came, each ended by a newline.
  // `places` is where to go on, of one log or of each of several.
  constructor(url, options, places, show) {
    this.url = new URL(url, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    for (const [name, value] of Object.entries(options)) this.url.searchParams.set(name, value);
    for (const place of places) this.url.searchParams.append("cursor", place);
    this.cursors = new Map(places.map((place) => [containerOf(place), place]));
    this.show = show;
    this.wait = FIRST_WAIT_MS;
    this.stopped = false;
    this.timer = 0;
    this.presence = new Presence(this);
    this.open();
  }

  open() {
    const socket = new WebSocket(this.url);
    this.socket = socket;
    this.ids = {};
    this.acknowledged = 0;
    socket.onmessage = (event) => this.socket === socket && this.take(event.data);
    socket.onclose = (event) => this.socket === socket && this.lost(event.code);
  }

  take(frame) {
    this.presence.heard();
    const end = frame.indexOf("\n");
    const header = JSON.parse(frame.slice(0, end));
    this.wait = FIRST_WAIT_MS;
    this.show.frame(header, frame.slice(end + 1));
    if (!this.socket) return;
    this.remember(header);
    if (header.state?.final) this.stopped = true;
    if (header.sent - this.acknowledged >= (header.live ? LIVE_BYTES : CATCHING_UP_BYTES)) {
      this.acknowledged = header.sent;
      this.say({ ack: header.sent });
    }
  }

  // Where to go on: one cursor, or one of each container, whose indexes hold for one socket only.
  remember({ cursor, containers = [], cursors }) {
    const { searchParams } = this.url;
    if (cursor) searchParams.set("cursor", cursor);
    for (const { index, id } of containers) this.ids[index] = id;
    if (!cursors) return;
    for (const [index, place] of Object.entries(cursors)) this.cursors.set(this.ids[index].slice(0, ID), place);
    searchParams.delete("cursor");
    for (const place of this.cursors.values()) searchParams.append("cursor", place);
  }

  // Says something to the server; false when nobody would hear it.
  say(message) {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(message));
    return true;
  }

  // From now on it is opened at another path.
  moved(url) {
    this.url.pathname = new URL(url, location.href).pathname;
  }

  // Ends it for good, without a word to `show`.
  close() {
    this.stopped = true;
    this.presence.end();
    clearTimeout(this.timer);
    const { socket } = this;
    this.socket = null;
    socket.close();
  }

  lost(code) {
    if (this.stopped || STOP_CODES.includes(code)) {
      this.stopped = true;
      this.presence.end();
      this.show.stopped(code);
      return;
    }
    this.show.reconnecting();
    const chance = 1 + (Math.random() * 2 - 1) / 3;
    this.timer = setTimeout(() => this.open(), this.wait * chance);
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  offline() {
    if (!this.stopped) this.show.offline();
  }

  // Anew, at once: the network is back, or this connection is not one any more.
  doubtful() {
    if (this.stopped) return;
    const stale = this.socket;
    clearTimeout(this.timer);
    this.show.reconnecting();
    this.open();
    stale.close();
  }
}
