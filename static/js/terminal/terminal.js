// A foreground run in every element with data-terminal: its output, typing into it, and at the end its exit code.
// data-url is the socket's path (docs/protocol.md). xterm and its fit addon are loaded before by the page, as globals.

import { TypedLine } from "./typed-line.js";

const ACKNOWLEDGE_BYTES = 32 * 1024;
const INPUT_CHARACTERS = 8 * 1024;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8000;
const STOP_CODES = [1000, 4400, 4401, 4403, 4404, 4409];
const WORDS = {
  wordConnecting: "Connecting",
  wordRunning: "Running",
  wordReconnecting: "Reconnecting",
  wordExitCode: "Ended with exit code {code}",
  wordEngineLost: "The docker engine went away; how the container ended is not known",
  wordLost: "[{count} bytes left out: this window was too slow]",
  wordFull: "The container has not read what was typed before",
  wordStopped: "Stopped",
};
// The colours of css/tokens.css in a form that xterm reads.
const THEME = { background: "#10131c", foreground: "#e6e8f0", cursor: "#a5b4fc", selectionBackground: "#3b4468" };

class AttachedTerminal {
  constructor(element) {
    this.words = { ...WORDS, ...element.dataset };
    this.screen = document.createElement("div");
    this.screen.className = "terminal-screen";
    this.status = document.createElement("p");
    this.status.className = "terminal-status";
    this.status.setAttribute("role", "status");
    element.replaceChildren(this.screen, this.status);
    this.url = new URL(element.dataset.url, location.href);
    this.url.protocol = this.url.protocol.replace("http", "ws");
    this.tty = element.dataset.tty === "1";
    this.typesLines = false;
    this.wait = FIRST_WAIT_MS;
    this.xterm = new window.Terminal({
      convertEol: !this.tty,
      cursorBlink: true,
      fontFamily: getComputedStyle(element).fontFamily,
      fontSize: 13,
      scrollback: 5000,
      theme: THEME,
    });
    this.fit = new window.FitAddon.FitAddon();
    this.xterm.loadAddon(this.fit);
    this.xterm.open(this.screen);
    this.line = new TypedLine(
      (text) => this.xterm.write(text),
      (text) => this.sendInput(text),
      () => this.send({ eof: true }),
    );
    this.xterm.onData((text) => (this.typesLines ? this.line.take(text) : this.sendInput(text)));
    this.xterm.onResize(({ cols, rows }) => this.send({ resize: [cols, rows] }));
    new ResizeObserver(() => this.fit.fit()).observe(this.screen);
    this.open();
  }

  open() {
    this.say("wordConnecting", "busy");
    this.acknowledged = 0;
    this.socket = new WebSocket(this.url);
    this.socket.onmessage = (event) => this.take(event.data);
    this.socket.onclose = (event) => this.lost(event.code);
  }

  take(frame) {
    const end = frame.indexOf("\n");
    const header = JSON.parse(frame.slice(0, end));
    this.wait = FIRST_WAIT_MS;
    if (header.lost) this.xterm.writeln(`\r\n${this.words.wordLost.replace("{count}", header.lost)}`);
    if (header.stream) this.xterm.write(frame.slice(end + 1), () => this.acknowledge(header.sent));
    if ("tty" in header) this.begin(header);
    if (header.input === "full") this.say("wordFull", "warn");
    if ("exit_code" in header) this.ended(header.exit_code);
    if (header.state) this.refused(header.state);
  }

  begin({ tty, stdin }) {
    this.xterm.options.convertEol = !tty;
    this.xterm.options.disableStdin = !stdin;
    this.typesLines = stdin && !tty;
    this.say("wordRunning", "good");
    this.fit.fit();
    this.send({ resize: [this.xterm.cols, this.xterm.rows] });
    if (stdin) this.xterm.focus();
  }

  // Once xterm has drawn it: a window that is slow holds the container back.
  acknowledge(sent) {
    if (sent - this.acknowledged < ACKNOWLEDGE_BYTES) return;
    this.acknowledged = sent;
    this.send({ ack: sent });
  }

  ended(code) {
    this.over = true;
    this.xterm.options.disableStdin = true;
    this.xterm.options.cursorBlink = false;
    if (code === null) this.say("wordEngineLost", "warn");
    else this.say("wordExitCode", code ? "bad" : "calm", { code });
    this.status.dataset.exitCode = String(code);
  }

  refused(state) {
    this.over = true;
    this.status.dataset.tone = "bad";
    this.status.textContent = state.message;
  }

  lost(code) {
    if (this.over) return;
    if (STOP_CODES.includes(code)) {
      this.say("wordStopped", "bad");
      return;
    }
    this.say("wordReconnecting", "warn");
    setTimeout(() => this.open(), this.wait * (1 + (Math.random() * 2 - 1) / 3));
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS);
  }

  sendInput(text) {
    for (let at = 0; at < text.length; at += INPUT_CHARACTERS)
      this.send({ input: text.slice(at, at + INPUT_CHARACTERS) });
  }

  send(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  say(word, tone, values = {}) {
    this.status.dataset.tone = tone;
    this.status.textContent = Object.entries(values).reduce(
      (text, [name, value]) => text.replace(`{${name}}`, value),
      this.words[word],
    );
  }
}

for (const element of document.querySelectorAll("[data-terminal]")) new AttachedTerminal(element);
