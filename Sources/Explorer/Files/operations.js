// What the description of an API says, as a page shows it: by purpose, and each request as a command.

/** What each purpose's paths begin with; the first that fits counts, and what fits nowhere is of the last. */
const purposes = [
  ["tutorial", ["/mine", "/transactions/new", "/chain", "/nodes/register", "/nodes/resolve"]],
  ["blocks", ["/blocks", "/headers", "/work", "/forks"]],
  ["payments", ["/transactions", "/accounts"]],
  ["peers", ["/nodes", "/gossip"]],
  ["operation", ["/"]],
];

/** The methods that a path may have. */
const methods = ["get", "post", "put", "delete"];

/** What GET changes all the same, as in the tutorial. */
const changing = ["/mine", "/nodes/resolve"];

/** The answer to these has no end. */
const endless = ["/events"];

/** What a reference stands for. */
export const resolve = (api, item) =>
  item?.$ref ? item.$ref.slice(2).split("/").reduce((value, key) => value?.[key], api) ?? {} : item ?? {};

const json = (content) => content?.["application/json"] ?? {};

const exampleOf = (content) => json(content).example ?? Object.values(json(content).examples ?? {})[0]?.value;

function operation(api, path, method, item) {
  const value = item[method];
  const body = resolve(api, value.requestBody);
  const answers = Object.entries(value.responses ?? {}).map(([status, answer]) => [status, resolve(api, answer)]);
  const success = answers.find(([status]) => status.startsWith("2"))?.[1];
  return {
    path, methods: [method.toUpperCase()], summary: value.summary, description: value.description,
    parameters: [...(item.parameters ?? []), ...(value.parameters ?? [])].map((each) => resolve(api, each)),
    hasBody: value.requestBody !== undefined, bodySays: body.description, bodyExample: exampleOf(body.content),
    answers, example: exampleOf(success?.content), schema: json(success?.content).schema,
    isSafe: method === "get" && !changing.includes(path), isEndless: endless.includes(path),
  };
}

/** Two ways to ask for the same are one operation. */
function folded(operations) {
  const [first, second] = operations;
  const isSame = operations.length === 2 && !first.isSafe && !second.isSafe && first.hasBody === second.hasBody;
  return isSame ? [{ ...first, methods: [...first.methods, ...second.methods] }] : operations;
}

/** `[purpose, [path, operations]...]` for each purpose, in the description's order. */
export function byPurpose(api) {
  const groups = purposes.map(([name]) => [name, []]);
  for (const [path, item] of Object.entries(api.paths)) {
    const place = purposes.findIndex(([, beginnings]) => beginnings.some((each) => path.startsWith(each)));
    const found = methods.filter((method) => item[method]).map((method) => operation(api, path, method, item));
    groups[place][1].push([path, folded(found)]);
  }
  return groups.filter(([, paths]) => paths.length > 0);
}

/** The path with its parameters filled in, from values by name; what is empty is left out. */
export function filledPath({ path, parameters }, values) {
  const query = parameters.filter((each) => each.in === "query" && (values[each.name] ?? "") !== "")
    .map((each) => (each.allowEmptyValue && values[each.name] === "true" ? each.name
      : `${each.name}=${encodeURIComponent(values[each.name])}`));
  const whole = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(values[name] ?? ""));
  return query.length > 0 ? `${whole}?${query.join("&")}` : whole;
}

/** A text as one word of a shell. */
export const quoted = (text) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** A request as a command. */
export function curl({ method, url, body, isEndless = false }) {
  const parts = ["curl"];
  if (isEndless) parts.push("-N");
  if (method !== "GET" && !(method === "POST" && body !== undefined)) parts.push("-X", method);
  if (body !== undefined) parts.push("-d", quoted(body));
  return [...parts, quoted(url)].join(" ");
}

// MARK: Schemas

/** How deep a schema is told. */
const deepest = 3;

const alternatives = (schema) => schema.oneOf ?? schema.anyOf ?? null;

function typeOf(api, schema) {
  const several = alternatives(schema);
  if (several) return [...new Set(several.map((each) => typeOf(api, resolve(api, each))))].join(" | ");
  if (schema.enum) return schema.enum.map((each) => JSON.stringify(each)).join(" | ");
  if (schema.type === "array") return `[${typeOf(api, resolve(api, schema.items))}]`;
  return Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type ?? "any";
}

/** What an answer consists of, one line a member: `{depth, name, type, says}`. */
export function membersOf(api, item, depth = 0) {
  const schema = resolve(api, item);
  if (schema.type === "array") return membersOf(api, schema.items, depth);
  const several = alternatives(schema) ?? schema.allOf;
  if (several) return several.flatMap((each) => membersOf(api, each, depth));
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const found = resolve(api, member);
    const line = { depth, name, type: typeOf(api, found), says: found.description ?? member.description ?? "" };
    return [line, ...(depth + 1 < deepest ? membersOf(api, found, depth + 1) : [])];
  });
}
