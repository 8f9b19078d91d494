// The matrix by keys: arrows go from cell to cell, Home and End to the ends of a row, with Ctrl to
// those of the table; Enter opens a cell, which is a link, and Escape closes what is open beside it.
// Only one cell is a stop of the Tab key, so that it leads past the table. Without this script every
// cell is one, and all the rest works as well.
const links = () => document.querySelectorAll(".matrix a");
const linkIn = (cell) => cell?.querySelector("a");
let last = null; // the address of the cell that was left for what is beside the table

function settle() {
  const every = [...links()];
  if (!every.length) return;
  const kept = every.includes(document.activeElement) ? document.activeElement : document.querySelector(".matrix a[aria-current]") ?? every[0];
  for (const one of every) one.tabIndex = one === kept ? 0 : -1;
  for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
}

function stop(link) {
  for (const one of document.querySelectorAll('.matrix a[tabindex="0"]')) one.tabIndex = -1;
  link.tabIndex = 0;
  link.focus();
}

/** Returns the next link from a cell in a direction, over cells without one. */
function beside(cell, key) {
  const row = cell.parentElement;
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const step = key === "ArrowLeft" ? -1 : 1;
    for (let n = cell.cellIndex + step; row.cells[n]; n += step) if (linkIn(row.cells[n])) return linkIn(row.cells[n]);
    return null;
  }
  const { rows } = row.closest("table");
  const step = key === "ArrowUp" ? -1 : 1;
  for (let n = row.rowIndex + step; rows[n]; n += step) {
    const link = rows[n].parentElement.tagName === "TBODY" && linkIn(rows[n].cells[cell.cellIndex]);
    if (link) return link;
  }
  return null;
}

function end(cell, key, isWhole) {
  const within = isWhole ? cell.closest("table") : cell.parentElement;
  const found = [...within.querySelectorAll("a")];
  return key === "Home" ? found[0] : found.at(-1);
}

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.metaKey || event.shiftKey) return;
  if (event.key === "Escape") {
    const close = document.querySelector("#board [data-close]");
    if (!close || document.querySelector("details.set[open]")) return;
    last = document.querySelector(".matrix a[aria-current]")?.getAttribute("href");
    close.click();
    return;
  }
  const cell = event.target.closest?.(".matrix a")?.closest("td, th");
  if (!cell) return;
  const isEnd = event.key === "Home" || event.key === "End";
  if (!isEnd && (event.ctrlKey || !event.key.startsWith("Arrow"))) return;
  event.preventDefault();
  const next = isEnd ? end(cell, event.key, event.ctrlKey) : beside(cell, event.key);
  if (next) stop(next);
});

document.addEventListener("mouseover", (event) => { // what a cell says aloud, for the eye
  const cell = event.target.closest?.(".matrix td > a");
  if (cell && !cell.title) cell.title = cell.ariaLabel ?? "";
});

document.addEventListener("DOMContentLoaded", settle);
document.addEventListener("htmx:after:swap", () => {
  settle();
  const link = last && [...links()].find((one) => one.getAttribute("href") === last);
  last = null;
  if (link) stop(link);
});
