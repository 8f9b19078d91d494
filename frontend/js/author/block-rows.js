// <block-rows> around the fields of a block: its buttons add, remove and move rows at once, where without
// JavaScript they ask the server, which gives the form back. A new row is a copy of the list's <template>, under a
// name of its own ("options.__" becomes "options.1000"), with a key as the server makes them (keys.py).
const PLACE = "__";
let last = 1000;

const pick = (from) => from[crypto.getRandomValues(new Uint32Array(1))[0] % from.length];
const keyFrom = (stem) => `${stem}-${Array.from({ length: 4 }, () => pick("kstnhmr") + pick("aiueo")).join("")}`;

class BlockRows extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("change", this);
  }

  handleEvent(event) {
    if (event.type === "change") return event.target.name === "kind" && this.#mark(event.target.value);
    const button = event.target.closest("button[name=do]");
    if (!button) return;
    event.preventDefault();
    const what = button.value.split(":")[0];
    if (what === "add") this.#add(button.closest("[data-rows]"));
    else this.#change(button.closest("li"), what, button);
  }

  #add(group) {
    const name = group.dataset.rows;
    const copy = document.createElement("template");
    copy.innerHTML = group.querySelector(":scope > template").innerHTML
      .replaceAll(`${name}.${PLACE}`, `${name}.${last}`)
      .replaceAll(`value="${PLACE}"`, `value="${last}"`);
    last += 1;
    const row = copy.content.querySelector("li");
    for (const field of row.querySelectorAll("input[data-stem]")) field.value = keyFrom(field.dataset.stem);
    const list = group.querySelector(":scope > ol");
    list.append(row);
    this.#mark(this.querySelector("select[name=kind]")?.value);
    this.#tell(list, this.dataset.added);
    row.querySelector("textarea, input[type=text]").focus();
  }

  #change(row, what, button) {
    const list = row.parentElement;
    if (what === "remove") {
      const next = row.nextElementSibling ?? row.previousElementSibling;
      row.remove();
      (next?.querySelector("textarea, input[type=text]") ?? list.parentElement.querySelector("button")).focus();
      return this.#tell(list, this.dataset.removed);
    }
    const neighbor = what === "up" ? row.previousElementSibling : row.nextElementSibling;
    if (!neighbor) return;
    if (what === "up") neighbor.before(row);
    else neighbor.after(row);
    this.#tell(list, this.dataset.moved.replace("{n}", [...list.children].indexOf(row) + 1));
    const other = row.querySelector(`button[value^=${what === "up" ? "down" : "up"}]`);
    (button.hidden ? other : button).focus();
  }

  /** Rows that stand first or last cannot go on; what was done is said, and the form has changed. */
  #tell(list, words) {
    for (const row of list.children) {
      const [up, down] = ["up", "down"].map((way) => row.querySelector(`:scope > .opt__moves > button[value^=${way}]`));
      if (up) up.hidden = row === list.firstElementChild;
      if (down) down.hidden = row === list.lastElementChild;
    }
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
