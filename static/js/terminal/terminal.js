// A program's terminal in every element with data-terminal (templates/terminal/_window.html): its output, typing into it,
// and at its end the exit code. data-url is the socket's path (docs/protocol.md). xterm, and its fit and search addons, are
// loaded before by the page, as globals.

import { copyText } from "../shell/copying.js";
import { Finding } from "./finding.js";
import { KeysRow } from "./keys-row.js";
import { Link } from "./link.js";
import { Outbox } from "./outbox.js";
import { Pasting } from "./pasting.js";
import { Screen } from "./screen.js";
import { letters, Sizes } from "./sizes.js";
import { Telling } from "./telling.js";
import { TypedLine } from "./typed-line.js";
import { Writing } from "./writing.js";

const words = JSON.parse(document.getElementById("terminal-words").textContent);
const COPIED_MS = 1500;
const DONE = 1000;
const REPLACED = 4409;
const REPLAY_MS = 2000;
// What a terminal answers by itself when it is asked for its kind, its cursor, a mode or a colour; no key is like these.
// eslint-disable-next-line no-control-regex -- they begin so
const ANSWER = /^\x1b(\[[?>=]?[\d;]*\$?[cnRty]|[P\]].*)$/s;
const HIDE_CURSOR = "\x1b[?25l";

class ProgramTerminal {
  constructor(root) {
    this.root = root;
    const part = (name) => root.querySelector(`[data-term-${name}]`);
    this.screen = new Screen(part("screen"), { tty: root.dataset.tty === "1", fontSize: letters() });
    this.xterm = this.screen.xterm;
    this.writing = new Writing(this.xterm);
    this.telling = new Telling(root, words);
    this.link = new Link(root.dataset.url, this);
    this.outbox = new Outbox(this.link, (count) => this.telling.waiting(count));
    this.sizes = new Sizes(root, this.screen, (columns, rows) => this.link.say({ resize: [columns, rows] }));
    this.line = new TypedLine(
      (text) => this.writing.write(text),
      (text) => this.outbox.type(text),
      () => this.outbox.end(),
    );
    this.keys = new KeysRow(part("keys"), this.xterm, (text) => this.typed(text));
    this.pasting = new Pasting(this.screen, part("pasting"), (text) => this.typed(text));
    this.finding = new Finding(this.screen, part("finding"), words);
    this.xterm.onData((text) => (this.replaying && ANSWER.test(text)) || this.typed(this.keys.take(text)));
    this.xterm.onBinary((text) => this.typed(text));
    this.xterm.attachCustomKeyEventHandler((event) => this.ownKey(event));
    this.buttons(part);
    this.takesKeys(false);
    this.link.open();
  }

  buttons(part) {
    part("find").addEventListener("click", () => this.finding.open());
    part("copy").addEventListener("click", () => this.copy());
    part("reset").addEventListener("click", () => {
      this.xterm.reset();
      this.xterm.focus();
    });
    part("leave").addEventListener("click", () => this.telling.asks(() => this.link.say({ end: true })));
    const paste = part("paste");
    paste.hidden = !navigator.clipboard?.readText;
    paste.addEventListener("click", () => this.pasteFromClipboard());
  }

  // Keys that are the terminal's own; false keeps one from the program.
  ownKey(event) {
    const own = {
      "Ctrl+Shift+KeyF": () => this.finding.open(),
      "Ctrl+Shift+KeyC": () => this.copy(),
      "Ctrl+Insert": () => this.copy(),
      "Ctrl+Shift+ArrowUp": () => this.root.querySelector("[data-term-find]").focus(),
    }[`${event.ctrlKey ? "Ctrl+" : ""}${event.shiftKey ? "Shift+" : ""}${event.code}`];
    if (!own || event.altKey || event.metaKey) return !pastes(event);
    event.preventDefault();
    if (event.type === "keydown") own();
    return false;
  }

  // What was typed or pasted: sent as it is to a terminal, by whole lines to a program without one.
  typed(text) {
    if (this.xterm.options.disableStdin) return;
    if (this.typesLines) this.line.take(text);
    else this.outbox.type(text);
  }

  async copy() {
    const button = this.root.querySelector("[data-term-copy]");
    await copyText(this.xterm.getSelection() || this.screen.text());
    this.telling.briefly(this.xterm.hasSelection() ? words.copiedSelection : words.copiedAll);
    button.classList.add("is-copied");
    setTimeout(() => button.classList.remove("is-copied"), COPIED_MS);
    this.xterm.focus();
  }

  async pasteFromClipboard() {
    try {
      this.pasting.paste(await navigator.clipboard.readText());
    } catch {
      this.telling.briefly(words.pasteRefused);
    }
    this.xterm.focus();
  }

  // What the link hears -----------------------------------------------------

  frame(header, text, taken) {
    if (header.lost) this.writing.write(`\r\n\x1b[7m${words.leftOut.replace("{count}", header.lost)}\x1b[0m\r\n`);
    if (text) this.writing.write(text, taken);
    if ("tty" in header) this.began(header);
    else if ("typed" in header) this.outbox.taken(header.typed);
    if (header.input === "full") this.outbox.full();
    if (header.input === "none") this.telling.briefly(words.inputNone);
    if (header.state) this.told(header.state);
    if ("exit_code" in header) this.writing.write("", () => this.exited(header.exit_code));
  }

  began({ tty, stdin, typed }) {
    this.xterm.options.convertEol = !tty;
    this.typesLines = stdin && !tty;
    this.takesKeys(stdin);
    if (!this.comesBack && typed) this.replays();
    this.outbox.began(typed);
    this.telling.running(this.comesBack === "lost");
    this.comesBack = "here";
    this.screen.fit();
    if (tty) this.sizes.tellNow();
    if (stdin) this.xterm.focus();
  }

  // A page that was loaded anew is sent what was printed before, questions to the terminal among it. They were answered.
  replays() {
    this.replaying = true;
    setTimeout(() => (this.replaying = false), REPLAY_MS);
  }

  told(state) {
    if (state.name === "refused") this.takesKeys(false);
    this.telling.state(state);
  }

  exited(code) {
    this.takesKeys(false);
    this.root.classList.add("is-over");
    this.writing.write(HIDE_CURSOR);
    this.telling.ended(code);
  }

  lost() {
    this.comesBack = "lost";
    this.outbox.lost();
    this.telling.lost();
  }

  ended(code) {
    this.outbox.forget();
    this.takesKeys(false);
    this.root.classList.toggle("is-over", code !== REPLACED);
    if (code === REPLACED) this.telling.elsewhere(() => this.link.again());
    else if (code === DONE) this.telling.ended(null);
    else this.telling.gone();
  }

  takesKeys(takes) {
    this.xterm.options.disableStdin = !takes;
    this.root.classList.toggle("takes-no-keys", !takes);
  }
}

// Shift+Insert and Ctrl+Shift+V: the browser pastes, which pasting.js hears.
function pastes({ ctrlKey, shiftKey, code }) {
  return (shiftKey && !ctrlKey && code === "Insert") || (ctrlKey && shiftKey && code === "KeyV");
}

for (const root of document.querySelectorAll("[data-terminal]")) new ProgramTerminal(root);
