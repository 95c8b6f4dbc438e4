// The keys that a phone's keyboard lacks: Esc, Tab, Ctrl for the next key, arrows and some of a shell's characters.

const ARROWS = { up: "A", down: "B", right: "C", left: "D" };

export class KeysRow {
  // `row` has buttons with data-key (a name of ARROWS, or the text itself) and one with data-ctrl.
  constructor(row, xterm, send) {
    this.row = row;
    this.xterm = xterm;
    this.ctrl = row.querySelector("[data-ctrl]");
    // The focus stays in the terminal, else the phone's keyboard would go.
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button === this.ctrl) this.hold(!this.held);
      else if (button) send(this.textOf(button.dataset.key));
      xterm.focus();
    });
  }

  get held() {
    return this.ctrl.getAttribute("aria-pressed") === "true";
  }

  hold(held) {
    this.ctrl.setAttribute("aria-pressed", String(held));
  }

  textOf(key) {
    const final = ARROWS[key];
    if (final) return `\x1b${this.xterm.modes.applicationCursorKeysMode ? "O" : "["}${final}`;
    return { esc: "\x1b", tab: "\t" }[key] ?? this.take(key);
  }

  // What was typed, with Ctrl where that is held: Ctrl and C are one character.
  take(typed) {
    if (!this.held || typed.length !== 1) return typed;
    this.hold(false);
    const code = typed.toUpperCase().charCodeAt(0);
    return code >= 0x40 && code < 0x60 ? String.fromCharCode(code & 0x1f) : typed;
  }
}
