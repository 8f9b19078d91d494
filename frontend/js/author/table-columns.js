// The columns of a table in its form. Its head tells which ones there are and in which order ("columns.3.from");
// a cell belongs to one by its name ("rows.0.c3").
const linesOf = (table) => {
  const fresh = table.closest("[data-rows]").querySelector(":scope > template").content;
  return [...table.rows, ...fresh.querySelectorAll("[data-row]")];
};
const tokenOf = (head) => /^columns\.(\d+)/.exec(head.querySelector("[name$='.from']").name)[1];
const headsOf = (table) => [...table.querySelectorAll("thead th")];

/** Adds a column behind the last one, under a number of its own, and returns the field of its head. */
export function addColumn(table, token) {
  for (const line of linesOf(table)) {
    const model = line.cells[line.cells.length - 2];
    const cell = model.cloneNode(true);
    for (const one of cell.querySelectorAll("*")) {
      for (const name of ["name", "id", "value"]) {
        const value = one.getAttribute(name);
        if (value) one.setAttribute(name, value.replace(/(columns\.|\.c)\d+/, `$1${token}`));
      }
      if (one.matches("input, textarea")) one.value = "";
    }
    model.after(cell);
  }
  settle(table);
  return headsOf(table).at(-1).querySelector("[name$='.text']");
}

/** Removes a column, or moves it past its neighbor; returns what is to have the focus then. */
export function changeColumn(table, head, what) {
  const at = head.cellIndex;
  const heads = headsOf(table);
  const to = at + (what === "up" ? -1 : 1);
  for (const line of linesOf(table)) {
    const cell = line.cells[at];
    if (what === "remove") cell.remove();
    else if (what === "up") line.cells[to].before(cell);
    else line.cells[to].after(cell);
  }
  settle(table);
  if (what === "remove") return (heads[at + 1] ?? heads[at - 1]).querySelector("[name$='.text']");
  const button = head.querySelector(`button[value^=${what}]`);
  return button.hidden ? head.querySelector("button:not([hidden])") : button;
}

/** Makes a table have the columns of which the names tell, in their order. */
export function shapeColumns(around, names) {
  const table = around.querySelector("[data-columns]");
  const tokens = names.map((name) => /^columns\.(\d+)\.from$/.exec(name)?.[1]).filter(Boolean);
  if (!table || !tokens.length) return;
  const there = () => headsOf(table).map(tokenOf);
  for (const token of tokens) if (!there().includes(token)) addColumn(table, token);
  for (const head of headsOf(table)) if (!tokens.includes(tokenOf(head))) changeColumn(table, head, "remove");
  const order = tokens.map((token) => there().indexOf(token));
  for (const line of linesOf(table)) line.prepend(...order.map((at) => line.cells[at]));
  settle(table);
}

/** The first goes no further to the left, the last not to the right, and the only one stays. */
function settle(table) {
  const heads = headsOf(table);
  for (const [n, head] of heads.entries()) {
    head.querySelector("button[value^=up]").hidden = n === 0;
    head.querySelector("button[value^=down]").hidden = n === heads.length - 1;
    head.querySelector("button[value^=remove]").hidden = heads.length === 1;
  }
  for (const line of linesOf(table)) {
    const words = line.matches("thead tr") ? table.dataset.head : table.dataset.cell;
    for (const cell of [...line.cells].slice(0, -1)) {
      cell.querySelector("textarea, input[type=text]").setAttribute("aria-label", words.replace("{n}", cell.cellIndex + 1));
    }
  }
}
