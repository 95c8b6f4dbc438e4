// A command's form: rows that come and go, faults at their fields, files, and Enter.
import { followLine } from "./line-editor.js";
import { narrowOptions } from "./option-search.js";
import { markPortsInUse } from "./ports-in-use.js";

const form = document.querySelector("[data-command-form]");
const fields = form.querySelector(".command-fields");
const strip = document.getElementById("strip");

followLine(form);
narrowOptions(form);
markPortsInUse(form);

form.addEventListener("click", (event) => {
  const add = event.target.closest("[data-row-add]");
  if (add) addRow(add.parentElement.querySelector("[data-rows]"));
  const remove = event.target.closest("[data-row-remove]");
  if (remove) removeRow(remove.closest("[data-row]"));
});

// Enter in a row goes on to the next row, as in a list; with Ctrl or Cmd it runs the form from anywhere.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing) return;
  const rows = event.target.closest("[data-rows]");
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    form.requestSubmit();
  } else if (rows && event.target.matches("input")) {
    event.preventDefault();
    addRow(rows);
  }
});

form.addEventListener("change", (event) => {
  if (event.target.matches("[data-names-into]")) nameFiles(event.target);
  if (event.target.matches("[data-names]")) nameFile(event.target);
  countFilled(event.target.closest("details"));
});

form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
addEventListener("pageshow", () => form.removeAttribute("aria-busy"));

form.addEventListener("htmx:afterSwap", (event) => event.detail.target === strip && markFaults());

// A preset is of what the form says now.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.target.matches("[data-preset-form]")) {
    event.detail.parameters.line = strip.querySelector("[data-line]").dataset.line;
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "presets") return;
  event.detail.target.open = true; // a menu closes when something in it was pressed; this one shows what came of it
  event.detail.target.querySelector("summary").focus();
});

const wrong = form.querySelector(".problem:not(:empty)");
if (wrong) {
  wrong.closest("details")?.setAttribute("open", "");
  wrong.closest(".field")?.querySelector("input, select, textarea")?.focus();
} else {
  document.getElementById("answer")?.focus();
}

/** What the server found wrong with which field, from the line that came. */
function markFaults() {
  const faults = JSON.parse(strip.querySelector("[data-faults]")?.dataset.faults ?? "{}");
  for (const field of fields.querySelectorAll("[data-field]")) {
    const fault = faults[field.dataset.field] ?? "";
    const problem = field.querySelector(".problem");
    if (problem.textContent !== fault) problem.textContent = fault;
    field.classList.toggle("is-wrong", fault !== "");
    for (const input of field.querySelectorAll("input, select, textarea")) {
      if (fault) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

function addRow(rows) {
  const last = rows.querySelector("[data-row]:last-child");
  const row = last.cloneNode(true);
  for (const field of row.querySelectorAll("input, select, textarea")) {
    field.removeAttribute("id");
    field.value = "";
  }
  last.after(row);
  row.querySelector("input").focus();
  return row;
}

function removeRow(row) {
  const rows = row.parentElement;
  if (rows.children.length > 1) row.remove();
  else for (const field of row.querySelectorAll("input, select, textarea")) field.value = "";
  rows.querySelector("input").focus();
  rows.dispatchEvent(new Event("rows-changed", { bubbles: true }));
}

/** The line names the files that were chosen: each in a row of its own. */
function nameFiles(chosen) {
  const rows = chosen.closest(".field-control").querySelector("[data-rows]");
  const named = () => [...rows.querySelectorAll("input")];
  for (const file of chosen.files) {
    const name = chosen.dataset.before + file.name;
    if (named().some((input) => input.value === name)) continue;
    const empty = named().find((input) => !input.value) ?? addRow(rows).querySelector("input");
    empty.value = name;
  }
  rows.dispatchEvent(new Event("rows-changed", { bubbles: true }));
}

/** A file that is copied names itself in the line, as one beside whoever typed it. */
function nameFile(chosen) {
  const named = document.getElementById(chosen.dataset.names);
  if (chosen.files.length) named.value = `./${chosen.files[0].name}`;
  named.dispatchEvent(new Event("input", { bubbles: true }));
}

/** How many fields of a group are in use: said where it is folded. */
function countFilled(group) {
  const told = group?.querySelector("[data-filled]");
  if (!told) return;
  const used = [...group.querySelectorAll("[data-field]")].filter((field) =>
    [...field.querySelectorAll("input:not([type=file]), select, textarea")].some((input) =>
      input.type === "checkbox" ? input.checked : input.value !== "",
    ),
  );
  told.textContent = told.textContent.replace(/\d+/, used.length);
  told.hidden = used.length === 0;
}
