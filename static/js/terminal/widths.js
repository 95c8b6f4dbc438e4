// How many cells a character takes, as today's shells count (wcwidth): xterm alone knows Unicode 6, where emoji are narrow.

const VERSION = "dockline";
// East Asian wide and full-width blocks; emoji are asked of the browser.
const WIDE = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x2fffd],
  [0x30000, 0x3fffd],
];
const SOFT_HYPHEN = 0xad;
const MEDIAL_JAMO = [0x1160, 0x11ff];
const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]$/u;
const EMOJI = /^\p{Emoji_Presentation}$/u;
const TABLE_SIZE = 0x20000;
const UNKNOWN = 255;

const table = new Uint8Array(TABLE_SIZE).fill(UNKNOWN);

/** The cells of a code point: 0, 1 or 2. */
export function cellsOf(code) {
  if (code >= TABLE_SIZE) return looked(code);
  if (table[code] === UNKNOWN) table[code] = looked(code);
  return table[code];
}

/** Makes a terminal count so. */
export function countAsShellsDo(xterm) {
  xterm.unicode.register({ version: VERSION, wcwidth: cellsOf, charProperties });
  xterm.unicode.activeVersion = VERSION;
}

function looked(code) {
  if (code >= 0xd800 && code <= 0xdfff) return 1;
  const character = String.fromCodePoint(code);
  const within = ([first, last]) => first <= code && code <= last;
  if (code === SOFT_HYPHEN) return 1;
  if (within(MEDIAL_JAMO) || NOTHING.test(character)) return 0;
  return WIDE.some(within) || EMOJI.test(character) ? 2 : 1;
}

// xterm's own packing: (state << 3) | (width << 1) | joins the character before.
function charProperties(code, preceding) {
  const cells = cellsOf(code);
  const before = (preceding >> 1) & 3;
  const joins = cells === 0 && before > 0;
  return ((joins ? before : cells) << 1) | (joins ? 1 : 0);
}
