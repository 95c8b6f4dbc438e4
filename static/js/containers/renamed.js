// A container has another name: what on its page leads to it, or says its name, and the address of the page, take that.

const WORDS = "[data-container-name]";
const LINKS = ["href", "data-url", "data-container-stats", "hx-get"];

export function rename(from, to) {
  const leads = (address) =>
    address.replace(
      new RegExp(`/(containers?)/${escaped(encodeURIComponent(from))}/`),
      `/$1/${encodeURIComponent(to)}/`,
    );
  for (const name of LINKS) {
    for (const element of document.querySelectorAll(`[${name}*="/container"]`)) {
      const address = element.getAttribute(name);
      if (leads(address) === address) continue;
      element.setAttribute(name, leads(address));
      if (name.startsWith("hx-")) window.htmx?.process(element);
    }
  }
  for (const link of document.querySelectorAll("a[download]")) {
    if (link.download.startsWith(from)) link.download = link.download.replace(from, to);
  }
  for (const word of document.querySelectorAll(WORDS)) word.textContent = to;
  document.title = document.title.replace(from, to);
  history.replaceState(history.state, "", leads(location.href));
}

// The docker lines of the page, which say the name as a word of its own.
export function renameLines(from, to) {
  const words = (line) => line.replace(new RegExp(`(^|\\s)${escaped(from)}(?=\\s|$)`, "g"), `$1${to}`);
  for (const line of document.querySelectorAll(".line")) {
    const [text, copy] = [line.querySelector(".line-text"), line.querySelector("[data-copy]")];
    text.textContent = words(text.textContent);
    copy.dataset.copy = words(copy.dataset.copy);
    copy.setAttribute("aria-label", words(copy.getAttribute("aria-label")));
  }
}

const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
