// Keeps parts of a page as the engine is, without loading it again. An element with data-live asks its page's own address
// for the parts that change; each element of the answer takes the place of the one with its id. When: at docker's events
// (data-live-events is their socket), when a command was done, and when the page is seen again. Every data-live-seconds
// only while no events come, or while something is shown that has none: jobs. A hidden page rests.

import { Following } from "./following.js";
import { morph } from "./morph.js";
import { rename, renameLines } from "./renamed.js";

// At most three looks a second, and one more when the engine had time to have in its lists what it told.
const LEAST_MS = 340;
// A look that takes long (a thousand containers, their sizes) is not taken all the time.
const SHARE = 3;
const SETTLE_MS = 600;
// "3 minutes ago" grows old without any event.
const WORDS_MS = 60_000;
const AGAIN_MS = 500;

const live = document.querySelector("[data-live]");
const problem = document.getElementById("live-problem");
let timer = 0;
let asking = null;
let losses = 0;
let looked = performance.now();
let took = 0;
let soon = Infinity;
let after = Infinity;
let following = null;

export async function refresh() {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  looked = performance.now();
  soon = Infinity;
  if (after <= looked) after = Infinity;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { "HX-Request": "true" }, signal });
    if (answer.redirected) {
      location.reload(); // signed out
      return;
    }
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    show(await answer.text());
    took = performance.now() - looked;
    losses = 0;
  } catch (error) {
    if (error.name === "AbortError") return;
    // The first loss may be the browser's own: chromium drops what it loads when a container's interface comes or goes.
    if (++losses > 1) say(live.dataset.lost);
  }
  if (signal.aborted) return;
  asking = null;
  plan();
}

// Looks at the earliest of the moments at which one is wanted; one look at a time.
function plan() {
  clearTimeout(timer);
  if (document.hidden || asking) return;
  timer = setTimeout(refresh, Math.max(0, Math.min(soon, after, looked + pause()) - performance.now()));
}

function pause() {
  if (losses === 1) return AGAIN_MS;
  const eventless = live.querySelector("[data-unfinished]") || (following && !following.steady);
  return losses || eventless ? Number(live.dataset.liveSeconds) * 1000 : WORDS_MS;
}

function look() {
  soon = Math.min(soon, looked + Math.max(LEAST_MS, SHARE * took));
  plan();
}

function happened() {
  after = performance.now() + SETTLE_MS;
  look();
}

function show(html) {
  const parts = [...new DOMParser().parseFromString(html, "text/html").body.children];
  const known = parts.filter((part) => part.id && document.getElementById(part.id));
  for (const part of known) {
    const old = document.getElementById(part.id);
    if (old.isEqualNode(part)) continue;
    morph(old, part);
    window.htmx?.process(old);
  }
  if (!known.length) problem.replaceChildren(...parts);
  following?.follow(shown());
  document.dispatchEvent(new CustomEvent("live:shown"));
}

function say(sentence) {
  const notice = document.createElement("p");
  notice.className = "notice notice-bad";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  problem.replaceChildren(notice);
}

// The id of the container whose page this is, as long as it is there: another one may be made under its name.
function shown() {
  const there = !problem.hasAttribute("data-gone");
  return (there && document.getElementById("container-head")?.dataset.containerId) || "";
}

function renamed(to) {
  const from = document.querySelector("#container-head .head-name").textContent;
  if (from === to) return;
  rename(from, to);
  renameLines(from, to);
  document.dispatchEvent(new CustomEvent("container:renamed"));
}

if (live) {
  document.body.addEventListener("dockline:done", refresh);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : refresh()));
  if (live.dataset.liveEvents) {
    following = new Following(live.dataset.liveEvents, { look, happened, renamed });
    following.follow(shown());
  }
  plan();
}
