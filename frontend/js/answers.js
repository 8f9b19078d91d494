// Comforts of the answers that are more than one choice. Without any of them the radio buttons do it all.

// <gap-text>: the words chosen for the gaps stand in the text at once.
class GapText extends HTMLElement {
  connectedCallback() {
    for (const gap of this.querySelectorAll("[data-gap]")) gap.dataset.name = gap.innerHTML;
    this.addEventListener("change", this);
    this.handleEvent();
  }

  handleEvent() {
    for (const gap of this.querySelectorAll("[data-gap]")) {
      const chosen = this.querySelector(`[name="to-${gap.dataset.gap}"]:checked`);
      gap.innerHTML = chosen ? chosen.nextElementSibling.innerHTML : gap.dataset.name;
    }
  }
}

// <place-cards>: things can be dragged to the places that stand above them. Pointer events, so that
// finger, pen and mouse are alike; a press on a place's name does the same, and so do the keys.
class PlaceCards extends HTMLElement {
  connectedCallback() {
    const first = this.querySelector(".slot");
    if (!first) return;
    const zones = document.createElement("div");
    zones.className = "zones";
    zones.ariaHidden = "true";
    for (const choice of first.querySelectorAll("[data-value]")) {
      const zone = document.createElement("div");
      zone.className = "zone";
      zone.dataset.zone = choice.dataset.value;
      // one box for the whole name: the grid would put each part of a name with ruby on a line of its own
      zone.innerHTML = `<span>${choice.querySelector("span").innerHTML}</span>`;
      zones.append(zone);
    }
    first.parentElement.before(zones);
    for (const legend of this.querySelectorAll(".slot > legend")) legend.classList.add("grip");
    this.addEventListener("pointerdown", this);
  }

  handleEvent(event) {
    if (event.type === "pointerdown") this.take(event);
    else if (event.type === "pointermove") this.carry(event);
    else this.drop(event);
  }

  take(event) {
    const grip = event.target.closest(".grip");
    if (!grip || event.button) return;
    this.held = grip.parentElement;
    this.from = [event.clientX, event.clientY];
    grip.setPointerCapture(event.pointerId);
    for (const type of ["pointermove", "pointerup", "pointercancel"]) grip.addEventListener(type, this);
  }

  zoneAt(event) {
    const [x, y] = [event.clientX, event.clientY];
    return [...this.querySelectorAll(".zone")].find((zone) => {
      const box = zone.getBoundingClientRect();
      return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
    });
  }

  carry(event) {
    if (!this.held) return;
    this.held.classList.add("is-held");
    this.held.style.transform = `translate(${event.clientX - this.from[0]}px, ${event.clientY - this.from[1]}px)`;
    const over = this.zoneAt(event);
    for (const zone of this.querySelectorAll(".zone")) zone.classList.toggle("is-over", zone === over);
  }

  drop(event) {
    const zone = event.type === "pointerup" && this.zoneAt(event);
    if (this.held && zone) {
      const radio = this.held.querySelector(`[data-value="${zone.dataset.zone}"] input`);
      radio.checked = true;
      radio.dispatchEvent(new Event("change", { bubbles: true }));
      this.querySelector("[role=status]").textContent = this.dataset.placed.replace("{place}", zone.textContent);
    }
    this.held?.classList.remove("is-held");
    if (this.held) this.held.style.transform = "";
    for (const each of this.querySelectorAll(".zone")) each.classList.remove("is-over");
    for (const type of ["pointermove", "pointerup", "pointercancel"]) event.target.removeEventListener(type, this);
    this.held = null;
  }
}

// <step-cards>: one thing at a time, the next one as soon as a decision on it was pressed.
class StepCards extends HTMLElement {
  connectedCallback() {
    this.cards = [...this.querySelectorAll(".thing")];
    if ("all" in this.dataset || this.cards.length < 2) return;
    const nav = document.createElement("div");
    nav.className = "cards__nav";
    this.told = document.createElement("b");
    this.told.setAttribute("role", "status");
    nav.append(this.button("‹", -1), this.told, this.button("›", 1));
    this.prepend(nav);
    this.addEventListener("click", this);
    const open = this.cards.findIndex((card) => !card.querySelector(":checked"));
    this.show(Math.max(0, open));
  }

  // only a press goes on by itself: the arrow keys choose on their way, and may not be done yet
  handleEvent(event) {
    if (!event.detail || !event.target.closest(".verdict-choice")) return;
    clearTimeout(this.going);
    this.going = setTimeout(() => this.at < this.cards.length - 1 && this.show(this.at + 1), 350);
  }

  button(text, by) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "iconbtn";
    button.textContent = text;
    button.ariaLabel = by < 0 ? this.dataset.before : this.dataset.next;
    button.addEventListener("click", () => this.show(this.at + by));
    return button;
  }

  show(at) {
    const left = this.cards[this.at]?.contains(document.activeElement);
    this.at = Math.min(this.cards.length - 1, Math.max(0, at));
    this.cards.forEach((card, n) => { card.hidden = n !== this.at; });
    if (left) this.cards[this.at].querySelector("input:checked, input").focus({ preventScroll: true });
    this.told.textContent = this.dataset.of.replace("{n}", this.at + 1).replace("{total}", this.cards.length);
  }
}

// <pass-meter>: what is chosen, joined, and how long a guesser would be at it. Bar and words agree: where a
// number is on the border itself, browsers color the bar by one side or the other, so the borders lie between.
const [FAIR_BITS, STRONG_BITS] = [30, 44];
class PassMeter extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("fieldset");
    this.output = document.createElement("output");
    this.meter = Object.assign(document.createElement("meter"), { min: 0, max: 70, low: FAIR_BITS - .5, high: STRONG_BITS - .5, optimum: 70 });
    this.words = document.createElement("p");
    this.append(this.output, this.meter, this.words);
    this.meter.ariaHidden = "true";
    this.form.addEventListener("change", this);
    this.handleEvent();
  }

  handleEvent() {
    const used = [...this.form.querySelectorAll(".verdict-choice--1 :checked")].map((radio) =>
      radio.closest(".thing").querySelector("legend").textContent.trim());
    // a word that stands in a list of 2,048 is worth 11 bits, whoever guesses
    const bits = used.length * 11;
    this.output.textContent = used.join("-");
    this.meter.value = bits;
    this.words.textContent = !used.length ? "" : bits < FAIR_BITS ? this.dataset.weak : bits < STRONG_BITS ? this.dataset.fair : this.dataset.strong;
  }
}

customElements.define("gap-text", GapText);
customElements.define("place-cards", PlaceCards);
customElements.define("step-cards", StepCards);
customElements.define("pass-meter", PassMeter);
