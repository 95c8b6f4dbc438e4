// What a view of the log stands for: the docker line, and the links that download it.

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

/** Gives the links their filters: [data-download="filtered"] has them, the others keep what they have. */
export function toldLinks(query) {
  for (const link of document.querySelectorAll('[data-download="filtered"]')) {
    const url = new URL(link.href);
    url.search = query;
    link.href = url;
    link.closest("[data-download-choice]")?.toggleAttribute("data-without", ![...query.keys()].length);
  }
}
