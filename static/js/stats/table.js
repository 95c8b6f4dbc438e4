// The page of `docker stats`: a row for each container, its figures as they come, sorted and searched here. Rows do not
// change places while a pointer or the keyboard is in the table.

import { StatStream } from "./stream.js";
import { LEAST_BYTES, LEAST_PERCENT, pointsOf } from "./spark.js";
import { binary, count, decimal, known, pair, percent, share } from "./units.js";

const table = document.querySelector("[data-stats]");
const body = table.tBodies[0];
const form = document.querySelector("[data-stats-filter]");
const state = document.querySelector("[data-stats-state]");
const line = document.querySelector("[data-stats-line]");
const problem = document.getElementById("stats-problem");
const template = document.querySelector("[data-stats-row]");
const words = JSON.parse(document.getElementById("stats-words").textContent);
const TONES = { live: "good", engine_lost: "bad", failed: "bad", refused: "bad", removed: "calm" };
const parts = (name) => document.querySelector(`[data-stats-${name}]`);

const rows = new Map();
let stream = null;
let sort = table.dataset.sorted;

const KEYS = {
  "": (row) => -row.created,
  name: (row) => row.name,
  cpu: (row) => row.cpu,
  memory: (row) => row.memory,
  share: (row) => share(row),
  network: (row) => sum(row.received, row.sent),
  block: (row) => sum(row.read, row.written),
  pids: (row) => row.pids,
};
const WORDS = {
  cpu: (row) => percent(row.cpu),
  memory: (row) => pair(binary(row.memory), binary(row.limit)),
  share: (row) => percent(share(row)),
  network: (row) => pair(decimal(row.received), decimal(row.sent)),
  block: (row) => pair(decimal(row.read), decimal(row.written)),
  pids: (row) => count(row.pids),
};

const sum = (left, right) => (known(left) || known(right) ? (left ?? 0) + (right ?? 0) : null);

function open() {
  stream?.close();
  rows.clear();
  body.replaceChildren();
  problem.replaceChildren();
  parts("waiting").hidden = false;
  say("connecting");
  const url = new URL(table.dataset.url, location.href);
  if (form.elements.all?.checked) url.searchParams.set("all", "1");
  stream = new StatStream(url.pathname + url.search, { frame: take, away: () => say("reconnecting"), stopped });
  tidy();
}

function take(frame) {
  if (frame.state) told(frame.state);
  for (const id of frame.gone ?? []) {
    rows.get(id)?.element.remove();
    rows.delete(id);
  }
  for (const row of frame.rows ?? []) show(row, frame.history?.[row.id]);
  parts("waiting").hidden = true;
  tidy();
}

function show(row, history) {
  let known = rows.get(row.id);
  if (!known || history) {
    const element = known?.element ?? newRow(row.id);
    known = { element, cpu: pointsOf(history, "cpu"), memory: pointsOf(history, "memory") };
    rows.set(row.id, known);
  }
  known.row = row;
  known.cpu.add(row.at, row.cpu);
  known.memory.add(row.at, row.memory);
  fill(known);
}

function newRow(id) {
  const element = template.content.firstElementChild.cloneNode(true);
  element.dataset.id = id;
  body.append(element);
  return element;
}

function fill({ element, row, cpu, memory }) {
  const link = element.querySelector(".stats-link");
  link.textContent = row.name;
  link.href = table.dataset.container.replace("NAME", encodeURIComponent(row.name));
  const shown = row.state === "running" ? "" : ` · ${words[row.state] ?? row.state}`;
  element.querySelector(".stats-more").textContent = row.id.slice(0, 12) + shown;
  element.dataset.state = row.state;
  for (const [name, word] of Object.entries(WORDS)) {
    element.querySelector(`.stats-${name} .stats-value`).textContent = word(row);
  }
  element.querySelector(".stats-cpu path").setAttribute("d", cpu.path(LEAST_PERCENT));
  element.querySelector(".stats-memory path").setAttribute("d", memory.path(LEAST_BYTES));
}

// Sorts, hides what the text does not match, sums up what is left.
function tidy() {
  const wanted = form.elements.q.value.trim().toLowerCase();
  const all = [...rows.values()];
  for (const { element, row } of all) element.hidden = !`${row.name} ${row.id}`.toLowerCase().includes(wanted);
  if (!table.matches(":hover") && !body.contains(document.activeElement)) place(all);
  const shown = all.filter(({ element }) => !element.hidden).map(({ row }) => row);
  total(shown, all.length);
  table.hidden = !shown.length;
  parts("none").hidden = Boolean(shown.length) || !all.length;
  parts("empty").hidden = Boolean(all.length) || !parts("waiting").hidden || Boolean(problem.children.length);
}

function place(all) {
  const key = KEYS[sort.replace("-", "")] ?? KEYS[""];
  const sign = sort.startsWith("-") ? -1 : 1;
  all.sort((left, right) => {
    const [a, b] = [key(left.row), key(right.row)];
    if (known(a) !== known(b)) return known(a) ? -1 : 1;
    if (a === b || !known(a)) return left.row.name.localeCompare(right.row.name);
    return sign * (typeof a === "string" ? a.localeCompare(b) : a - b);
  });
  all.forEach(({ element }, index) => {
    if (body.children[index] !== element) body.insertBefore(element, body.children[index] ?? null);
  });
}

function total(shown, all) {
  const cell = (name) => table.tFoot.querySelector(`.stats-${name} .stats-value`);
  const of = (name) => shown.reduce((sofar, row) => sum(sofar, row[name]), null);
  const many = shown.length === 1 && all === 1 ? words.one : shown.length === all ? words.many : words.of;
  cell("name").textContent = many.replace("{count}", shown.length).replace("{total}", all);
  cell("cpu").textContent = percent(of("cpu"));
  cell("memory").textContent = binary(of("memory"));
  cell("network").textContent = pair(decimal(of("received")), decimal(of("sent")));
  cell("block").textContent = pair(decimal(of("read")), decimal(of("written")));
  cell("pids").textContent = count(of("pids"));
}

function told({ name, message }) {
  say(name);
  problem.replaceChildren();
  if (name !== "live") notice(message);
}

function say(name) {
  state.className = `state state-${TONES[name] ?? "busy"}`;
  state.querySelector("[data-stats-word]").textContent = words[name] ?? name;
}

function notice(sentence) {
  const said = document.createElement("p");
  said.className = "notice notice-bad";
  said.textContent = sentence;
  problem.replaceChildren(said);
}

function stopped(sentence) {
  say("refused");
  if (sentence) notice(sentence);
}

// What is chosen is in the address, and the line above says what it stands for.
function follow() {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value && name !== "sort") url.searchParams.append(name, value);
  if (sort) url.searchParams.set("sort", sort);
  history.replaceState(null, "", url);
  for (const title of table.tHead.querySelectorAll("[data-column]")) {
    const here = title.dataset.column === sort.replace("-", "");
    if (here) title.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    else title.removeAttribute("aria-sort");
  }
  form.elements.sort.value = sort;
  if (!form.elements.all) return;
  const text = form.elements.all.checked ? line.dataset.all : line.dataset.running;
  line.querySelector(".line-text").textContent = text;
  line.querySelector("[data-copy]").dataset.copy = text;
}

function sortBy(wanted) {
  sort = wanted;
  follow();
  place([...rows.values()]);
}

table.tHead.addEventListener("click", (event) => {
  const title = event.target.closest("[data-column]");
  if (!title) return;
  const { column } = title.dataset;
  // Figures from the largest first, names from A; the other way round, then as the engine has them.
  const first = column === "name" ? "name" : `-${column}`;
  const second = column === "name" ? "-name" : column;
  sortBy(sort === first ? second : sort === second ? "" : first);
});
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  if (event.target.name === "sort") {
    sortBy(event.target.value);
    return;
  }
  follow();
  if (event.target.name === "all") open();
  else tidy();
});

follow();
open();
