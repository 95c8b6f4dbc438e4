// Finds an option of a form by its name, its flag or what it does; groups with hits open.

/** Narrows the groups of a command's form that fold to the fields that have all words of the search. */
export function narrowOptions(form) {
  const fields = form.querySelector(".command-fields");
  let openBefore = null;

  // In the capturing phase: a search is no change of a field, and asks for no preview.
  form.addEventListener(
    "input",
    (event) => {
      if (!event.target.matches("[data-option-search]")) return;
      event.stopPropagation();
      narrow(event.target.value.toLowerCase().split(/\s+/).filter(Boolean));
    },
    true,
  );

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("[data-option-search]")) return;
    event.preventDefault();
    fields.querySelector("details[open] .field:not([hidden]) :is(input, select, textarea)")?.focus();
  });

  function narrow(wanted) {
    const groups = [...fields.querySelectorAll("details")];
    if (!openBefore) fields.querySelector(".option-search").scrollIntoView(); // what is found stands below it
    openBefore ??= groups.filter((group) => group.open).map((group) => group.dataset.group);
    const folds = wanted.length === 0;
    fields.classList.toggle("is-narrowed", !folds);
    for (const group of groups) {
      let hits = 0;
      for (const field of group.querySelectorAll("[data-field]")) {
        field.hidden = !folds && !wanted.every((word) => textOf(field).includes(word));
        hits += !field.hidden;
      }
      group.open = folds ? openBefore.includes(group.dataset.group) : hits > 0;
    }
    if (folds) openBefore = null;
    const found = folds || fields.querySelector("details .field:not([hidden])");
    fields.querySelector("[data-none-found]").hidden = Boolean(found);
  }
}

const textOf = (field) =>
  [".field-label", ".field-flag", ".field-help"]
    .map((part) => field.querySelector(part)?.textContent ?? "")
    .join(" ")
    .toLowerCase();
