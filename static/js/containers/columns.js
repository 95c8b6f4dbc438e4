// Which columns the list has: chosen in its menu, kept in this browser.

import { keep } from "./kept.js";
import { refresh } from "./live.js";

document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-column]")) return;
  const chosen = [...document.querySelectorAll("[data-column]:checked")].map((box) => box.dataset.column);
  keep("dockline_columns", chosen);
  refresh();
});
