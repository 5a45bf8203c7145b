// Which lessons and articles there are, in which files, and where a link in them leads in the page.

import { languages } from "./languages.js";

/** The lessons in their order. */
export const lessons = ["hash", "block", "transaction", "proof", "api", "consensus", "limits", "money"];

/** What else is in the lessons' folder. */
const pages = ["glossary", "teacher"];

/** The articles for those who want to see the code. */
const articles = ["Forgechain", "ABlock", "ATransaction", "TheProof", "TheAPI", "Consensus", "Money"];

/** How the files of a language end: the page's language is in their names, but for English. */
const endingOf = (language) => (language === "en" ? ".md" : `.${languages[language].page}.md`);

/** The file of a page that an address names, in a language; null if there is none. */
export function fileOf(path, language) {
  const [name, article] = path;
  if (name === "read") return articles.includes(article) ? `article-${article}${endingOf(language)}` : null;
  const lesson = name === "" ? "list" : name;
  return ["list", ...lessons, ...pages].includes(lesson) ? `lesson-${lesson}${endingOf(language)}` : null;
}

/**
 * Where a link leads in the page: to another lesson or article, or out of it. Null if to nothing that is here, such as
 * a file of the repository, or the page itself in another language.
 */
export function addressOf(to) {
  if (/^https?:\/\//.test(to)) return to;
  const [, file, anchor] = /^(?:[^#]*\/)?([^/#]*)(?:#(.*))?$/.exec(to) ?? [];
  if (!file) return null;
  const name = file.replace(/(\.[A-Za-z-]+)?\.md$/, "");
  if (articles.includes(name)) return `#/learn/read/${name}`;
  if (![...lessons, ...pages].includes(name)) return null;
  return `#/learn/${name}${name === "glossary" && anchor ? `/${anchor}` : ""}`;
}
