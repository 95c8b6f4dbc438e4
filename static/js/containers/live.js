// Keeps parts of a page as the engine is, without loading it again. An element with data-live asks its page's own address
// every data-live-seconds for the parts that change; each element of the answer takes the place of the one with its id.
// It rests while the page is hidden, and asks at once when a command was done.

import { morph } from "./morph.js";

const live = document.querySelector("[data-live]");
const problem = document.getElementById("live-problem");
let timer = 0;
let asking = null;
let losses = 0;

export async function refresh() {
  clearTimeout(timer);
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(location.pathname + location.search, { headers: { "HX-Request": "true" }, signal });
    if (answer.redirected) {
      location.reload(); // signed out
      return;
    }
    if (answer.status >= 500) throw new Error(`${answer.status}`);
    show(await answer.text());
    losses = 0;
  } catch (error) {
    if (error.name === "AbortError") return;
    // The first loss may be the browser's own: chromium drops what it loads when a container's interface comes or goes.
    if (++losses > 1) say(live.dataset.lost);
  }
  if (!signal.aborted) again();
}

function again() {
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(refresh, Number(live.dataset.liveSeconds) * 1000);
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
  document.dispatchEvent(new CustomEvent("live:shown"));
}

function say(sentence) {
  const notice = document.createElement("p");
  notice.className = "notice notice-bad";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  problem.replaceChildren(notice);
}

if (live) {
  document.body.addEventListener("dockline:done", refresh);
  document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : refresh()));
  again();
}
