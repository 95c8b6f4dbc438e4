// The stats on a container's page: a tile for each figure with its curve; a pressed one is shown large below.

import { StatStream } from "./stream.js";
import { Chart, clock } from "./charts.js";
import { binary, count, decimal, known, percent, rate, share } from "./units.js";

const panel = document.querySelector("[data-container-stats]");
const said = panel.querySelector("[data-stats-said]");
const large = document.getElementById("stats-large");
const words = JSON.parse(document.getElementById("stats-words").textContent);
const SECONDS = 900;
const RUNNING = ["running", "paused", "restarting"];

// For each tile: the columns of the history that it draws, how a value is written, the least height of its chart, and
// what it says of the newest row beside.
const TILES = {
  cpu: { columns: ["cpu"], write: percent, least: 5, more: () => "" },
  memory: {
    columns: ["memory"],
    write: binary,
    least: 1024 * 1024,
    more: (row) => (known(row.memory) ? `${percent(share(row))} / ${binary(row.limit)}` : ""),
  },
  network: {
    columns: ["received", "sent"],
    write: rate,
    least: 1000,
    more: (row) => (known(row.received) ? `${decimal(row.received)} / ${decimal(row.sent)}` : ""),
  },
  block: {
    columns: ["read", "written"],
    write: rate,
    least: 1000,
    more: (row) => (known(row.read) ? `${decimal(row.read)} / ${decimal(row.written)}` : ""),
  },
  pids: { columns: ["pids"], write: count, least: 4, more: () => "" },
};
const COLUMNS = ["cpu", "memory", "received", "sent", "read", "written", "pids"];

const points = { at: [], ...Object.fromEntries(COLUMNS.map((name) => [name, []])) };
const charts = {};
let row = null;
let before = null;
let chosen = "";
let largeChart = null;
let due = 0;
let live = false;
let stream = null;

for (const tile of panel.querySelectorAll("[data-tile]")) {
  const { columns, write, least } = TILES[tile.dataset.tile];
  charts[tile.dataset.tile] = new Chart(tile.querySelector(".tile-chart"), { series: columns.length, write, least });
  tile.addEventListener("click", () => choose(tile.dataset.tile));
}

function take(frame) {
  if (frame.state) {
    live = frame.state.name === "live";
    say(live ? "" : frame.state.message);
  }
  for (const fresh of frame.rows ?? []) {
    const history = frame.history?.[fresh.id];
    if (history) for (const name of Object.keys(points)) points[name] = history[name];
    add(fresh);
  }
  // One drawing for all that came together, and none while nobody looks.
  cancelAnimationFrame(due);
  due = requestAnimationFrame(draw);
}

function add(fresh) {
  row = fresh;
  if (known(row.at) && row.at > (points.at.at(-1) ?? 0)) {
    points.at.push(row.at);
    points.cpu.push(row.cpu);
    points.memory.push(row.memory);
    points.pids.push(row.pids);
    for (const name of ["received", "sent", "read", "written"]) points[name].push(rateOf(name));
    const old = points.at.findIndex((at) => at >= row.at - SECONDS);
    if (old > 0) for (const column of Object.values(points)) column.splice(0, old);
  }
  before = known(row.at) ? row : null;
}

// Bytes a second since the row before; not known when there is none, or the container was started meanwhile.
function rateOf(name) {
  if (!before || !known(before[name]) || !known(row[name]) || row[name] < before[name]) return null;
  return (row[name] - before[name]) / (row.at - before.at);
}

function draw() {
  if (!row) return;
  panel.classList.toggle("stats-silent", !known(row.at));
  panel.classList.toggle("stats-empty", !known(row.at) && !points.at.length);
  if (live) say(RUNNING.includes(row.state) ? "" : words.stopped);
  for (const tile of panel.querySelectorAll("[data-tile]")) {
    const name = tile.dataset.tile;
    const { columns, more } = TILES[name];
    value(tile.querySelector(".tile-value"), name, columns.map(newest));
    tile.querySelector(".tile-more").textContent = more(row);
    charts[name].show(
      points.at,
      columns.map((column) => points[column]),
    );
  }
  drawLarge();
}

// What holds now: of a container that does not run, nothing.
const newest = (column) => (known(row?.at) ? (points[column].at(-1) ?? null) : null);

function value(element, name, values) {
  const { write } = TILES[name];
  if (values.length === 1) {
    element.textContent = write(values[0]);
    return;
  }
  const each = values.map((one) => {
    const part = document.createElement("i");
    part.textContent = write(one);
    return part;
  });
  element.replaceChildren(...each);
}

function choose(name) {
  chosen = chosen === name ? "" : name;
  for (const tile of panel.querySelectorAll("[data-tile]")) {
    tile.setAttribute("aria-pressed", String(tile.dataset.tile === chosen));
  }
  large.hidden = !chosen;
  large.querySelector(".large-chart").replaceChildren();
  largeChart = null;
  if (!chosen) return;
  const { columns, write, least } = TILES[chosen];
  const element = document.createElement("div");
  element.className = "large-chart";
  large.querySelector(".large-chart").replaceWith(element);
  const title = panel.querySelector(`[data-tile=${chosen}] .tile-title`);
  large.querySelector("[data-large-title]").textContent = title.textContent;
  largeChart = new Chart(element, { series: columns.length, write, least, large: true, pointed });
  drawLarge();
}

function drawLarge() {
  if (!largeChart) return;
  largeChart.show(
    points.at,
    TILES[chosen].columns.map((column) => points[column]),
  );
  pointed(largeChart.plot?.cursor.idx ?? null, largeChart.data);
}

// The values under the pointer, else the newest.
function pointed(index, data) {
  const here = index !== null && known(data[0][index]);
  const values = here ? data.slice(1).map((line) => line[index]) : TILES[chosen].columns.map(newest);
  value(large.querySelector("[data-large-value]"), chosen, values);
  const at = here ? data[0][index] : points.at.at(-1);
  large.querySelector("[data-large-at]").textContent = known(at) ? clock(at) : "";
}

function say(sentence) {
  said.textContent = sentence;
}

function open() {
  Object.values(points).forEach((column) => column.splice(0));
  before = null;
  stream = new StatStream(panel.dataset.containerStats, { frame: take, away, stopped });
}

function away() {
  live = false;
  say(words.reconnecting);
}

function stopped(sentence) {
  live = false;
  say(sentence || words.removed);
  if (row) row = { ...row, at: null };
  draw();
}

document.addEventListener("container:renamed", () => {
  stream.url.pathname = new URL(panel.dataset.containerStats, location.href).pathname;
});

// Another container has this name now: made anew, as compose does.
document.addEventListener("live:shown", () => {
  const { containerId } = document.getElementById("container-head").dataset;
  if (stream.over && row && containerId !== row.id) open();
});

open();
