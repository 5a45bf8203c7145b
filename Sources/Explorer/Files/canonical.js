// The canonical text of a value, which is what is hashed and signed: Python's json.dumps(value, sort_keys=True).

import { Spelled } from "./json.js";

/** Sorted as Python sorts: by code points, where JavaScript compares halves of them. */
function inOrder(one, other) {
  const [a, b] = [Array.from(one), Array.from(other)];
  for (let place = 0; place < Math.min(a.length, b.length); place += 1) {
    const difference = a[place].codePointAt(0) - b[place].codePointAt(0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

const escapes = { '"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b" };
const text = (string) => `"${string.replace(/["\\]|[^ -~]/g, (unit) =>
  escapes[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;

/** A double as Python's repr: the same shortest digits, but an exponent only below 1e-4 and from 1e16 on. */
function double(value) {
  if (!Number.isFinite(value)) throw new RangeError("infinities have no canonical text");
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  const [mantissa, exponentText] = Math.abs(value).toExponential().split("e");
  const [digits, exponent] = [mantissa.replace(".", ""), Number(exponentText)];
  if (exponent < -4 || exponent >= 16) {
    const size = String(Math.abs(exponent)).padStart(2, "0");
    return `${sign}${mantissa}e${exponent < 0 ? "-" : "+"}${size}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

function number(spelling) {
  if (/^-?\d+$/.test(spelling)) return spelling === "-0" ? "0" : spelling;
  return double(Number(spelling));
}

/** The canonical text of what `parse` gives; throws a RangeError for a number that rounds to an infinity. */
export function canonical(value) {
  if (value instanceof Spelled) return number(value.text);
  if (typeof value === "number") return number(String(value));
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(", ")}]`;
  if (value !== null && typeof value === "object") {
    const keys = Object.keys(value).sort(inOrder);
    return `{${keys.map((key) => `${text(key)}: ${canonical(value[key])}`).join(", ")}}`;
  }
  return String(value);
}
