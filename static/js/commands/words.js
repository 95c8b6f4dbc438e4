// The words of a typed line, by a shell's quotes, as far as the line goes.

/**
 * Each word with its text without quotes, and where it starts. The last is the one that is being typed: it is empty
 * where the line ends with a space.
 */
export function wordsOf(line) {
  const words = [];
  let word = null;
  let quote = "";
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at];
    if (!quote && /\s/.test(sign)) {
      word = null;
      continue;
    }
    if (!word) words.push((word = { text: "", start: at }));
    if (sign === quote) quote = "";
    else if (!quote && (sign === "'" || sign === '"')) quote = sign;
    else if (sign === "\\" && quote !== "'" && at + 1 < line.length) word.text += line[(at += 1)];
    else word.text += sign;
  }
  if (!word) words.push({ text: "", start: line.length });
  return words;
}
