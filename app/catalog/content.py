"""Course text as it is kept: a clean HTML skeleton and the segments that belong into it.

The only place that decides which HTML a course may contain (``TAGS``, ``_attribute_is_allowed``,
``is_safe_url``). Author text never stands in a skeleton: it is kept as segments, escaped when
it is filled in. So cleaning happens once, at publish, and showing is joining strings.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from typing import Any, Final, Self
from urllib.parse import urlsplit

import bleach
from markupsafe import Markup

from app.i18n.languages import JAPANESE, InLanguage
from app.i18n.notation import Segments, from_json, parse, plain, to_json
from app.i18n.reading import ruby_html

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """Which of a text's views a reader sees; the key under which it is kept.

    Attributes:
        taught: Highest kanji grade the reader was taught, 0 to 6; None for no ``<ruby>`` at all.
        spaced: Phrases set apart for small children (分かち書き).
        plain: Plain Japanese (``::: easy``) in place of the blocks that have it.
        language: A language tag; what is not translated into it is shown in Japanese.
    """

    taught: int | None
    spaced: bool = False
    plain: bool = False
    language: str = "ja"


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, such as a title.

    Attributes:
        segments: The Japanese.
        others: (language, the same in it), by language; a language it lacks shows the Japanese.
    """

    segments: Segments
    others: tuple[tuple[str, Segments], ...] = ()

    @classmethod
    def of(cls, source: str) -> Self:
        """Read a text with ruby notation; what is broken stays as it was written."""
        return cls(parse(source).segments)

    @property
    def plain(self) -> str:
        """The Japanese without readings: for attributes and statements."""
        return plain(self.segments)

    @property
    def names(self) -> dict[str, str]:
        """The text without readings in every language it has, as an xAPI language map."""
        return {JAPANESE: self.plain, **{tag: plain(text) for tag, text in self.others}}

    def in_language(self, language: str) -> str:
        """Return the text without readings in a language, or else in Japanese."""
        return plain(self._in(language)[1])

    def language(self, view: View) -> str:
        """Return the language in which a reader gets the text."""
        return self._in(view.language)[0]

    def html(self, view: View) -> InLanguage:
        """Show the text to one reader."""
        language, segments = self._in(view.language)
        return _shown(segments, view.taught, view.spaced, language)

    def _in(self, language: str) -> tuple[str, Segments]:
        found = (pair for pair in self.others if pair[0] == language)
        return next(found, (JAPANESE, self.segments))

    def to_json(self) -> list[Any] | Json:
        """Encode for the database: a bare list, or a list for each language."""
        if not self.others:
            return to_json(self.segments)
        return {tag: to_json(text) for tag, text in ((JAPANESE, self.segments), *self.others)}

    @classmethod
    def from_json(cls, data: list[Any] | Json) -> Self:
        """Decode what ``to_json`` wrote."""
        if isinstance(data, list):
            return cls(from_json(data))
        others = sorted((tag, from_json(text)) for tag, text in data.items() if tag != JAPANESE)
        return cls(from_json(data[JAPANESE]), tuple(others))


@dataclass(frozen=True, slots=True)
class Prose:
    """Cleaned HTML with its text taken out.

    Attributes:
        skeleton: Pieces of HTML without text; one more than ``runs``.
        runs: The text that belongs between the pieces.
    """

    skeleton: tuple[str, ...]
    runs: tuple[Segments, ...]

    @property
    def plain(self) -> str:
        """The text without readings, a line for each paragraph, list item or cell."""
        pieces = [self.skeleton[0]]
        for run, after in zip(self.runs, self.skeleton[1:], strict=True):
            pieces += (plain(run), "\n" if ENDS_LINE.search(after) else "")
        return "".join(pieces[1:]).strip()

    @property
    def paragraphs(self) -> Iterator[Segments]:
        """The text of each paragraph, list item or cell, whatever markup it has inside."""
        paragraph: Segments = ()
        for run, after in zip(self.runs, self.skeleton[1:], strict=True):
            paragraph += run
            if ENDS_LINE.search(after):
                yield paragraph
                paragraph = ()
        if paragraph:
            yield paragraph

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show: neither text nor a picture."""
        return not self.plain and "<img" not in "".join(self.skeleton)

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of the questions whose evidence is marked in it."""
        return tuple(_PLACE.findall("".join(self.skeleton)))

    def led_to(self, keys: Iterable[str]) -> Self:
        """Return the same with the evidence of these questions at its start, where not marked."""
        missing = (key for key in keys if key not in self.places)
        places = "".join(f'<mark class="see" id="see-{key}"></mark>' for key in missing)
        return type(self)((places + self.skeleton[0], *self.skeleton[1:]), self.runs)

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"skeleton": list(self.skeleton), "runs": [to_json(run) for run in self.runs]}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(tuple(data["skeleton"]), tuple(from_json(run) for run in data["runs"]))


@lru_cache(maxsize=5000)
def _shown(
    segments: Segments,
    taught: int | None,
    spaced: bool,  # noqa: FBT001  a key
    language: str,
) -> InLanguage:
    """Lines of text are few and asked for on every page: each is put together once."""
    return InLanguage.of(ruby_html(segments, taught, spaced=spaced), language)


EMPTY: Final = Prose(("",), ())


def maybe_prose(data: Json | None) -> Prose | None:
    """Decode a prose that may be missing."""
    return None if data is None else Prose.from_json(data)


_PLACE = re.compile(r'<mark[^>]* id="see-([^"]*)"')

ENDS_LINE: Final = re.compile(r"</(?:p|h[2-4]|li|t[hd]|pre)>|<br>|<blockquote>|<[uo]l")


def render(prose: Prose, view: View) -> Markup:
    """Fill the segments into the skeleton for one reader.

    Returns:
        HTML that holds nothing but what ``clean`` let through, escaped text and ``<ruby>``.
    """
    pieces: list[str] = [prose.skeleton[0]]
    for run, after in zip(prose.runs, prose.skeleton[1:], strict=True):
        pieces += (ruby_html(run, view.taught, spaced=view.spaced), after)
    return Markup("".join(pieces))  # noqa: S704  a cleaned skeleton and escaped text


# -- what HTML a course may contain ---------------------------------------------------------------

TAGS: Final = frozenset(
    {
        *("p", "br", "strong", "em", "code", "pre", "blockquote", "mark"),
        *("h2", "h3", "h4", "ul", "ol", "li"),
        *("table", "thead", "tbody", "tr", "th", "td"),
        *("a", "img", "ruby", "rt", "rp"),
    }
)

REL: Final = "noopener noreferrer"
ASSET_ROOT: Final = "/course-assets/"
"""Files of courses are served under their hash: ``/course-assets/<sha256>.<extension>``."""

_SEE_ID = re.compile(r"see-[a-z][a-z0-9-]*")
_FILE = re.escape(ASSET_ROOT) + r"[0-9a-f]{64}\."
_LINKED = re.compile(_FILE + "(?:png|jpg|jpeg|gif|webp|avif|pdf)")
_SHOWN = re.compile(_FILE + "(?:png|jpg|jpeg|gif|webp|avif|svg)")
"""An SVG is only shown, never linked to: a browser lets it do nothing in an ``<img>``."""

_FORBIDDEN_IN_URLS = re.compile(r"[\x00-\x20\x7f-\xa0\\<>\"'`{}|^\ufdd0-\ufdef\u200b-\u200f]")
_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_MAIL = re.compile(r"mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_TEL = re.compile(r"tel:[+#*]?[0-9-]{3,20}")


def is_safe_url(url: str) -> bool:
    """Whether a course may link to ``url``: https, mail, telephone, or a file of a course.

    Strict on purpose: what it does not know, it refuses. Credentials in an address, ports
    spelled as schemes and white space inside schemes are all refused.
    """
    if _FORBIDDEN_IN_URLS.search(url):
        return False
    if _LINKED.fullmatch(url) or _MAIL.fullmatch(url) or _TEL.fullmatch(url):
        return True
    if not url.startswith("https://"):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    return (
        bool(_HOST.fullmatch(parts.hostname or ""))
        and parts.username is None
        and parts.password is None
        and port in {None, 443}
    )


_ALLOWED: Final[Mapping[tuple[str, str], re.Pattern[str]]] = {
    ("a", "rel"): re.compile(re.escape(REL)),
    ("img", "src"): _SHOWN,
    ("img", "alt"): re.compile(r".*", re.DOTALL),
    ("mark", "id"): _SEE_ID,
    ("mark", "class"): re.compile("see"),
    ("ol", "start"): re.compile(r"[0-9]{1,6}"),
    ("th", "scope"): re.compile("col"),
    ("th", "class"): re.compile("end|center"),
    ("td", "class"): re.compile("end|center"),
}


def _attribute_is_allowed(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        # bleach hands over character references as written, and knows fewer than browsers do:
        # an address must be safe before and after they are resolved
        return is_safe_url(value) and is_safe_url(unescape(value))
    allowed = _ALLOWED.get((tag, name))
    return allowed is not None and allowed.fullmatch(value) is not None


@lru_cache(maxsize=2000)  # without their text, most passages are one and the same paragraph
def clean(html: str) -> str:
    """Keep only what a course may contain; tags that are not allowed go, their text stays.

    Author HTML loses every ``hx-*``, ``on*``, ``style``, ``id`` and ``class`` (but the few of
    our own making), every address that ``is_safe_url`` refuses, and all that can run.
    """
    return bleach.clean(
        html,
        tags=TAGS,
        attributes=_attribute_is_allowed,
        protocols={"https", "mailto", "tel"},
        strip=True,
        strip_comments=True,
    )


MARK_OPEN: Final = "\ufdd0"
MARK_CLOSE: Final = "\ufdd1"
"""Unicode noncharacters: no text may hold them, and the reader of sources refuses them."""

_MARK = re.compile(f"{MARK_OPEN}([0-9]+){MARK_CLOSE}")


def prose_of(html: str, runs: Iterable[Segments]) -> Prose:
    """Clean HTML whose text runs are marks (``run_mark``), and take it apart at the marks.

    Args:
        html: HTML with ``run_mark(n)`` where the n-th run belongs.
        runs: The runs, in order.
    """
    kept = tuple(runs)
    pieces = _MARK.split(clean(html))
    order = [int(n) for n in pieces[1::2]]
    return Prose(tuple(pieces[::2]), tuple(kept[n] for n in order))


def run_mark(number: int) -> str:
    """Return the mark that stands for the run with this number."""
    return f"{MARK_OPEN}{number}{MARK_CLOSE}"
