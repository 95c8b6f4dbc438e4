// The ticked containers become the end of a docker line: docker [start|stop|…] web db. The bar shows while some are ticked;
// what it does is done to each of them, and told of each.

const bar = document.querySelector("[data-chosen-bar]");
const names = bar.querySelector("[data-chosen-names]");
const count = bar.querySelector("[data-chosen-count]");
const buttons = [...bar.querySelectorAll("[data-verb]")];
// A title that is longer is of no use to anybody.
const LONGEST_TITLE = 600;

const boxes = () => [...document.querySelectorAll("[data-choose]")];
const ticked = () => boxes().filter((box) => box.checked);
const rowOf = (box) => box.closest("[data-container]");

function show() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  bar.hidden = !chosen.length;
  count.textContent = chosen.length;
  names.textContent = chosen.map((box) => box.value).join(" ");
  const states = new Set(chosen.map((box) => rowOf(box).dataset.state));
  for (const button of buttons) {
    const { verb, lacks, summary } = button.dataset;
    const line = `docker ${verb} ${names.textContent}`.slice(0, LONGEST_TITLE);
    button.disabled = Boolean(lacks) || !button.dataset.states.split(" ").some((state) => states.has(state));
    button.title = lacks || `${line}\n${summary}`;
  }
  part(document.querySelector("[data-choose-all]"), all, chosen);
  for (const box of document.querySelectorAll("[data-choose-group]")) {
    const members = all.filter((each) => rowOf(each).dataset.of === projectOf(box));
    part(
      box,
      members,
      members.filter((each) => each.checked),
    );
  }
}

// A box that stands for others: ticked with some, half with not all.
function part(box, all, chosen) {
  if (!box) return;
  box.checked = Boolean(chosen.length);
  box.indeterminate = chosen.length > 0 && chosen.length < all.length;
}

const projectOf = (box) => box.closest("[data-group]").dataset.group;

function tick(some, checked) {
  for (const box of some) box.checked = checked;
  show();
}

async function act(button) {
  const values = {
    verb: button.dataset.verb,
    containers: names.textContent,
    _back: location.pathname + location.search,
  };
  bar.classList.add("is-busy");
  try {
    await window.htmx.ajax("POST", bar.dataset.url, { source: bar, target: "#outcome", swap: "beforeend", values });
  } finally {
    bar.classList.remove("is-busy");
  }
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("[data-choose-all]")) tick(boxes(), target.checked);
  else if (target.matches("[data-choose-group]")) {
    const project = projectOf(target);
    tick(
      boxes().filter((box) => rowOf(box).dataset.of === project),
      target.checked,
    );
  } else if (target.matches("[data-choose]")) show();
});
bar.addEventListener("click", (event) => {
  const button = event.target.closest("[data-verb]");
  if (button) act(button);
  else if (event.target.closest("[data-choose-none]")) tick(ticked(), false);
});
document.addEventListener("live:shown", show);
document.body.addEventListener("chosen:done", () => document.getElementById("dialog")?.close());
