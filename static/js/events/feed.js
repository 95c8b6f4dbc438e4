// The events' page: rows as they come, the newest first, a bounded number of them. Its filters live in the address; the
// text is looked for here, the rest is the socket's. Pausing holds what comes, as many as the page would show.

import { markOf, rowOf, textOf } from "./row.js";
import { EventStream } from "./stream.js";

const list = document.querySelector("[data-events]");
const form = document.querySelector("[data-events-filter]");
const state = document.querySelector("[data-events-state]");
const pause = document.querySelector("[data-events-pause]");
const line = document.querySelector("[data-events-line]");
const words = JSON.parse(document.getElementById("events-words").textContent);
const most = Number(list.dataset.most);
const TYPED_MS = 300;
const TONES = { live: "good", engine_lost: "bad", failed: "bad", refused: "bad", done: "calm", paused: "warn" };

let stream = null;
let held = [];
let paused = false;
let status = "connecting";
let typed = 0;

function open() {
  stream?.close();
  held = [];
  list.replaceChildren();
  document.getElementById("events-problem").replaceChildren();
  say("connecting");
  tidy();
  stream = new EventStream(pathOf(new FormData(form)), {
    frame: take,
    away: () => say("reconnecting"),
    stopped: (sentence) => sentence && problem(sentence),
  });
}

// The form's words as the socket's: what is chosen are docker's own filters.
function filtersOf(fields) {
  const words = fields.getAll("filter");
  if (fields.get("type")) words.push(`type=${fields.get("type")}`);
  if (fields.get("event")) words.push(`event=${fields.get("event").trim()}`);
  if (fields.get("object")) words.push(`container=${fields.get("object").trim()}`);
  return words;
}

function pathOf(fields) {
  const query = new URLSearchParams({ tail: list.dataset.tail });
  for (const word of filtersOf(fields)) query.append("filter", word);
  for (const name of ["since", "until"]) if (fields.get(name)) query.set(name, fields.get(name));
  return `${list.dataset.url}?${query}`;
}

function take(frame) {
  if (frame.state) say(frame.state.name);
  const fresh = frame.events.map((event) => ({ event }));
  if (frame.lost) fresh.unshift({ mark: words.lost.replace("{count}", frame.lost) });
  if (frame.gap) fresh.unshift({ mark: frame.gap });
  if (frame.state?.name === "engine_lost") fresh.push({ mark: frame.state.message });
  held.push(...fresh);
  held.splice(0, Math.max(0, held.length - most));
  if (paused) sayHeld();
  else show();
}

function show() {
  const rows = held.map(({ event, mark }) => {
    if (mark) return markOf(mark);
    const row = rowOf(event);
    row.dataset.text = textOf(event);
    return row;
  });
  held = [];
  list.prepend(...rows.reverse());
  while (list.children.length > most) {
    list.lastElementChild.remove();
    document.querySelector("[data-events-more]").hidden = false;
  }
  tidy();
}

// Hides what the text does not match, and says so when nothing is left.
function tidy() {
  const wanted = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const row of list.children) {
    const { text } = row.dataset;
    row.hidden = text !== undefined && !wanted.every((word) => text.includes(word));
  }
  const nothing = !list.querySelector("li:not([hidden])");
  const filtered = Boolean(wanted.length || new URL(stream?.url ?? location.href).searchParams.has("filter"));
  list.hidden = nothing;
  document.querySelector("[data-events-empty]").hidden = !nothing || filtered;
  document.querySelector("[data-events-none]").hidden = !nothing || !filtered;
}

function say(name) {
  status = name;
  const shown = paused && name === "live" ? "paused" : name;
  state.className = `state state-${TONES[shown] ?? "busy"}`;
  state.querySelector("[data-events-word]").textContent = words[shown] ?? words.live;
}

function problem(sentence) {
  if (status === "done") return;
  say("refused");
  const notice = document.createElement("p");
  notice.className = "notice notice-bad";
  notice.textContent = sentence;
  document.getElementById("events-problem").replaceChildren(notice);
}

function sayHeld() {
  const count = held.filter(({ event }) => event).length;
  const word = !paused ? words.pause : count ? words.held.replace("{count}", count) : words.go_on;
  pause.querySelector("[data-events-pause-word]").textContent = word;
}

function follow() {
  const url = new URL(form.action);
  for (const [name, value] of new FormData(form)) if (value) url.searchParams.append(name, value);
  history.replaceState(null, "", url);
  const filters = filtersOf(new FormData(form)).map((word) => ` -f ${/[^\w=:./-]/.test(word) ? `'${word}'` : word}`);
  const text = `docker events${filters.join("")}`;
  line.querySelector(".line-text").textContent = text;
  line.querySelector("[data-copy]").dataset.copy = text;
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  say(status);
  sayHeld();
  if (!paused) show();
});

form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", (event) => {
  follow();
  if (event.target.name === "q") {
    tidy();
    return;
  }
  clearTimeout(typed);
  typed = setTimeout(open, TYPED_MS);
});
form.addEventListener("click", (event) => {
  if (!event.target.closest("[data-events-drop]")) return;
  event.target.closest(".events-word").remove();
  follow();
  open();
});

follow();
open();
