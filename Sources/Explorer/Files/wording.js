// Words with places for values.

/**
 * A text with values for its {names}; {name|one|many} gives the words that fit the value, in which # stands for it, and
 * {Name} begins with a capital letter.
 */
export function filled(text, values) {
  return text.replace(/\{([A-Za-z]+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (whole, place, one, many) => {
    const name = place[0].toLowerCase() + place.slice(1);
    if (!Object.hasOwn(values, name)) return whole;
    const value = String(values[name]);
    if (one !== undefined) return value === "1" ? one : many.replaceAll("#", value);
    return place === name ? value : value.charAt(0).toUpperCase() + value.slice(1);
  });
}

/**
 * What a node says, `{reason, values, then}`, in the words of a language, `{reason: text}`; null if it has none for
 * a part of it.
 */
export function worded(said, words, gap) {
  const text = Object.hasOwn(words, said?.reason ?? "") ? words[said.reason] : undefined;
  if (text === undefined) return null;
  const values = Object.entries(said.values ?? {}).map(([name, value]) =>
    [name, typeof value?.reason === "string" ? worded(value, words, gap) : value]);
  const all = [filled(text, Object.fromEntries(values)), ...(said.then ?? []).map((each) => worded(each, words, gap))];
  return [...all, ...values.map(([, value]) => value)].includes(null) ? null : all.join(gap);
}
