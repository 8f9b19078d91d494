// The bench by keys alone: open the next or previous block, move the open one, add behind it. Saving is Ctrl+S, in
// save-block.js. They press what stands in the page, once what was typed is saved; the list of them is «キーボード».
const OPEN = ".block--open";
const blocks = () => [...document.querySelectorAll(".bench__work .block[id^=line-]")];

function after(go) {
  const open = document.querySelector("save-block");
  if (open) open.leave(go);
  else go();
}

/** Opens the block beside the open one; where none is open, the first or the last. */
function step(by) {
  const all = blocks();
  const at = all.findIndex((one) => one.matches(OPEN));
  const next = at < 0 ? all.at(by > 0 ? 0 : -1) : all[at + by];
  const link = next?.querySelector(".block__bar a[href*='block=']");
  if (link) after(() => link.click());
}

/** Moves the open block up or down. */
function move(way) {
  const button = document.querySelector(`${OPEN} .presses button[value=${way}]`);
  if (button) after(() => button.click());
}

/** Unfolds what can be added behind the open block, the first kind in focus. */
function add() {
  const fold = document.querySelector(`${OPEN} + [data-follows] .add-here`) ?? document.querySelector(".add-here");
  if (!fold) return;
  fold.open = true;
  fold.querySelector("button").focus();
}

const KEYS = {
  PageDown: () => step(1),
  PageUp: () => step(-1),
  ArrowUp: () => move("up"),
  ArrowDown: () => move("down"),
  Enter: add,
};

if (document.querySelector(".bench__work")) {
  for (const told of document.querySelectorAll("[data-scripted]")) told.hidden = false;
  document.addEventListener("keydown", (event) => {
    const act = event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing && KEYS[event.key];
    if (!act || event.target.matches("select")) return; // Alt+↓ opens a list of choices
    event.preventDefault();
    act();
  });
}
