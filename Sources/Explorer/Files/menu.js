// The menu of languages, which each page has.

import { byID, fill, h } from "./dom.js";
import { languages } from "./languages.js";
import { chooseLanguage, current } from "./text.js";

/** Fills the menu: each language by its own name, whatever is shown. `changed` draws what is shown anew. */
export function startLanguages(changed) {
  const menu = byID("language");
  fill(menu, Object.entries(languages).map(([tag, { name, page }]) => h("option", { value: tag, lang: page }, name)));
  menu.value = current();
  menu.addEventListener("change", async () => {
    await chooseLanguage(menu.value);
    changed();
  });
}
