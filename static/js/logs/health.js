// The mark in the corner: whether the log is live, how late lines arrive, how many come a second, and what was lost.

import { HEALTH } from "./states.js";

const SKEW_MS = 500;
const EVERY_MS = 1000;

export class Health {
  // `corner` holds [data-log-state] and [data-health-…] for delay, rate, gaps and passed; `now` is the server's clock when
  // it made the page.
  constructor(corner, words, now) {
    this.words = words;
    this.mark = corner.querySelector("[data-log-state]");
    this.figures = Object.fromEntries(
      ["delay", "rate", "gaps", "passed"].map((name) => [name, corner.querySelector(`[data-health-${name}]`)]),
    );
    const answered = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
    const skew = answered - now * 1000;
    this.skew = Math.abs(skew) > SKEW_MS ? skew : 0;
    this.begin();
    setInterval(() => this.count(), EVERY_MS);
  }

  begin() {
    Object.assign(this, { lines: 0, gaps: 0, passed: 0, delay: null, last: null, catching: false });
    this.counted = performance.now();
    this.say("wordConnecting", "busy");
    this.count();
  }

  frame(header, body, came) {
    if (header.live) this.lines += came;
    this.passed += header.passed_over ?? 0;
    if (header.gap) this.gaps += 1;
    if (!came) return;
    // who falls behind a log that is faster than they are is told how far, also while catching up
    if (header.behind) this.delay = header.behind;
    if (header.live) {
      this.delay = Math.max(0, Date.now() - this.skew - stampOf(body));
      if (this.catching || this.lost) this.state(this.last ?? { name: "live" });
      this.catching = false;
    } else if (!this.catching) {
      this.catching = true;
      this.say("wordCatchingUp", "busy");
    }
  }

  state(state) {
    this.lost = false;
    if (!(state.name in HEALTH)) return;
    this.last = state;
    this.catching = false;
    const [word, tone] = HEALTH[state.name];
    const code = state.exit_code === undefined ? "" : ` · ${this.words.exitCode.replace("{code}", state.exit_code)}`;
    const part = state.of ? ` · ${this.words.ofAll.replace("{some}", state.of[0]).replace("{all}", state.of[1])}` : "";
    this.say(word, state.exit_code ? "bad" : tone, code + part);
    this.mark.title = state.message ?? "";
  }

  reconnecting() {
    this.lost = true;
    this.say("wordReconnecting", "warn");
  }

  offline() {
    this.lost = true;
    this.say("wordOffline", "warn");
  }

  stopped(code) {
    if (!this.last || !["removed", "unreadable", "done", "refused"].includes(this.last.name)) {
      this.say("wordStopped", "bad", ` (${code})`);
    }
  }

  asks(on) {
    this.mark.toggleAttribute("data-asks", on);
  }

  say(word, tone, more = "") {
    this.mark.dataset.tone = tone;
    this.mark.dataset.health = word.replace("word", "").toLowerCase();
    this.mark.textContent = this.words[word] + more;
  }

  // What is counted, once a second.
  count() {
    const now = performance.now();
    const rate = this.lines / Math.max((now - this.counted) / 1000, 0.001);
    this.counted = now;
    this.lines = 0;
    this.tell(
      "delay",
      this.delay === null ? "" : this.words.delay.replace("{ms}", Math.round(this.delay).toLocaleString()),
    );
    this.tell("rate", rate ? this.words.rate.replace("{count}", rounded(rate)) : "");
    this.tell("gaps", this.gaps ? this.words.gaps.replace("{count}", this.gaps) : "");
    this.tell("passed", this.passed ? this.words.passed.replace("{count}", this.passed.toLocaleString()) : "");
  }

  tell(part, text) {
    const place = this.figures[part];
    if (place.textContent === text) return;
    place.textContent = text;
    place.hidden = !text;
  }
}

const rounded = (rate) => (rate < 10 ? Math.round(rate * 10) / 10 : Math.round(rate)).toLocaleString();

// When the last line of a frame was written, in milliseconds since the epoch.
function stampOf(body) {
  const from = body.lastIndexOf("\n", body.length - 2) + 1;
  const start = /^\d*[oe](.{23})/.exec(body.slice(from, from + 40));
  return start ? Date.parse(`${start[1]}Z`) : Date.now();
}
