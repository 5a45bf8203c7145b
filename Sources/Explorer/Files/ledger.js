// A ledger's rules as far as the page needs them: addresses, work, and the text that a payment's key signs.

import { canonical } from "./canonical.js";
import { digestOf } from "./sha256.js";

/** Whether it is spelled as an address is; whether anybody has its key, nobody can tell. */
export const isAddress = (text) => /^[0-9a-f]{64}$/.test(text);

/** Whether it is the name of a node to which nobody gave one. */
export const isUnnamed = (text) => /^[0-9a-f]{32}$/.test(text);

/** The largest amount: beyond it a double would round. */
export const mostMoney = Number.MAX_SAFE_INTEGER;

/** An amount of a ledger as a number, or null if it is none: whole, in digits only. */
export function money(text) {
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || Number(text) > mostMoney) return null;
  return Number(text);
}

/** What the sender's key signs: everything in the payment, for one network only, which its first block names. */
export const textToSign = (payment, network) => canonical({ ...payment, network });

/** A signed payment's name: the digest of its text. */
export const idOf = (payment) => digestOf(canonical(payment));

/** How many guesses a block with this target takes on average, a BigInt; the target has 64 hex digits. */
export const workOf = (target) => (1n << 256n) / (BigInt(`0x${target}`) + 1n);

/** How many digits of a ledger's proof are the number that was searched; the seal stands before them. */
export const nonceDigits = 20;

/** Whether a block is of a ledger: nothing else has a target. */
export const hasTarget = (block) => typeof block?.target === "string" && isAddress(block.target);
