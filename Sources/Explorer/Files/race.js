// A race between a chain in secret and the honest one: how likely a payment with some blocks on top is undone.

/** The shares of the attacker and the confirmations that can be tried. */
export const shares = { least: 10, most: 60 };
export const confirmations = { least: 1, most: 12 };

/** How many blocks a race takes at most; then the attacker gives up. */
const mostBlocks = 2000;

/** How far behind an attacker is who gives up. */
const hopeless = 200;

/** How many races are run at once. */
export const runs = 1000;

/**
 * The probability that an attacker with a share q of the work undoes a payment with z blocks: Rosenfeld, "Analysis of
 * hashrate-based double-spending" (arXiv 1402.2009); Grunspan and Pérez-Marco, "Double spend races"
 * (arXiv 1702.02867), prove the same sum and give it as an incomplete beta function. While the honest miners find
 * their z blocks, the attacker finds k with the probability of a negative binomial distribution, C(k+z-1, k) p^z q^k;
 * from z-k behind, the probability of catching up is (q/p)^(z-k). As in the first paper, the attacker begins with one
 * block in secret and has to be longer, so catching up without that block is all it takes.
 */
export function theory(q, z) {
  const p = 1 - q;
  if (q >= p) return 1;
  let sum = 0;
  let ways = 1;
  for (let k = 0; k < z; k += 1) {
    sum += ways * (p ** z * q ** k - q ** z * p ** k);
    ways *= (k + z) / (k + 1);
  }
  return 1 - sum;
}

/** A race at its beginning. */
export const begin = (share, z) => ({ share, z, honest: 0, attacker: 1, found: [], ending: null });

/** Whether the payment has its blocks: then the goods are handed over, and the secret chain may be shown. */
export const isPaid = (race) => race.honest >= race.z;

/** The race after the next block; whose that is the generator says, with a number from 0 to 1. */
export function stepped(race, random) {
  if (race.ending !== null) return race;
  const isAttackers = random() < race.share;
  const [honest, attacker] = [race.honest + (isAttackers ? 0 : 1), race.attacker + (isAttackers ? 1 : 0)];
  const isWon = honest >= race.z && attacker > honest;
  const isLost = honest - attacker >= hopeless || honest + attacker > mostBlocks;
  const found = [...race.found, isAttackers];
  return { ...race, honest, attacker, found, ending: isWon ? "won" : isLost ? "lost" : null };
}

/** Whether the attacker wins a race of which only the end is wanted. */
export function isWon(share, z, random) {
  let [honest, attacker] = [0, 1];
  while (honest < z || attacker <= honest) {
    if (honest - attacker >= hopeless || honest + attacker > mostBlocks) return false;
    if (random() < share) attacker += 1;
    else honest += 1;
  }
  return true;
}

/** The share of so many races that the attacker wins. */
export function wins(share, z, count, random) {
  let won = 0;
  for (let run = 0; run < count; run += 1) won += isWon(share, z, random) ? 1 : 0;
  return won / count;
}

/** Numbers from 0 to 1 that look like chance and are the same for the same seed (Mulberry32, by Tommy Ettinger). */
export function generator(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
