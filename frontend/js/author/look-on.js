// <look-on> around the preview: another look is taken without leaving the bench, and a save shows at once.
class LookOn extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    this.address = this.frame.src;
    this.addEventListener("click", this);
    this.frame.addEventListener("load", this);
    document.addEventListener("block-saved", this);
  }

  disconnectedCallback() {
    document.removeEventListener("block-saved", this);
  }

  handleEvent(event) {
    if (event.type === "load") this.#loaded();
    else if (event.type === "block-saved") this.#show(this.address);
    else this.#press(event);
  }

  #press(event) {
    const link = event.target.closest("[data-look]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.querySelector("[aria-current]")?.removeAttribute("aria-current");
    link.setAttribute("aria-current", "true");
    const address = new URL(this.address);
    address.searchParams.set("look", link.dataset.look);
    this.address = this.querySelector("[data-apart]").href = address.href;
    this.#show(this.address);
    for (const field of document.querySelectorAll("input[name=look]")) field.value = link.dataset.look;
    for (const one of document.querySelectorAll(".bench a[href*='look=']")) {
      if (!one.dataset.look) one.href = one.href.replace(/look=\w+/, `look=${link.dataset.look}`);
    }
  }

  /** Shows an address in the frame; the place on the page stays. */
  #show(address) {
    this.scrolled = this.frame.contentWindow.scrollY;
    this.frame.contentWindow.location.replace(address);
  }

  #loaded() {
    const page = this.frame.contentWindow;
    if (this.scrolled) page.scrollTo(0, this.scrolled);
    const later = page.document.querySelector("[data-readings]");
    if (later) page.location.replace(later.href);
    else this.scrolled = 0;
  }
}

customElements.define("look-on", LookOn);
