// A line that is JSON or logfmt, as fields: [name, text, kind] each, nested names joined by dots.

const LOGFMT = /([A-Za-z_@][\w.@/-]*)=("(?:[^"\\]|\\.)*"|[^\s"]*)(?=\s|$)/g;
const MOST_FIELDS = 400;
const LOOKED_AT = 1000;
const LONGEST = 512 * 1024;

export function fieldsOf(text) {
  if (text.length > LONGEST) return null;
  return jsonFields(text) ?? logfmtFields(text);
}

// Cheaper than reading it: whether it looks as if there were fields.
export function looksStructured(text) {
  if (text.includes("{") && text.trimEnd().endsWith("}")) return true;
  return text.includes("=") && (text.slice(0, LOOKED_AT).match(LOGFMT)?.length ?? 0) >= 2;
}

function jsonFields(text) {
  const start = text.indexOf("{");
  if (start < 0 || !text.trimEnd().endsWith("}")) return null;
  try {
    const found = start ? [["", text.slice(0, start).trim(), "text"]] : [];
    flatten(JSON.parse(text.slice(start)), "", found);
    return found;
  } catch {
    return null;
  }
}

function flatten(value, name, found) {
  if (found.length >= MOST_FIELDS) return;
  if (value !== null && typeof value === "object" && Object.keys(value).length) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, name ? `${name}.${key}` : key, found);
    return;
  }
  const kind = typeof value === "string" ? "text" : "literal";
  found.push([name, kind === "text" ? value : JSON.stringify(value), kind]);
}

function logfmtFields(text) {
  const found = [];
  let rest = text;
  for (const [whole, name, value] of text.matchAll(LOGFMT)) {
    if (found.length < MOST_FIELDS) found.push([name, unquoted(value), "text"]);
    rest = rest.replace(whole, "");
  }
  if (found.length < 2) return null;
  return rest.trim() ? [["", rest.trim(), "text"], ...found] : found;
}

function unquoted(value) {
  if (!value.startsWith('"')) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value.slice(1, -1);
  }
}
