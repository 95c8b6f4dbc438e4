// Makes what is on the page equal to what the server says now, and touches nothing else: focus, selected text, ticked
// boxes and open menus stay. Children are told apart by their id or data-key. A part with data-keep, or with a request
// of its own on the way, is left alone.

export function morph(old, fresh) {
  if (old.isEqualNode(fresh) || isKept(old)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
    return;
  }
  morphAttributes(old, fresh);
  morphChildren(old, fresh);
}

const isKept = (node) =>
  node.nodeType === Node.ELEMENT_NODE && (node.hasAttribute("data-keep") || node.classList.contains("htmx-request"));

const keyOf = (node) => (node.nodeType === Node.ELEMENT_NODE && (node.id || node.dataset.key)) || "";

// What the person set, and the server knows nothing of.
const isTheirs = (element, name) =>
  (name === "open" && element.matches("details, dialog")) || (name === "hidden" && element.matches("[data-facet-of]"));

function morphAttributes(old, fresh) {
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isTheirs(old, name)) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isTheirs(old, name)) old.removeAttribute(name);
  }
}

function morphChildren(old, fresh) {
  const wanted = new Set([...fresh.childNodes].map(keyOf));
  const keyed = new Map();
  for (const child of [...old.children]) {
    const key = keyOf(child);
    if (key && !wanted.has(key)) child.remove();
    else if (key) keyed.set(key, child);
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const match = keyOf(next) ? keyed.get(keyOf(next)) : canBecome(at, next) ? at : null;
    if (!match || match.nodeName !== next.nodeName) {
      old.insertBefore(document.importNode(next, true), at);
      continue;
    }
    if (match === at) at = at.nextSibling;
    else old.insertBefore(match, at);
    morph(match, next);
  }
  while (at) {
    const rest = at.nextSibling;
    at.remove();
    at = rest;
  }
}

const canBecome = (node, next) => node && !keyOf(node) && node.nodeName === next.nodeName;
