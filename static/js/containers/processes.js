// What runs in the container: asked for when the part is opened, and every five seconds while it is open, the page is seen
// and the container runs (data-running of the facts, which live.js keeps).

const EVERY = 5000;
const part = document.getElementById("processes");
const list = part?.querySelector("[data-processes]");
let timer = 0;
let asking = null;

const runs = () => document.getElementById("container-facts")?.dataset.running === "true";
const wanted = () => part.open && !document.hidden;

async function load() {
  clearTimeout(timer);
  asking?.abort();
  if (!wanted()) return;
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(list.dataset.processes, { headers: { "HX-Request": "true" }, signal });
    if (answer.redirected) {
      location.reload(); // signed out
      return;
    }
    show(await answer.text());
  } catch (error) {
    if (error.name === "AbortError") return;
    list.querySelector(".processes-lost")?.remove();
    const lost = document.createElement("p");
    lost.className = "panel-note processes-lost";
    lost.textContent = list.dataset.lost;
    list.prepend(lost);
  }
  clearTimeout(timer);
  if (wanted() && runs()) timer = setTimeout(load, EVERY);
}

function show(html) {
  const at = list.querySelector(".processes");
  const [left, focused] = [at?.scrollLeft ?? 0, at !== null && at === document.activeElement];
  list.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  const now = list.querySelector(".processes");
  if (!now) return;
  now.scrollLeft = left;
  if (focused) now.focus({ preventScroll: true });
}

if (list) {
  part.addEventListener("toggle", load);
  document.addEventListener("visibilitychange", load);
  let ran = runs();
  document.addEventListener("live:shown", () => {
    if (runs() === ran) return;
    ran = runs();
    load();
  });
}
