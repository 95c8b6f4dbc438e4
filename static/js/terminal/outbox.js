// What was typed and not taken yet. It is numbered (docs/protocol.md): after a lost connection what the server has not taken
// is sent again with the same numbers, so that nothing is typed twice and nothing is lost.

const MESSAGE_CHARACTERS = 8 * 1024;
// So many messages on their way at once: a long paste goes at the pace of the program that reads it.
const MOST_FLYING = 16;
// Typed while the connection is away: more than this would be typed blindly.
const MOST_WAITING = 4096;
const AGAIN_MS = 300;

export class Outbox {
  // `waiting(count)` hears how much waits while the connection is away; null when no more is taken.
  constructor(link, waiting) {
    this.link = link;
    this.waiting = waiting;
    this.messages = [];
    this.number = 0;
    this.flying = 0;
    this.ready = false;
  }

  type(text) {
    const away = !this.ready;
    if (away && this.characters + text.length > MOST_WAITING) {
      this.waiting(null);
      return;
    }
    for (const input of pieces(text)) this.put({ input });
    if (away) this.waiting(this.characters);
  }

  end() {
    this.put({ eof: true });
  }

  put(message) {
    this.number += 1;
    this.messages.push({ ...message, number: this.number });
    this.send();
  }

  send() {
    while (this.ready && this.flying < Math.min(this.messages.length, MOST_FLYING)) {
      this.link.say(this.messages[this.flying], { answered: true });
      this.flying += 1;
    }
  }

  // The first frame of a connection says what was taken so far; the rest goes again.
  began(typed) {
    this.taken(typed);
    if (!this.messages.length) this.number = typed;
    this.ready = true;
    this.again();
  }

  taken(typed) {
    const left = this.messages.filter(({ number }) => number > typed);
    this.flying -= Math.min(this.flying, this.messages.length - left.length);
    this.messages = left;
    this.send();
  }

  // The program has no room: the same once more, a little later.
  full() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.again(), AGAIN_MS);
  }

  again() {
    this.flying = 0;
    this.send();
  }

  lost() {
    this.ready = false;
  }

  // Another window types now, and these numbers are its own.
  forget() {
    this.lost();
    this.messages = [];
  }

  get characters() {
    return this.messages.reduce((sum, { input = "" }) => sum + input.length, 0);
  }
}

// No piece ends in the middle of a character.
function* pieces(text) {
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + MESSAGE_CHARACTERS, text.length);
    if (end < text.length && text.charCodeAt(end - 1) >= 0xd800 && text.charCodeAt(end - 1) < 0xdc00) end -= 1;
    yield text.slice(at, end);
    at = end;
  }
}
