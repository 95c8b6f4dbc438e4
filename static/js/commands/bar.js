// The command bar: previews the line as one types, runs it with Enter, keeps earlier lines in this tab.
const KEPT = "dockline.lines";
const MOST = 100;

const bar = document.getElementById("command-bar");
const form = bar.querySelector(".bar-form");
const input = bar.querySelector(".bar-input");
const preview = document.getElementById("bar-preview");
const answer = document.getElementById("bar-answer");

let timer = 0;
let place = 0;
let draft = "";
let typed = ""; // what the preview is of

const earlier = () => JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");

new MutationObserver(() => bar.open && opened()).observe(bar, { attributeFilter: ["open"] });

input.addEventListener("input", () => {
  answer.replaceChildren();
  place = earlier().length;
  previewSoon(160);
});

input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  const steps = { ArrowUp: -1, ArrowDown: 1 };
  if (event.key in steps) {
    event.preventDefault();
    recall(steps[event.key]);
  }
  // As in a shell, where there is something to complete; else Tab goes on to the buttons.
  const completion = bar.querySelector(".bar-completions [data-fill]");
  if (event.key === "Tab" && !event.shiftKey && completion && input.value === typed) {
    event.preventDefault();
    fill(completion.dataset.fill);
  }
});

preview.addEventListener("click", (event) => {
  const words = event.target.closest("[data-fill]");
  if (words) fill(words.dataset.fill);
});

form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("data-leaves")) return;
  event.preventDefault();
  run();
});

bar.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.target !== answer) return;
  bar.removeAttribute("aria-busy");
  preview.replaceChildren();
});

function opened() {
  place = earlier().length;
  draft = "";
  input.focus();
  input.select();
  previewSoon(0);
}

function fill(line) {
  input.value = line;
  input.focus();
  input.setSelectionRange(line.length, line.length);
  previewSoon(0);
}

function previewSoon(delay) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    typed = input.value;
    send(bar.dataset.preview, preview);
  }, delay);
}

function run() {
  const line = input.value.trim();
  if (!line) return;
  clearTimeout(timer);
  keep(line);
  bar.setAttribute("aria-busy", "true");
  send(bar.dataset.run, answer);
}

function send(url, target) {
  htmx.ajax("POST", url, { source: target, target, swap: "innerHTML", values: { line: input.value } });
}

function keep(line) {
  const lines = earlier().filter((each) => each !== line);
  lines.push(line);
  sessionStorage.setItem(KEPT, JSON.stringify(lines.slice(-MOST)));
  place = Math.min(lines.length, MOST);
  draft = "";
}

function recall(step) {
  const lines = earlier();
  const next = place + step;
  if (next < 0 || next > lines.length) return;
  if (place === lines.length) draft = input.value;
  place = next;
  input.value = place === lines.length ? draft : lines[place];
  input.setSelectionRange(input.value.length, input.value.length);
  previewSoon(60);
}
