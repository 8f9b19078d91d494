"""What HTML a course may contain: our cleaning against an independent one, and by property."""

import re
from html.parser import HTMLParser
from typing import Final

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog.content import (
    ASSET_ROOT,
    REL,
    TAGS,
    Prose,
    Text,
    View,
    clean,
    is_safe_url,
    render,
)
from app.catalog.markdown import compile_blocks, compile_line
from app.i18n.notation import Segment

IMAGE: Final = f"{ASSET_ROOT}{'0' * 64}.png"
NONE = View(None)
RUNS = re.compile(r"^(?:on|hx-|data-|style$|srcdoc$|formaction$)")

TAG = st.sampled_from(
    ["p", "b", "a", "img", "script", "style", "svg", "iframe", "mark", "ol", "th", "ruby", "rt",
     "rp", "form", "math", "table", "tr", "td", "h1", "h2", "strong", "template", "noscript"]
)  # fmt: skip
ATTRIBUTE = st.sampled_from(
    ["href", "src", "onclick", "onerror", "style", "class", "id", "hx-get", "hx-on:click",
     "data-hx-post", "rel", "alt", "start", "scope", "srcdoc", "xlink:href", "title", "target"]
)  # fmt: skip
VALUE = st.sampled_from(
    [
    "javascript:alert(1)", "java\tscript:alert(1)", "JaVaScRiPt:1", "javascript:1",
    "data:text/html,x", "//evil.example", "https://example.jp/", "http://example.jp/",
    "https://a@b.example/", "mailto:a@example.jp", "tel:188", IMAGE, "see", "see-doko",
    "3", "col", "end", "x", "&#106;avascript:1", "vbscript:x",
    "https://example.jp/\"onx=1", REL,
]
)  # fmt: skip


@st.composite
def hostile(draw: st.DrawFn) -> str:
    """Return HTML made of everything that should not pass, and of some that may."""
    pieces = []
    for _ in range(draw(st.integers(1, 6))):
        tag = draw(TAG)
        attributes = draw(st.dictionaries(ATTRIBUTE, VALUE, max_size=3))
        inside = "".join(f' {k}="{v.replace(chr(34), "&quot;")}"' for k, v in attributes.items())
        text = draw(st.sampled_from(["", "文", "<", "&lt;script&gt;", "<!-- x -->", "]]>"]))
        closing = draw(st.sampled_from([f"</{tag}>", ""]))
        pieces.append(f"<{tag}{inside}>{text}{closing}")
    return "".join(pieces)


class Seen(HTMLParser):
    """The tags, attributes and text of some HTML, as a parser that is not ours sees them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.texts: list[str] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(sorted(attrs))))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def assert_harmless(html: str) -> None:
    seen = Seen(html)
    assert not seen.others, html
    for tag, attributes in seen.tags:
        assert tag in TAGS, html
        for name, value in attributes:
            assert not RUNS.match(name), html
            assert name not in {"href", "src"} or is_safe_url(value or ""), html


@given(hostile())
def test_nothing_that_can_run_survives_cleaning(html: str) -> None:
    assert_harmless(clean(html))


@given(st.text(st.sampled_from(list("<>/\"'= &;#!-abpscrijt:x\t\n\0文")), max_size=60))
def test_no_broken_markup_becomes_markup_that_runs(html: str) -> None:
    assert_harmless(clean(html))


@given(hostile())
def test_an_independent_cleaner_has_nothing_left_to_remove(html: str) -> None:
    """nh3 (another parser, another language) with the same list changes no tree of ours."""
    ours = clean(html)
    theirs = nh3.clean(
        ours,
        tags=set(TAGS),
        attributes={
            "a": {"href", "rel"},
            "img": {"src", "alt"},
            "mark": {"id", "class"},
            "ol": {"start"},
            "th": {"scope", "class"},
            "td": {"class"},
        },
        url_schemes={"https", "mailto", "tel"},
        link_rel=None,
        clean_content_tags=set(),
    )
    # a parser may close or move a tag that stands where it may not, but must not drop any
    assert [t for t in Seen(ours).tags if t[1]] == [t for t in Seen(theirs).tags if t[1]]
    assert "".join(Seen(ours).texts).split() == "".join(Seen(theirs).texts).split()


@pytest.mark.parametrize(
    "url",
    [
        "https://www.mext.go.jp/a_menu/shotou/1306988.htm?x=1&y=%E3%81%82#top",
        "mailto:soudan@city.example.jp",
        "tel:0120-0-78310",
        IMAGE,
    ],
)
def test_a_course_may_link_to(url: str) -> None:
    assert is_safe_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "javascript:1",
        "JAVASCRIPT:1",
        " https://example.jp",
        "https://exa mple.jp",
        "java\nscript:1",
        "data:text/html,<script>",
        "http://example.jp/",
        "//example.jp/",
        "/courses/x",
        "https://",
        "https://localhost/",
        "https://user@example.jp/",
        "https://user:pass@example.jp/",
        "https://example.jp:8443/",
        "https://example.jp:x/",
        "https://[::1/",
        "https:example.jp",
        "https:\\\\example.jp",
        "mailto:a@b.jp?bcc=x@y.jp",
        "assets/../x.png",
        f"{ASSET_ROOT}{'0' * 64}.svg",
        "",
    ],
)
def test_a_course_may_not_link_to(url: str) -> None:
    assert not is_safe_url(url)


@given(st.text())
def test_only_known_schemes_are_ever_safe(url: str) -> None:
    if is_safe_url(url):
        assert url.startswith(("https://", "mailto:", "tel:", ASSET_ROOT))


@pytest.mark.parametrize(
    "url",
    [
        "https://good.example&#64;evil.example/",
        "https://good.example&commat;evil.example/",
        "https://example.jp/&quot;onx=1",
        "https&colon;//example.jp",
        "&#106;avascript:1",
    ],
)
def test_character_references_hide_no_address(url: str) -> None:
    kept = [
        dict(attributes).get("href")
        for _, attributes in Seen(clean(f'<a href="{url}">x</a>')).tags
    ]
    assert all(found is None or is_safe_url(found) for found in kept)


MARKDOWN = st.lists(
    st.sampled_from(
        [
    "# a", "## {見|み}出し", "|a|{b|c}|\n|--|:-:|\n|{漢|かん}|2|", "> q", "- x\n- y",
    "1. z", "**{太|ふと}い**", "`{c|d}`", "```\n{x|y}\n```", "<script>alert(1)</script>",
    "<b onclick=x>", "[l](javascript:1)", "[l](https://example.jp/{a|b})",
    "![絵](assets/e.png)", "![](x)", "[文]{#see-q}", "[a [b](https://b.example)]{#see-r}",
    "\n", "\n\n", " ", "\\{", "{", "}", "｜漢《かん》", "&lt;", "<https://a.example>",
    "***", "\ufdd0", "[x]: https://example.jp \"t\"", "[x]", "文。", "a\\\nb",
]
    ),
    max_size=8,
).map("".join)  # fmt: skip


@given(st.one_of(MARKDOWN, st.text()), st.one_of(st.none(), st.integers(0, 6)))
def test_whatever_is_written_in_markdown_what_comes_out_is_harmless(
    text: str, taught: int | None
) -> None:
    for compiled in (compile_blocks(text, assets={"assets/e.png": IMAGE}), compile_line(text)):
        shown = render(compiled.prose, View(taught))
        assert_harmless(shown)
        assert taught is not None or "<ruby" not in shown
        assert all(0 <= p.line <= text.count("\n") + 1 for p in compiled.problems)


@given(MARKDOWN)
def test_a_skeleton_survives_the_database(text: str) -> None:
    prose = compile_blocks(text).prose
    assert Prose.from_json(prose.to_json()) == prose


@given(MARKDOWN)
def test_no_skeleton_holds_a_word_of_the_author(text: str) -> None:
    skeleton = "".join(compile_blocks(text).prose.skeleton)
    assert not re.sub(r"<[^>]*>", "", skeleton).strip()


def test_readings_stand_in_table_cells_bold_words_and_links() -> None:
    text = "| {列|れつ} |\n|---|\n| です**{重要|じゅうよう}**な[{字|じ}](https://example.jp/) |"
    compiled = compile_blocks(text)
    assert not compiled.problems
    shown = render(compiled.prose, View(0))
    assert '<th scope="col"><ruby>列' in shown
    assert "<strong><ruby>重要" in shown
    assert f'<a href="https://example.jp/" rel="{REL}"><ruby>字' in shown


def test_code_shows_the_notation_itself() -> None:
    assert compile_blocks("`{漢字|かんじ}`").prose.plain == "{漢字|かんじ}"
    assert compile_blocks("```\n{漢字\n```").problems == ()


def test_evidence_is_marked_with_the_key_of_its_question() -> None:
    compiled = compile_blocks("前。[**ここ**が{大事|だいじ}]{#see-doko}です。")
    assert compiled.marks == (("doko", 0),)
    shown = render(compiled.prose, NONE)
    expected = '<mark class="see" id="see-doko"><strong>ここ</strong>が大事</mark>です。'
    assert shown == f"<p>前。{expected}</p>"


def test_a_line_end_in_japanese_text_is_no_space() -> None:
    assert compile_blocks("ここで\n**改行**\nしました").prose.plain == "ここで改行しました"
    assert compile_blocks("two\nwords").prose.plain == "two\nwords"


def test_plain_text_keeps_a_line_for_each_item() -> None:
    assert compile_blocks("- あ\n- い\n\n> う").prose.plain == "あ\nい\nう"


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("あ\n\n<div>x</div>", 2, "HTML"),
        ("あ\nい<br>", 1, "HTML"),
        ("[あ](javascript:alert(1))", 0, "リンク先"),
        ("[あ](data:text/html,x)", 0, "リンク先"),
        ("[あ](http://example.jp/)", 0, "リンク先"),
        ("![](assets/e.png)", 0, "説明の文"),
        ("![絵](https://example.jp/e.png)", 0, "ファイルがありません"),
        ("# 見出し", 0, "見出し"),
        ("あ\n\n***\n", 2, "区切り線"),
        ("あ\n{漢字|かん", 1, "閉じていません"),
        ("これは**「重要」**です", 0, "太字"),
    ],
)
def test_faults_are_found_with_their_line(text: str, line: int, what: str) -> None:
    problems = compile_blocks(text, assets={"assets/e.png": IMAGE}).problems
    assert [(p.line, what in p.message) for p in problems] == [(line, True)]
    assert problems[0].mend


def test_a_title_shows_readings_and_has_a_plain_form() -> None:
    title = Text.of("{講座|こうざ}")
    assert title.plain == "講座"
    assert title.html(NONE) == "講座"
    assert "<ruby>" in title.html(View(0))
    assert Text.from_json(title.to_json()) == title
    assert title.segments == (Segment("講座", "こうざ"),)
