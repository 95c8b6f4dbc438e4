// The health check's results as they come: the engine tells by an event when the state changes, not that a check came out
// as the last one did, so the page looks again when the next result is due (data-next-look, in seconds).

import { refresh } from "./live.js";

let timer = 0;

function again() {
  clearTimeout(timer);
  const seconds = Number(document.getElementById("health")?.dataset.nextLook);
  if (seconds && !document.hidden) timer = setTimeout(refresh, seconds * 1000);
}

document.addEventListener("live:shown", again);
document.addEventListener("visibilitychange", again);
again();
