// SHA-256 in plain JavaScript: browsers have one of their own only for pages of this machine, or with encryption.

const constants = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const start = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/** How many bytes are mixed in at a time. */
const blockBytes = 64;

const schedule = new Int32Array(64);

/** Mixes the 64 bytes from a place on into the state of eight words. */
function compress(state, bytes, place) {
  const w = schedule;
  for (let i = 0; i < 16; i += 1, place += 4) {
    w[i] = (bytes[place] << 24) | (bytes[place + 1] << 16) | (bytes[place + 2] << 8) | bytes[place + 3];
  }
  for (let i = 16; i < 64; i += 1) {
    const [x, y] = [w[i - 15], w[i - 2]];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + constants[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

/** The bytes behind the last whole block, as SHA-256 ends them: a 1, zeros, and the length of everything in bits. */
function ended(rest, length) {
  const tail = new Uint8Array(rest.length + 9 <= blockBytes ? blockBytes : 2 * blockBytes);
  tail.set(rest);
  tail[rest.length] = 0x80;
  const bits = new DataView(tail.buffer);
  bits.setUint32(tail.length - 8, Math.floor(length / 0x20000000));
  bits.setUint32(tail.length - 4, (length * 8) >>> 0);
  return tail;
}

const hexOf = (state) => Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");

/** Bytes with SHA-256's end behind them: whoever changes some of them need not end them again. */
export function padded(bytes) {
  const whole = bytes.length - bytes.length % blockBytes;
  const tail = ended(bytes.subarray(whole), bytes.length);
  const message = new Uint8Array(whole + tail.length);
  message.set(bytes);
  message.set(tail, whole);
  return message;
}

/** The digest of a message with its end, as eight words of 32 bits. */
export function wordsOf(message) {
  const state = Int32Array.from(start);
  for (let place = 0; place < message.length; place += blockBytes) compress(state, message, place);
  return state;
}

/** The digest of bytes, in 64 hex digits. */
export const sha256 = (bytes) => hexOf(wordsOf(padded(bytes)));

const encoder = new TextEncoder();

/** The digest of a text in UTF-8, in 64 hex digits. */
export const digestOf = (text) => sha256(encoder.encode(text));
