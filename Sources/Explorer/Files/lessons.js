// Which lessons and articles there are, in which files, and where a link in them leads in the page.

/** The lessons in their order. */
export const lessons = ["hash", "block", "transaction", "proof", "api", "consensus", "limits", "money"];

/** What else is in the lessons' folder. */
const pages = ["glossary", "teacher"];

/** The articles for those who want to see the code, and those of them that exist in Chinese. */
const articles = ["Forgechain", "ABlock", "ATransaction", "TheProof", "TheAPI", "Consensus", "Money"];
const chineseArticles = { Money: "MONEY.zh-CN.md" };

/** How the files of each language end that the lessons are written in. */
const endings = { en: ".md", zh: ".zh-CN.md", es: ".es.md" };

/** The file of a page that an address names, and the language that it is in; null if there is none. */
export function fileOf(path, language) {
  const [name, article] = path;
  const written = Object.hasOwn(endings, language) ? language : "en";
  if (name === "read") {
    if (!articles.includes(article)) return null;
    const chinese = written === "zh" ? chineseArticles[article] : undefined;
    return { file: `article-${chinese ?? `${article}.md`}`, language: chinese ? "zh" : "en" };
  }
  const lesson = name === "" ? "list" : name;
  const isThere = ["list", ...lessons, ...pages].includes(lesson);
  return isThere ? { file: `lesson-${lesson}${endings[written]}`, language: written } : null;
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
  const article = Object.keys(chineseArticles).find((each) => chineseArticles[each] === file);
  if (article) return `#/learn/read/${article}`;
  if (![...lessons, ...pages].includes(name)) return null;
  return `#/learn/${name}${name === "glossary" && anchor ? `/${anchor}` : ""}`;
}
