// Where the searched text stands in a line, to be seen at once. Regular expressions run on the server only: one that runs
// away would stop this page.

const NAME = "log-match";

// A test of the query's text: (text, from) -> index, or null when the page does not look for it itself.
export function finder(query) {
  const wanted = query.get("q") ?? "";
  if (!wanted || query.get("regex") || query.get("invert")) return null;
  const exact = query.get("case") === "1" || wanted !== wanted.toLowerCase();
  if (exact) return { length: wanted.length, find: (text, from) => text.indexOf(wanted, from) };
  return { length: wanted.length, find: (text, from) => text.toLowerCase().indexOf(wanted, from) };
}

// The text as nodes, matches as <mark>; a long one from shortly before its first match.
export function parted(text, query, most) {
  const found = finder(query);
  const first = found ? found.find(text, 0) : -1;
  const from = first > most / 2 ? first - 40 : 0;
  const visible = (from ? "…" : "") + text.slice(from, from + most) + (from + most < text.length ? "…" : "");
  if (first < 0) return [visible];
  const nodes = [];
  let at = 0;
  for (let next = found.find(visible, 0); next >= 0; next = found.find(visible, at)) {
    nodes.push(visible.slice(at, next));
    const mark = document.createElement("mark");
    mark.textContent = visible.slice(next, next + found.length);
    nodes.push(mark);
    at = next + found.length;
  }
  return [...nodes, visible.slice(at)];
}

// Paints the matches in the rows that are drawn, without touching their nodes.
export function paint(rows, query) {
  if (!CSS.highlights) return;
  const found = finder(query);
  const ranges = [];
  if (found) for (const row of rows) collect(row, found, ranges);
  if (ranges.length) CSS.highlights.set(NAME, new Highlight(...ranges));
  else CSS.highlights.delete(NAME);
}

function collect(row, found, ranges) {
  const text = row.querySelector(".log-text");
  if (!text) return;
  const nodes = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  while (nodes.nextNode()) {
    const node = nodes.currentNode;
    for (let at = found.find(node.data, 0); at >= 0; at = found.find(node.data, at + found.length)) {
      const range = new Range();
      range.setStart(node, at);
      range.setEnd(node, at + found.length);
      ranges.push(range);
    }
  }
}
