// Copies what a button stands for, and says so on the button.

/** Copies `data-copy` of the button; where the browser forbids it, selects the line beside it to be copied by hand. */
export async function copyFrom(button, words) {
  try {
    await copyText(button.dataset.copy);
    say(button, words.copied, "is-copied");
  } catch {
    const line = button.parentElement.querySelector("code");
    if (line) getSelection().selectAllChildren(line);
    say(button, words.copyFailed, "");
  }
}

/** Puts a text on the clipboard; throws where the browser forbids it. */
export async function copyText(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // Over plain http from another machine browsers offer no clipboard, only this.
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (!copied) throw new Error("the browser refused to copy");
}

function say(button, sentence, mark) {
  const label = button.dataset.label ?? button.getAttribute("aria-label") ?? "";
  button.dataset.label = label;
  button.setAttribute("aria-label", sentence);
  button.title = sentence;
  if (mark) button.classList.add(mark);
  setTimeout(() => {
    button.setAttribute("aria-label", label);
    button.removeAttribute("title");
    button.classList.remove("is-copied");
  }, 1600);
}
