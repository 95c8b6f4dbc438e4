// What this browser keeps of how the list looks, in cookies, so that the server writes the list so: a year, this site only.

const YEAR_SECONDS = 365 * 24 * 3600;

export function keep(name, words) {
  const secure = location.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${words.join(".")}; path=/; max-age=${YEAR_SECONDS}; samesite=lax${secure}`;
}

// The words, or null where nothing is kept.
export function kept(name) {
  const found = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return found === undefined
    ? null
    : found
        .slice(name.length + 1)
        .split(".")
        .filter(Boolean);
}
