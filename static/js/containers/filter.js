// The search and the filters of a list live in its address, so that a view can be sent to a colleague; typing or choosing
// changes both without loading the page. `/` goes to the search (static/js/shell).

import { refresh } from "./live.js";

const form = document.querySelector("form[data-filter]");
const PAUSE_MS = 150;
let pause = 0;

function go(url, remember) {
  history[remember ? "pushState" : "replaceState"](null, "", url.search ? url : url.pathname);
  refresh();
}

// Where the page is, with what is in the form's fields instead of what its address says of them.
function typed() {
  clearTimeout(pause);
  pause = setTimeout(() => {
    const url = new URL(location.href);
    for (const [name, value] of new FormData(form)) {
      if (value.trim()) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    go(url, false);
  }, PAUSE_MS);
}

if (form) {
  form.addEventListener("input", typed);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    typed();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-filter-link]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    link.closest("details.menu")?.removeAttribute("open");
    go(new URL(link.href), true);
    followAddress();
  });
  window.addEventListener("popstate", () => {
    followAddress();
    refresh();
  });
}

function followAddress() {
  const asked = new URLSearchParams(location.search);
  for (const field of form.querySelectorAll("input[name]")) field.value = asked.get(field.name) ?? "";
}
