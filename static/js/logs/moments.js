// Moments as people read them: the engine's stamps (UTC, nine digits) in local time, in UTC, or not at all.

const two = (number) => String(number).padStart(2, "0");
let minute = "";
let local = "";

// "2026-01-31 12:00:00.000" of a stamp; local time of one and the same minute is worked out once.
export function shown(stamp, mode) {
  if (mode === "utc") return `${stamp.slice(0, 10)} ${stamp.slice(11, 23)}`;
  if (stamp.slice(0, 16) !== minute) {
    minute = stamp.slice(0, 16);
    const at = new Date(`${minute}:00Z`);
    const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
    local = `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
  }
  return local + stamp.slice(16, 23);
}

// What an <input type="datetime-local"> holds for a moment, and back.
export function fieldOf(moment, mode) {
  const at = new Date(moment);
  if (Number.isNaN(at.getTime())) return "";
  const stamp = at.toISOString();
  return mode === "utc" ? stamp.slice(0, 19) : shown(stamp, "local").slice(0, 19).replace(" ", "T");
}

export function momentOf(field, mode) {
  if (!field) return "";
  const at = new Date(mode === "utc" ? `${field}Z` : field);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().replace(".000Z", "Z");
}
