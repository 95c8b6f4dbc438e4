// Whether a connection that looks open still is one: machines sleep, networks go, and a browser says nothing of it.

const LOOK_MS = 5000;
// A clock that jumped so far says that the machine slept: what looks open is not.
const SLEPT_MS = 20000;
// After so long without a word it is asked whether the server is there, and so long waited for its answer.
const SILENT_MS = 45000;
const ANSWER_MS = 10000;
const SERVER = "/healthz";

export class Presence {
  // `told` has offline(), when this device lost its network, and doubtful(), when the connection is to be made anew.
  constructor(told) {
    this.told = told;
    this.looked = this.heardAt = Date.now();
    this.ended = new AbortController();
    const { signal } = this.ended;
    addEventListener("offline", () => told.offline(), { signal });
    addEventListener("online", () => told.doubtful(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.look(), { signal });
    document.addEventListener("resume", () => this.look(), { signal });
    this.looking = setInterval(() => this.look(), LOOK_MS);
  }

  // Something came.
  heard() {
    this.heardAt = Date.now();
  }

  end() {
    this.ended.abort();
    clearInterval(this.looking);
  }

  look() {
    const now = Date.now();
    const slept = now - this.looked > SLEPT_MS;
    this.looked = now;
    if (slept) this.told.doubtful();
    else if (now - this.heardAt > SILENT_MS && !document.hidden) this.ask();
  }

  async ask() {
    this.heard();
    try {
      await fetch(SERVER, { cache: "no-store", signal: AbortSignal.timeout(ANSWER_MS) });
    } catch {
      if (!this.ended.signal.aborted) this.told.doubtful();
    }
  }
}
