// <four-words>: whoever pastes all four words into the first box finds one in each.
class FourWords extends HTMLElement {
  connectedCallback() {
    this.addEventListener("paste", this);
  }

  handleEvent(event) {
    const boxes = [...this.querySelectorAll("input")];
    const words = event.clipboardData.getData("text").split(/[\s、。・,]+/).filter(Boolean);
    if (event.target !== boxes[0] || words.length !== boxes.length) return;
    event.preventDefault();
    boxes.forEach((box, at) => { box.value = words[at]; });
    boxes.at(-1).focus();
  }
}

customElements.define("four-words", FourWords);
