// Before the first paint: the colours that were chosen, so that a dark page never flashes white.
(() => {
  const chosen = localStorage.getItem("dockline.theme") ?? "auto";
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.themeChoice = chosen;
  document.documentElement.dataset.bsTheme = chosen === "auto" ? (dark ? "dark" : "light") : chosen;
})();
