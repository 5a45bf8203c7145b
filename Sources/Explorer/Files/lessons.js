// Which lessons and articles there are, in which files, and where a link in them leads in the page.

/** The lessons in their order. */
export const lessons = ["hash", "block", "transaction", "proof", "api", "consensus", "limits", "money"];

/** What else is in the lessons' folder. */
const pages = ["glossary", "teacher"];

/** The articles for those who want to see the code. */
const articles = ["Forgechain", "ABlock", "ATransaction", "TheProof", "TheAPI", "Consensus", "Money"];

/** How the files of each language end that the lessons are written in, and of each that the articles are. */
const endings = { en: ".md", zh: ".zh-CN.md", es: ".es.md" };
const articleEndings = { en: endings.en, zh: endings.zh };

/** The file of a page that an address names, and the language that it is in; null if there is none. */
export function fileOf(path, language) {
  const [name, article] = path;
  const found = (start, known) => {
    const written = Object.hasOwn(known, language) ? language : "en";
    return { file: `${start}${known[written]}`, language: written };
  };
  if (name === "read") return articles.includes(article) ? found(`article-${article}`, articleEndings) : null;
  const lesson = name === "" ? "list" : name;
  return ["list", ...lessons, ...pages].includes(lesson) ? found(`lesson-${lesson}`, endings) : null;
}

/**
 * Where a link leads in the page: to another lesson or article, or out of it. Null if to nothing that is here, such as
 * a file of the repository, or the page itself in another language.
 */
export function addressOf(to) {
  if (/^https?:\/\//.test(to)) return to;
  const [, file, anchor] = /^(?:[^#]*\/)?([^/#]*)(?:#(.*))?$/.exec(to) ?? [];
  if (!file) return null;
  const name = file.replace(/(\.zh-CN|\.es)?\.md$/, "");
  if (articles.includes(name)) return `#/learn/read/${name}`;
  if (![...lessons, ...pages].includes(name)) return null;
  return `#/learn/${name}${name === "glossary" && anchor ? `/${anchor}` : ""}`;
}
