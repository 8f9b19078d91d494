"""The visual editor of texts: what it opens comes back, what it writes is read as it was meant.

The editor runs in browsers; here Node.js runs its reading and writing, and the compiler of courses
says what became of it.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import forms, rules
from app.catalog.markdown import compile_blocks
from app.catalog.sources.lesson import read_lesson
from app.i18n.notation import read_word
from tests.factories.forms import around

ROOT = Path(__file__).parents[2]
NODE = Path(sys.executable).parent / "node"
SCRIPT = Path(__file__).with_name("rich_text.mjs")
SHOWN_IN = ("kojin-joho", "ayashii-mail", "kinpaku", "seisei-ai")

pytestmark = pytest.mark.skipif(
    not (NODE.is_file() and (ROOT / "frontend/node_modules/markdown-it").is_dir()),
    reason="needs Node.js and the packages of the front end",
)

Ask = Callable[[dict[str, Any]], Any]


@pytest.fixture(scope="module")
def ask() -> Iterator[Ask]:
    """Return a function that asks the editor's code."""
    with subprocess.Popen(
        [NODE, SCRIPT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as node:
        assert node.stdin
        assert node.stdout
        lines, answers = node.stdin, node.stdout

        def asked(question: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
            lines.write(json.dumps(question) + "\n")
            lines.flush()
            return json.loads(answers.readline())

        yield asked
        lines.close()


def texts(course: str) -> Iterator[str]:
    """Return every text of a course that the editor is asked to show."""
    for path in sorted((ROOT / "courses" / course).rglob("*.md")):
        data = path.read_bytes()
        for block in read_lesson(str(path), "x", data, []).blocks:
            text = rules.text_of(data[block.start : block.end])
            form = forms.form_of(block.kind, text or "", around())
            yield from (c.value for c in form.main if c.control == "prose") if form else ()


@pytest.mark.parametrize("course", SHOWN_IN)
def test_every_text_of_the_courses_comes_back_to_the_byte_and_a_change_stays_where_it_was_made(
    ask: Ask, course: str
) -> None:
    shown, found = 0, list(texts(course))
    for text in found:
        answer = ask({"text": text})
        if answer is None:
            assert "|---" in text, text  # a table among other text is shown as it is written
            continue
        shown += 1
        assert answer["kept"] == answer["rewritten"] == text
        if answer["touched"] is not None:
            before, source, after = text.partition(answer["source"])
            assert answer["touched"] == f"{before}{source}たした文。{after}"
    assert shown >= 0.97 * len(found)


SIGNS = (
    *(
        "あ",
        "学校",
        "a",
        "1",
        " ",
        "　",
        "「",
        "」",
        "。",
        "*",
        "**",
        "_",
        "`",
        "``",
        "[",
        "]",
        "(",
        ")",
    ),
    *(
        "!",
        "<",
        ">",
        "<b>",
        "&amp;",
        "&",
        "{",
        "}",
        "|",
        "｜",
        "《",
        "》",
        "\\",
        "#",
        "# ",
        "- ",
        "+ ",
    ),
    *(
        "1. ",
        "2) ",
        "---",
        ":::",
        "+++",
        "~~~",
        "===",
        "https://a.jp",
        "{漢|かん}",
        "]{#see-a}",
        "🏯",
    ),
)
"""What may be typed, whether it means something to Markdown or not."""
TYPED = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=6).map("".join)
KINDS: tuple[dict[str, Any], ...] = (
    *({"type": "bold"}, {"type": "italic"}, {"type": "code"}),
    {"type": "link", "attrs": {"href": "https://www.mext.go.jp/", "title": None}},
    {"type": "see", "attrs": {"key": "toi"}},
)
MARKS = st.lists(st.sampled_from(KINDS), max_size=2, unique_by=lambda mark: str(mark["type"]))
WORD: dict[str, Any] = {
    "type": "ruby",
    "attrs": {"word": "漢字", "kana": "かん|じ", "spelling": "brace"},
}

BETWEEN: st.SearchStrategy[list[dict[str, Any]]] = st.sampled_from(
    [[], [], [WORD], [{"type": "hardBreak"}]]
)


@st.composite
def _inline(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for text in draw(st.lists(TYPED, min_size=1, max_size=4)):
        node = {"type": "text", "text": text, "marks": draw(MARKS)}
        found.append(node)
        found.extend(draw(BETWEEN))
    return found


PARAGRAPH = _inline().map(lambda inline: {"type": "paragraph", "content": inline})
ITEM = PARAGRAPH.map(lambda inner: {"type": "listItem", "content": [inner]})
BLOCK = st.one_of(
    PARAGRAPH,
    _inline().map(lambda inline: {"type": "heading", "attrs": {"level": 3}, "content": inline}),
    PARAGRAPH.map(lambda inner: {"type": "blockquote", "content": [inner]}),
    st.lists(ITEM, min_size=1, max_size=3).map(
        lambda items: {
            "type": "bulletList",
            "attrs": {"sign": "-", "tight": True},
            "content": items,
        }
    ),
    st.lists(ITEM, min_size=1, max_size=3).map(
        lambda items: {
            "type": "orderedList",
            "attrs": {"sign": ".", "tight": True, "start": 1},
            "content": items,
        }
    ),
)


def said(node: dict[str, Any]) -> str:
    """Return what a document says, as its readers see it."""
    own: str = node.get("text", "") + node.get("attrs", {}).get("word", "")
    return own + "".join(said(inner) for inner in node.get("content", ()))


@given(doc=st.lists(BLOCK, min_size=1, max_size=3))
def test_what_is_typed_is_what_readers_see_whatever_it_means_to_markdown(
    ask: Ask, doc: list[dict[str, Any]]
) -> None:
    text = ask({"doc": doc})
    compiled = compile_blocks(text)
    assert not compiled.problems, (text, compiled.problems)
    wanted = "".join(map(said, doc))
    assert "".join(compiled.prose.plain.split()) == "".join(wanted.split()), text


def filled(text: str) -> list[str]:
    """Return the lines of a text that are not blank: those between two blocks may become more."""
    return [line for line in text.split("\n") if line.strip()]


@given(
    text=st.lists(st.sampled_from((*SIGNS, "\n", "\n\n", "    ", "| a |\n|---|\n")), max_size=12)
)
def test_a_text_that_is_opened_comes_back_to_the_byte_whatever_it_is(
    ask: Ask, text: list[str]
) -> None:
    typed = "".join(text)
    answer = ask({"text": typed})
    if answer is not None:
        assert answer["kept"] == typed
        assert filled(answer["rewritten"]) == filled(typed)


@given(
    word=st.text("漢字学校食べる1人aアあ {|", max_size=6),
    kana=st.text("かんじたべルーヴ・|a", max_size=6),
)
def test_a_reading_that_the_editor_takes_is_one_that_the_compiler_takes(
    ask: Ask, word: str, kana: str
) -> None:
    if ask({"word": [word, kana]}):
        assert not isinstance(read_word(word, kana), str)
