// What a clipboard holds as HTML (Word, Google Docs, a page of the web) is sent as a file; the text
// stays in its field. Whoever goes on typing there means the text. Works without this file as well.
const NAME = "clipboard.html";

customElements.define("paste-text", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("paste", (event) => this.#take(event.clipboardData?.getData("text/html")));
    this.addEventListener("input", (event) => {
      if (event.inputType !== "insertFromPaste") this.#forget();
    });
  }

  get #file() {
    return this.closest("form").elements.file;
  }

  #take(html) {
    this.#forget();
    if (!html) return;
    const box = new DataTransfer();
    box.items.add(new File([html], NAME, { type: "text/html" }));
    this.#file.files = box.files;
  }

  #forget() {
    if (this.#file.files[0]?.name === NAME) this.#file.value = "";
  }
});
