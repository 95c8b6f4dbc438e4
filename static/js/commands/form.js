// A command's form: rows that come and go, the first field at fault in sight, and no preview of what was typed before.
const form = document.querySelector("[data-command-form]");

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

form.addEventListener("submit", () => form.setAttribute("aria-busy", "true"));
addEventListener("pageshow", () => form.removeAttribute("aria-busy"));

const wrong = form.querySelector(".problem:not(:empty)");
if (wrong) {
  wrong.closest("details")?.setAttribute("open", "");
  wrong.closest(".field")?.querySelector("input, select, textarea")?.focus();
} else {
  document.getElementById("answer")?.focus();
}

function addRow(rows) {
  const last = rows.querySelector("[data-row]:last-child");
  const row = last.cloneNode(true);
  for (const field of row.querySelectorAll("input, select")) {
    field.removeAttribute("id");
    field.value = "";
  }
  last.after(row);
  row.querySelector("input").focus();
}

function removeRow(row) {
  const rows = row.parentElement;
  if (rows.children.length > 1) row.remove();
  else for (const field of row.querySelectorAll("input, select")) field.value = "";
  rows.querySelector("input").focus();
  rows.dispatchEvent(new Event("rows-changed", { bubbles: true }));
}
