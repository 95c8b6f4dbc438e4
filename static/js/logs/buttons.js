// The buttons and keys of the log's page that lead somewhere in the log.

const ACTS = {
  "[data-to-start]": (page) => page.goTo("start"),
  "[data-to-end]": (page) => page.toTheEnd(),
  "[data-clear]": (page) => page.clear(),
  "[data-search-close]": (page) => page.search.hide(),
};
const KEYS = { Home: ACTS["[data-to-start]"], End: ACTS["[data-to-end]"] };

export function listen(page) {
  for (const [name, act] of Object.entries(ACTS)) {
    for (const button of document.querySelectorAll(name)) button.addEventListener("click", () => act(page));
  }
  document.querySelector("[data-log-jump]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    const at = page.times.moment(event.target.elements.moment.value);
    if (at) page.goTo(at);
    event.target.closest("details").open = false;
  });
  page.scroller.addEventListener("keydown", (event) => {
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key](page);
  });
}
