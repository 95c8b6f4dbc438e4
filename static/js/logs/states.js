// What the states of docs/protocol.md mean to a page.

// A state's word and tone in the corner; those without an entry change nothing there.
export const HEALTH = {
  live: ["wordLive", "good"],
  waiting: ["wordWaiting", "calm"],
  ended: ["wordEnded", "calm"],
  engine_lost: ["wordEngineLost", "warn"],
  removed: ["wordRemoved", "calm"],
  unreadable: ["wordUnreadable", "warn"],
  failed: ["wordFailed", "warn"],
  done: ["wordDone", "calm"],
  refused: ["wordRefused", "bad"],
  empty: ["wordEmpty", "calm"],
};
// States that are worth a line of their own among the log's lines, with its tone.
export const MARKS = {
  ended: "calm",
  restarted: "busy",
  removed: "calm",
  other_container: "warn",
  engine_lost: "warn",
  engine_back: "busy",
  unreadable: "warn",
  failed: "warn",
  refused: "bad",
};
