// From the press of Stop to the end, the page counts: "stopping … up to 10 seconds". The server says so too (from the
// trail), for pages that were loaded meanwhile; this begins without waiting for it, and moves the clock.

import { refresh } from "./live.js";

const STEP_MS = 100;
const UNTIL_THE_TRAIL_HAS_IT_MS = 300;
const ENDS_BY_WAITING = ["container-stop", "container-restart"];
let ahead = 0; // seconds that the server's clock is ahead of this browser's

const now = () => Date.now() / 1000 + ahead;
const shown = () => document.querySelector("#container-ending [data-stopping]");

function begin() {
  const fresh = document.getElementById("stopping-now").content.cloneNode(true);
  fresh.querySelector("[data-stopping]").dataset.since = String(now());
  document.getElementById("container-ending").replaceChildren(fresh);
  setTimeout(refresh, UNTIL_THE_TRAIL_HAS_IT_MS);
}

function tick() {
  const section = shown();
  if (!section) return;
  const elapsed = Math.max(0, now() - Number(section.dataset.since));
  section.querySelector("[data-elapsed]").textContent = elapsed.toFixed(1);
  const bar = section.querySelector("progress");
  if (bar) bar.value = Math.min(elapsed, bar.max);
}

function setClock() {
  const told = Number(shown()?.dataset.now);
  if (told) ahead = told - Date.now() / 1000;
}

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const action = event.target.closest?.("[data-command]");
  if (event.target.matches("form") && ENDS_BY_WAITING.includes(action?.dataset.command)) begin();
});
document.addEventListener("live:shown", setClock);
setClock();
setInterval(tick, STEP_MS);
