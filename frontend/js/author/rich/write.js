// The editor's document, as JSON → Markdown of a lesson. What was typed is text: every sign that Markdown, readings
// or blocks would take for their own is escaped, and no more than those. Each block is read again (parse.js); one
// that would not say the same is written with more escaped, and at last without its marks.
import { asWritten, CLOSE, OPEN } from "./notation.js";
import { parsed } from "./parse.js";

const ORDER = ["see", "link", "bold", "italic", "code"]; // what stands outside, where two reach equally far
const STARTS = /^(?:(?:#{1,6}|[-+*])(?=[ \t]|$)|>|=+[ \t]*$|~~~|(?:[-*_][ \t]*){3,}$)/;
const OURS = /^(?::(?=::)|-(?=-{2,}[ \t]*$)|\+(?=\+\+[ \t]*$))/; // guarded by the server, which would double a backslash
const NUMBER = /^(\d{1,9})([.)])(?=[ \t]|$)/;
const PUNCTUATION = /^[\p{P}\p{S}]/u;
const BLANK = /^\s/;
const SYNTAX = /^(?:[*[`<&]|!\[|\ufdd0)/; // no sign of the text itself, which could move out of bold

/** Writes the blocks of a document; null stands for one that says nothing. */
export function written(nodes) {
  return nodes.map((node, n) => block(node, nodes[n - 1])).filter((text) => text !== null).join("\n\n");
}

/** Writes one block, the one before it known: two lists in a row must not become one. */
export function block(node, before) {
  const sign = signFor(node, before);
  const ways = [{ sign }, { sign, isCareful: true }, { sign, isCareful: true, isPlain: true }];
  let text = null;
  for (const way of ways) {
    text = blockText(node, way);
    if (text === null || says(text, node)) return text;
  }
  return text;
}

function says(text, node) {
  const again = parsed(text)?.doc.content;
  return again?.length === 1 && again[0].type === node.type && said(again[0]) === said(node);
}

/** What a block says, its marks left aside. */
function said(node) {
  if (node.type === "text") return node.text.replace(/\s+/g, " ");
  if (node.type === "ruby") return `${OPEN}${asWritten(node.attrs)}${CLOSE}`;
  if (node.type === "image") return `${OPEN}![${node.attrs.alt}](${node.attrs.src})${CLOSE}`;
  if (node.type === "hardBreak" || node.type === "softBreak") return "\n";
  const inner = (node.content ?? []).map(said).join("").replace(/[ \n]*\n[ \n]*/g, "\n");
  if (node.type === "heading") return inner.replace(/\s+/g, " ").trim();
  return node.type === "paragraph" ? `${inner.trim()}\n\n` : inner;
}

function signFor(node, before) {
  const own = node.attrs?.sign;
  if (before?.type !== node.type || !own || before.attrs.sign !== own) return own;
  return { "-": "*", "*": "-", "+": "-", ".": ")", ")": "." }[own];
}

function blockText(node, way) {
  if (node.type === "paragraph") return lines(node, way) || null;
  if (node.type === "heading") {
    const text = lines({ ...node, content: (node.content ?? []).map(onOneLine) }, way);
    return text ? `${"#".repeat(node.attrs.level)} ${text.replace(/(?<!\\)(#+)$/, "\\$1")}` : null;
  }
  if (node.type === "blockquote") {
    const inner = inside(node, way);
    return inner && inner.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n");
  }
  return list(node, way);
}

const onOneLine = (node) => (/Break$/.test(node.type) ? { type: "text", text: " " } : node);

function inside(node, way) {
  const text = node.content.map((one, n) => blockText(one, { ...way, sign: signFor(one, node.content[n - 1]) }));
  return text.filter((one) => one !== null).join("\n\n") || null;
}

function list(node, way) {
  const { tight, start } = node.attrs;
  const items = [];
  let number = start;
  for (const item of node.content) {
    const mark = node.type === "bulletList" ? way.sign : `${number}${way.sign}`;
    const inner = itemText(item, tight, way);
    if (inner === null) continue;
    const pad = " ".repeat(mark.length + 1);
    items.push(`${mark} ${inner.split("\n").map((line, n) => (n && line ? pad + line : line)).join("\n")}`);
    number += 1;
  }
  return items.join(tight ? "\n" : "\n\n") || null;
}

/** An item's first paragraph and a list below it stand close; anything else stands apart. */
function itemText(item, tight, way) {
  let text = null;
  for (const [n, one] of item.content.entries()) {
    const own = blockText(one, { ...way, sign: signFor(one, item.content[n - 1]) });
    if (own === null) continue;
    text = text === null ? own : `${text}${tight && /List$/.test(one.type) ? "\n" : "\n\n"}${own}`;
  }
  return text;
}

// -- within a paragraph -----------------------------------------------------------------------------------------------

function lines(node, way) {
  const held = [];
  const pieces = (node.content ?? []).map((one, n, all) => piece(one, held, way, all[n + 1]));
  const text = grouped(pieces, [], "", "").text.replace(/[ \t]*(\\?\n)[ \t]*/g, "$1");
  const trimmed = text.replace(/^\s+|(?:\\?\n|\s)+$/g, "");
  const started = node.type === "heading" ? trimmed : trimmed.split("\n").map(lineStart).join("\n");
  return started.replace(new RegExp(`${OPEN}(\\d+)${CLOSE}`, "g"), (_, n) => held[n]);
}

function piece(node, held, way, after) {
  const marks = way.isPlain ? [] : (node.marks ?? []);
  const hold = (text) => `${OPEN}${held.push(text) - 1}${CLOSE}`; // like a letter, as the server sees it
  if (node.type === "ruby") return { marks, text: hold(asWritten(node.attrs)) };
  if (node.type === "image") return { marks, text: picture(node.attrs) };
  if (node.type === "hardBreak") return { marks, text: "\\\n" };
  if (node.type === "softBreak") return { marks, text: "\n" };
  if (marks.some(({ type }) => type === "code")) return { marks, text: node.text, isCode: true };
  const opens = after?.type === "image" || (after?.marks ?? []).some(({ type }) => type === "link" || type === "see");
  return { marks, text: escaped(node.text, way.isCareful, opens) };
}

function picture({ src, alt, title }) {
  const at = /[\s()<>]/.test(src) ? `<${src}>` : src;
  return `![${alt.replace(/[[\]\\]/g, "\\$&")}](${at}${titled(title)})`;
}

const titled = (title) => (title ? ` "${title.replace(/["\\]/g, "\\$&")}"` : "");

function escaped(text, isCareful, opens) {
  const flat = text.replace(/\n/g, " ");
  // before a 「｜」 a backslash would stay in sight, and before a tick it would not keep readings from being code
  if (isCareful) return flat.replace(/[!-/:-@[-`{-~｜]/g, (sign) => ("`｜".includes(sign) ? entity(sign) : `\\${sign}`));
  return flat
    .replace(/\\(?=[!-/:-@[-`{-~]|$)|[`*[\]{}]|<(?=[a-z/!?])|&(?=#?\w+;)|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/giu, "\\$&")
    .replace(/!$/, opens ? "\\!" : "!")
    .replace(/｜(?=[^《\n]*《)/g, entity);
}

const entity = (sign) => `&#${sign.codePointAt(0)};`;

function lineStart(line) {
  if (OURS.test(line)) return entity(line[0]) + line.slice(1);
  return STARTS.test(line) ? `\\${line}` : line.replace(NUMBER, "$1\\$2");
}

/** Writes pieces with their marks, each mark around as many of them as bear it. */
function grouped(pieces, open, before, after) {
  let text = "";
  for (let at = 0; at < pieces.length;) {
    const { mark, end } = widest(pieces, at, open);
    const next = end < pieces.length ? firstSign(pieces[end], open) : after;
    const last = text.at(-1) ?? before;
    if (mark) text += marked(mark, pieces.slice(at, end), [...open, mark], last, next);
    else text += pieces[at].text;
    at = end;
  }
  return { text };
}

const isSame = (one, other) => one.type === other.type && JSON.stringify(one.attrs) === JSON.stringify(other.attrs);

function widest(pieces, at, open) {
  const found = { mark: null, end: at + 1 };
  const own = pieces[at].marks.filter((mark) => !open.some((one) => isSame(one, mark)));
  own.sort((one, other) => ORDER.indexOf(one.type) - ORDER.indexOf(other.type));
  for (const mark of own) {
    let end = at + 1;
    while (end < pieces.length && pieces[end].marks.some((one) => isSame(one, mark))) end += 1;
    if (!found.mark || end > found.end) Object.assign(found, { mark, end });
  }
  return found;
}

function firstSign(piece, open) {
  const own = piece.marks.filter((mark) => !open.some((one) => isSame(one, mark)));
  if (!own.length) return piece.text[0] ?? "";
  return own.some(({ type }) => type === "link" || type === "see") ? "[" : own.some(({ type }) => type === "code") ? "`" : "*";
}

function marked(mark, pieces, open, before, after) {
  if (mark.type === "code") return codeSpan(pieces.map(({ text }) => text).join(""));
  if (mark.type === "see") return `[${grouped(pieces, open, "[", "]").text}]{#see-${mark.attrs.key}}`;
  if (mark.type === "link") return `[${grouped(pieces, open, "[", "]").text}](${address(mark.attrs)})`;
  const sign = mark.type === "bold" ? "**" : "*";
  return emphasized(grouped(pieces, open, "*", "*").text, sign, before, after);
}

function address({ href, title }) {
  const url = href.replace(/&(?=#?\w+;)/g, "&amp;");
  return (/[()<>\s]/.test(url) || !url ? `<${url}>` : url) + titled(title);
}

/** Signs at the edge that would keep the words from being bold stand outside of it, as readers see no difference. */
function emphasized(text, sign, before, after) {
  let [lead, inner, tail] = ["", text, ""];
  while (inner && !opens(before + lead, inner)) {
    const [first] = /^\\[!-/:-@[-`{-~]|^[^]/u.exec(inner);
    if (SYNTAX.test(inner)) return text;
    lead += first;
    inner = inner.slice(first.length);
  }
  while (inner && !closes(inner, tail + after)) {
    const [last] = /(?:\\[!-/:-@[-`{-~]|[^])$/u.exec(inner);
    if (/(?<!\\)[*\])`}>;]$|\ufdd1$/.test(inner)) return text;
    tail = last + tail;
    inner = inner.slice(0, -last.length);
  }
  return inner ? `${lead}${sign}${inner}${sign}${tail}` : text;
}

const isEdge = (sign) => !sign || BLANK.test(sign) || PUNCTUATION.test(sign);
const lastOf = (text) => [...text].at(-1) ?? "";

function opens(before, inner) {
  return !BLANK.test(inner) && (!PUNCTUATION.test(inner) || isEdge(lastOf(before)));
}

function closes(inner, after) {
  const last = lastOf(inner);
  return !BLANK.test(last) && (!PUNCTUATION.test(last) || isEdge(after));
}

function codeSpan(text) {
  if (text.includes("``")) return escaped(text, true); // three ticks would begin a block of code
  const ticks = text.includes("`") ? "``" : "`";
  const pad = /^[` ]|[` ]$/.test(text) && text.trim() ? " " : "";
  return `${ticks}${pad}${text}${pad}${ticks}`;
}
