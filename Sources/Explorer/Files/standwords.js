// How the sandbox's chain stands, in words.

import { number, t } from "./text.js";

const list = (values) => values.join(t("list-and"));

/** One or two sentences for what `standing` has found. */
export function standingText({ kind, broken, behind, ours, theirs }) {
  if (kind === "unnoticed") return t("sandbox-nothing");
  if (kind !== "broken") return t(`sandbox-${kind}`, { ours: number(ours), theirs: number(theirs) });
  const one = t("sandbox-broken-list", { n: broken.length, blocks: list(broken) });
  if (behind.length === 0) return one;
  return t("sentences", { one, two: t("sandbox-behind-list", { n: behind.length, blocks: list(behind) }) });
}
