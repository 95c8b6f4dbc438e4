// The terminal's colours, light and dark, as xterm reads them: css/tokens.css in hexadecimal, and sixteen that go with it.

const DARK = {
  background: "#10131c",
  foreground: "#e6e8f0",
  cursor: "#a5b4fc",
  cursorAccent: "#10131c",
  selectionBackground: "#3b4468",
  selectionInactiveBackground: "#2a314a",
  black: "#1d2230",
  red: "#f47a7f",
  green: "#6fd08c",
  yellow: "#e5c266",
  blue: "#7fa8f8",
  magenta: "#c79bf2",
  cyan: "#62c9d6",
  white: "#c9cedb",
  brightBlack: "#7b849b",
  brightRed: "#ff9a9d",
  brightGreen: "#92e6a9",
  brightYellow: "#f5d98a",
  brightBlue: "#a6c3ff",
  brightMagenta: "#dcbcff",
  brightCyan: "#8fe3ec",
  brightWhite: "#f6f7fb",
};
const LIGHT = {
  background: "#fdfdff",
  foreground: "#23283a",
  cursor: "#4b4ad0",
  cursorAccent: "#fdfdff",
  selectionBackground: "#cfd5f7",
  selectionInactiveBackground: "#e3e6f2",
  black: "#23283a",
  red: "#b4232f",
  green: "#1b7a41",
  yellow: "#8a6200",
  blue: "#2456c7",
  magenta: "#8035b3",
  cyan: "#0b7285",
  white: "#6b7286",
  brightBlack: "#596077",
  brightRed: "#cf3340",
  brightGreen: "#22904e",
  brightYellow: "#a17300",
  brightBlue: "#3a6be0",
  brightMagenta: "#9747cc",
  brightCyan: "#11879c",
  brightWhite: "#3b4156",
};
const FOUND = {
  dark: { matchBackground: "#54491f", activeMatchBackground: "#a97f12" },
  light: { matchBackground: "#fbe9ae", activeMatchBackground: "#f2bd3a" },
};

const dark = () => document.documentElement.dataset.bsTheme === "dark";

/** The colours of the page's theme now. */
export function palette() {
  const colours = dark() ? DARK : LIGHT;
  return { ...colours, overviewRulerBorder: colours.background };
}

/** The colours of what a search has found. */
export function foundColours() {
  const colours = dark() ? FOUND.dark : FOUND.light;
  return {
    ...colours,
    matchOverviewRuler: colours.activeMatchBackground,
    activeMatchColorOverviewRuler: colours.activeMatchBackground,
  };
}

/** Calls `changed` whenever the page turns light or dark. */
export function onThemeChange(changed) {
  new MutationObserver(changed).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
}
