// The line below a form can be edited, and the form follows. Elsewhere its secrets are masked; while one edits they show.

/** Makes the line of a command's form editable. */
export function followLine(form) {
  const strip = form.querySelector("[data-strip]");
  const shown = document.getElementById("strip");
  const editor = strip.querySelector("[data-editor]");
  const edit = editor.querySelector("textarea");
  const fault = document.getElementById("strip-fault");
  const fields = form.querySelector(".command-fields");
  let timer = 0;
  let kept = { open: [], files: [] };

  strip.addEventListener("click", (event) => {
    if (event.target.closest("[data-line-edit]")) begin();
    if (event.target.closest("[data-line-done]")) end();
  });

  edit.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(follow, 300);
  });

  edit.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      end();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (event.ctrlKey || event.metaKey) return;
      clearTimeout(timer);
      follow();
    }
  });

  // The line that is being edited stays as it is typed; after a change of a field it is the form's.
  form.addEventListener("htmx:afterSwap", (event) => {
    const asked = event.detail.requestConfig.elt;
    if (event.detail.target === fields) restore();
    if (event.detail.target === shown && asked === fields && !editor.hidden) edit.value = line();
  });

  form.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === fields) keep();
  });

  const line = () => shown.querySelector("[data-line]").dataset.line;

  function begin() {
    edit.value = line();
    editor.hidden = false;
    strip.classList.add("is-editing");
    edit.focus();
    edit.setSelectionRange(edit.value.length, edit.value.length);
  }

  function end() {
    editor.hidden = true;
    strip.classList.remove("is-editing");
    fault.replaceChildren();
    shown.querySelector("[data-line-edit]").focus();
  }

  function follow() {
    const url = editor.dataset.follow;
    htmx.ajax("POST", url, { source: edit, target: fields, swap: "innerHTML", values: { line: edit.value } });
  }

  /** What a new drawing of the fields would lose: open groups, chosen files. */
  function keep() {
    kept = {
      open: [...fields.querySelectorAll("details[open]")].map((group) => group.dataset.group),
      files: [...fields.querySelectorAll("input[type=file]")].filter((input) => input.files.length),
    };
  }

  function restore() {
    for (const name of kept.open) fields.querySelector(`details[data-group="${name}"]`)?.setAttribute("open", "");
    for (const input of kept.files) fields.querySelector(`input[name="${input.name}"]`)?.replaceWith(input);
  }
}
