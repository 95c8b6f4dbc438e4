// How a typed line can go on, from what the page knows: commands, flags, values, names. Asks nobody.
import { wordsOf } from "./words.js";

/**
 * The word before `caret`: where it starts, what it is (`now`: title, help, example; null where nothing is known), and
 * the choices it could become. A choice has the word, what else it is called, its help, its risk, and what follows it.
 */
export function complete(vocabulary, names, line, caret) {
  const words = wordsOf(line.slice(0, caret));
  const { text: begun, start } = words.pop();
  const before = words.map((word) => word.text);
  if (before[0] === "docker") before.shift();
  const { now = null, choices = [] } = found(vocabulary, names, before, begun);
  return { start, now, begun, choices: choices.filter((choice) => choice.word !== begun) };
}

function found(vocabulary, names, before, begun) {
  const [command, rest] = commandOf(vocabulary, before);
  if (!command) return { choices: matching(commandsAfter(vocabulary, before), begun) };
  const { waits, loose, over } = read(command, rest);
  if (waits) return valueOf(waits, names, begun, "");
  if (!over && begun.startsWith("--") && begun.includes("=")) {
    const [flag] = begun.split("=", 1);
    const option = optionOf(command, flag);
    return option?.value ? valueOf(option, names, begun, `${flag}=`) : {};
  }
  if (!over && begun.startsWith("-")) return flagsOf(command, rest, begun);
  return wordOf(command, names, loose, begun);
}

function commandOf(vocabulary, before) {
  for (const length of [2, 1]) {
    const name = before.slice(0, length).join(" ");
    const command = before.length >= length && vocabulary.commands.find((each) => each.names.includes(name));
    if (command) return [command, before.slice(length)];
  }
  return [null, []];
}

function commandsAfter({ commands, groups }, before) {
  if (before.length === 0) {
    const short = commands.filter((command) => !command.names[0].includes(" "));
    const grouped = Object.entries(groups).map(([word, help]) => ({ word, help }));
    return [...short.map((command) => ({ word: command.names[0], help: command.help })), ...grouped];
  }
  const verbs = [];
  for (const command of before.length === 1 ? commands : []) {
    for (const name of command.names) {
      const [group, verb] = name.split(" ");
      if (verb && group === before[0]) verbs.push({ word: verb, help: command.help });
    }
  }
  return verbs;
}

/** Goes through the words after the command: the option that waits for its value, the words without a flag. */
function read(command, rest) {
  const loose = [];
  let waits = null;
  let over = false;
  for (const word of rest) {
    if (waits) waits = null;
    else if (over || !word.startsWith("-") || word === "-") {
      loose.push(word);
      over ||= command.endsAtFirstWord;
    } else if (word === "--") over = true;
    else waits = waitsAfter(command, word);
  }
  return { waits, loose, over };
}

function waitsAfter(command, word) {
  if (word.includes("=")) return null;
  if (word.startsWith("--")) return withValue(optionOf(command, word));
  for (const [at, letter] of [...word.slice(1)].entries()) {
    const option = withValue(optionOf(command, `-${letter}`));
    if (option) return at === word.length - 2 ? option : null;
  }
  return null;
}

const optionOf = (command, flag) => command.options.find((option) => option.flags.includes(flag));
const withValue = (option) => (option?.value ? option : null);

function valueOf(option, names, begun, before) {
  const known = option.values.map(([word, help]) => ({ word: before + word, help }));
  const named = (names[option.names] ?? []).map((word) => ({ word: before + word, help: "", ends: option.ends }));
  const choices = matching([...known, ...named], begun);
  return { now: told(option), choices };
}

function flagsOf(command, rest, begun) {
  const now = explained(command, begun);
  const left = command.options.filter((option) => option.several || !option.flags.some((flag) => rest.includes(flag)));
  const flags = left.map((option) => {
    const short = option.flags.find((flag) => flag === begun);
    const word = short ?? option.flags.at(-1);
    const also = option.flags.filter((flag) => flag !== word).join(" ");
    return { word, also, value: option.value, help: option.help, risk: option.risk };
  });
  return { now, choices: matching(flags, begun) };
}

/** What the flag that stands there means; of several letters in one word, each. */
function explained(command, begun) {
  const whole = optionOf(command, begun);
  if (whole) return told(whole);
  if (begun.startsWith("--") || begun.length < 3) return null;
  const options = [...begun.slice(1)].map((letter) => optionOf(command, `-${letter}`));
  if (!options.every(Boolean)) return null;
  return { title: begun, help: options.map((option) => `${option.flags[0]} ${option.help}`).join(" · ") };
}

function told(option) {
  const example = option.value ? option.example : "";
  return { title: [...option.flags, option.value].join(" ").trim(), help: option.help, example, risk: option.risk };
}

function wordOf(command, names, loose, begun) {
  const last = command.words.at(-1);
  const word = command.words[loose.length] ?? (last?.rest ? last : null);
  if (!word) return {};
  const free = (names[word.names] ?? []).filter((name) => !loose.includes(name));
  return {
    now: { title: word.name, help: word.help },
    choices: matching(
      free.map((name) => ({ word: name, help: "" })),
      begun,
    ),
  };
}

/** Those that begin with what is typed; then those that have it in them; then those whose explanation has it. */
function matching(choices, begun) {
  const wanted = begun.toLowerCase();
  const bare = wanted.replace(/^-+/, "");
  const ranks = [[], [], []];
  for (const choice of choices) {
    const words = [choice.word, choice.also ?? ""].map((word) => word.toLowerCase());
    if (words.some((word) => word.startsWith(wanted))) ranks[0].push(choice);
    else if (bare.length > 1 && words[0].includes(bare)) ranks[1].push(choice);
    else if (bare.length > 2 && wanted !== bare && choice.help.toLowerCase().includes(bare)) ranks[2].push(choice);
  }
  return ranks.flat();
}
