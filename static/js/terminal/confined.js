// What a program prints changes nothing but the terminal's own screen: not the clipboard, no title, no link, no window.
// xterm does most of these only when it is asked to; here they do not even reach it.

const TITLE_AND_ICON = [0, 1, 2];
const HYPERLINK = 8;
const CLIPBOARD = 52;
// Notifications, files, marks and images of other terminals.
const OF_OTHER_TERMINALS = [7, 9, 50, 51, 99, 133, 633, 777, 1337];

const taken = () => true;

/** Lets a terminal pass over all sequences that would reach beyond its screen. */
export function confine(xterm) {
  for (const number of [...TITLE_AND_ICON, HYPERLINK, CLIPBOARD, ...OF_OTHER_TERMINALS]) {
    xterm.parser.registerOscHandler(number, taken);
  }
  xterm.parser.registerCsiHandler({ final: "t" }, taken);
}
