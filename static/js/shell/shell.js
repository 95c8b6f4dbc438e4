// What every page does: keys, colours, copying, dialogs, menus, messages.
import { copyFrom } from "./copying.js";
import { nextTheme } from "./colours.js";

const words = document.getElementById("words").dataset;
const dialogs = {
  open: (id) => document.getElementById(id)?.showModal(),
  close: (id) => document.getElementById(id)?.close(),
};

document.addEventListener("click", (event) => {
  const pressed = (selector) => event.target.closest(selector);
  const copy = pressed("[data-copy]");
  if (copy) {
    event.preventDefault();
    event.stopPropagation();
    copyFrom(copy, words);
  }
  const opens = pressed("[data-opens]");
  if (opens) {
    event.preventDefault();
    document.getElementById("side-fold")?.removeAttribute("open");
    dialogs.open(opens.dataset.opens);
  }
  const closes = pressed("[data-closes]");
  if (closes) dialogs.close(closes.dataset.closes);
  pressed("[data-dismiss]")?.closest(".toast-note").remove();
  const theme = pressed("[data-theme-toggle]");
  if (theme) nextTheme(theme, words);
  if (event.target instanceof HTMLDialogElement && outside(event)) event.target.close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeMenu();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || types(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const keys = { ":": () => dialogs.open("command-bar"), "?": () => dialogs.open("keys"), "/": focusSearch };
  if (keys[event.key]?.() !== false && keys[event.key]) event.preventDefault();
});

// A list that is on the page whole is narrowed right here, without asking the server.
document.addEventListener("input", (event) => {
  const selector = event.target.dataset?.narrows;
  if (!selector) return;
  const wanted = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const entry of document.querySelectorAll(selector)) {
    const text = entry.textContent.toLowerCase();
    entry.hidden = !wanted.every((word) => text.includes(word));
  }
  for (const group of document.querySelectorAll("[data-narrowed]")) {
    group.hidden = !group.querySelector(`${selector}:not([hidden])`);
  }
});

document.body.addEventListener("htmx:load", (event) => {
  const part = event.detail.elt;
  const done = part.matches("[data-done]") ? part : part.querySelector("[data-done]");
  if (done) told(done);
  part.querySelector("[data-focus]")?.focus();
});

// What an answer puts into the dialog is a reason to open it.
document.body.addEventListener("htmx:afterSwap", (event) => {
  const { target, requestConfig } = event.detail;
  if (target.id === "dialog" && !target.open) target.showModal();
  // What a page asks by itself closes nobody's menu.
  if (requestConfig?.elt.closest("details.menu")) closeMenu();
});

// The server is away: said once, until it answers again.
document.body.addEventListener("htmx:sendError", () => {
  const outcome = document.getElementById("outcome");
  if (!outcome || outcome.querySelector("[data-unreachable]")) return;
  const note = document.createElement("div");
  note.className = "toast-note toast-bad";
  note.dataset.unreachable = "";
  note.setAttribute("role", "alert");
  note.textContent = words.unreachable;
  outcome.append(note);
});

document.body.addEventListener("htmx:afterOnLoad", () => document.querySelector("[data-unreachable]")?.remove());

/** Says on the page that a command was done, so that lists ask anew, and lets its message go after a while. */
function told(done) {
  if (done.matches(".toast-note")) {
    dialogs.close("dialog");
    setTimeout(() => done.remove(), 6000);
  }
  document.body.dispatchEvent(new CustomEvent("dockline:done", { detail: { command: done.dataset.done } }));
}

function closeMenu() {
  for (const menu of document.querySelectorAll("details.menu[open]")) menu.open = false;
}

function focusSearch() {
  const search = document.querySelector("[data-search]");
  if (!search) return false;
  search.focus();
  search.select();
  return true;
}

/** Whether a press on an open dialog was on what is around it. */
function outside(event) {
  const box = event.target.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x < box.left || x > box.right || y < box.top || y > box.bottom;
}

function types(target) {
  return target.closest?.("input, textarea, select, [contenteditable], .xterm") !== null;
}
