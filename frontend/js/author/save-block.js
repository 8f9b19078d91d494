// <save-block> around the form of the open block: it saves by itself, two seconds after the last key, and at once
// with Ctrl+S. What the server answers are the parts of the page that follow from the save ([data-fresh]). What
// could not be saved stays in this browser until it could, also over a reload.
import { showGrips } from "./drag.js";

const PAUSE = 2000;
const AGAIN = 10_000;
const OURS = new Set(["csrf_token", "look"]);

const fieldsOf = (form) => [...new FormData(form)].filter(([name]) => !OURS.has(name));

/** Puts the parts of an answer where their like stand in the page; what has not changed stays, focus and all. */
function refresh(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  for (const part of answer.querySelectorAll("[data-fresh]")) {
    const old = document.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
    showGrips(part);
    if (old && old.outerHTML !== part.outerHTML) old.replaceWith(document.adoptNode(part));
  }
}

class SaveBlock extends HTMLElement {
  #timer = 0;
  #isSaving = false;
  #saved = ""; // what stands on the server, as far as this page knows

  connectedCallback() {
    this.form = document.getElementById("save");
    this.state = this.querySelector("[data-state]");
    // a form and the text itself are not kept for each other
    this.key = `block:${this.dataset.kept}:${this.form.elements.form?.value ?? ""}`;
    this.#saved = this.#texts();
    this.#restore();
    this.form.addEventListener("input", this);
    this.form.addEventListener("submit", this);
    this.form.addEventListener("click", this);
    document.addEventListener("keydown", this);
    addEventListener("online", this);
    addEventListener("beforeunload", this);
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    document.removeEventListener("keydown", this);
    removeEventListener("online", this);
    removeEventListener("beforeunload", this);
  }

  handleEvent(event) {
    if (event.type === "input") this.#typed();
    else if (event.type === "online") this.#save();
    else if (event.type === "submit") this.#leave();
    else if (event.type === "beforeunload") this.#warn(event);
    else if (event.type === "click") this.#follow(event);
    else if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      this.#save();
    }
  }

  get isDirty() {
    return this.#texts() !== this.#saved;
  }

  /** The fields as text, without the place of the block: what an author can have changed. */
  #texts() {
    const place = this.form.querySelector("[data-fresh=place]");
    const names = new Set([...place.querySelectorAll("[name]")].map((field) => field.name));
    return JSON.stringify(fieldsOf(this.form).filter(([name]) => !names.has(name)));
  }

  #typed() {
    clearTimeout(this.#timer);
    if (!this.isDirty) return;
    this.#keep();
    this.#tell(this.dataset.typing);
    this.#timer = setTimeout(() => this.#save(), PAUSE);
  }

  async #save() {
    clearTimeout(this.#timer);
    if (this.#isSaving || !this.isDirty || this.querySelector("[data-mine]")) return;
    const text = this.form.elements.text;
    if (text && !text.value.trim()) return this.#tell(this.dataset.empty);
    const sent = this.#texts();
    this.#isSaving = true;
    this.#tell(this.dataset.saving);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST", body: new FormData(this.form), headers: { "HX-Request": "true" },
      });
      await this.#take(answer, sent);
    } catch {
      this.#fail();
    } finally {
      this.#isSaving = false;
    }
    if (sent !== this.#texts() && !this.querySelector("[data-mine]")) this.#typed(); // typed on meanwhile
  }

  async #take(answer, sent) {
    const html = await answer.text();
    if (answer.redirected) return this.#go(answer.url); // the draft was published meanwhile
    if (answer.status === 409) return this.#choose(html);
    if (answer.status === 422) return this.#refuse(html);
    if (!answer.ok) return this.#fail();
    this.#saved = sent;
    refresh(html);
    this.#stand();
    this.#tell("");
    if (!this.isDirty) this.#forget();
    this.dispatchEvent(new CustomEvent("block-saved", { bubbles: true }));
  }

  /** What cannot be written is told above the fields, and waits for the next key. */
  #refuse(html) {
    refresh(html);
    this.#keep();
    this.#tell(this.dataset.refused, true);
  }

  /** What is done with the open block as a whole is done where it stands now. */
  #stand() {
    for (const name of ["start", "end", "number"]) {
      const now = this.form.elements[name].value;
      for (const field of document.querySelectorAll(`[data-follows] input[name=${name}]`)) field.value = now;
    }
  }

  #fail() {
    this.#keep();
    this.#tell(this.dataset.failed, true);
    this.#timer = setTimeout(() => this.#save(), AGAIN);
  }

  /** Both texts beside each other, in place; the form waits below until one is chosen. */
  #choose(html) {
    const place = this.querySelector("[data-conflict]");
    place.innerHTML = new DOMParser().parseFromString(html, "text/html").body.innerHTML;
    this.form.hidden = true;
    this.#tell("");
    place.tabIndex = -1;
    place.focus();
    place.querySelector("[data-theirs]").addEventListener("click", () => this.#leave());
    place.querySelector("[data-mine]").addEventListener("submit", () => this.#leave());
  }

  /** Does what leads away from the page, once all that was typed is saved; what could not be keeps it here. */
  async leave(go) {
    while (this.#isSaving) await new Promise((done) => setTimeout(done, 50));
    await this.#save();
    if (!this.isDirty) go();
  }

  /** What is chosen on another page comes to the block where it stands once it is saved. */
  #follow(event) {
    const link = event.target.closest("a[data-leave]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.leave(() => {
      const address = new URL(link.href);
      for (const name of ["start", "end", "number"]) address.searchParams.set(name, this.form.elements[name].value);
      location.assign(address);
    });
  }

  #go(address) {
    this.#saved = this.#texts();
    location.assign(address);
  }

  /** What is sent or given up by a press is no longer kept. */
  #leave() {
    this.#saved = this.#texts();
    this.#forget();
  }

  #warn(event) {
    if (this.isDirty && !this.form.hidden) event.preventDefault();
  }

  #tell(words, isFailed = false) {
    this.state.textContent = words;
    this.state.classList.toggle("is-failed", isFailed);
  }

  // -- kept in this browser -------------------------------------------------------------------------------------

  #keep() {
    try {
      localStorage.setItem(this.key, JSON.stringify(fieldsOf(this.form)));
    } catch {} // a browser that keeps nothing
  }

  #forget() {
    try {
      localStorage.removeItem(this.key);
    } catch {}
  }

  #restore() {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(this.key));
    } catch {}
    if (!kept) return;
    // the place as well: it tells what was seen when this was written
    this.querySelector("block-rows")?.shape(kept);
    const values = new Map();
    for (const [name, value] of kept) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of this.form.elements) {
      if (!field.name || OURS.has(field.name) || field.type === "submit") continue;
      const own = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = own.includes(field.value);
      else if (own.length) field.value = own.shift();
    }
    this.form.dispatchEvent(new CustomEvent("restored"));
    if (!this.isDirty) return this.#forget();
    this.#tell(this.dataset.again);
    this.#timer = setTimeout(() => this.#save(), PAUSE);
  }
}

customElements.define("save-block", SaveBlock);
