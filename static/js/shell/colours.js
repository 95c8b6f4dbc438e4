// Light, dark, or as the system: one button goes through them, and the choice is kept in this browser.
const CHOICES = ["auto", "light", "dark"];
const system = matchMedia("(prefers-color-scheme: dark)");

/** The next choice after the present one, at once and for the pages to come. */
export function nextTheme(button, words) {
  const { themeChoice } = document.documentElement.dataset;
  const choice = CHOICES[(CHOICES.indexOf(themeChoice) + 1) % CHOICES.length];
  localStorage.setItem("dockline.theme", choice);
  document.documentElement.dataset.themeChoice = choice;
  apply();
  button.title = words[`theme${choice[0].toUpperCase()}${choice.slice(1)}`];
}

function apply() {
  const { dataset } = document.documentElement;
  dataset.bsTheme = dataset.themeChoice === "auto" ? (system.matches ? "dark" : "light") : dataset.themeChoice;
}

system.addEventListener("change", apply);
