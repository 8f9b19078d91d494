// <block-rows> around the fields of a block: its buttons add, remove and move rows at once, where without
// JavaScript they ask the server, which gives the form back. A new row is a copy of the list's <template>, under a
// name of its own ("options.__" becomes "options.1000"), with a key as the server makes them (keys.py).
import { addColumn, changeColumn, shapeColumns } from "./table-columns.js";

const PLACE = "__";
const TYPED = "textarea, input[type=text]";
let last = 1000;

const pick = (from) => from[crypto.getRandomValues(new Uint32Array(1))[0] % from.length];
const keyFrom = (stem) => `${stem}-${Array.from({ length: 4 }, () => pick("kstnhmr") + pick("aiueo")).join("")}`;
const listOf = (group) => group.querySelector(":scope > [data-list], :scope > .scroll [data-list]");

/** Gives what is in a row names that begin in another way. */
function rename(row, from, to) {
  for (const one of row.querySelectorAll("[name], [id], [for], [data-rows]")) {
    for (const name of ["name", "id", "for", "data-rows"]) {
      const value = one.getAttribute(name);
      if (value?.includes(from)) one.setAttribute(name, value.replace(from, to));
    }
    if (one.value?.includes?.(from) && one.name === "do") one.value = one.value.replace(from, to);
  }
}

class BlockRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("change", this);
    // a picture is chosen by its look; its path is for the text itself
    for (const raw of this.querySelectorAll("[data-raw]")) raw.hidden = true;
  }

  handleEvent(event) {
    if (event.type === "change") return event.target.name === "kind" && this.#mark(event.target.value);
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    const [what, name] = button.value.split(":");
    if (name === "columns" || name.startsWith("columns.")) this.#column(what, button);
    else if (what === "add") this.#add(button.closest("[data-rows]"));
    else this.#change(button.closest("[data-row]"), what, button);
  }

  /** Makes the lists have the rows of which kept fields (pairs of name and value) tell, in their order. */
  shape(kept) {
    const names = kept.map(([name]) => name);
    shapeColumns(this, names);
    const done = new Set();
    for (let group; (group = [...this.querySelectorAll("[data-rows]")].find((one) => !done.has(one.dataset.rows)));) {
      const name = group.dataset.rows;
      done.add(name);
      const shape = new RegExp(`^${name.replaceAll(".", "\\.")}\\.(\\d+)\\.from$`);
      const tokens = names.map((each) => shape.exec(each)?.[1]).filter(Boolean);
      const list = listOf(group);
      const rows = new Map([...list.children].map((row) => [row.querySelector("[name$='.from']").name, row]));
      const wanted = tokens.map((token) => rows.get(`${name}.${token}.from`) ?? this.#fresh(group, token));
      list.replaceChildren(...wanted.filter(Boolean));
      last = Math.max(last, ...tokens.map((token) => Number(token) + 1));
    }
    this.#edges();
    this.#mark(new Map(kept).get("kind"));
  }

  #fresh(group, token) {
    const name = group.dataset.rows;
    const copy = document.createElement("template");
    copy.innerHTML = (group.querySelector(":scope > template")?.innerHTML ?? "") // where rows are fixed, none is new
      .replaceAll(`${name}.${PLACE}`, `${name}.${token}`)
      .replaceAll(`value="${PLACE}"`, `value="${token}"`);
    return copy.content.querySelector("[data-row]");
  }

  #add(group) {
    const row = this.#fresh(group, last);
    last += 1;
    for (const field of row.querySelectorAll("input[data-stem]")) field.value = keyFrom(field.dataset.stem);
    listOf(group).append(row);
    this.#mark(this.querySelector("select[name=kind]")?.value);
    this.#tell(this.dataset.added);
    row.querySelector(TYPED).focus();
  }

  #change(row, what, button) {
    if (what === "remove") {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      const group = row.closest("[data-rows]");
      row.remove();
      (next?.querySelector(TYPED) ?? group.querySelector(":scope > p > button")).focus();
      return this.#tell(this.dataset.removed);
    }
    const neighbor = what === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (neighbor) what === "up" ? neighbor.before(row) : neighbor.after(row);
    else if (!this.#goOn(row, what)) return;
    const place = [...row.parentElement.children].indexOf(row) + 1;
    this.#tell(this.dataset.moved.replace("{n}", place));
    const other = row.querySelector(`button[value^=${what === "up" ? "down" : "up"}]`);
    (button.hidden ? other : button).focus();
  }

  /** From the edge of a shared list a row goes into the one beside. */
  #goOn(row, what) {
    const group = this.#beside(row, what);
    if (!group) return false;
    const from = row.querySelector(":scope > [name$='.from']").name.replace(/from$/, "");
    const list = listOf(group);
    rename(row, from, `${group.dataset.rows}.${last}.`);
    last += 1;
    if (what === "up") list.append(row);
    else list.prepend(row);
    return true;
  }

  #beside(row, what) {
    const own = row.closest("[data-rows]");
    if (!("shared" in own.dataset)) return null;
    const around = own.closest("[data-row]");
    const next = what === "up" ? around.previousElementSibling : around.nextElementSibling;
    return next?.querySelector(":scope > [data-shared]") ?? null;
  }

  #column(what, button) {
    const table = this.querySelector("[data-columns]");
    if (what === "add") {
      addColumn(table, last).focus();
      last += 1;
      return this.#tell(this.dataset.added);
    }
    changeColumn(table, button.closest("th"), what).focus();
    this.#tell(what === "remove" ? this.dataset.removed : this.dataset.moved.replace("{n}", button.closest("th").cellIndex + 1));
  }

  /** Rows that stand first or last cannot go on. */
  #edges() {
    for (const row of this.querySelectorAll("[data-row]")) {
      for (const [way, next] of [["up", row.previousElementSibling], ["down", row.nextElementSibling]]) {
        const button = row.querySelector(`:scope > .opt__moves > button[value^=${way}], :scope > .cells__end button[value^=${way}]`);
        if (button) button.hidden = !next && !this.#beside(row, way);
      }
    }
  }

  /** What was done is said, and the form has changed. */
  #tell(words) {
    this.#edges();
    this.querySelector(":scope > [role=status]").textContent = words;
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** One right answer is marked by a circle, several by ticks. */
  #mark(kind) {
    if (!kind) return;
    const isOne = kind === "choice";
    for (const row of this.querySelectorAll("[data-rows=options] > ol > li")) {
      const mark = row.querySelector(":scope > :is([type=radio], [type=checkbox])");
      const name = row.querySelector(":scope > input[name$='.from']").name.replace(/\.from$/, "");
      if (!mark) continue;
      const isRight = mark.checked;
      mark.type = isOne ? "radio" : "checkbox";
      mark.name = isOne ? "options.correct" : `${name}.correct`;
      mark.value = isOne ? name.split(".").at(-1) : "1";
      mark.checked = isRight;
    }
  }
}

customElements.define("block-rows", BlockRows);
