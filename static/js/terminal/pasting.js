// Pasting: control characters are left out, so that nothing pasted can end the brackets that tell a shell "this is
// pasted, do not run it". A program that does not ask for such brackets would run each line at once: then it is asked first.

const SENT_AT_ONCE = 1; // lines that need no question
// All but tab and the ends of lines.
// eslint-disable-next-line no-control-regex -- they are what this is about
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
const SHOWN_CHARACTERS = 2000;
const BEGIN = "\x1b[200~";
const END = "\x1b[201~";

export class Pasting {
  // `dialog` has [data-pasted] for the text, [data-lines] for how many lines it has, and a form that closes it with "paste".
  constructor(screen, dialog, send) {
    this.screen = screen;
    this.dialog = dialog;
    this.send = send;
    this.asked = "";
    // Before xterm, which would send it as it is.
    screen.place.addEventListener("paste", (event) => this.take(event), { capture: true });
    // Closing is told of later, when another paste may be asked about already.
    dialog.addEventListener("submit", (event) => this.answered(event.submitter.value));
    dialog.addEventListener("close", () => screen.xterm.focus());
  }

  take(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
    this.paste(event.clipboardData?.getData("text/plain") ?? "");
  }

  paste(pasted) {
    const { xterm } = this.screen;
    const text = clean(pasted);
    if (!text || xterm.options.disableStdin) return;
    const lines = text.split("\r").length - (text.endsWith("\r") ? 1 : 0);
    if (xterm.modes.bracketedPasteMode) this.send(BEGIN + text + END);
    else if (lines <= SENT_AT_ONCE && !text.endsWith("\r")) this.send(text);
    else this.ask(text, lines);
    xterm.scrollToBottom();
  }

  ask(text, lines) {
    this.asked = text;
    const shown = text.replaceAll("\r", "\n");
    this.dialog.querySelector("[data-pasted]").textContent =
      shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown;
    this.dialog.querySelector("[data-lines]").textContent = String(lines);
    this.dialog.showModal();
  }

  answered(answer) {
    const text = this.asked;
    this.asked = "";
    if (answer === "paste") this.send(text);
  }
}

/** What is sent for a pasted text: Enter for each end of a line, as a keyboard would. */
export function clean(text) {
  return text.replace(/\r\n|\n/g, "\r").replace(CONTROL, "");
}
