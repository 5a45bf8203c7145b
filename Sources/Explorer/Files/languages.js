// The languages of the page. A new one is added here, with a file of its texts and one of the API's, and to Language in
// Sources/Wording.

/**
 * Of each language, by its tag: what it calls itself, which tag the page then has, its texts, and the file of what the
 * description of the API says, by the English, which the node gives.
 */
export const languages = {
  en: { name: "English", page: "en", api: null, texts: async () => (await import("./english.js")).english },
  zh: {
    name: "中文", page: "zh-CN", api: "apichinese.json", texts: async () => (await import("./chinese.js")).chinese,
  },
  es: {
    name: "Español", page: "es", api: "apispanish.json", texts: async () => (await import("./spanish.js")).spanish,
  },
};

/** The language that a tag such as `zh-TW` asks for, or undefined if there is none for it. */
export function languageOf(tag) {
  const first = /^[a-z]+/i.exec(tag ?? "")?.[0].toLowerCase();
  return first !== undefined && Object.hasOwn(languages, first) ? first : undefined;
}
