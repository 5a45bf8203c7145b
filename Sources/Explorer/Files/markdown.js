// Markdown as plain values: the part of it that the lessons and articles are written in. Anything else stays text, and
// nothing is ever HTML.
//
// A piece is `{kind, ...}`. Pieces of a page: heading (level, content), paragraph (content), list (isOrdered, items,
// each with pieces), code (language, text), table (head, rows; cells with content), remark (text of a comment). Pieces
// of a content: text, code, strong, emphasis, link (to, content).

const inlines =
  /(`+)([^]+?)\1(?!`)|\*\*([^]+?)\*\*|\*([^*\s][^*]*?)\*|\[([^\]]*)\]\(([^)\s]+)\)|<(https?:\/\/[^>\s]+)>/g;

/** The content of a text: its words, and what stands out among them. */
export function contentOf(text) {
  const content = [];
  let end = 0;
  for (const match of text.matchAll(inlines)) {
    if (match.index > end) content.push({ kind: "text", text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    const [, , code, strong, emphasis, label, to, address] = match;
    if (code !== undefined) content.push({ kind: "code", text: code });
    else if (strong !== undefined) content.push({ kind: "strong", content: contentOf(strong) });
    else if (emphasis !== undefined) content.push({ kind: "emphasis", content: contentOf(emphasis) });
    else if (to !== undefined) content.push({ kind: "link", to, content: contentOf(label) });
    else content.push({ kind: "link", to: address, content: [{ kind: "text", text: address }] });
  }
  if (end < text.length) content.push({ kind: "text", text: text.slice(end) });
  return content;
}

/** The words of a content without anything else. */
export const wordsOf = (content) => content.map((each) => each.text ?? wordsOf(each.content)).join("");

const patterns = {
  heading: /^(#{1,6}) (.*)$/,
  fence: /^```(.*)$/,
  remark: /^<!--\s*(.*?)\s*-->$/,
  item: /^([-*]|\d+\.) +/,
  row: /^\|(.*)\|$/,
};
const startsPiece = (line) => line.trim() === "" || Object.values(patterns).some((each) => each.test(line));

const cellsOf = (line) => patterns.row.exec(line)[1].split("|").map((cell) => contentOf(cell.trim()));

/** Each reads a piece at a line, and returns it with the line behind it; null if there is none of its kind. */
const readers = [
  function heading(lines, at) {
    const [, marks, text] = patterns.heading.exec(lines[at]) ?? [];
    return marks && [{ kind: "heading", level: marks.length, content: contentOf(text) }, at + 1];
  },

  function code(lines, at) {
    const opening = patterns.fence.exec(lines[at]);
    if (!opening) return null;
    const closing = lines.findIndex((line, place) => place > at && line.startsWith("```"));
    const end = closing < 0 ? lines.length : closing;
    return [{ kind: "code", language: opening[1].trim(), text: lines.slice(at + 1, end).join("\n") }, end + 1];
  },

  function remark(lines, at) {
    const found = patterns.remark.exec(lines[at]);
    return found && [{ kind: "remark", text: found[1] }, at + 1];
  },

  function table(lines, at) {
    if (!patterns.row.test(lines[at]) || !/^\|[\s:|-]+\|$/.test(lines[at + 1] ?? "")) return null;
    let end = at + 2;
    while (end < lines.length && patterns.row.test(lines[end])) end += 1;
    return [{ kind: "table", head: cellsOf(lines[at]), rows: lines.slice(at + 2, end).map(cellsOf) }, end];
  },

  function list(lines, at) {
    const items = [];
    const isOrdered = /^\d/.test(lines[at]);
    let place = at;
    while (place < lines.length && patterns.item.test(lines[place]) && /^\d/.test(lines[place]) === isOrdered) {
      const width = patterns.item.exec(lines[place])[0].length;
      const item = [lines[place].slice(width)];
      place += 1;
      // What is indented belongs to the item, and so do empty lines before it.
      const belongs = (line) => line !== undefined && /^ {2,}\S/.test(line);
      for (;;) {
        const next = lines.findIndex((line, each) => each >= place && line.trim() !== "");
        if (next < 0 || !belongs(lines[next])) break;
        item.push(...lines.slice(place, next).map(() => ""), lines[next].replace(new RegExp(`^ {1,${width}}`), ""));
        place = next + 1;
      }
      items.push(piecesOf(item));
      // Items may have empty lines between them.
      const next = lines.findIndex((line, each) => each >= place && line.trim() !== "");
      if (next >= 0 && patterns.item.test(lines[next])) place = next;
    }
    return items.length > 0 && [{ kind: "list", isOrdered, items }, place];
  },

  function paragraph(lines, at) {
    let end = at + 1;
    while (end < lines.length && !startsPiece(lines[end])) end += 1;
    return [{ kind: "paragraph", content: contentOf(lines.slice(at, end).map((line) => line.trim()).join(" ")) }, end];
  },
];

function piecesOf(lines) {
  const pieces = [];
  for (let at = 0; at < lines.length;) {
    if (lines[at].trim() === "") {
      at += 1;
      continue;
    }
    let read = null;
    for (const reader of readers) {
      read = reader(lines, at);
      if (read) break;
    }
    pieces.push(read[0]);
    at = read[1];
  }
  return pieces;
}

/** The pieces of a page. */
export const parsed = (text) => piecesOf(text.split(/\r?\n/));
