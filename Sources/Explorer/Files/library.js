// The texts of lessons and articles, as files beside the modules.

import { finderOf, termsOf } from "./glossary.js";
import { fileOf } from "./lessons.js";
import { parsed } from "./markdown.js";
import { Refusal } from "./node.js";

const loaded = new Map();

async function load(file) {
  const answer = await fetch(new URL(file, import.meta.url)).catch(() => null);
  if (!answer?.ok) throw new Refusal(answer?.status ?? 0, answer ? `${answer.status}` : "");
  return parsed(await answer.text());
}

/** The pieces of a file; it is loaded once, or again if it could not be. */
export function pieces(file) {
  if (!loaded.has(file)) {
    const loading = load(file);
    loaded.set(file, loading);
    loading.catch(() => loaded.delete(file));
  }
  return loaded.get(file);
}

/** What finds the glossary's words in texts of a language. */
export const finder = async (language) => finderOf(termsOf(await pieces(fileOf(["glossary"], language))));
