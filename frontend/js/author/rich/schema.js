// What a text may hold, and nothing else: whatever is pasted or typed is taken into these or left out. Blocks keep the
// number under which they were read (`kept`) and the signs they were written with; none of that goes through HTML.
import { Extension, InputRule, Mark, markInputRule, Node, textblockTypeInputRule, wrappingInputRule } from "@tiptap/core";
import { BulletList, ListItem, ListKeymap, OrderedList } from "@tiptap/extension-list";
import { history, redo, undo } from "@tiptap/pm/history";
import { isReading, piecesOf } from "./notation.js";
import { isSafeAddress } from "./safe.js";

/** An attribute that only Markdown knows of. */
const unseen = (initial, more) => ({ default: initial, rendered: false, parseHTML: () => initial, ...more });

const Document = Node.create({ name: "doc", topNode: true, content: "block+" });
const Text = Node.create({ name: "text", group: "inline" });

const Paragraph = Node.create({
  name: "paragraph",
  priority: 1000,
  group: "block",
  content: "inline*",
  parseHTML: () => [{ tag: "p" }],
  renderHTML: () => ["p", 0],
});

const Heading = Node.create({
  name: "heading",
  group: "block",
  content: "inline*",
  defining: true,
  addAttributes: () => ({ level: { default: 2, rendered: false } }),
  parseHTML: () => [1, 2, 3, 4, 5, 6].map((level) => ({ tag: `h${level}`, attrs: { level: Math.min(Math.max(level, 2), 4) } })),
  renderHTML: ({ node }) => [`h${node.attrs.level}`, 0],
  addKeyboardShortcuts() {
    return Object.fromEntries([2, 3, 4].map((level) => [
      `Mod-Alt-${level}`, () => this.editor.commands.toggleNode("heading", "paragraph", { level }),
    ]));
  },
  addInputRules() {
    return [2, 3, 4].map((level) => textblockTypeInputRule({
      find: new RegExp(`^#{${level}}\\s$`), type: this.type, getAttributes: { level },
    }));
  },
});

const Blockquote = Node.create({
  name: "blockquote",
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag: "blockquote" }],
  renderHTML: () => ["blockquote", 0],
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*>\s$/, type: this.type })];
  },
});

const HardBreak = Node.create({
  name: "hardBreak",
  group: "inline",
  inline: true,
  selectable: false,
  linebreakReplacement: true,
  parseHTML: () => [{ tag: "br" }],
  renderHTML: () => ["br"],
  renderText: () => "\n",
  addKeyboardShortcuts() {
    return { "Shift-Enter": () => this.editor.commands.insertContent({ type: this.name }) };
  },
});

/** The end of a line in the file: readers do not see it, and it stays where it is. */
const SoftBreak = Node.create({
  name: "softBreak",
  group: "inline",
  inline: true,
  selectable: false,
  parseHTML: () => [{ tag: "span.rich__line-end" }],
  renderHTML: () => ["span", { class: "rich__line-end" }],
  renderText: () => "\n",
});

const Ruby = Node.create({
  name: "ruby",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({
    word: { default: "", rendered: false },
    kana: { default: "", rendered: false },
    spelling: unseen("brace"),
  }),
  parseHTML: () => [
    { tag: "ruby", getAttrs: readingIn },
    { tag: "rt", ignore: true },
    { tag: "rp", ignore: true },
  ],
  renderHTML({ node: { attrs } }) {
    const pieces = piecesOf(attrs.word, attrs.kana);
    const inner = pieces.flatMap(([word, kana]) => (kana ? [["span", word], ["rt", kana]] : [["span", word]]));
    return ["ruby", { class: attrs.kana ? "rich__ruby" : "rich__ruby rich__ruby--none", "data-kana": attrs.kana }, ...inner];
  },
  renderText: ({ node: { attrs } }) => `{${attrs.word}|${attrs.kana}}`,
  addInputRules() {
    return [new InputRule({
      find: /\{([^{}|\n\\]+)\|([^{}\n\\]*)\}$/,
      handler: ({ range, match: [, word, kana], chain }) => {
        if (!isReading(word, kana)) return null;
        return chain().insertContentAt(range, { type: this.name, attrs: { word, kana } }).run();
      },
    })];
  },
});

function readingIn(element) {
  const bare = element.cloneNode(true);
  const kanas = [...bare.querySelectorAll("rt")].map((rt) => rt.textContent.trim());
  bare.querySelectorAll("rt, rp").forEach((one) => one.remove());
  const word = bare.textContent.replace(/\s+/g, "");
  const own = element.getAttribute("data-kana");
  const kana = [own ?? "", kanas.join("|"), kanas.join("")].find((one) => one && isReading(word, one)) ?? "";
  return (kana || own === "") && isReading(word, kana) ? { word, kana } : false;
}

/** A picture of the course, told by its words; a picture from elsewhere has its place in the media library. */
const Picture = Node.create({
  name: "image",
  group: "inline",
  inline: true,
  atom: true,
  addAttributes: () => ({ src: { default: "", rendered: false }, alt: { default: "", rendered: false }, title: unseen(null) }),
  parseHTML: () => [{
    tag: "span[data-picture]",
    getAttrs: (element) => ({ src: element.getAttribute("data-picture"), alt: element.textContent }),
  }],
  renderHTML: ({ node: { attrs } }) => ["span", { class: "rich__picture", "data-picture": attrs.src }, attrs.alt || attrs.src],
  renderText: ({ node: { attrs } }) => attrs.alt,
});

const Bold = Mark.create({
  name: "bold",
  parseHTML: () => [{ tag: "strong" }, { tag: "b" }],
  renderHTML: () => ["strong", 0],
  addKeyboardShortcuts() {
    return { "Mod-b": () => this.editor.commands.toggleMark(this.name) };
  },
  addInputRules() {
    return [markInputRule({ find: /(?<!\*)(\*\*(?!\s)([^*]+)(?<!\s)\*\*)$/, type: this.type })];
  },
});

const Italic = Mark.create({
  name: "italic",
  parseHTML: () => [{ tag: "em" }, { tag: "i" }],
  renderHTML: () => ["em", 0],
  addKeyboardShortcuts() {
    return { "Mod-i": () => this.editor.commands.toggleMark(this.name) };
  },
});

const Code = Mark.create({
  name: "code",
  code: true,
  excludes: "italic",
  inclusive: false,
  parseHTML: () => [{ tag: "code" }],
  renderHTML: () => ["code", 0],
  addInputRules() {
    return [markInputRule({ find: /(?<!`)(`([^`]+)`)$/, type: this.type })];
  },
});

const Link = Mark.create({
  name: "link",
  inclusive: false,
  addAttributes: () => ({ href: { default: "", rendered: false }, title: unseen(null) }),
  parseHTML: () => [{
    tag: "a[href]",
    getAttrs: (element) => {
      const href = element.getAttribute("href").trim();
      return isSafeAddress(href) && { href };
    },
  }],
  // an address of any other kind is kept in the file, and is no link here
  renderHTML: ({ mark: { attrs } }) => ["a", isSafeAddress(attrs.href) ? { href: attrs.href, title: attrs.href } : {}, 0],
});

/** 「本文のここ」: what a question leads back to. */
const See = Mark.create({
  name: "see",
  inclusive: false,
  addAttributes: () => ({ key: { default: "", rendered: false } }),
  parseHTML: () => [{
    tag: "mark[data-see]",
    getAttrs: (element) => {
      const key = element.getAttribute("data-see");
      return /^[a-z][a-z0-9-]*$/.test(key) && { key };
    },
  }],
  renderHTML: ({ mark: { attrs } }) => ["mark", { class: "rich__see", "data-see": attrs.key }, 0],
});

const signed = (initial) => ({ sign: unseen(initial), tight: unseen(true) });

const Bullets = BulletList.extend({ addAttributes: () => signed("-") });
const Numbers = OrderedList.extend({
  addAttributes: () => ({
    ...signed("."),
    start: { default: 1, parseHTML: (element) => Math.max(0, Number.parseInt(element.getAttribute("start") ?? "1", 10) || 1) },
  }),
  renderHTML: ({ node: { attrs } }) => ["ol", attrs.start === 1 ? {} : { start: attrs.start }, 0],
});

const Kept = Extension.create({
  name: "kept",
  addGlobalAttributes: () => [{
    types: ["paragraph", "heading", "blockquote", "bulletList", "orderedList"],
    attributes: { kept: unseen(null, { keepOnSplit: false }) },
  }],
});

const Undoing = Extension.create({
  name: "undoing",
  addProseMirrorPlugins: () => [history()],
  addKeyboardShortcuts() {
    const run = (command) => () => command(this.editor.state, this.editor.view.dispatch);
    return { "Mod-z": run(undo), "Mod-y": run(redo), "Shift-Mod-z": run(redo) };
  },
});

export const EXTENSIONS = [
  Document, Text, Paragraph, Heading, Blockquote, HardBreak, SoftBreak, Ruby, Picture,
  Bold, Italic, Code, Link, See, Bullets, Numbers, ListItem, ListKeymap, Kept, Undoing,
];
