// The ticked containers become the end of a docker line: docker [start|stop|…] web db. The bar shows while some are ticked.

const bar = document.querySelector("[data-chosen-bar]");
const boxes = () => [...document.querySelectorAll("[data-choose]")];

function show() {
  const all = boxes();
  const chosen = all.filter((box) => box.checked);
  bar.hidden = !chosen.length;
  bar.querySelector("[data-chosen-names]").textContent = chosen.map((box) => box.value).join(" ");
  const every = document.querySelector("[data-choose-all]");
  if (!every) return;
  every.checked = Boolean(chosen.length);
  every.indeterminate = chosen.length > 0 && chosen.length < all.length;
}

function tick(ticked) {
  for (const box of boxes()) box.checked = ticked;
  show();
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) tick(event.target.checked);
  else if (event.target.matches("[data-choose]")) show();
});
bar.querySelector("[data-choose-none]").addEventListener("click", () => tick(false));
document.addEventListener("live:shown", show);
