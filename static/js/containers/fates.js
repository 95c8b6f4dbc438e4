// What docker's listing leaves out, for the rows that are seen: whether memory ran out, and the restart policy with how often
// it was needed. Asked once for each state of a container, and again when its settings changed; nothing while nothing happens.

const PAUSE_MS = 80;
const MOST = 60;

const list = document.querySelector("[data-fates]");
const seen = new Set();
const told = new Map();
let pause = 0;

const watch = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) seen.add(target);
    else seen.delete(target);
  }
  soon();
});

const idOf = (row) => row.dataset.key;
// Another end, or another run, is another word of the state's cell; only the time in it goes on by itself.
const stateOf = (row) => row.querySelector(".col-state .state").textContent;

function look() {
  watch.disconnect();
  seen.clear();
  for (const row of list.querySelectorAll("tr[data-container]")) watch.observe(row);
}

function soon() {
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE_MS);
}

async function ask() {
  if (document.hidden) return;
  const rows = [...seen].filter((row) => row.isConnected && !knows(row)).slice(0, MOST);
  if (!rows.length) return;
  for (const row of rows) told.set(idOf(row), { state: stateOf(row) });
  const query = new URLSearchParams(rows.map((row) => ["id", idOf(row)]));
  try {
    const answer = await fetch(`${list.dataset.fates}?${query}`, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    const fates = await answer.json();
    for (const row of rows) {
      const known = told.get(idOf(row));
      if (known) known.fate = fates[idOf(row)];
      knows(row);
    }
  } catch {
    for (const row of rows) told.delete(idOf(row)); // asked again with the next look
  }
}

// Shows what is known already, also on a row that was not there for a while.
function knows(row) {
  const known = told.get(idOf(row));
  if (known?.state !== stateOf(row)) return false;
  if (known.fate) show(row, known.fate);
  return true;
}

function show(row, { memory, restarts }) {
  row.querySelector("[data-fate-memory]").textContent = memory;
  row.querySelector("[data-fate-restarts]").textContent = restarts;
}

if (list) {
  document.addEventListener("live:shown", look);
  document.addEventListener("container:updated", ({ detail }) => {
    told.delete(detail.id.slice(0, 12));
    soon();
  });
  look();
}
