// Display settings apply where the reader is. The choice is sent, the page is asked for again, and its content
// is put in place of the old: what was typed or ticked, what was open, the focused button and the line at the
// top of the screen stay as they were. Without this file the page opens anew, at the first block of its text.
import htmx from "htmx.org";

const FIELDS = "input:not([type=hidden], [type=file]), textarea, select";
const LINES = "main :is(h1, h2, h3, p, li, legend, label, td, dt, dd, [id])";
const BUTTONS = "a[href], summary, button";

const all = (what) => [...document.querySelectorAll(what)];
const isTick = (field) => ["radio", "checkbox"].includes(field.type);
/** What tells a field or a button from the others of a page, in every view of that page; "" for one without a name. */
const key = (e) => e.id || (e.name ? [e.form?.id, e.name, isTick(e) ? e.value : ""].join(" ") : "");
/** The fields whose content is the reader's own; what display settings hold comes with the new page. */
const fields = () => all(FIELDS).filter((e) => !e.form?.hasAttribute("data-view"));

/** The lines of the text; not those that a sticky column holds in place by itself. */
function lines() {
  const read = document.querySelector(".pair .read");
  const isHeld = read && getComputedStyle(read).position === "sticky" && read.offsetHeight < read.parentElement.clientHeight / 2;
  return all(LINES).filter((e) => !(isHeld && read.contains(e)));
}

/** Where the reader is: the first line in sight below the upper bar, and the block that holds it. */
function place() {
  const under = Math.max(0, document.querySelector(".topbar")?.getBoundingClientRect().bottom ?? 0);
  const every = lines();
  const isSeen = (e) => e.getClientRects().length > 0 && e.getBoundingClientRect().bottom > under + 8;
  const number = every.findIndex((e) => isSeen(e) && !e.querySelector(":is(p, li, label, td, dd)"));
  const line = every[number];
  const block = line?.closest("main [id]");
  const height = (e) => e?.getBoundingClientRect().top;
  return { y: scrollY, count: every.length, number, line: height(line), id: block?.id, block: height(block) };
}

function returnTo({ y, count, number, line, id, block }) {
  scrollTo({ top: y, behavior: "instant" });
  const every = lines();
  const [there, was] = every.length === count ? [every[number], line] : [document.getElementById(id), block];
  if (there) scrollBy({ top: there.getBoundingClientRect().top - was, behavior: "instant" });
}

function state() {
  const focused = document.activeElement === document.body ? null : document.activeElement;
  return {
    given: new Map(fields().map((e) => [key(e), isTick(e) ? e.checked : e.value])),
    orders: all(".order").map((list) => [...list.children].map((e) => e.dataset.key)),
    open: all("details").map((e) => e.open),
    scrolled: all(".pop").map((e) => e.scrollTop),
    focused: focused && { key: key(focused), value: focused.value, number: all(BUTTONS).indexOf(focused) },
    place: place(),
  };
}

function restore({ given, orders, open, scrolled, focused, place: before }) {
  for (const e of fields()) {
    const was = given.get(key(e));
    if (was === undefined || was === (isTick(e) ? e.checked : e.value)) continue;
    if (isTick(e)) e.checked = was;
    else e.value = was;
    e.dispatchEvent(new Event("input", { bubbles: true }));
  }
  all(".order").forEach((list, n) => {
    const items = [...list.children];
    for (const name of orders[n] ?? []) list.append(...items.filter((e) => e.dataset.key === name));
  });
  all("details").forEach((e, n) => { e.open = open[n] ?? e.open; });
  all(".pop").forEach((e, n) => { e.scrollTop = scrolled[n] ?? 0; });
  if (focused) {
    const same = focused.key ? all(`${BUTTONS}, ${FIELDS}, [id]`).filter((e) => key(e) === focused.key) : [];
    const found = same.find((e) => e.value === focused.value) ?? same[0] ?? all(BUTTONS)[focused.number];
    found?.focus({ preventScroll: true });
  }
  returnTo(before);
}

/** Puts the body of a page, as it looks now, in place of the present one. */
async function swap(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const before = state();
  const root = document.documentElement;
  for (const { name } of [...root.attributes]) root.removeAttribute(name);
  for (const { name, value } of page.documentElement.attributes) root.setAttribute(name, value);
  document.title = page.title;
  document.body.className = page.body.className;
  document.body.replaceChildren(...page.body.childNodes);
  htmx.process(document.body);
  restore(before);
}

let last = Promise.resolve();
let waiting = 0;

/**
 * Sends one choice after all earlier ones, and shows the page once none is left: quick presses must not undo each
 * other. Without a network, or once a session is over, the browser sends the form itself and tells why.
 */
function apply(form, pressed) {
  const { name, value } = pressed ?? {};
  waiting += 1;
  last = last.then(async () => {
    const now = document.getElementById(form.id) ?? form;
    const sent = name ? { csrf_token: now.elements.csrf_token.value, [name]: value } : new FormData(now);
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(answer.statusText);
    if (waiting > 1) return;
    const { pathname } = new URL(form.dataset.view, location);
    await swap(pathname === location.pathname ? location.href : form.dataset.view); // htmx may have changed the query
  }).catch(() => {
    const now = document.getElementById(form.id) ?? form;
    now.removeAttribute("data-view");
    const button = [...now.elements].find((e) => e.type === "submit" && e.name === name && e.value === value);
    if (button) button.click();
    else now.submit();
  }).finally(() => { waiting -= 1; });
}

document.addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("data-view")) return;
  event.preventDefault();
  apply(event.target, event.submitter);
});
document.addEventListener("change", ({ target }) => {
  if (target.form?.hasAttribute("data-view")) apply(target.form, target);
});
