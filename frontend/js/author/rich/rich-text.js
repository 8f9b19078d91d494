// <rich-text> around a <textarea>: the text as it will look, edited in place. The textarea stays the field of the
// form; each change is written into it as Markdown, and told by an `input` event. What could not be written back as
// it stands is edited as Markdown, and that is said.
import { Editor } from "@tiptap/core";
import { undo } from "@tiptap/pm/history";
import { Fragment, Slice } from "@tiptap/pm/model";
import { NodeSelection } from "@tiptap/pm/state";
import { opened, written } from "./lossless.js";
import { isReading } from "./notation.js";
import { tidied } from "./pasted.js";
import { Popover } from "./popover.js";
import { isSafeAddress } from "./safe.js";
import { EXTENSIONS } from "./schema.js";
import { Toolbar } from "./toolbar.js";

class RichText extends HTMLElement {
  #editor = null;
  #keeper = null;
  #kept = [];

  connectedCallback() {
    if (this.area) return;
    this.area = this.querySelector("textarea");
    this.label = this.area.labels[0];
    this.label.id ||= `${this.area.id}-label`;
    this.prepend(document.getElementById("rich-tools").content.cloneNode(true));
    this.page = this.querySelector(".rich__page");
    this.told = this.querySelector("[role=status]");
    this.append(this.told);
    this.toolbar = new Toolbar(this.querySelector("[role=toolbar]"), {
      press: (tool, button) => this.#press(tool, button),
      leave: () => this.#focus(),
    });
    const panel = (name, more) => new Popover(this, this.querySelector(`template[data-panel=${name}]`), {
      closed: () => this.#focus(), ...more,
    });
    this.ruby = panel("ruby", { done: (kana) => this.#setReading(kana), gone: () => this.#dropReading() });
    this.link = panel("link", { done: (address) => this.#setLink(address), gone: () => this.#dropLink() });
    this.label.addEventListener("click", () => this.#focus());
    this.#show(true);
  }

  disconnectedCallback() {
    this.#editor?.destroy();
    this.#editor = null;
  }

  // -- which of the two is seen ---------------------------------------------------------------------------------

  /** Shows the text as it will look, if that changes nothing; else its Markdown, with the reason. */
  #show(isWanted) {
    const isVisual = isWanted && this.#open();
    if (!isVisual) this.disconnectedCallback();
    this.page.hidden = !isVisual;
    this.area.hidden = isVisual;
    this.toolbar.show(isVisual);
    this.toolbar.press("source", !isVisual);
    this.#tell(isWanted && !isVisual ? this.dataset.plain : "");
    return isVisual;
  }

  #open() {
    const found = opened(this.area.value.replaceAll("\r\n", "\n"));
    if (!found) return false;
    const content = found.doc.content.length ? found.doc : { type: "doc", content: [{ type: "paragraph" }] };
    try {
      this.#editor = this.#made(content);
    } catch { // the schema has no place for it
      return false;
    }
    this.#keeper = found.keeper;
    this.#kept = this.#editor.getJSON().content.map((node) => JSON.stringify(node));
    this.#mark();
    return true;
  }

  #made(content) {
    const described = this.area.getAttribute("aria-describedby");
    return new Editor({
      element: this.page,
      extensions: EXTENSIONS,
      content,
      injectCSS: false,
      enablePasteRules: false,
      enableContentCheck: true,
      editorProps: {
        attributes: {
          class: "rich__text", role: "textbox", "aria-multiline": "true", "aria-labelledby": this.label.id, lang: "ja",
          ...(described ? { "aria-describedby": described } : {}),
        },
        transformPastedHTML: tidied,
        clipboardTextParser: (text, _context, isPlain, view) => (isPlain ? null : sliceOf(text, view.state.schema)),
        handleClickOn: (_view, _at, node, at, _event, isDirect) => isDirect && node.type.name === "ruby" && this.#openRuby(at),
        handleKeyDown: (_view, event) => this.#key(event),
      },
      onUpdate: () => this.#write(),
      onTransaction: () => this.#mark(),
      onContentError: ({ error }) => { throw error; },
    });
  }

  #write() {
    const nodes = this.#editor.getJSON().content;
    const isKept = (node, n) => JSON.stringify(node) === this.#kept[n];
    const text = written(nodes, this.#keeper, isKept);
    if (text === this.area.value) return;
    this.area.value = text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #focus() {
    if (this.#editor) this.#editor.commands.focus();
    else this.area.focus();
  }

  #tell(words) {
    this.told.textContent = words;
  }

  // -- the toolbar ------------------------------------------------------------------------------------------------

  #mark() {
    const editor = this.#editor;
    if (!editor) return;
    for (const [tool, name] of Object.entries(STATES)) this.toolbar.press(tool, editor.isActive(name));
    if (this.told.textContent) this.#tell("");
  }

  #key(event) {
    const at = this.#rubyAt();
    if (event.key === "F10" && event.altKey) this.toolbar.focus();
    else if (event.key === "Enter" && !event.isComposing && at !== null) this.#openRuby(at);
    else return false;
    return true;
  }

  #press(tool, button) {
    if (tool === "source") {
      const isVisual = this.#show(!this.#editor);
      if (isVisual) button.focus();
      return;
    }
    const editor = this.#editor;
    const chain = editor.chain().focus();
    if (tool === "ruby") this.#askReading();
    else if (tool === "link") this.#askAddress();
    else if (tool === "bold") chain.toggleMark("bold").run();
    else if (tool === "heading") chain.toggleNode("heading", "paragraph", { level: 2 }).run();
    else if (tool === "bullets") chain.toggleBulletList().run();
    else if (tool === "numbers") chain.toggleOrderedList().run();
    else if (tool === "undo") undo(editor.state, editor.view.dispatch);
  }

  // -- readings ---------------------------------------------------------------------------------------------------

  /** Where the selected word with a reading stands; null when none is selected. */
  #rubyAt() {
    const { selection } = this.#editor.state;
    return selection instanceof NodeSelection && selection.node.type.name === "ruby" ? selection.from : null;
  }

  #openRuby(at) {
    this.#editor.commands.setNodeSelection(at);
    const { word, kana } = this.#editor.state.doc.nodeAt(at).attrs;
    this.ruby.open(this.#placeOf(at), { word, value: kana });
    return true;
  }

  #askReading() {
    const { state } = this.#editor;
    const at = this.#rubyAt();
    if (at !== null) return this.#openRuby(at);
    const { from, to, empty, $from, $to } = state.selection;
    const word = state.doc.textBetween(from, to, "\n", "\n");
    if (empty || !$from.sameParent($to) || !isReading(word, "")) return this.#tell(this.dataset.noWord);
    return this.ruby.open(this.#placeOf(from), { word, isNew: true });
  }

  #setReading(kana) {
    const { state } = this.#editor;
    const at = this.#rubyAt();
    const { from, to, $from } = state.selection;
    const word = at === null ? state.doc.textBetween(from, to) : state.selection.node.attrs.word;
    const written = kana.replaceAll("｜", "|");
    if (!isReading(word, written)) return false;
    const spelling = at === null || !written ? "brace" : state.selection.node.attrs.spelling;
    const marks = at === null ? $from.marksAcross(state.selection.$to) ?? [] : state.selection.node.marks;
    const node = state.schema.nodes.ruby.create({ word, kana: written, spelling: written.includes("|") ? "brace" : spelling }, null, marks);
    this.#editor.view.dispatch(state.tr.replaceWith(from, to, node).scrollIntoView());
    return true;
  }

  #dropReading() {
    const { state, view } = this.#editor;
    const at = this.#rubyAt();
    if (at === null) return;
    const { attrs, marks } = state.selection.node;
    view.dispatch(state.tr.replaceWith(at, at + 1, state.schema.text(attrs.word, marks)));
  }

  #placeOf(at) {
    return this.#editor.view.coordsAtPos(at, 1);
  }

  // -- links ------------------------------------------------------------------------------------------------------

  #askAddress() {
    const editor = this.#editor;
    const isLink = editor.isActive("link");
    if (editor.state.selection.empty && !isLink) return this.#tell(this.dataset.noWords);
    const { href = "" } = editor.getAttributes("link");
    return this.link.open(this.#placeOf(editor.state.selection.from), { value: href, isNew: !isLink });
  }

  #setLink(address) {
    if (!isSafeAddress(address)) return false;
    return this.#editor.chain().extendMarkRange("link").setMark("link", { href: address }).run();
  }

  #dropLink() {
    this.#editor.chain().focus().extendMarkRange("link").unsetMark("link").run();
  }
}

const STATES = { bold: "bold", heading: "heading", bullets: "bulletList", numbers: "orderedList", link: "link", ruby: "ruby" };

/** Pasted lines without any format: Markdown where they are some, else a paragraph for each line. */
function sliceOf(text, schema) {
  const found = opened(text.replaceAll("\r\n", "\n").trim());
  const isMarkdown = found?.doc.content.some((node) => node.type !== "paragraph" || node.content.some(isFormatted));
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim());
  const nodes = isMarkdown
    ? found.doc.content.map(({ attrs, ...node }) => ({ ...node, attrs: { ...attrs, kept: null } }))
    : lines.map((line) => ({ type: "paragraph", content: [{ type: "text", text: line }] }));
  if (!nodes.length) return null;
  const content = Fragment.fromArray(nodes.map((node) => schema.nodeFromJSON(node)));
  return Slice.maxOpen(content);
}

const isFormatted = (node) => node.type === "ruby" || (node.marks ?? []).length > 0;

customElements.define("rich-text", RichText);
