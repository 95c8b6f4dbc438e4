// A container's live log in every element with data-log: data-url is its socket's path, data-tail how many lines to begin
// with. Words come from data- attributes (data-word-live="…", see WORDS), states' sentences from the server.

import { Lines } from "./lines.js";
import { LogSocket } from "./socket.js";
import { HEALTH, MARKS } from "./states.js";

const WORDS = {
  wordLive: "Live",
  wordCatchingUp: "Catching up",
  wordConnecting: "Connecting",
  wordReconnecting: "Reconnecting",
  wordOffline: "Offline",
  wordWaiting: "Not started yet",
  wordEnded: "Ended",
  wordExitCode: "exit code {code}",
  wordEngineLost: "Engine away",
  wordRemoved: "Removed",
  wordUnreadable: "Not readable",
  wordFailed: "Not readable now",
  wordDone: "Complete",
  wordRefused: "Not allowed",
  wordStopped: "Stopped",
  wordOneNew: "1 new line",
  wordNew: "{count} new lines",
  wordToTheEnd: "To the end",
  wordWrap: "Wrap",
  wordTimes: "Times",
  wordLog: "Log lines",
};
class Log {
  constructor(element) {
    this.words = { ...WORDS, ...element.dataset };
    this.health = make("span", "log-health");
    this.health.setAttribute("role", "status");
    this.list = make("div", "log-lines");
    this.list.tabIndex = 0;
    this.list.setAttribute("role", "log");
    this.list.setAttribute("aria-live", "off");
    this.list.setAttribute("aria-label", this.words.wordLog);
    const more = make("button", "log-more btn");
    more.type = "button";
    more.hidden = true;
    const bar = make("div", "log-bar");
    bar.append(this.health, this.toggle(element, "wordWrap", "wrap"), this.toggle(element, "wordTimes", "times"));
    const screen = make("div", "log-screen");
    screen.append(this.list, more);
    element.replaceChildren(bar, screen);
    this.lines = new Lines(this.list, more, (count) => this.more(count));
    this.last = null;
    this.say("wordConnecting", "busy");
    const options = { tail: element.dataset.tail || "1000", timestamps: "1" };
    this.socket = new LogSocket(element.dataset.url, options, [], this);
    document.addEventListener("container:renamed", () => this.socket.moved(element.dataset.url));
  }

  frame(header, body) {
    const lines = body.split("\n");
    lines.pop();
    if (header.gap) this.lines.mark(header.gap, "warn");
    if (lines.length) {
      if (!header.live) this.say("wordCatchingUp", "busy");
      else if (this.reconnected) this.showState(this.last);
      this.lines.add(lines, header.live);
    }
    if (header.state) this.state(header.state);
  }

  state(state) {
    const known = this.last?.name === state.name && this.last?.finished === state.finished;
    this.last = state;
    this.showState(state);
    if (known || !(state.name in MARKS)) return;
    const code = state.exit_code === undefined ? "" : ` (${this.exitCode(state)})`;
    this.lines.mark(state.message + code, state.exit_code ? "bad" : MARKS[state.name]);
  }

  showState(state) {
    this.reconnected = false;
    if (!state || !(state.name in HEALTH)) return;
    const [word, tone] = HEALTH[state.name];
    const code = state.exit_code === undefined ? "" : ` · ${this.exitCode(state)}`;
    this.say(word, state.exit_code ? "bad" : tone, code);
  }

  reconnecting() {
    this.reconnected = true;
    this.say("wordReconnecting", "warn");
  }

  offline() {
    this.reconnected = true;
    this.say("wordOffline", "warn");
  }

  stopped(code) {
    if (!this.last?.final) this.say("wordStopped", "bad", ` (${code})`);
  }

  say(word, tone, more = "") {
    this.health.dataset.tone = tone;
    this.health.dataset.health = word.replace("word", "").toLowerCase();
    this.health.textContent = this.words[word] + more;
  }

  exitCode(state) {
    return this.words.wordExitCode.replace("{code}", state.exit_code);
  }

  more(count) {
    if (!count) return this.words.wordToTheEnd;
    return count === 1 ? this.words.wordOneNew : this.words.wordNew.replace("{count}", count.toLocaleString());
  }

  toggle(element, word, name) {
    const button = make("button", "log-toggle btn btn-sm");
    const key = `dockline.log.${name}`;
    const set = (on) => {
      button.setAttribute("aria-pressed", String(on));
      element.classList.toggle(`log-with-${name}`, on);
      localStorage.setItem(key, on ? "1" : "");
      if (this.lines?.following) this.lines.toTheEnd();
    };
    button.type = "button";
    button.textContent = this.words[word];
    button.addEventListener("click", () => set(button.getAttribute("aria-pressed") !== "true"));
    set(Boolean(localStorage.getItem(key)));
    return button;
  }
}

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

for (const element of document.querySelectorAll("[data-log]")) new Log(element);
