// <look-on> around the preview: another look is taken without leaving the bench, and a save shows at once.
class LookOn extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    this.address = this.frame.src;
    this.wide = this.querySelector("[data-wide]");
    this.wide.hidden = false;
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
    else if (event.target.closest("[data-wide]")) this.#widen();
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

  /** A desk's width, made small; or that of a phone, as it is. */
  #widen() {
    const isWide = this.wide.getAttribute("aria-pressed") !== "true";
    this.wide.setAttribute("aria-pressed", isWide);
    const screen = this.frame.parentElement;
    screen.classList.toggle("is-wide", isWide);
    const scale = isWide ? screen.clientWidth / this.frame.offsetWidth : 1;
    this.frame.style.transform = isWide ? `scale(${scale})` : "";
    this.frame.style.blockSize = isWide ? `${screen.clientHeight / scale}px` : "";
  }

  /** Shows an address in the frame; the place on the page stays. */
  #show(address) {
    this.scrolled = this.frame.contentWindow.scrollY;
    this.frame.contentWindow.location.replace(address);
  }

  #loaded() {
    const { document: shown, scrollTo, location } = this.frame.contentWindow;
    const at = shown.querySelector("[data-at]")?.dataset.at;
    const block = at && shown.querySelector(at);
    block?.classList.add("is-opened");
    if (this.scrolled) scrollTo(0, this.scrolled);
    else if (block) {
      // scrollIntoView would take the page around the frame along, away from the open block
      const bar = shown.querySelector(".topbar")?.offsetHeight ?? 0;
      scrollTo(0, block.getBoundingClientRect().top - bar);
    }
    const later = shown.querySelector("[data-readings]");
    if (later) location.replace(later.href);
    else this.scrolled = 0;
  }
}

customElements.define("look-on", LookOn);

// The outline is folded where there is no room beside the blocks; browsers that cannot unfold it by CSS do it here.
const roomy = matchMedia("(min-width: 62rem)");
const fold = () => document.querySelectorAll("[data-wide-open]").forEach((one) => { one.open = roomy.matches; });
roomy.addEventListener("change", fold);
fold();
