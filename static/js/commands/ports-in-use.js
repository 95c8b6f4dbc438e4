// Says at once when a port of the host is typed that a running container has; the engine has the last word.

/** Marks the rows of a form's ports. */
export function markPortsInUse(form) {
  form.addEventListener("input", (event) => {
    const rows = event.target.closest("[data-used-ports]");
    if (rows) mark(rows);
  });
  const all = () => form.querySelectorAll("[data-used-ports]").forEach(mark);
  form.addEventListener("htmx:afterSwap", all); // an edited line draws the fields anew
  all();
}

function mark(rows) {
  const used = JSON.parse(rows.dataset.usedPorts);
  for (const row of rows.querySelectorAll("[data-row]")) {
    const port = row.querySelector("input").value.trim().split(":").at(-1);
    row.querySelector(".row-warning")?.remove();
    if (!(port in used)) continue;
    const warning = document.createElement("p");
    warning.className = "row-warning";
    warning.textContent = rows.dataset.usedWords.replace("%port%", port).replace("%name%", used[port]);
    row.append(warning);
  }
}
