// Typing into a container with -i and without -t: it has no terminal that would echo, so lines are made here and sent
// whole. Ctrl-D on an empty line ends the input.

const ENTER = "\r";
const DELETE = "\x7f";
const CTRL_C = "\x03";
const CTRL_D = "\x04";

export class TypedLine {
  constructor(echo, send, end) {
    this.echo = echo;
    this.send = send;
    this.end = end;
    this.text = "";
  }

  take(typed) {
    if (typed.startsWith("\x1b")) return; // arrows and other keys have no meaning here
    for (const character of typed) this.takeOne(character);
  }

  takeOne(character) {
    if (character === ENTER || character === "\n") this.sendLine();
    else if (character === DELETE) this.deleteOne();
    else if (character === CTRL_C) this.text = "";
    else if (character === CTRL_D && !this.text) this.end();
    else if (character >= " ") {
      this.text += character;
      this.echo(character);
    }
  }

  sendLine() {
    this.echo("\r\n");
    this.send(`${this.text}\n`);
    this.text = "";
  }

  deleteOne() {
    if (!this.text) return;
    this.text = [...this.text].slice(0, -1).join("");
    this.echo("\b \b");
  }
}
