// Blocks, lessons and modules are dragged by their grips, with a mouse, a pen or a finger; a line shows where the
// thing would come. A drop is sent as a press of ↑ or ↓ is.
//   [data-drag=KIND][data-at]    a thing that can be dragged, and what the form calls it
//   [data-drops=KIND][data-form] what such things stand in, with the id of what is sent; [data-to] what that calls it
const EDGE = 60; // pixels from the upper or lower edge of the window at which the page moves along
const STEP = 12;

class Drag {
  constructor(grip, event) {
    this.thing = grip.closest("[data-drag]");
    this.grip = grip;
    this.line = document.createElement("div");
    this.line.className = "drop-line";
    document.body.append(this.line);
    this.thing.classList.add("is-dragged");
    grip.setPointerCapture(event.pointerId);
    for (const name of ["pointermove", "pointerup", "pointercancel"]) grip.addEventListener(name, this);
    addEventListener("keydown", this);
    this.y = event.clientY;
    this.timer = setInterval(() => this.#along(), 30);
    this.#aim();
  }

  handleEvent(event) {
    if (event.type === "pointermove") {
      this.y = event.clientY;
      this.#aim();
    } else if (event.type === "pointerup") this.#drop();
    else if (event.type === "pointercancel" || event.key === "Escape") this.#end();
  }

  /** The places where the thing could come: before each of its kind, and at the end of what those stand in. */
  #places() {
    const kind = this.thing.dataset.drag;
    const places = [];
    for (const around of document.querySelectorAll(`[data-drops=${kind}]`)) {
      const things = [...around.querySelectorAll(`[data-drag=${kind}]`)];
      const end = (things.at(-1) ?? around).getBoundingClientRect();
      for (const before of things) places.push({ around, before, box: before.getBoundingClientRect(), isEnd: false });
      places.push({ around, before: null, box: end, isEnd: true });
    }
    return places;
  }

  #aim() {
    const y = ({ box, isEnd }) => (isEnd ? box.bottom : box.top);
    this.place = this.#places().reduce((a, b) => (Math.abs(y(b) - this.y) < Math.abs(y(a) - this.y) ? b : a));
    const { style } = this.line;
    style.top = `${y(this.place)}px`;
    style.left = `${this.place.box.left}px`;
    style.width = `${this.place.box.width}px`;
  }

  /** At an edge of the window the page goes on. */
  #along() {
    const by = this.y < EDGE ? -STEP : this.y > innerHeight - EDGE ? STEP : 0;
    if (!by) return;
    scrollBy(0, by);
    this.#aim();
  }

  #drop() {
    const { around, before } = this.place;
    const isSame = before === this.thing || (before ? this.#isNext(before) : this.#isLast(around));
    this.#end();
    if (isSame) return;
    const said = { at: this.thing.dataset.at, before: before?.dataset.at ?? "", to: around.dataset.to ?? "" };
    const open = document.querySelector("save-block");
    if (open) open.leave(() => this.#send(around, said));
    else this.#send(around, said);
  }

  #send(around, said) {
    const fields = document.getElementById(around.dataset.form);
    const form = document.createElement("form");
    form.method = "post";
    form.action = fields.dataset.action;
    form.append(...fields.cloneNode(true).childNodes);
    for (const [name, value] of Object.entries(said)) if (form.elements[name]) form.elements[name].value = value;
    document.body.append(form);
    form.submit();
  }

  #kin(around) {
    return [...around.querySelectorAll(`[data-drag=${this.thing.dataset.drag}]`)];
  }

  #isNext(before) {
    const kin = this.#kin(before.closest("[data-drops]"));
    return kin.indexOf(before) === kin.indexOf(this.thing) + 1 && kin.includes(this.thing);
  }

  #isLast(around) {
    return this.#kin(around).at(-1) === this.thing;
  }

  #end() {
    clearInterval(this.timer);
    removeEventListener("keydown", this);
    for (const name of ["pointermove", "pointerup", "pointercancel"]) this.grip.removeEventListener(name, this);
    this.thing.classList.remove("is-dragged");
    this.line.remove();
  }
}

document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-grip]");
  if (!grip || event.button !== 0) return;
  event.preventDefault();
  new Drag(grip, event);
});

/** Grips are of use to scripts alone; those of a refreshed list appear with it. */
export function showGrips(within = document) {
  for (const grip of within.querySelectorAll("[data-grip]")) grip.hidden = false;
}

showGrips();
