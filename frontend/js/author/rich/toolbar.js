// The toolbar above a text: one stop for Tab, arrow keys within it, Escape back to the text.
export class Toolbar {
  constructor(bar, { press, leave }) {
    this.bar = bar;
    this.leave = leave;
    bar.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-tool]");
      if (!button) return;
      this.#stand(button);
      press(button.dataset.tool, button);
    });
    bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection in the text stays
    bar.addEventListener("keydown", this);
    this.#stand(this.buttons[0]);
  }

  get buttons() {
    return [...this.bar.querySelectorAll("button[data-tool]")].filter((button) => !button.hidden);
  }

  focus() {
    this.buttons.find((button) => button.tabIndex === 0)?.focus();
  }

  /** Shows which tools there are: all of them, or only the one that leads back. */
  show(isVisual) {
    for (const button of this.bar.querySelectorAll("button[data-tool]")) button.hidden = !isVisual && button.dataset.tool !== "source";
    this.#stand(this.buttons.find((button) => button.tabIndex === 0) ?? this.buttons[0]);
  }

  press(tool, isPressed) {
    this.bar.querySelector(`[data-tool=${tool}]`)?.setAttribute("aria-pressed", String(isPressed));
  }

  handleEvent(event) {
    const { buttons } = this;
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (event.key === "Escape") this.leave();
    else if (to === undefined) return;
    else {
      const button = buttons[(to + buttons.length) % buttons.length];
      this.#stand(button);
      button.focus();
    }
    event.preventDefault();
  }

  #stand(button) {
    for (const one of this.bar.querySelectorAll("button[data-tool]")) one.tabIndex = one === button ? 0 : -1;
  }
}
