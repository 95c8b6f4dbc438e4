// The sockets of figures of docs/protocol.md: opened again whatever happens to the connection, with the containers shown.

import { EventStream } from "../events/stream.js";

export class StatStream extends EventStream {
  take(frame) {
    super.take(frame);
    // Going on by itself after a loss is no new asking of a person's.
    this.url.searchParams.set("page", "1");
  }

  // From now on the containers with these ids, on the socket of several.
  only(ids) {
    this.url.searchParams.delete("container");
    for (const id of ids.length ? ids : [""]) this.url.searchParams.append("container", id);
    const { socket } = this;
    const say = () => socket.send(JSON.stringify({ containers: ids }));
    if (socket?.readyState === WebSocket.OPEN) say();
    else if (socket?.readyState === WebSocket.CONNECTING) socket.addEventListener("open", say, { once: true });
  }
}
