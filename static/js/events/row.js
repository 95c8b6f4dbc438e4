// One event as a row: when, of what, what, of whom; its attributes when it is opened.

const GOOD = /^(start|unpause|restart|health_status: healthy|connect|mount)/;
const BAD = /^(die|oom|kill|destroy|delete|health_status: unhealthy)/;
const INLINE = ["exitCode", "signal", "image", "container", "driver"];
const list = document.querySelector("[data-events]");
const template = document.querySelector("[data-event-template]");
const markTemplate = document.querySelector("[data-event-mark]");

export function rowOf(event) {
  const row = template.content.firstElementChild.cloneNode(true);
  const part = (name) => row.querySelector(`.event-${name}`);
  const at = new Date(event.time);
  part("time").dateTime = event.time;
  part("time").title = at.toLocaleString();
  part("time").textContent = clock(at);
  part("type").textContent = event.type;
  part("action").textContent = event.action;
  part("action").classList.add(toneOf(event));
  part("name").append(nameOf(event));
  part("more").textContent = moreOf(event);
  row.firstElementChild.addEventListener("toggle", () => fill(part("attributes"), event), { once: true });
  return row;
}

// A sentence between the rows: events are missing here, or the engine was away.
export function markOf(sentence) {
  const mark = markTemplate.content.firstElementChild.cloneNode(true);
  mark.textContent = sentence;
  return mark;
}

// The text that the search looks in.
export const textOf = (event) => JSON.stringify(event).toLowerCase();

function clock(at) {
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  const today = at.toDateString() === new Date().toDateString();
  return today ? time : `${two(at.getMonth() + 1)}-${two(at.getDate())} ${time}`;
}

function toneOf({ action, attributes }) {
  if (action === "die") return attributes.exitCode === "0" ? "event-calm" : "event-bad";
  if (BAD.test(action)) return "event-bad";
  return GOOD.test(action) ? "event-good" : "event-calm";
}

function nameOf({ type, id, name, attributes, action }) {
  const words = name || id.replace(/^sha256:/, "").slice(0, 24);
  const gone = action === "destroy" || !attributes;
  if (type !== "container" || !name || gone) return words;
  const link = document.createElement("a");
  link.href = list.dataset.container.replace("NAME", encodeURIComponent(name));
  link.textContent = words;
  return link;
}

function moreOf({ attributes }) {
  const said = INLINE.filter((name) => attributes[name]);
  const words = { exitCode: (code) => `exit ${code}`, signal: (signal) => `signal ${signal}` };
  const shown = (name) =>
    words[name]?.(attributes[name]) ?? attributes[name].replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, "$1");
  return said.map(shown).join(" · ");
}

function fill(pairs, event) {
  const all = { time: event.time, id: event.id, scope: event.scope, ...event.attributes };
  for (const [name, value] of Object.entries(all)) {
    const term = document.createElement("dt");
    const text = document.createElement("code");
    const details = document.createElement("dd");
    term.textContent = name;
    text.textContent = value;
    text.className = "wrap";
    details.append(text);
    pairs.append(term, details);
  }
}
