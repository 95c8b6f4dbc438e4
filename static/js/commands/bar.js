// The command bar: completes and explains as one types, marks the word at fault, previews, and runs with Enter.
import { Choices } from "./choices.js";
import { complete } from "./completing.js";
import { History } from "./history.js";

const bar = document.getElementById("command-bar");
const form = bar.querySelector(".bar-form");
const input = bar.querySelector(".bar-input");
const mirror = bar.querySelector(".bar-mirror");
const now = document.getElementById("bar-now");
const preview = document.getElementById("bar-preview");
const answer = document.getElementById("bar-answer");
const earlier = new History(bar.dataset.person);
const choices = new Choices(input, document.getElementById("bar-list"), take);

let timer = 0;
let vocabulary = null;
let names = {};
let completed = { start: 0, begun: "", choices: [], now: null };

new MutationObserver(() => bar.open && opened()).observe(bar, { attributeFilter: ["open"] });

input.addEventListener("input", () => {
  answer.replaceChildren();
  earlier.atEnd();
  suggest();
  previewSoon(160);
});
input.addEventListener("click", suggest);
input.addEventListener("scroll", () => (mirror.scrollLeft = input.scrollLeft));

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (keys[event.key]?.(event)) {
    event.preventDefault();
    event.stopPropagation();
  }
});

input.addEventListener("keyup", (event) => {
  if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) suggest();
});

// Each answers whether the key was its own.
const keys = {
  ArrowDown: () => (choices.open && !earlier.earlier ? choices.step(1) : recall(1)) ?? true,
  ArrowUp: () => (choices.active ? choices.step(-1) : recall(-1)) ?? true,
  // As in a shell, where there is something to complete; else Tab goes on to the buttons.
  Tab: (event) => !event.shiftKey && choices.open && take(choices.active ?? choices.first),
  Enter: () => choices.active && take(choices.active),
  Escape: () => choices.open && close(),
};

preview.addEventListener("click", (event) => {
  const words = event.target.closest("[data-fill]");
  if (words) fill(words.dataset.fill);
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-leaves")) return;
  event.preventDefault();
  run();
});

bar.addEventListener("dockline:kept", (event) => earlier.keep(event.detail.line));
bar.addEventListener("htmx:afterSwap", (event) => event.detail.target === preview && mark());
bar.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.target !== answer) return;
  bar.removeAttribute("aria-busy");
  preview.replaceChildren();
  loadNames(); // a run may have made or removed something
});

function opened() {
  earlier.atEnd();
  input.focus();
  input.select();
  previewSoon(0);
  load();
}

async function load() {
  loadNames();
  vocabulary ??= await read(bar.dataset.words);
  if (input.value) suggest();
}

async function loadNames() {
  names = (await read(bar.dataset.names)) ?? names;
}

/** What the server tells, null when it cannot be asked now: a line can be typed without completions. */
async function read(url) {
  try {
    const told = await fetch(url);
    return told.ok && !told.redirected ? await told.json() : null;
  } catch {
    return null;
  }
}

function suggest() {
  if (!vocabulary) return;
  const typed = input.value.trim() !== "";
  completed = complete(vocabulary, names, input.value, input.selectionStart);
  choices.show(typed ? completed.choices : []);
  explain(typed ? completed.now : null);
}

function explain(what) {
  now.hidden = !what;
  if (!what) return;
  now.querySelector("code").textContent = what.title;
  now.querySelector("[data-help]").textContent = what.help;
  now.querySelector("[data-risk]").textContent = what.risk ?? "";
  now.querySelector("[data-example]").textContent = what.example ?? "";
  now.querySelector("[data-example]").parentElement.hidden = !what.example;
}

function close() {
  choices.show([]);
  return true;
}

/** Puts a choice in the place of the word that is being typed. */
function take(choice) {
  const caret = input.selectionStart;
  const after = input.value.slice(caret).replace(/^\S+/, "");
  const space = /[=:]$/.test(choice.word) || after.startsWith(" ") ? "" : (choice.ends ?? " ");
  const before = input.value.slice(0, completed.start) + choice.word + space;
  input.value = before + after;
  input.focus();
  input.setSelectionRange(before.length, before.length);
  input.scrollLeft = input.scrollWidth;
  answer.replaceChildren();
  earlier.atEnd();
  suggest();
  previewSoon(0);
  return true;
}

function fill(line) {
  input.value = line;
  input.focus();
  input.setSelectionRange(line.length, line.length);
  suggest();
  previewSoon(0);
}

function previewSoon(delay) {
  mirror.replaceChildren();
  clearTimeout(timer);
  timer = setTimeout(() => send(bar.dataset.preview, preview), delay);
}

/** Underlines the word at fault where it is typed, unless it is one that is not typed to its end yet. */
function mark() {
  const marked = preview.querySelector("[data-typed]");
  if (!marked || marked.dataset.typed !== input.value) return;
  const [before, fault] = marked.children;
  const end = before.textContent.length + fault.textContent.length;
  const goesOn = completed.choices.length > 0 || (completed.now && completed.begun.startsWith("-"));
  const unfinished = Boolean(goesOn && completed.begun && end === input.selectionStart);
  preview.querySelector(".bar-problem").classList.toggle("is-unfinished", unfinished);
  if (unfinished) return;
  mirror.replaceChildren(before.textContent, fault.cloneNode(true));
  mirror.scrollLeft = input.scrollLeft;
}

function run() {
  if (!input.value.trim()) return;
  clearTimeout(timer);
  close();
  explain(null);
  bar.setAttribute("aria-busy", "true");
  send(bar.dataset.run, answer);
}

function send(url, target) {
  htmx.ajax("POST", url, { source: target, target, swap: "innerHTML", values: { line: input.value } });
}

function recall(by) {
  const line = earlier.step(by, input.value);
  if (line === null) return;
  input.value = line;
  input.setSelectionRange(line.length, line.length);
  answer.replaceChildren();
  close();
  explain(null);
  previewSoon(60);
}
