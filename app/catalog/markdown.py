"""Markdown as courses use it (CommonMark and tables) → ``Prose``, with every fault found.

The parser is markdown-it-py; this module gives it furigana before it sees the text (so that
``{漢字|かんじ}`` may stand in a table cell), teaches it ``[…]{#see-key}``, and writes the
skeleton itself, token by token: what it does not know does not come out.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markupsafe import escape

from app.catalog.aside import Problem, SetAside, set_aside
from app.catalog.content import (
    REL,
    Prose,
    is_safe_url,
    prose_of,
    run_mark,
)
from app.i18n.notation import Segment, Segments, merged, plain

References = Mapping[str, Any]
"""Link definitions (``[name]: https://…``) of the whole lesson, as markdown-it keeps them."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A Markdown text, compiled.

    Attributes:
        prose: What is kept.
        problems: Every fault found on the way.
        marks: (question key, line from 0) of each ``[…]{#see-key}``.
    """

    prose: Prose
    problems: tuple[Problem, ...]
    marks: tuple[tuple[str, int], ...]


_SEE = re.compile(r"\{#see-([a-z][a-z0-9-]*)\}")


def _see(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  markdown-it's rule signature
    """Read ``[the sentence]{#see-key}``."""
    if state.src[state.pos] != "[":
        return False
    end = parseLinkLabel(state, state.pos)
    match = _SEE.match(state.src, end + 1) if end >= 0 else None
    if match is None:
        return False
    if not silent:
        start, rest = state.pos + 1, state.posMax
        state.push("see_open", "mark", 1).meta = {"key": match.group(1)}
        state.pos, state.posMax = start, end
        state.md.inline.tokenize(state)
        state.push("see_close", "mark", -1)
        state.posMax = rest
    state.pos = match.end()
    return True


def _any_link(url: str) -> bool:  # noqa: ARG001  markdown-it's signature
    return True


def _markdown() -> MarkdownIt:
    # html is on so that raw HTML is *found* by the parser's own rules; it is never written out.
    md = MarkdownIt("commonmark", {"html": True}).enable("table").disable("text_join")
    md.inline.ruler.before("link", "see", _see)
    # links are judged by the writer, with a reason, once their readings are put back
    md.validateLink = _any_link  # type: ignore[method-assign]
    md.normalizeLink = str  # type: ignore[method-assign, assignment]
    return md


_MD: Final = _markdown()

PICTURES: Final = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif", "svg"})
"""Endings of files that ``![…](…)`` may show; sound, film and paper have blocks of their own."""


def blocks_of(text: str, references: MutableMapping[str, Any]) -> list[tuple[int, int]]:
    """Find where the top-level blocks of a text stand.

    Args:
        text: Markdown.
        references: Receives the link definitions of the text.

    Returns:
        (first line, line after the last), from 0, in order; blank lines belong to none.
    """
    env: dict[str, Any] = {"references": dict(references)}
    tokens = _MD.parse(set_aside(text).text, env)
    references.update(env["references"])
    spans = [t.map for t in tokens if t.level == 0 and t.map and t.nesting >= 0]
    return [(first, last) for first, last in spans]


def compile_blocks(
    text: str, *, references: References | None = None, assets: Mapping[str, str] | None = None
) -> Compiled:
    """Compile paragraphs, lists, tables and so on.

    Args:
        text: Markdown with ruby notation.
        references: Link definitions found elsewhere in the lesson.
        assets: The course's files: path → address to show it under.
    """
    return _compiled_blocks(text, _names(references), tuple((assets or {}).items()))


def compile_line(
    text: str, *, references: References | None = None, assets: Mapping[str, str] | None = None
) -> Compiled:
    """Compile one line of text, such as an option: emphasis and links, no blocks."""
    return _compiled_line(text, _names(references), tuple((assets or {}).items()))


_Pairs = tuple[tuple[str, str], ...]
_Names = tuple[tuple[str, ...], ...]
MOST_KEPT: Final = 2000
"""Texts: those of several lessons. An author who changes one block has the others as they were."""


def _names(references: References | None) -> _Names:
    known = (references or {}).items()
    return tuple((label, str(r.get("href", "")), str(r.get("title", ""))) for label, r in known)


def _environment(names: _Names) -> dict[str, Any]:
    return {"references": {label: {"href": to, "title": title} for label, to, title in names}}


@lru_cache(maxsize=MOST_KEPT)
def _compiled_blocks(text: str, names: _Names, assets: _Pairs) -> Compiled:
    source = set_aside(text)
    writer = _Writer(source, dict(assets))
    writer.blocks(_MD.parse(source.text, _environment(names)))
    return writer.done()


@lru_cache(maxsize=MOST_KEPT)
def _compiled_line(text: str, names: _Names, assets: _Pairs) -> Compiled:
    source = set_aside(text)
    writer = _Writer(source, dict(assets))
    for token in _MD.parseInline(source.text, _environment(names)):
        writer.inline(token.children or [], 0)
    return writer.done()


# -- writing the skeleton -------------------------------------------------------------------------

_TAGS: Final[Mapping[str, str]] = {
    "paragraph": "p",
    "bullet_list": "ul",
    "list_item": "li",
    "blockquote": "blockquote",
    "table": "table",
    "thead": "thead",
    "tbody": "tbody",
    "tr": "tr",
    "strong": "strong",
    "em": "em",
}
_NO_HTML = (
    "HTMLは書けません",
    "Markdownで書きます。「<」そのものを見せたいときは \\< と書きます。",
)
_HEADINGS = (
    "見出しの段は ## から #### までです",
    "本文の見出しは ## から始めます（# は使いません）。",
)


@dataclass(slots=True)
class _Writer:
    source: SetAside
    assets: Mapping[str, str]
    html: list[str] = field(default_factory=list)
    runs: list[Segments] = field(default_factory=list)
    pending: list[Segment] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    marks: list[tuple[str, int]] = field(default_factory=list)
    links: list[bool] = field(default_factory=list)
    line: int = 0

    def done(self) -> Compiled:
        self._flush()
        problems = sorted((*self.source.problems, *self.problems), key=lambda p: p.line)
        prose = prose_of("".join(self.html), self.runs)
        return Compiled(prose, tuple(problems), tuple(self.marks))

    def blocks(self, tokens: Iterable[Token]) -> None:
        for token in tokens:
            self.line = token.map[0] if token.map else self.line
            name, _, side = token.type.rpartition("_")
            if token.type == "inline":
                self.inline(token.children or [], self.line)
            elif token.type in _BLOCKS:
                _BLOCKS[token.type](self, token)
            elif name in _TAGS and not token.hidden:
                self._tag(f"<{_TAGS[name]}>" if side == "open" else f"</{_TAGS[name]}>")

    def inline(self, tokens: Sequence[Token], line: int) -> None:
        self.line = line
        for n, token in enumerate(tokens):
            name, _, side = token.type.rpartition("_")
            if token.type == "softbreak":
                self._soft_break(tokens[n + 1 :])
            elif token.type in _INLINE:
                _INLINE[token.type](self, token)
            elif name in _TAGS:
                self._tag(f"<{_TAGS[name]}>" if side == "open" else f"</{_TAGS[name]}>")

    def _tag(self, html: str) -> None:
        if not html:  # a refused link leaves its text where it is
            return
        self._flush()
        self.html.append(html)

    def _flush(self) -> None:
        run = merged(self.pending)
        self.pending.clear()
        if run:
            self.html.append(run_mark(len(self.runs)))
            self.runs.append(run)

    def problem(self, message: str, mend: str) -> None:
        self.problems.append(Problem(self.line, message, mend))

    def text(self, token: Token) -> None:
        if token.type == "text" and "**" in token.content:
            self.problem(
                "太字の ** が効いていません",
                "かぎかっこや句読点のすぐ外側に ** があると太字になりません。"
                "「**言葉**」のように、記号の内側に入れます。",
            )
        self.pending += self.source.segments(token.content)

    def code(self, token: Token) -> None:
        block = token.type != "code_inline"
        self._tag("<pre><code>" if block else "<code>")
        self.pending.append(Segment(self.source.as_written(token.content)))
        self._tag("</code></pre>" if block else "</code>")

    def heading(self, token: Token) -> None:
        level = int(token.tag[1:])
        if token.nesting > 0 and not 2 <= level <= 4:  # noqa: PLR2004  h1 is the lesson's title
            self.problem(*_HEADINGS)
        tag = f"h{min(max(level, 2), 4)}"
        self._tag(f"<{tag}>" if token.nesting > 0 else f"</{tag}>")

    def ordered_list(self, token: Token) -> None:
        start = token.attrs.get("start") if token.nesting > 0 else None
        first = f' start="{start}"' if start is not None else ""
        self._tag(f"<ol{first}>" if token.nesting > 0 else "</ol>")

    def cell(self, token: Token) -> None:
        if token.nesting < 0:
            self._tag(f"</{token.tag}>")
            return
        style = str(token.attrs.get("style", ""))
        side = {"text-align:right": "end", "text-align:center": "center"}.get(style)
        scope = ' scope="col"' if token.tag == "th" else ""
        self._tag(f"<{token.tag}{scope}" + (f' class="{side}">' if side else ">"))

    def link(self, token: Token) -> None:
        if token.nesting < 0:
            self._tag("</a>" if self.links and self.links.pop() else "")
            return
        url = self._address(str(token.attrs.get("href", "")))
        allowed = is_safe_url(url)
        self.links.append(allowed)
        if not allowed:
            self.problem(
                f"このリンク先は使えません: {_short(url)}",
                "https:// で始まるアドレス、mailto:、tel:、または assets/ のファイルにします。",
            )
        rel = f' rel="{REL}"' if url.startswith("https:") else ""
        self._tag(f'<a href="{escape(url)}"{rel}>' if allowed else "")

    def image(self, token: Token) -> None:
        alt = self._alt(token.children or []).strip()
        url = self._address(str(token.attrs.get("src", "")))
        if not alt:
            self.problem(
                "画像に説明の文がありません",
                "![画像に写っているもの](assets/…) のように、見えない人にも伝わる文を書きます。",
            )
        if url not in self.assets.values():
            self.problem(
                f"画像のファイルがありません: {_short(url)}",
                "画像は講座の assets/ フォルダーに置き、assets/名前.png のように書きます。",
            )
            return
        kind = url.rpartition(".")[2]
        if kind not in PICTURES:
            path = self.source.as_written(str(token.attrs.get("src", "")))
            self.problem(f"画像ではないファイルです: {_short(path)}", _instead(path, kind))
            return
        self._tag(f'<img src="{escape(url)}" alt="{escape(alt)}">')

    def _alt(self, tokens: Iterable[Token]) -> str:
        return "".join(
            plain(self.source.segments(t.content)) if t.type.startswith("text") else t.content
            for t in tokens
        )

    def _address(self, href: str) -> str:
        """Put readings back, show files under their address, and encode what is not ASCII."""
        url = self.source.as_written(href)
        known = self.assets.get(url)
        return known or re.sub(r"[^\x00-\x7f]", lambda m: _percent(m.group()), url)

    def see(self, token: Token) -> None:
        if token.nesting < 0:
            self._tag("</mark>")
            return
        key = str(token.meta["key"])
        self.marks.append((key, self.line))
        self._tag(f'<mark class="see" id="see-{key}">')

    def hard_break(self, token: Token) -> None:  # noqa: ARG002  every writer takes its token
        self._tag("<br>")
        self.line += 1

    def _soft_break(self, rest: Sequence[Token]) -> None:
        """A line end inside Japanese text is no space; elsewhere it is one."""
        self.line += 1
        after = next((plain(self.source.segments(t.content)) for t in rest if t.content), "")
        before = plain(self.pending) or (plain(self.runs[-1]) if self.runs else "")
        if not (before and after and _is_wide(before[-1]) and _is_wide(after[0])):
            self.pending.append(Segment("\n"))

    def raw_html(self, token: Token) -> None:
        self.problem(*_NO_HTML)
        self.pending += self.source.segments(token.content)

    def rule(self, token: Token) -> None:  # noqa: ARG002  every writer takes its token
        self.problem("ここに区切り線は置けません", "画面を分ける線は、行頭に --- とだけ書きます。")


_Write = Callable[[_Writer, Token], None]
_BLOCKS: Final[Mapping[str, _Write]] = {
    "heading_open": _Writer.heading,
    "heading_close": _Writer.heading,
    "ordered_list_open": _Writer.ordered_list,
    "ordered_list_close": _Writer.ordered_list,
    "th_open": _Writer.cell,
    "th_close": _Writer.cell,
    "td_open": _Writer.cell,
    "td_close": _Writer.cell,
    "fence": _Writer.code,
    "code_block": _Writer.code,
    "html_block": _Writer.raw_html,
    "hr": _Writer.rule,
}
_INLINE: Final[Mapping[str, _Write]] = {
    "text": _Writer.text,
    "text_special": _Writer.text,
    "code_inline": _Writer.code,
    "html_inline": _Writer.raw_html,
    "hardbreak": _Writer.hard_break,
    "link_open": _Writer.link,
    "link_close": _Writer.link,
    "image": _Writer.image,
    "see_open": _Writer.see,
    "see_close": _Writer.see,
}


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in {"W", "F"}


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


def _instead(path: str, kind: str) -> str:
    """Say in which block a file that is no picture belongs."""
    if kind == "vtt":
        return f"字幕は「::: video src=… captions={path}」のように、動画のブロックに書きます。"
    block = "file" if kind == "pdf" else "video" if kind in {"mp4", "webm"} else "audio"
    more = " captions=…" if block == "video" else ""
    return f"代わりに「::: {block} src={path}{more}」のブロックを置き、その中に説明を書きます。"


def _short(url: str) -> str:
    return url if len(url) <= 60 else url[:60] + "…"  # noqa: PLR2004  enough to find it by
