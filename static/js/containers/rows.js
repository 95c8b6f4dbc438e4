// What a row does: its quick action, and its menu, which is asked for when it is opened and again when the state of the
// container changes under it.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-row-act]");
  if (!button || !window.htmx) return;
  event.preventDefault();
  act(button);
});

async function act(button) {
  const values = Object.fromEntries(new FormData(button.form, button));
  button.disabled = true;
  try {
    const swap = { target: "#outcome", swap: "beforeend" };
    await window.htmx.ajax("POST", button.formAction, { source: button, values, ...swap });
  } finally {
    button.disabled = false;
  }
}

// Near the end of the window it opens upwards. Not by CSS: counting a thousand rows from their end takes seconds.
function place(menu) {
  const below = innerHeight - menu.getBoundingClientRect().bottom;
  menu.querySelector(".menu-sheet").classList.toggle("is-upwards", below < innerHeight / 3);
}

async function fill(menu) {
  const row = menu.closest("[data-container]");
  const { state } = row.dataset;
  const sheet = menu.querySelector(".menu-sheet");
  if (sheet.dataset.of === `${row.dataset.container} ${state}`) return;
  const url = new URL(`${row.querySelector(".row-name").pathname}menu/`, location.href);
  url.searchParams.set("state", state);
  const answer = await fetch(url, { headers: { "HX-Request": "true", "HX-Current-URL": location.href } });
  if (!answer.ok || answer.redirected) return;
  sheet.replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  sheet.dataset.of = `${row.dataset.container} ${state}`;
  window.htmx?.process(sheet);
}

const isRowMenu = (element) => element.matches?.("details[data-row-menu]");

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!isRowMenu(target) || !target.open) return;
    place(target);
    fill(target);
  },
  true,
);
document.addEventListener("live:shown", () => {
  for (const menu of document.querySelectorAll("details[data-row-menu][open]")) fill(menu);
});
