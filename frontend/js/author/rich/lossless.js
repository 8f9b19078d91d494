// Opening a text changes nothing: every block keeps the very characters it was read from, and gives them back
// unless it was changed. A text whose blocks would be written in other characters is not opened at all.
import { parsed } from "./parse.js";
import { block } from "./write.js";

/** A Markdown text, opened: {doc, keeper}; null where it cannot be edited without changing what nobody touched. */
export function opened(markdown) {
  const read = parsed(markdown);
  if (!read) return null;
  const lines = markdown.split("\n");
  const own = read.doc.content.map((node, n) => lines.slice(...trimmed(lines, read.lines[n])).join("\n"));
  const edges = read.lines.map((range) => trimmed(lines, range));
  const gaps = edges.slice(1).map(([start], n) => lines.slice(edges[n][1], start));
  const isWhole = read.doc.content.every((node, n) => block(node, read.doc.content[n - 1]) === own[n]);
  const lead = lines.slice(0, edges[0]?.[0] ?? lines.length);
  const tail = lines.slice(edges.at(-1)?.[1] ?? lines.length);
  if (!isWhole || [...gaps, lead, tail].flat().some((line) => line.trim())) return null;
  read.doc.content.forEach((node, n) => { node.attrs = { ...node.attrs, kept: n }; });
  return { doc: read.doc, keeper: { own, gaps, lead, tail } };
}

function trimmed(lines, [start, end]) {
  let after = end;
  while (after > start && !lines[after - 1].trim()) after -= 1;
  return [start, after];
}

/**
 * The Markdown of a document.
 * @param {object[]} nodes Its blocks as JSON.
 * @param {object} keeper What `opened` gave.
 * @param {(node: object, n: number) => boolean} isKept Whether a block is still the one that was read as number n.
 */
export function written(nodes, { own, gaps, lead, tail }, isKept) {
  if (!nodes.length) return lead.join("\n");
  const parts = [];
  let last = null;
  for (const node of nodes) {
    const n = node.attrs?.kept ?? null;
    const isOwn = n !== null && isKept(node, n);
    const text = isOwn ? own[n] : block(node, last?.node);
    if (text === null) continue;
    if (last) parts.push(gapBetween(last, { n, isOwn }, gaps));
    parts.push(text);
    last = { node, n, isOwn };
  }
  const isUntouched = parts.length && nodes[0].attrs?.kept === 0;
  return [...(isUntouched ? lead.map((line) => `${line}\n`) : []), ...parts, ...tail.map((line) => `\n${line}`)].join("");
}

/** Two blocks that stood beside each other stay as far apart; those that touched do only while neither was changed. */
function gapBetween(last, next, gaps) {
  const gap = last.n !== null && next.n === last.n + 1 ? gaps[last.n] : null;
  const isSafe = gap && (gap.length || (last.isOwn && next.isOwn));
  return isSafe ? `\n${gap.map((line) => `${line}\n`).join("")}` : "\n\n";
}
