// <print-page hidden> around a button: it shows where a script can print, and prints.
class PrintPage extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.addEventListener("click", () => print());
  }
}

customElements.define("print-page", PrintPage);
