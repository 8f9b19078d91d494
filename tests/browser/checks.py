"""What every page is checked for in a real browser."""

import fcntl
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.accessibility import NOTES, ROUTES, Addresses

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""The rules whose verdict letters and colors can change; the others read the tree alone."""

WIDTHS = (320, 390, 1080, 1440)
"""A small phone (and 400 % zoom), a phone, a school's tablet, a desk."""

OVERFLOWING = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const scrolls = (e) => e && e !== document.body &&
    (['auto', 'scroll', 'hidden'].includes(getComputedStyle(e).overflowX) ||
      scrolls(e.parentElement));
  return [...document.querySelectorAll('body *')]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !scrolls(e.parentElement))
    .slice(0, 5)
    .map((e) => `<${e.tagName.toLowerCase()} class="${e.className}"> ends at ` +
      Math.round(e.getBoundingClientRect().right) + ` of ${width}`)
    .concat(`the page is ${document.documentElement.scrollWidth} wide`);
}
"""

SMALL_TARGETS = """
(least) => [...document.querySelectorAll('button, a.button, input[type=submit], select, summary')]
  .map((e) => [e, e.getBoundingClientRect()])
  .filter(([e, box]) => box.width && box.height && getComputedStyle(e).visibility === 'visible' &&
    box.height < least && !e.closest('p, li p, .skip'))
  .map(([e, box]) => `${e.tagName.toLowerCase()} 「${e.textContent.trim().slice(0, 20)}」 ` +
    `${Math.round(box.width)}×${Math.round(box.height)}`)
"""


PARTS = """
() => {
  if (!document.body) return null;
  const kind = (e) => [...e.attributes].map(({ name, value }) =>
    /^(class|role|type|lang|aria-(hidden|expanded|current))$/.test(name) ? `${name}=${value}` :
      value ? name : `${name}=`).sort().join(' ');
  const found = new Set();
  const walk = (e, above) => {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const path = `${above}>${e.localName} ${kind(e)}${says ? '"' : ''}`;
    found.add(path);
    for (const child of e.children) walk(child, path);
  };
  walk(document.body, '');
  const { width } = document.documentElement.getBoundingClientRect();
  const html = [...document.documentElement.attributes].map((a) => `${a.name}=${a.value}`);
  return [[...html.sort(), width].join(' '), [...found]];
}
"""
"""What a page consists of: every kind of element in every place of the tree, words left out."""

AXE_RUN = """
(rules) => axe.run(document, { runOnly: rules, resultTypes: ['violations'] })
  .then(({ testEngine, violations, incomplete }) => ({
    testEngine,
    violations: violations.map(({ id, help, nodes }) =>
      ({ id, help, nodes: nodes.slice(0, 3).map(({ html }) => ({ html })) })),
    incomplete: incomplete.map(({ id }) => ({ id })),
  }))
"""
"""Most of what axe tells is of rules that are kept; handing that over takes as long as looking."""


class LookedAt:
    """What axe has met on which page, in which settings: parts by places.

    Parallel workers look at the same pages; each tells the others in a folder of the run.
    """

    def __init__(self) -> None:
        """Know nothing yet, and tell nobody."""
        self._folder: Path | None = None
        self._parts: dict[str, set[str]] = {}

    def share(self, folder: Path) -> None:
        """Know what other workers know, and tell them."""
        folder.mkdir(exist_ok=True)
        self._folder = folder

    def is_new(self, place: str, parts: Sequence[str]) -> bool:
        """Say whether any of ``parts`` was not met at ``place`` so far; from now on it was."""
        if self._folder is None:
            return _add(self._parts.setdefault(place, set()), parts)
        path = self._folder / hashlib.sha256(place.encode()).hexdigest()
        with path.open("a+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            known = set(json.loads(file.read() or "[]"))
            is_new = _add(known, parts)
            if is_new:
                file.truncate(0)
                json.dump(sorted(known), file)
        return is_new


def _add(known: set[str], parts: Sequence[str]) -> bool:
    is_new = not known.issuperset(parts)
    known.update(parts)
    return is_new


LOOKED_AT = LookedAt()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


@cache
def _addresses() -> Addresses:
    return Addresses(ROUTES.read_text())


def _is_new(page: Page, rules: Sequence[str]) -> bool:
    """Say whether the page holds anything that axe has not met, by these rules, at this address.

    The pages of a lesson differ in their words; looking at each of them took most of the time of
    the browser tests. Headings, landmarks, ids and labels are checked on every page that a request
    test opens (tests/page.py), whatever was looked at here.
    """
    while (told := page.evaluate(PARTS)) is None:  # a press led to a page still on its way
        page.wait_for_selector("body", state="attached")
    settings, parts = told
    rule = _addresses().rule(urlsplit(page.url).path)
    return LOOKED_AT.is_new(f"{rule} {settings} {rules}", parts)


def axe(page: Page, *, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe finds on the page as it is now: WCAG 2.2 A and AA, and best practice.

    ``rules`` are tags of rules, or ``LOOKS`` for a page that was looked at in other settings.

    What was looked at is noted, for the page /accessibility (tests/browser/accessibility.py).
    """
    if not _is_new(page, rules):
        return []
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    result: dict[str, Any] = page.evaluate(AXE_RUN, rules)
    NOTES.note(page, result, RULES)
    return [
        f"{page.url} {one['id']}: {one['help']} — {node['html'][:160]}"
        for one in result["violations"]
        for node in one["nodes"]
    ]


def axe_in_each_look(page: Page) -> list[str]:
    """Return what axe finds as it is usually, with the largest letters, and in high contrast.

    The page is loaded once: size and contrast are attributes that the server sets on ``html``, see
    test_settings.py; nothing else on a page depends on them. The window is as high as the page:
    a link half below the dock is not too small, it is scrolled free.
    """
    found = []
    size = page.viewport_size
    for look in ({}, {"size": "xl"}, {"contrast": "high"}):
        page.evaluate(
            """(look) => ['size', 'contrast'].forEach((name) => {
              if (look[name]) document.documentElement.dataset[name] = look[name];
              else delete document.documentElement.dataset[name];
            })""",
            look,
        )
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"] if size else WIDTHS[2], "height": height})
        found += [f"{look} {one}" for one in axe(page, rules=LOOKS if look else RULES)]
    if size:
        page.set_viewport_size(size)
    return found


def overflow(page: Page) -> list[str]:
    """Return the elements that make the page scroll sideways."""
    found: list[str] = page.evaluate(OVERFLOWING)
    return found


def small_targets(page: Page, *, least: int = 44) -> list[str]:
    """Return buttons lower than ``least`` CSS pixels."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    return found


def look_over(page: Page) -> None:
    """Assert that the page is well as it stands: axe, and no scrolling sideways at any width.

    axe looks at it in a window as high as the page, as in ``axe_in_each_look``.
    """
    page.locator("body").wait_for()  # between two pages there is none
    size = page.viewport_size
    if size:
        height = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    found = axe(page)
    if size:
        page.set_viewport_size(size)
    assert not found, "\n".join(found)
    present = size["width"] if size else 0
    for width in sorted(WIDTHS, key=lambda one: one != present):
        if width != present:
            page.set_viewport_size({"width": width, "height": 810})
        found = overflow(page)
        assert not found, f"{page.url} at {width} px: " + "; ".join(found)
    NOTES.fits(page, WIDTHS)
    if size:
        page.set_viewport_size(size)
