// Revealed values stay until they are masked again: the part is kept as it is until then (see morph.js).

import { refresh } from "./live.js";

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-mask-again]")) return;
  document.getElementById("environment").removeAttribute("data-keep");
  refresh();
});
