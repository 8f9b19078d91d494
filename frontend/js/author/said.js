// <said-here data-from>: what was said of the blocks of the open file stands at them, and is answered there. All of
// it comes from the page of the review, row by row, and its forms are sent as that page sends them.
const lineOf = (element) => Number(element.id.replace("line-", ""));

class SaidHere extends HTMLElement {
  #typed = new Map(); // what is written and not sent: id of the field → words
  #opened = new Set(); // panels that are open: the line of their block, or "open" for the open one
  #isStale = false;

  connectedCallback() {
    this.work = this.closest(".bench__work");
    for (const kind of ["click", "input", "submit"]) this.work.addEventListener(kind, this);
    document.addEventListener("block-saved", this);
    this.#ask();
  }

  disconnectedCallback() {
    document.removeEventListener("block-saved", this);
  }

  handleEvent(event) {
    if (event.type === "block-saved") {
      this.#isStale = true;
      if (this.rows?.some((row) => row.querySelector(".thread")) || this.#opened.size) this.#ask();
      return;
    }
    const count = event.type === "click" && event.target.closest("[data-said]");
    if (count) this.#toggle(count);
    if (!event.target.closest(".block__said")) return;
    if (event.type === "input") this.#typed.set(event.target.id, event.target.value);
    else if (event.type === "submit") this.#send(event);
  }

  async #ask() {
    const answer = await fetch(this.dataset.from, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok) this.#take(await answer.text());
  }

  #take(html) {
    this.rows = [...new DOMParser().parseFromString(html, "text/html").querySelectorAll(".reviewed__row")];
    this.#isStale = false;
    this.#place();
  }

  /** Puts each row to the block that begins on its line, or last before it. */
  #place() {
    for (const old of this.work.querySelectorAll(".block__said, [data-said]")) old.remove();
    const blocks = [...this.work.querySelectorAll(".block[id^=line-]")];
    for (const row of this.rows) {
      const block = blocks.findLast((one) => lineOf(one) <= lineOf(row));
      if (block && (row.querySelector(".thread") || lineOf(block) === lineOf(row))) this.#put(block, row);
    }
  }

  #put(block, row) {
    const isOpen = block.classList.contains("block--open");
    if (!isOpen && !row.querySelector(".thread")) return;
    const said = row.querySelector(".reviewed__said");
    if (!said.querySelector("article, form")) return;
    const there = block.querySelector(":scope > .block__said");
    if (there) return there.append(...this.#fill(said).children);
    const key = isOpen ? "open" : String(lineOf(block));
    const panel = document.createElement("div");
    panel.className = "block__said";
    panel.id = `said-${lineOf(block)}`;
    panel.hidden = !this.#opened.has(key);
    const count = document.createElement("button");
    count.type = "button";
    count.className = "said-count";
    count.dataset.said = key;
    count.setAttribute("aria-controls", panel.id);
    count.setAttribute("aria-expanded", String(!panel.hidden));
    count.append(...said.querySelector("template").content.cloneNode(true).childNodes);
    panel.append(...this.#fill(said).children);
    block.append(panel);
    block.querySelector(".block__bar .push").before(count);
  }

  #fill(said) {
    const copy = document.importNode(said, true);
    copy.querySelector("template")?.remove();
    for (const field of copy.querySelectorAll("textarea")) field.value = this.#typed.get(field.id) ?? field.value;
    return copy;
  }

  async #toggle(count) {
    const key = count.dataset.said;
    if (this.#opened.delete(key)) return this.#show(key);
    this.#opened.add(key);
    if (this.#isStale) await this.#ask();
    this.#show(key);
    this.work.querySelector(`#${this.#count(key).getAttribute("aria-controls")} :is(textarea, summary)`)?.focus();
  }

  #count(key) {
    return this.work.querySelector(`[data-said="${key}"]`);
  }

  #show(key) {
    const count = this.#count(key);
    const isOpen = this.#opened.has(key);
    count.setAttribute("aria-expanded", String(isOpen));
    document.getElementById(count.getAttribute("aria-controls")).hidden = !isOpen;
  }

  async #send(event) {
    event.preventDefault();
    const { target: form, submitter } = event;
    const body = new FormData(form, submitter?.name ? submitter : undefined);
    const answer = await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    const html = answer ? await answer.text() : "";
    form.querySelector("[role=alert]")?.remove();
    if (!answer?.ok) return this.#refuse(form, html);
    for (const field of form.querySelectorAll("textarea")) this.#typed.delete(field.id);
    const key = form.closest(".block").querySelector("[data-said]").dataset.said;
    this.#take(html);
    this.#count(key)?.focus();
  }

  /** What could not be sent stays where it was written, with the reason above. */
  #refuse(form, html) {
    const told = new DOMParser().parseFromString(html, "text/html").querySelector("[role=alert]");
    const words = document.createElement("p");
    words.className = "error";
    words.setAttribute("role", "alert");
    words.textContent = told?.textContent.trim() || this.dataset.failed;
    form.prepend(words);
  }
}

customElements.define("said-here", SaidHere);
