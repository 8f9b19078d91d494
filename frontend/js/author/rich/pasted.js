// HTML of a clipboard, made ready for the schema, which keeps bold, lists, links and headings and loses the rest.
// Word writes its lists as paragraphs, and Google Docs puts a list below an item beside it; both become real lists.
// Styles and handlers are set aside before anything is parsed: they say what is bold, and never reach a page.
const CODE = /<(style|script)\b[^]*?<\/\1\s*>/gi;
const TAG = /<[a-z](?:[^>"']|"[^"]*"|'[^']*')*>/gi;
const AWAY = /(\s)(style|on\w+)(?=\s*=)/gi;
const OURS = new Set(["href", "start", "class", "data-kana", "data-see", "data-picture", "data-pm-slice"]);
const GONE = "style, script, template, xml, title, meta, link, img, svg, iframe, object, form, del";
const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const IGNORED = /mso-list:\s*ignore/i;
const HIDDEN = /display:\s*none|mso-hide:\s*all/i;
const NUMBERED = /^\(?(?:[0-9０-９①-⑳]|[a-zA-Z]{1,4}[.)．）])/;
const LOOKS = [
  ["strong", "b, strong", /font-weight:\s*(?:bold|[6-9]00)/i, /font-weight:\s*(?:normal|[1-5]00)/i],
  ["em", "i, em", /font-style:\s*(?:italic|oblique)/i, /font-style:\s*normal/i],
];

const styleOf = (element) => element.getAttribute("data-style") ?? "";

export function tidied(html) {
  const bare = html.replace(CODE, "").replace(TAG, (tag) => tag.replace(AWAY, "$1data-$2"));
  const page = new DOMParser().parseFromString(bare, "text/html");
  const { body } = page;
  body.querySelectorAll(GONE).forEach((one) => one.remove());
  for (const one of body.querySelectorAll("[data-style]")) if (HIDDEN.test(styleOf(one))) one.remove();
  listsOfWord(body, page);
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
  for (const look of LOOKS) emphasize(body, page, ...look);
  for (const one of body.querySelectorAll("*")) {
    for (const { name } of [...one.attributes]) if (!OURS.has(name)) one.removeAttribute(name);
  }
  const texts = page.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("\u00a0", " ");
  return body.innerHTML;
}

/** Puts what is bold by its style into an element that says so, and takes those away whose style says otherwise. */
function emphasize(body, page, name, own, strong, light) {
  for (const one of body.querySelectorAll("[data-style]")) {
    if (one.matches(own) && light.test(styleOf(one))) one.replaceWith(...one.childNodes);
    else if (!one.matches(own) && strong.test(styleOf(one)) && one.matches("span, font, a, p, li, u, small, big")) {
      const inner = page.createElement(name);
      inner.append(...one.childNodes);
      one.append(inner);
    }
  }
}

/** Makes lists of the paragraphs that Word shows as one, each below the one it belongs to. */
function listsOfWord(body, page) {
  let open = []; // the lists that go on, the outermost first
  for (const line of body.querySelectorAll("p[data-style]")) {
    const level = Number(LEVEL.exec(styleOf(line))?.[1] ?? 0);
    if (!level) continue;
    const sign = [...line.querySelectorAll("[data-style]")].find((one) => IGNORED.test(styleOf(one)));
    const name = NUMBERED.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
    sign?.remove();
    if (open[0]?.list.nextElementSibling !== line) open = [];
    open = open.filter((one) => one.level < level || (one.level === level && one.list.localName === name));
    if (open.at(-1)?.level !== level) {
      const list = page.createElement(name);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else line.before(list);
      open.push({ list, level });
    }
    const item = page.createElement("li");
    open.at(-1).list.append(item);
    item.append(line);
  }
}
