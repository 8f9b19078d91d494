// <dirty-form> around a form: the browser asks before what was typed is left behind.
class DirtyForm extends HTMLElement {
  #isDirty = false;

  connectedCallback() {
    this.addEventListener("input", () => { this.#isDirty = true; });
    this.addEventListener("submit", () => { this.#isDirty = false; });
    addEventListener("beforeunload", this);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this);
  }

  handleEvent(event) {
    if (this.#isDirty) event.preventDefault();
  }
}

customElements.define("dirty-form", DirtyForm);
