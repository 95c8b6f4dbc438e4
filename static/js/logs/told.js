// What a view of the log stands for: the docker line, and the links that download it.

import { element, nameTag } from "./row.js";

/** Puts the line that does the same into the strip at the head of the page. */
export function toldLine(name, { tail, since, until }) {
  const strip = document.querySelector("[data-log-line] .line");
  if (!strip || !name) return;
  const words = ["docker", "logs", "-f", "-n", tail];
  if (since) words.push("--since", since);
  if (until) words.push("--until", until);
  const line = [...words, name].join(" ");
  const copy = strip.querySelector("[data-copy]");
  strip.querySelector(".line-text").textContent = line;
  copy.setAttribute("aria-label", copy.getAttribute("aria-label").replace(copy.dataset.copy, line));
  copy.dataset.copy = line;
}

/** Links to the logs of a merged view into its menu: each whole, and what its filters let through. */
export function toldDownloads(containers, query) {
  const menu = document.querySelector("[data-downloads]");
  if (!menu) return;
  const link = ({ number, id }, filtered) => {
    const name = containers.names.get(number);
    const entry = element("a", "menu-entry");
    entry.href = menu.dataset.downloads.replace("_", id);
    entry.download = filtered ? `${name}-filtered.log` : `${name}.log`;
    if (filtered) entry.dataset.download = "filtered";
    entry.append(nameTag(number, name));
    return entry;
  };
  const filtered = element("span", "");
  filtered.dataset.downloadChoice = "";
  filtered.append(...containers.all.map((each) => link(each, true)));
  const heading = (text) => element("strong", "menu-heading", text);
  filtered.prepend(heading(menu.dataset.filtered));
  menu.replaceChildren(heading(menu.dataset.whole), ...containers.all.map((each) => link(each, false)), filtered);
  toldLinks(query);
}

/** Gives the links their filters: [data-download="filtered"] has them, the others keep what they have. */
export function toldLinks(query) {
  for (const link of document.querySelectorAll('[data-download="filtered"]')) {
    const url = new URL(link.href);
    url.search = query;
    link.href = url;
    link.closest("[data-download-choice]")?.toggleAttribute("data-without", ![...query.keys()].length);
  }
}
