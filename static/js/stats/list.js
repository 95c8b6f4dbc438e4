// Small curves in the list of containers: of the rows that can be seen, by one socket, and none while the page is hidden.

import { StatStream } from "./stream.js";
import { LEAST_BYTES, LEAST_PERCENT, Points, pointsOf } from "./spark.js";
import { binary, percent } from "./units.js";

const SETTLE_MS = 300;
const MOST = 200;

const places = document.querySelector("[data-list-stats]");
const seen = new Set();
const curves = new Map();
let stream = null;
let shown = "";
let settling = 0;

const watch = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) seen.add(target);
      else seen.delete(target);
    }
    settle();
  },
  { rootMargin: "100px" },
);

// The rows on the page now; ones that the page has replaced are forgotten.
function look() {
  for (const cell of seen) if (!cell.isConnected) seen.delete(cell);
  watch.disconnect();
  for (const cell of document.querySelectorAll("[data-row-stats]")) watch.observe(cell);
}

function settle() {
  clearTimeout(settling);
  settling = setTimeout(follow, SETTLE_MS);
}

const idOf = (cell) => cell.closest("[data-key]").dataset.key;

function follow() {
  const running = [...seen].filter((cell) => cell.isConnected && !cell.hidden);
  const ids = document.hidden ? [] : running.map(idOf).slice(0, MOST);
  const wanted = ids.join();
  if (wanted === shown) return;
  shown = wanted;
  for (const id of curves.keys()) if (!ids.includes(id)) curves.delete(id);
  if (!ids.length) {
    stream?.close();
    stream = null;
  } else if (stream && !stream.over) {
    stream.only(ids);
  } else if (!stream) {
    const query = new URLSearchParams([
      ["history", 120],
      ["step", 4],
      ["brief", 1],
      ["page", 1],
    ]);
    for (const id of ids) query.append("container", id);
    stream = new StatStream(`${places.dataset.listStats}?${query}`, { frame: take, away() {}, stopped() {} });
  }
}

function take(frame) {
  for (const row of frame.rows ?? []) {
    const key = row.id.slice(0, 12);
    const cell = document.querySelector(`[data-key="${key}"] [data-row-stats]`);
    const history = frame.history?.[row.id];
    const curve = history || !curves.has(key) ? fresh(history) : curves.get(key);
    curves.set(key, curve);
    curve.cpu.add(row.at, row.cpu);
    curve.memory.add(row.at, row.memory);
    if (cell) draw(cell, row, curve);
  }
}

const fresh = (history) =>
  history
    ? { cpu: pointsOf(history, "cpu"), memory: pointsOf(history, "memory") }
    : { cpu: new Points(), memory: new Points() };

function draw(cell, row, { cpu, memory }) {
  const [cpuPath, memoryPath] = cell.querySelectorAll("path");
  const [cpuWords, memoryWords] = cell.querySelectorAll("[data-value]");
  cell.classList.toggle("is-live", row.at !== null);
  cpuPath.setAttribute("d", cpu.path(LEAST_PERCENT));
  memoryPath.setAttribute("d", memory.path(LEAST_BYTES));
  cpuWords.textContent = percent(row.cpu);
  memoryWords.textContent = binary(row.memory);
}

if (places) {
  document.addEventListener("live:shown", look);
  document.addEventListener("visibilitychange", follow);
  look();
}
