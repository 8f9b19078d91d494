// <sort-list>: its buttons move an item at once, where without JavaScript they ask the server.
// Focus stays on the button that was pressed; the new place is said aloud.
class SortList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.addEventListener("keydown", this);
  }

  handleEvent(event) {
    const button = event.target.closest(".move");
    if (!button) return;
    if (event.type === "click") {
      event.preventDefault();
      this.move(button, button.classList.contains("move--up"));
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      this.move(button, event.key === "ArrowUp");
    }
  }

  move(button, isUp) {
    const item = button.closest("li");
    const neighbor = isUp ? item.previousElementSibling : item.nextElementSibling;
    if (!neighbor) return;
    if (isUp) neighbor.before(item);
    else neighbor.after(item);
    for (const each of item.parentElement.children) each.classList.toggle("is-moved", each === item);
    const same = item.querySelector(isUp ? ".move--up" : ".move--down");
    const other = item.querySelector(isUp ? ".move--down" : ".move--up");
    (getComputedStyle(same).visibility === "hidden" ? other : same).focus();
    const place = [...item.parentElement.children].indexOf(item) + 1;
    this.querySelector("[role=status]").textContent = (isUp ? this.dataset.up : this.dataset.down).replace("{n}", place);
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

customElements.define("sort-list", SortList);
