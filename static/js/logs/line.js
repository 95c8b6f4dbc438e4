// What a line of the socket holds: (its container's index,) its stream's letter, its time, a space and its text. A line
// of the page's own, a mark, begins with "#" and its tone.

const STAMP = 30;
export const MARK = "#";
const TONES = ["calm", "busy", "warn", "bad"];

export function readLine(line) {
  let at = 0;
  while (line[at] >= "0" && line[at] <= "9") at += 1;
  const letter = line[at];
  if (letter === MARK) return { mark: line.slice(at + 2), tone: TONES[Number(line[at + 1])] };
  return {
    of: at ? Number(line.slice(0, at)) : null,
    letter,
    stamp: line.slice(at + 1, at + 1 + STAMP),
    text: line.slice(at + STAMP + 2),
    // What the server finds it by again.
    place: line.slice(at, at + 1 + STAMP),
  };
}

export const markLine = (sentence, tone) => `${MARK}${TONES.indexOf(tone)}${sentence.replaceAll("\n", " ")}\n`;

// How many characters of a line stand before its text.
export const PREFIX = STAMP + 2;

// What is drawn of a longer line, until more is asked for.
export const SHOWN_CHARACTERS = 4000;
