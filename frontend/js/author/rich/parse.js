// Markdown of a lesson → the editor's document, as JSON. It reads with markdown-it, whose twin compiles the courses, and
// writes by itself (write.js): of 575 texts of our courses, as they come prosemirror-markdown gave 466 back to the byte
// and @tiptap/markdown 526 (neither knows of evidence marks or readings, or keeps lists as they stood), and this way 572.
import MarkdownIt from "markdown-it";
import { cutAtReadings, setAside, withReadings } from "./notation.js";

const SEE = /\{#see-([a-z][a-z0-9-]*)\}/y;

/** Reads `[the sentence]{#see-key}`. */
function see(state, silent) {
  if (state.src[state.pos] !== "[") return false;
  const end = state.md.helpers.parseLinkLabel(state, state.pos);
  SEE.lastIndex = end + 1;
  const match = end < 0 ? null : SEE.exec(state.src);
  if (!match) return false;
  const after = SEE.lastIndex; // one sentence may stand within another
  if (!silent) {
    const [start, rest] = [state.pos + 1, state.posMax];
    state.push("see_open", "mark", 1).meta = { key: match[1] };
    state.pos = start;
    state.posMax = end;
    state.md.inline.tokenize(state);
    state.push("see_close", "mark", -1);
    state.posMax = rest;
  }
  state.pos = after;
  return true;
}

const md = new MarkdownIt("commonmark", { html: true }).enable("table").disable("text_join");
md.inline.ruler.before("link", "see", see);
md.validateLink = () => true; // the server judges links, and says why
md.normalizeLink = (url) => url;
md.normalizeLinkText = (text) => text;

/** What the editor has no place for: such a text is shown as it is. */
class Unshown extends Error {}

const BLOCKS = { bullet_list: "bulletList", ordered_list: "orderedList", list_item: "listItem", blockquote: "blockquote" };
const MARKS = { strong: "bold", em: "italic" };

/** The document of a text, and the lines of each of its blocks: {doc, lines}. Null where it cannot be shown. */
export function parsed(markdown) {
  const aside = setAside(markdown);
  if (!aside) return null;
  try {
    const tokens = md.parse(aside.text, {});
    const lines = tokens.filter((token) => token.level === 0 && token.map && token.nesting >= 0).map(({ map }) => map);
    return { doc: { type: "doc", content: blocks(tokens, aside.words) }, lines };
  } catch (error) {
    if (error instanceof Unshown) return null;
    throw error;
  }
}

function blocks(tokens, words) {
  const open = [{ content: [] }];
  const begin = (node) => {
    open.at(-1).content.push(node);
    open.push(node);
  };
  for (const token of tokens) {
    const [, name, side] = /^(.*?)(?:_(open|close))?$/.exec(token.type);
    if (token.type === "inline") open.at(-1).content = inline(token.children, words);
    else if (side === "close") open.pop();
    else if (name === "paragraph") {
      if (token.hidden) open.at(-2).attrs.tight = true;
      begin({ type: "paragraph", content: [] });
    } else if (name === "heading") begin(heading(token));
    else if (name in BLOCKS && side) begin({ type: BLOCKS[name], attrs: attributes(name, token), content: [] });
    else throw new Unshown(token.type);
  }
  return open[0].content;
}

function heading(token) {
  const level = Number(token.tag[1]);
  if (level < 2 || level > 4) throw new Unshown("the lesson's title is its only heading of the first level");
  return { type: "heading", attrs: { level }, content: [] };
}

function attributes(name, token) {
  if (name === "bullet_list") return { sign: token.markup, tight: false };
  if (name === "ordered_list") return { sign: token.markup, tight: false, start: Number(token.attrGet("start") ?? 1) };
  return {};
}

function inline(tokens, words) {
  const content = [];
  const marks = [];
  const add = (node) => content.push(marks.length ? { ...node, marks: marks.map((mark) => ({ ...mark })) } : node);
  for (const token of tokens) {
    const [, name, side] = /^(.*?)(?:_(open|close))?$/.exec(token.type);
    if (side === "close") marks.pop();
    else if (side) marks.push(mark(name, token, words));
    else if (name === "text" || name === "text_special") {
      for (const piece of cutAtReadings(token.content, words)) {
        if (typeof piece === "string") addText(content, piece, marks);
        else add({ type: "ruby", attrs: { word: piece.word, kana: piece.kana, spelling: piece.spelling } });
      }
    } else if (name === "code_inline") {
      marks.push({ type: "code" });
      addText(content, withReadings(token.content, words), marks);
      marks.pop();
    } else if (name === "softbreak") add({ type: "softBreak" });
    else if (name === "hardbreak") add({ type: "hardBreak" });
    else if (name === "image") add(image(token, words));
    else throw new Unshown(token.type);
  }
  return content;
}

/** Adds text, joined with what stands before it under the same marks. */
function addText(content, text, marks) {
  const own = marks.map((mark) => ({ ...mark }));
  const last = content.at(-1);
  if (last?.type === "text" && JSON.stringify(last.marks ?? []) === JSON.stringify(own)) last.text += text;
  else if (text) content.push(own.length ? { type: "text", text, marks: own } : { type: "text", text });
}

function mark(name, token, words) {
  if (name in MARKS) return { type: MARKS[name] };
  if (name === "see") return { type: "see", attrs: { key: token.meta.key } };
  if (name === "link" && token.markup !== "autolink") {
    return { type: "link", attrs: { href: withReadings(token.attrGet("href"), words), title: token.attrGet("title") } };
  }
  throw new Unshown(token.type);
}

function image(token, words) {
  if (token.children.some(({ type }) => type !== "text")) throw new Unshown("marks in an alternative text");
  return {
    type: "image",
    attrs: { src: withReadings(token.attrGet("src"), words), alt: withReadings(token.content, words), title: token.attrGet("title") },
  };
}
