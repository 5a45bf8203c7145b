// The key that this browser keeps. Its secret half can be used here and read by nobody, not even by this page.

/** Where it is kept. */
const [base, store, place] = ["forgechain", "keys", "own"];

/** A name of the text that says why there can be no key here, or null if there can. */
export async function obstacle() {
  if (!globalThis.isSecureContext || !globalThis.crypto?.subtle) return "key-insecure";
  if (!globalThis.indexedDB) return "key-no-place";
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  } catch {
    return "key-no-ed25519";
  }
  return null;
}

const result = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

async function withStore(mode, action) {
  const opening = indexedDB.open(base, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(store);
  const database = await result(opening);
  try {
    return await result(action(database.transaction(store, mode).objectStore(store)));
  } finally {
    database.close();
  }
}

const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** The key that is kept, `{address, secret}`, or null. */
export const kept = async () => (await withStore("readonly", (keys) => keys.get(place))) ?? null;

/** Makes a key and keeps it; one that is there stays, so that no money is lost by another tab. */
export async function make() {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
  const address = hex(await crypto.subtle.exportKey("raw", pair.publicKey));
  try {
    await withStore("readwrite", (keys) => keys.add({ address, secret: pair.privateKey }, place));
  } catch (error) {
    if (error.name !== "ConstraintError") throw error;
  }
  return kept();
}

/** Forgets the key. What it owns is lost. */
export const forget = () => withStore("readwrite", (keys) => keys.delete(place));

/** Its signature of a text, in 128 hex digits. */
export const sign = async (key, text) =>
  hex(await crypto.subtle.sign("Ed25519", key.secret, new TextEncoder().encode(text)));
