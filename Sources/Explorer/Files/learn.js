// Lessons: their list, each with something to play with and exercises, the glossary, the teacher's page, and articles.

import { byID, fill, h } from "./dom.js";
import { exercises } from "./exercises.js";
import { complaint } from "./forms.js";
import { languages } from "./languages.js";
import { addressOf, fileOf, lessons } from "./lessons.js";
import { finder, pieces } from "./library.js";
import { wordsOf } from "./markdown.js";
import { practice } from "./practice.js";
import { forgetSolved, isSolved } from "./progress.js";
import { prose } from "./prose.js";
import { style } from "./styles.js";
import { current, t } from "./text.js";

/** What each lesson has to play with: a module with `begin()`, a state, and `show(state, become)`, an element. */
const widgets = {
  hash: () => import("./tryhash.js"), block: () => import("./tryblock.js"),
  transaction: () => import("./trypayment.js"), proof: () => import("./tryproof.js"), api: () => import("./tryapi.js"),
  consensus: () => import("./tryfork.js"), limits: () => import("./tryseal.js"), money: () => import("./trymerkle.js"),
};

/** The widgets' states, which outlive a change of the language. */
const states = new Map();

/** How many times something was wanted: only the last of it is shown. */
let requests = 0;

const isOnlyLinks = (piece) => piece?.kind === "paragraph"
  && piece.content.every((each) => each.kind === "link" || each.kind === "text" && each.text.trim() === "·");

/** The pieces of a page without the links to itself in other languages: behind its title, or what it says of itself. */
const ownPieces = (all) => all.filter((piece, place) => place > 2 || !isOnlyLinks(piece));

const crumbs = (...links) => h("p", { class: "crumbs" },
  [["#/learn", t("nav-learn")], ...links].map(([href, text]) => h("a", { href }, text)));

// MARK: One lesson

const solvedCount = (lesson) => exercises[lesson].filter((_, place) => isSolved(lesson, place + 1)).length;

function dots(lesson) {
  const n = exercises[lesson].length;
  return h("span", { class: "dots", role: "img", "aria-label": t("learn-solved", { n: solvedCount(lesson), of: n }) },
    exercises[lesson].map((_, place) => (isSolved(lesson, place + 1) ? "●" : "○")));
}

async function showLesson(lesson, all, language) {
  const [words, widget] = await Promise.all([finder(language), widgets[lesson]()]);
  if (!states.has(lesson)) states.set(lesson, widget.begin());
  const become = (state) => states.set(lesson, state);
  const progress = h("p", { class: "progress", "aria-live": "polite" });
  const count = () => fill(progress, dots(lesson), " ",
    t(solvedCount(lesson) === exercises[lesson].length ? "learn-all-solved" : "learn-solved",
      { n: solvedCount(lesson), of: exercises[lesson].length }));
  const remarks = {
    widget: () => ({ element: h("section", { class: "card try", "aria-label": t("learn-try") },
      widget.show(states.get(lesson), become)) }),
    exercises: (_, list, inline) => ({
      isTaken: true,
      element: [progress, h("ol", { class: "exercises" }, list.items.map((question, place) => practice({
        lesson, number: place + 1, exercise: exercises[lesson][place], question, inline,
        stateOf: () => states.get(lesson), solved: count,
      })))],
    }),
  };
  count();
  return [
    h("p", { class: "small" }, t("learn-number", { n: lessons.indexOf(lesson) + 1, of: lessons.length })),
    prose(all, { addressOf, finder: words, remarks }),
  ];
}

// MARK: The others

/** The list of lessons as cards, with what was solved of each. */
function index(all) {
  const isList = (piece) => piece.kind === "list" && piece.isOrdered;
  const nameOf = ([{ content }]) => addressOf(content[0].to).split("/").at(-1);
  const cards = all.find(isList).items.map((item) => h("li", { class: "card" },
    h("h2", {}, h("a", { href: `#/learn/${nameOf(item)}` }, wordsOf(item[0].content[0].content))),
    h("p", {}, wordsOf(item[0].content.slice(1)).replace(/^[:：]\s*/, "").replace(/^./u, (one) => one.toUpperCase())),
    dots(nameOf(item))));
  const place = all.findIndex(isList);
  const forget = h("button", { type: "button", class: "quiet small", onclick: () => {
    forgetSolved();
    showLearn();
  } }, t("learn-forget"));
  return [
    prose(all.slice(0, place), { addressOf }), h("ol", { class: "lessons" }, cards),
    prose(all.slice(place + 1), { addressOf }),
    lessons.some((each) => solvedCount(each) > 0) && h("p", {}, forget),
  ];
}

/** The glossary, with a place for each term that an address may name. */
function glossary(all) {
  const placeOf = (id) => h("span", { class: "anchor", id: `term-${id}` });
  return prose(all, { addressOf, remarks: { term: (text) => ({ element: placeOf(text.split(":")[0]) }) } });
}

const teacher = (all) => [
  h("p", { class: "no-print" },
    h("button", { type: "button", class: "quiet", onclick: () => print() }, t("learn-print"))),
  prose(all, { addressOf }),
];

/** What an address below `#/learn` shows. */
export async function showLearn(name = "", part = "") {
  const view = byID("view-learn");
  const language = current();
  requests += 1;
  const request = requests;
  const file = fileOf([name, part], language);
  if (!file) {
    fill(view, crumbs(), h("h1", {}, t("learn-none")));
    return;
  }
  try {
    const [all] = await Promise.all([pieces(file).then(ownPieces), style("learn.css"), style("tip.css")]);
    const made = lessons.includes(name) ? await showLesson(name, all, language)
      : name === "glossary" ? glossary(all) : name === "teacher" ? teacher(all)
        : name === "" ? index(all) : prose(all, { addressOf });
    if (requests !== request) return;
    const kind = { "": "wide", glossary: "wide glossary" }[name] ?? "";
    fill(view, h("article", { class: `learn ${kind}`, lang: languages[language].page },
      name !== "" && crumbs(["#/learn/glossary", t("learn-glossary")]),
      made));
    if (part !== "") byID(`term-${part}`)?.scrollIntoView({ block: "center" });
  } catch (error) {
    if (requests === request) fill(view, crumbs(), h("h1", {}, t("nav-learn")), complaint(error));
  }
}
