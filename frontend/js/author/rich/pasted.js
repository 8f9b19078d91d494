// HTML of a clipboard, made ready for the schema, which keeps bold, lists, links and headings and loses the rest.
// Word writes its lists as paragraphs, Google Docs puts a list below an item beside it; both become real lists.
const LEVEL = /mso-list:\s*l\d+\s+level(\d+)/i;
const NUMBERED = /^\(?(?:[0-9０-９①-⑳]|[a-zA-Z]{1,4}[.)．）])/;

export function tidied(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const { body } = page;
  body.querySelectorAll("style, script, template, xml, title, img, del").forEach((one) => one.remove());
  fromWord(body, page);
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) list.previousElementSibling?.append(list);
  const texts = page.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll("\u00a0", " ");
  return body.innerHTML;
}

function fromWord(body, page) {
  const open = []; // the lists that are open, the outermost first
  let last = null;
  for (const line of body.querySelectorAll("p, li, h1, h2, h3, h4, h5, h6")) {
    const style = line.getAttribute("style") ?? "";
    const level = Number(LEVEL.exec(style)?.[1] ?? 0);
    if (!level || line.localName !== "p") {
      open.length = 0;
      continue;
    }
    const sign = [...line.querySelectorAll("[style]")].find((one) => /mso-list:\s*ignore/i.test(one.getAttribute("style")));
    const name = NUMBERED.test(sign?.textContent.trim() ?? "") ? "ol" : "ul";
    sign?.remove();
    if (last && nextOf(last) !== line) open.length = 0;
    open.length = Math.min(open.length, level);
    last = line;
    const item = page.createElement("li");
    while (open.length < level) {
      const list = page.createElement(name);
      if (open.length && open.at(-1).lastElementChild) open.at(-1).lastElementChild.append(list);
      else if (open.length) break;
      else line.before(list);
      open.push(list);
    }
    const paragraph = page.createElement("p");
    paragraph.append(...line.childNodes);
    item.append(paragraph);
    open.at(-1).append(item);
    last = open[0];
    line.remove();
  }
}

const nextOf = (list) => list.nextElementSibling;
