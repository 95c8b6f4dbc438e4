// Figures as `docker stats` writes them (docker/go-units), a dash for what is not known.

const BINARY = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
const DECIMAL = ["B", "kB", "MB", "GB", "TB", "PB"];
const UNKNOWN = "-";

export const known = (value) => value !== null && value !== undefined;

export const binary = (bytes) => size(bytes, 1024, BINARY, 4);

export const decimal = (bytes) => size(bytes, 1000, DECIMAL, 3);

export const rate = (bytes) => (known(bytes) ? `${decimal(bytes)}/s` : UNKNOWN);

export const percent = (share) => (known(share) ? `${share.toFixed(2)}%` : UNKNOWN);

export const count = (number) => (known(number) ? String(number) : UNKNOWN);

export function pair(left, right) {
  return left === UNKNOWN && right === UNKNOWN ? UNKNOWN : `${left} / ${right}`;
}

// The share of its limit that a container's memory has, in percent.
export const share = ({ memory, limit }) => (known(memory) && limit ? (memory / limit) * 100 : null);

function size(bytes, step, units, digits) {
  if (!known(bytes)) return UNKNOWN;
  let unit = 0;
  let left = bytes;
  while (left >= step && unit < units.length - 1) {
    left /= step;
    unit += 1;
  }
  return general(left, digits) + units[unit];
}

// What C and Go print for %.4g: so many digits, without zeros at the end.
function general(value, digits) {
  const [mantissa, exponent] = value.toPrecision(digits).split("e");
  const short = mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa;
  return exponent ? `${short}e${exponent.replace(/^([+-])(\d)$/, "$10$2")}` : short;
}
