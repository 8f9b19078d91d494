"""A page as its reader gets it, and the rules that every page keeps."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

from tests.architecture import words

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"})
VOID |= {"source", "track", "wbr"}
LABELED = frozenset({"input", "select", "textarea"})
UNLABELED_TYPES = frozenset({"hidden", "submit", "button", "image", "reset"})
FETCHED = {
    **dict.fromkeys(("script", "img", "source", "iframe", "audio", "video", "embed"), "src"),
    **dict.fromkeys(("link", "use"), "href"),
    "object": "data",
}
SPOKEN = ("alt", "title", "aria-label", "aria-description", "placeholder")
PLAIN_TEXT = frozenset({"title", "option", "textarea", "text"})
"""Elements that can show no ruby."""
SURELY_GLUED = 4
"""Characters of a word and its kana; less than that may be two words (日 and ひ of 日ひ…)."""
GAP = re.compile(r"(?<=[ぁ-ゖ。、]) (?=[ぁ-ゖァ-ヺ一-鿿])")
REFERRING = frozenset(
    ("for", "aria-labelledby", "aria-describedby", "aria-controls", "list", "form")
)
TAG_OF_RUBY = re.compile("</?(ruby|rt|rp)>")


@dataclass
class Element:
    """One element. ``text`` is all text inside, without readings (``rt``, ``rp``)."""

    tag: str
    attributes: dict[str, str]
    inside: tuple[str, ...]
    text: str = ""
    line: int = 0
    wrapped_in_label: bool = False
    form: "Element | None" = None
    fields: "list[Element]" = field(default_factory=list)

    def __str__(self) -> str:
        told = "".join(f' {k}="{v}"' for k, v in list(self.attributes.items())[:4])
        return f"line {self.line} <{self.tag}{told}>"

    def get(self, name: str) -> str:
        """Return an attribute, or "" when it is not there."""
        return self.attributes.get(name, "")


class Page(HTMLParser):
    """The elements of a page or a fragment, in order; ``readings`` are pairs of word and kana."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.elements: list[Element] = []
        self.slips: list[str] = []
        self.readings: list[tuple[str, str]] = []
        self._open: list[Element] = []
        self.feed(html)
        self.close()
        self.slips += [f"{element} is never closed" for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        above = self._open[-1] if self._open else None
        element = Element(
            tag,
            {name: value or "" for name, value in attrs},
            (*above.inside, above.tag) if above else (),
            line=self.getpos()[0],
            wrapped_in_label=above is not None
            and (above.wrapped_in_label or above.tag == "label"),
            form=(above if above.tag == "form" else above.form) if above else None,
        )
        if tag == "ruby":
            self.readings.append(("", ""))
        if len(element.attributes) < len(attrs):
            counts = Counter(name for name, _ in attrs)
            self.slips += [f"{element} has {n} twice" for n, many in counts.items() if many > 1]
        self.elements.append(element)
        if element.form is not None:
            element.form.fields.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open[-1].tag != tag:
            where = self._open[-1] if self._open else "the end"
            self.slips.append(f"line {self.getpos()[0]} </{tag}> closes nothing, inside {where}")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        inside = {one.tag for one in self._open}
        if "ruby" in inside and "rp" not in inside:
            word, kana = self.readings[-1]
            self.readings[-1] = (word, kana + data) if "rt" in inside else (word + data, kana)
        if inside & {"rt", "rp"}:
            return
        for element in self._open:
            element.text += data

    def all(self, *tags: str) -> list[Element]:
        """Return the elements with one of these tags, in order."""
        return [one for one in self.elements if one.tag in tags]

    def one(self, tag: str) -> Element:
        """Return the only element with this tag."""
        (found,) = self.all(tag)
        return found

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return self.one("title").text.strip()

    @property
    def heading(self) -> str:
        """The text of the one ``h1``."""
        return " ".join(self.one("h1").text.split())

    @property
    def text(self) -> str:
        """All that is to be read, without readings, spaces made one."""
        roots = self.all("body") or [one for one in self.elements if not one.inside]
        unseen = [
            one.text for one in self.all("script", "style", "template", "noscript") if one.text
        ]
        text = " ".join(one.text for one in roots)
        for hidden in unseen:
            text = text.replace(hidden, " ")
        return " ".join(text.split())

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the text of their link."""
        return {" ".join(one.text.split()): one.get("href") for one in self.all("a")}

    @property
    def audience(self) -> str:
        """Whose page it says it is: child, citizen, staff, or "" on a fragment."""
        roots = self.all("html")
        return roots[0].get("data-audience") if roots else ""


def faults(page: Page, *, policy: str, host: str, whole: bool, tokens: bool) -> Iterator[str]:
    """Yield a sentence for every rule that ``page`` breaks.

    Args:
        page: The page.
        policy: Its Content-Security-Policy.
        host: The site's own host; addresses of others are not fetched.
        whole: Whether it is a whole page and not a fragment of one.
        tokens: Whether its forms must carry a CSRF token.
    """
    yield from page.slips
    if whole:
        yield from _structure(page)
        yield from _references(page)
    yield from _ids(page)
    yield from _labels(page)
    yield from _forms(page, host=host, tokens=tokens)
    yield from _scripts(page, policy=policy)
    yield from _origins(page, host=host)
    yield from _words(page)
    yield from _plain(page)


def _structure(page: Page) -> Iterator[str]:
    for tag in ("html", "title", "h1", "main"):
        if len(page.all(tag)) != 1:
            yield f"there are {len(page.all(tag))} <{tag}>, and there should be one"
            return
    root = page.one("html")
    if not root.get("lang"):
        yield "<html> has no lang"
    if root.get("data-audience") not in {"child", "citizen", "staff"}:
        yield f"<html data-audience> is {root.get('data-audience')!r}"
    if not page.heading:
        yield "<h1> is empty"
    yield from _titles(page)


def _titles(page: Page) -> Iterator[str]:
    if len(page.title) < 4 or page.title.count("|") > 2:
        yield f"<title> is {page.title!r}: it should name the page, then the site"
    levels = [int(one.tag[1]) for one in page.all("h1", "h2", "h3", "h4", "h5", "h6")]
    for above, below in pairwise(levels):
        if below > above + 1:
            yield f"<h{below}> follows <h{above}>: a level is left out"


def _references(page: Page) -> Iterator[str]:
    ids = {one.get("id") for one in page.elements}
    for element in page.elements:
        for name in REFERRING & element.attributes.keys():
            for wanted in element.get(name).split():
                if wanted not in ids:
                    yield f"{element}: {name} names #{wanted}, which is not on the page"
        href = element.get("href")
        if element.tag == "a" and href.startswith("#") and href[1:] not in ids:
            yield f"{element}: {href} is not on the page"


def _ids(page: Page) -> Iterator[str]:
    counts = Counter(one.get("id") for one in page.elements if "id" in one.attributes)
    for value, count in counts.items():
        if count > 1 or not value:
            yield f"id {value!r} stands on {count} elements"


def _labels(page: Page) -> Iterator[str]:
    named = {one.get("for") for one in page.all("label")}
    for element in page.elements:
        if element.tag in LABELED and element.get("type") not in UNLABELED_TYPES:
            own = element.get("aria-label") or element.get("aria-labelledby")
            if not (own or element.wrapped_in_label or element.get("id") in named - {""}):
                yield f"{element} has no label"
            if "placeholder" in element.attributes:
                yield f"{element}: a placeholder is no label and vanishes; write support text"
        if element.tag == "img" and "alt" not in element.attributes:
            yield f"{element} has no alt"
        if element.tag in {"a", "button"} and not (
            element.text.strip() or element.get("aria-label") or _has_picture_name(page, element)
        ):
            yield f"{element} says nothing"


def _has_picture_name(page: Page, element: Element) -> bool:
    start = page.elements.index(element)
    depth = len(element.inside)
    for one in page.elements[start + 1 :]:
        if len(one.inside) <= depth:
            return False
        if one.get("alt") or one.get("aria-label"):
            return True
    return False


def _forms(page: Page, *, host: str, tokens: bool) -> Iterator[str]:
    sent_from_outside = {one.get("form") for one in page.elements} - {""}
    for form in page.all("form"):
        action = urlsplit(form.get("action"))
        if action.netloc not in {"", host} or action.scheme not in {"", "http", "https"}:
            yield f"{form} sends to another site"
        if form.get("method").lower() not in {"get", "post", ""}:
            yield f"{form}: method is {form.get('method')!r}"
        is_post = form.get("method").lower() == "post"
        if is_post and tokens and not any(one.get("name") == "csrf_token" for one in form.fields):
            yield f"{form} has no csrf_token"
        sends = [
            one
            for one in form.fields
            if (one.tag == "button" and one.get("type") in {"", "submit"})
            or (one.tag == "input" and one.get("type") in {"submit", "image"})
        ]
        if not sends and form.get("id") not in sent_from_outside:
            yield f"{form} has no button: it cannot be sent without JavaScript"


def _scripts(page: Page, *, policy: str) -> Iterator[str]:
    if not policy.startswith("default-src 'none'") or "'unsafe" in policy:
        yield f"the Content-Security-Policy is {policy!r}"
    for element in page.elements:
        for name, value in element.attributes.items():
            if name == "style" or name.startswith(("on", "hx-on", "data-hx-on", "@", ":", "x-")):
                yield f"{element}: {name} is inline style or script"
            if value.strip().lower().startswith(("javascript:", "js:")):
                yield f"{element}: {name} holds script"
    yield from _inline_blocks(page, nonces=re.findall(r"'nonce-([^']+)'", policy))


def _inline_blocks(page: Page, *, nonces: list[str]) -> Iterator[str]:
    for element in page.all("style", "script"):
        if element.tag == "style":
            yield f"{element}: styles belong in frontend/css"
        else:
            if element.text.strip() and "json" not in element.get("type"):
                yield f"{element}: scripts belong in frontend/js"
            if element.get("nonce") not in nonces:
                yield f"{element}: its nonce is not the policy's"


def _origins(page: Page, *, host: str) -> Iterator[str]:
    for element in page.elements:
        address = element.get(FETCHED.get(element.tag, ""))
        if element.tag == "link" and element.get("rel") in {"canonical", "alternate"}:
            continue
        if urlsplit(address).netloc not in {"", host}:
            yield f"{element} is fetched from another site"


def _words(page: Page) -> Iterator[str]:
    spoken = [value for one in page.elements for n in SPOKEN if (value := one.get(n))]
    titles = [one.text for one in page.all("title")]
    to_learners = page.audience in {"child", "citizen"}
    for text in (_said(page), *spoken, *titles):
        yield from words.faults(text, to_learners=to_learners, rendered=True)


def _said(page: Page) -> str:
    """Return what the page says itself: not what a person writes in a field, or wrote."""
    text = page.text
    longest_first = sorted(page.all("textarea", "pre"), key=lambda one: -len(one.text))
    for one in longest_first:  # one may be a part of another
        if written := " ".join(one.text.split()):
            text = text.replace(written, " ") if one.tag == "textarea" or one.get("lang") else text
    return text


def _plain(page: Page) -> Iterator[str]:
    """Ruby stands where it can be shown; what is only spoken holds neither it nor gaps."""
    for one in page.all("ruby"):
        if PLAIN_TEXT.intersection(one.inside):
            yield f"{one} stands where only text can: {one.inside}"
    glued = {
        f"{word}{opened}{kana}"
        for word, kana in page.readings
        for opened in ("", "(")
        if len(word + kana) >= SURELY_GLUED
    }
    is_glued = re.compile("|".join(map(re.escape, glued)) or "(?!)")
    root = page.all("html")
    is_spaced = bool(root) and "data-spaced" in root[0].attributes
    for element in page.elements:
        told = {
            **element.attributes,
            **({"its text": element.text} if element.tag in PLAIN_TEXT else {}),
        }
        for name, value in told.items():
            if TAG_OF_RUBY.search(value) or is_glued.search(value):
                yield f"{element}: a reading in {name}: {value[:60]}"
            if is_spaced and name in {*SPOKEN, "its text"} and GAP.search(value):
                yield f"{element}: gaps between phrases in {name}: {value[:60]}"
