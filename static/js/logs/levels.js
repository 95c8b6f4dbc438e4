// How serious a line is, guessed for its colour: from a field of its own, else from a word near its beginning.

const FIELD = /"(?:level|lvl|severity|log\.level|levelname)"\s*:\s*"?(\w+)|(?:^|\s)(?:level|lvl|severity)=["']?(\w+)/i;
const WORD =
  /(?:^|[\s[(<|:"'])(trace|debug|info|information|notice|warn|warning|error|err|critical|crit|fatal|panic|emerg|alert|severe)(?=$|[\s\])>|:,"'])/i;
const NAMES = {
  trace: "trace",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  10: "trace",
  20: "debug",
  30: "info",
  40: "warn",
};
const LOOKED_AT = 400;

export function levelOf(text) {
  const start = text.slice(0, LOOKED_AT);
  const field = FIELD.exec(start);
  const word = field ? (field[1] ?? field[2]) : WORD.exec(start)?.[1];
  if (!word) return "none";
  return NAMES[word.toLowerCase()] ?? (field && !isSerious(word) ? "none" : "error");
}

const isSerious = (word) => /^(err|crit|fatal|panic|emerg|alert|severe|50$|60$)/i.test(word);
