// A small panel beside what is selected: one field, and what is done with it. Escape closes it, Enter does it.
let count = 0;

export class Popover {
  constructor(host, template, { done, gone, closed }) {
    this.host = host;
    this.panel = template.content.firstElementChild.cloneNode(true);
    this.field = this.panel.querySelector("input");
    this.fault = this.panel.querySelector(".error");
    this.gone = this.panel.querySelector("[data-gone]");
    this.#name();
    this.panel.hidden = true;
    this.done = done;
    this.closed = closed;
    this.panel.querySelector("[data-done]").addEventListener("click", () => this.#do());
    this.panel.querySelector("[data-close]").addEventListener("click", () => this.close());
    this.gone.addEventListener("click", () => { this.close(); gone(); });
    this.panel.addEventListener("keydown", this);
    host.append(this.panel);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  /** Opens below a place of the window, within the width of the host. */
  open(place, { word = "", value = "", isNew = false }) {
    const shown = this.panel.querySelector("[data-word]");
    if (shown) shown.textContent = word;
    this.field.value = value;
    this.gone.hidden = isNew;
    this.#tell(false);
    this.panel.hidden = false;
    const frame = this.host.getBoundingClientRect();
    this.panel.style.setProperty("--below", `${place.bottom - frame.top + 6}px`);
    this.panel.style.setProperty("--after", `${place.left - frame.left}px`);
    this.field.focus();
    this.field.select();
  }

  close({ isLeft = false } = {}) {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    if (!isLeft) this.closed();
  }

  handleEvent(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.field) this.#do();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** Gives this copy ids of its own. */
  #name() {
    count += 1;
    for (const one of this.panel.querySelectorAll("[id]")) one.id += `-${count}`;
    this.panel.querySelector("label").htmlFor = this.field.id;
    const told = this.field.getAttribute("aria-describedby").split(" ");
    this.field.setAttribute("aria-describedby", told.map((id) => `${id}-${count}`).join(" "));
  }

  #do() {
    const isDone = this.done(this.field.value.trim());
    this.#tell(!isDone);
    if (isDone) this.close();
    else this.field.focus();
  }

  #tell(isFaulty) {
    this.fault.hidden = !isFaulty;
    if (isFaulty) this.field.setAttribute("aria-invalid", "true");
    else this.field.removeAttribute("aria-invalid");
  }
}
