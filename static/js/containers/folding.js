// Folds the rows of a compose project away and back; which are folded is kept in this browser.

import { keep, kept } from "./kept.js";

const COOKIE = "dockline_folded";
// A cookie holds 4 KiB; the projects folded last stay folded.
const MOST = 60;
// Names with dots must not end each other.
const quoted = (name) => encodeURIComponent(name).replaceAll(".", "%2E");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fold]");
  if (button) fold(button, button.getAttribute("aria-expanded") === "true");
});

function fold(button, folded) {
  const name = button.closest("[data-group]").dataset.group;
  button.setAttribute("aria-expanded", String(!folded));
  for (const row of document.querySelectorAll("tr[data-of]")) if (row.dataset.of === name) row.hidden = folded;
  const others = (kept(COOKIE) ?? []).filter((each) => each !== quoted(name));
  keep(COOKIE, folded ? [...others, quoted(name)].slice(-MOST) : others);
}
