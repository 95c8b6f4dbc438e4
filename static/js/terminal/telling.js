// What is said about a terminal in words: in its bar how it is now, and in a note below what happened and what to do.

const BRIEFLY_MS = 2500;

export class Telling {
  constructor(root, words) {
    this.words = words;
    this.bar = root.querySelector("[data-term-state]");
    this.note = root.querySelector("[data-term-note]");
    this.noteWords = root.querySelector("[data-term-note-words]");
    this.act = root.querySelector("[data-term-act]");
    this.more = root.querySelector("[data-term-again]");
  }

  running(back) {
    this.said = false;
    this.hideNote();
    this.say(this.words.running, "good");
    if (back) this.briefly(this.words.back);
  }

  lost() {
    this.say(this.words.reconnecting, "warn");
    this.showNote(this.words.lost, "warn");
  }

  // So many characters were typed and not taken yet, while the connection is away.
  waiting(count) {
    if (count === null) this.showNote(this.words.waitingFull, "bad");
    else if (count) this.showNote(this.words.waiting.replace("{count}", count), "warn");
  }

  // The server says in a sentence what has happened; a close follows, or a last frame.
  state({ name, message }) {
    this.said = true;
    this.showNote(message, name === "detached" ? "calm" : "bad");
  }

  ended(code) {
    this.more?.removeAttribute("hidden");
    if (code === null) {
      this.say(this.words.closed, "warn");
      if (!this.said) this.showNote(this.left ? this.words.left : this.words.detached, "calm");
      return;
    }
    const { ends, endOther } = this.words;
    this.say(this.words.exitCode.replace("{code}", code), code ? "bad" : "calm");
    this.showNote(ends[code] ?? endOther.replace("{code}", code), code ? "bad" : "calm");
    this.bar.dataset.exitCode = String(code);
  }

  // Another window has it; `takeBack` gets it back.
  elsewhere(takeBack) {
    this.say(this.words.elsewhere, "calm");
    this.showNote(this.words.elsewhereSentence, "calm", { words: this.words.takeBack, press: takeBack });
  }

  // The connection is over, and not tried again.
  gone() {
    this.say(this.words.closed, "bad");
    if (!this.said) this.showNote(this.words.goneSentence, "bad");
    this.more?.removeAttribute("hidden");
  }

  // Asks before it is left for good; asked once more, it is kept.
  asks(press) {
    if (!this.note.hidden && this.asking) this.hideNote();
    else this.showNote(this.words.leaveAsks, "warn", { words: this.words.leave, press });
    this.asking = !this.note.hidden;
  }

  say(text, tone) {
    clearTimeout(this.timer);
    this.lasting = { text, tone };
    this.bar.textContent = text;
    this.bar.dataset.tone = tone;
  }

  // In place of the state, for a moment.
  briefly(text) {
    clearTimeout(this.timer);
    this.bar.textContent = text;
    this.timer = setTimeout(() => this.say(this.lasting.text, this.lasting.tone), BRIEFLY_MS);
  }

  // With `act` a button: its words, and what it does, which ends the note.
  showNote(sentence, tone, act = null) {
    this.note.hidden = false;
    this.asking = false;
    this.note.dataset.tone = tone;
    this.noteWords.textContent = sentence;
    this.act.hidden = !act;
    this.act.textContent = act?.words ?? "";
    this.act.onclick = () => {
      this.left = this.asking;
      this.hideNote();
      act.press();
    };
  }

  hideNote() {
    this.note.hidden = true;
  }
}
