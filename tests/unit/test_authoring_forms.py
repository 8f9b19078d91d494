"""Forms: from the text of a block and back, whatever is typed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import forms
from app.authoring.forms.form import Group
from app.authoring.forms.keys import new_key
from app.authoring.forms.shapes import FORMS, SHAPES
from app.authoring.forms.writing import one_line
from app.catalog.sources.files import read_folder
from app.catalog.sources.lesson import TEXT_DIRECTIVES, read_bank, read_lesson
from app.catalog.sources.lesson_compiler import LessonCompiler
from app.catalog.sources.tables import KEY
from app.catalog.sources.translation.lookup import Translations
from app.items.kinds import KINDS
from tests.factories.forms import Written, around, saved, sent, written_blocks
from tests.factories.subete import FOLDER

PIECES = [
    *(
        ":::",
        "::: choice #a",
        ":::\n",
        "---",
        "+++",
        "```",
        "~~~\n",
        "    ",
        "\t",
        "　",
        "\\",
        "|",
    ),
    *("- ", "- [x] ", "- [ ]a", "* **あ** #b", "1. ", "2)", "> ", "> [!TIP] ", "[!TIP]", "\\:::"),
    *("## あ #c", "#", " #key", "@1,2,3,4 ", "**", "{漢|かん}", "{", "\r", "\n", "\n\n", "\r\n"),
    *("\x00", "\u2028", "\ufeff", '"', "'", "=", "`", "[a](#b)", "![x](assets/e.png)", "あ", " "),
]
NASTY = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)
HTML = st.lists(
    st.sampled_from(
        [
            *(
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<b hx-get=/x>",
                "<svg/onload=a>",
            ),
            *(
                '<p style="color:red">',
                "<a href=javascript:a>",
                "[あ](javascript:alert(1))",
                "<!--",
                "-->",
            ),
            *(
                "![あ](javascript:a)",
                "[あ]: javascript:a\n",
                "<javascript:a>",
                '" onclick="a',
                "&#106;avascript:a",
            ),
            *(
                "`<i onx=a>`",
                "\n\n",
                "あ",
                "<iframe srcdoc=a>",
                "{<b>|かん}",
                "[あ](data:text/html,a)",
            ),
        ]
    ),
    min_size=1,
    max_size=4,
).map("".join)
PLAIN = st.text(st.sampled_from("あいうアイ漢字。、ab1 "), min_size=1, max_size=9).filter(
    str.strip
)


def formed() -> Iterator[tuple[str, Written]]:
    """Return every block that has a form, with the form's name."""
    for one in written_blocks():
        form = forms.form_of(one.kind, one.text, around())
        if form is not None:
            yield form.name, one


FORMED = tuple(formed())
ONE_OF_EACH = dict(reversed(FORMED))


def form_fields(one: Written) -> dict[str, str]:
    """Return what the form of a block sends, untouched."""
    form = forms.form_of(one.kind, one.text, around())
    assert form is not None
    return sent(form)


def typed_fields(one: Written) -> list[str]:
    """Return the names of what can be typed in the form of a block."""
    fixed = re.compile(r"(?:.*\.)?(?:from|key|correct|kind|level|to)|objectives?(?:\..*)?|s\w+e")
    return [name for name in form_fields(one) if not fixed.fullmatch(name)]


def saved_as(one: Written, fields: Mapping[str, str]) -> str:
    """Return the text of a block of whose form just these fields were sent."""
    form = forms.form_of(one.kind, one.text, around())
    assert form is not None
    return forms.text_of(form.name, one.text, fields)


def saved_or_kept(one: Written, changed: Mapping[str, str]) -> str | None:
    """Return the text with some fields typed anew; None when it was refused and kept."""
    try:
        return saved(one.kind, one.text, changed)
    except forms.NotWrittenError as refused:
        kept = repr(asdict(refused.values))
        typed = [repr(text.replace("\r\n", "\n"))[1:-1] for text in changed.values()]
        if not refused.faults or any(text not in kept for text in typed):
            raise
        return None


def test_there_is_a_form_for_every_kind_of_block() -> None:
    assert (
        {"front", *TEXT_DIRECTIVES, *KINDS, *FORMS["text"], "wording"}
        == set(SHAPES)
        == set(ONE_OF_EACH)
    )
    assert {one.kind for one in written_blocks()} - {one.kind for _, one in FORMED} == {"break"}


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_form_in_which_nothing_was_touched_gives_the_very_same_text(name: str) -> None:
    for each, one in FORMED:
        if each == name:
            assert saved(one.kind, one.text, {}) == one.text, one


@given(st.sampled_from(FORMED), PLAIN, st.data())
def test_a_change_of_one_value_changes_no_other_line(
    drawn: tuple[str, Written], typed: str, data: st.DataObject
) -> None:
    _, one = drawn
    fields = [name for name in typed_fields(one) if re.search(r"text|prompt|why|prose|alt", name)]
    if not fields:
        return
    name = data.draw(st.sampled_from(fields))
    text = saved(one.kind, one.text, {name: typed})
    gone = Counter(one.text.split("\n")) - Counter(text.split("\n"))
    come = Counter(text.split("\n")) - Counter(one.text.split("\n"))
    assert gone.total() <= max(1, form_fields(one)[name].count("\n") + 1)
    assert come.total() <= 2  # and a blank line where nothing stood before


@given(st.sampled_from(sorted(ONE_OF_EACH)), NASTY, st.data())
def test_whatever_is_typed_is_read_again_as_typed_or_not_written_and_the_file_stays_whole(
    name: str, typed: str, data: st.DataObject
) -> None:
    one = ONE_OF_EACH[name]
    field = data.draw(st.sampled_from(typed_fields(one)))
    text = saved_or_kept(one, {field: typed})
    if text is None or name == "front":
        return
    before, after = "はじめの文。\n\n", "\n\n::: callout kind=tip\nおわり。\n:::\n"
    first, *own, last = read_bank("a.md", "a", f"{before}{text}{after}".encode(), []).blocks
    assert (first.kind, last.kind) == ("text", "callout")
    if name in FORMS["text"]:
        assert {block.kind for block in own} <= {"text"}
        return
    assert [block.kind for block in own] == [one.kind]
    again = form_fields(one._replace(text=text))
    if name == "easy" and field not in again:
        return  # options with keys: the form of a question said anew shows them
    assert one_line(again.pop(field)) == one_line(typed)
    assert again == {key: value for key, value in form_fields(one).items() if key != field}


FILLED = {"left": "5", "top": "6", "width": "10", "height": "10"}
WORDS = re.compile(r"(?:^|.*\.)(?:text|why|prompt|closing|detail|name)")
ROW = re.compile(r"(\w+)\.(\d+)\.")


def order_of(fields: Mapping[str, str]) -> list[str]:
    """Return the rows as they stand, each by its first words."""
    return [
        one_line(value) for key, value in fields.items() if ROW.match(key) and WORDS.fullmatch(key)
    ]


@given(st.sampled_from(sorted(ONE_OF_EACH)), st.data())
def test_rows_are_typed_anew_left_out_and_moved_with_their_keys(
    name: str, data: st.DataObject
) -> None:
    one = ONE_OF_EACH[name]
    fields = {
        key: data.draw(PLAIN) if WORDS.fullmatch(key) else value
        for key, value in form_fields(one).items()
    }
    rows = list(dict.fromkeys(match.group() for key in fields if (match := ROW.match(key))))
    kept = data.draw(st.permutations(rows)) if rows else []
    for row in kept[: data.draw(st.integers(1, 9))] if rows else []:
        fields |= {key: fields.pop(key) for key in list(fields) if key.startswith(row)}
    for row in kept[3:]:
        if row.startswith("columns."):
            continue  # a table without any is none, and no browser sends it
        fields = {key: value for key, value in fields.items() if not key.startswith(row)}
    again = form_fields(one._replace(text=saved_as(one, fields)))
    groups = {key.partition(".")[0] for key in fields}
    for group in groups:
        mine = [
            {k: v for k, v in each.items() if k.partition(".")[0] == group}
            for each in (fields, again)
        ]
        assert order_of(mine[1]) == order_of(mine[0])
        keys = [[v for k, v in each.items() if k.endswith(".key")] for each in mine]
        assert keys[1] == keys[0]


def lists_of(groups: Iterable[Group]) -> Iterator[str]:
    """Return the lists to which a row can be added, of inner ones those of the first row."""
    for group in groups:
        if group.fresh is not None:
            yield group.name
        for row in group.shown[:1]:
            yield from lists_of(row.groups)


@pytest.mark.parametrize("name", sorted(SHAPES))
def test_a_row_is_added_to_every_list_and_written_once_it_says_something(name: str) -> None:
    one = ONE_OF_EACH[name]
    form = forms.form_of(one.kind, one.text, around())
    assert form is not None
    fields = sent(form)
    for each in lists_of(form.groups):
        with pytest.raises(forms.NotWrittenError) as asked:
            saved_as(one, {**fields, "do": f"add:{each}"})
        assert asked.value.faults == {}
        wider = sent(forms.form_again(name, one.text, asked.value, around()))
        assert saved_as(one, wider) == one.text
        new = {
            key: FILLED.get(key.rpartition(".")[2], "あたらしい文")
            for key in wider.keys() - fields.keys()
            if not key.endswith((".from", ".key", ".to"))
        }
        new |= {
            key: fields["scenes.0.key"]
            for key in wider.keys() - fields.keys()
            if key[-3:] == ".to"
        }
        again = form_fields(one._replace(text=saved_as(one, {**wider, **new})))
        assert {key: again[key] for key in new} == new
        assert {key: again[key] for key in fields if key[-5:] != ".from"} == {
            key: value for key, value in fields.items() if key[-5:] != ".from"
        }
        keys = [value for key, value in again.items() if key.endswith(".key")]
        assert len(set(keys)) == len(keys)
        assert all(map(KEY.fullmatch, keys))


class Tags(HTMLParser):
    """Collects what a skeleton of ours may not hold."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name not in {"href", "rel", "src", "alt", "class", "id", "scope", "start"}:
                self.wrong.append(f"{tag} {name}")
            if name in {"href", "src"} and not re.match(r"https:|mailto:|tel:|/", value or ""):
                self.wrong.append(f"{tag} {value}")
        if tag in {"script", "style", "iframe", "svg", "object", "form", "input"}:
            self.wrong.append(tag)


def skeletons(told: Any) -> Iterator[str]:  # noqa: ANN401  whatever JSON holds
    """Return the HTML of every text in a lesson."""
    if isinstance(told, dict):
        if "skeleton" in told:
            yield "".join(told["skeleton"])
        for value in told.values():
            yield from skeletons(value)
    elif isinstance(told, list):
        for value in told:
            yield from skeletons(value)


@given(st.sampled_from(sorted(set(ONE_OF_EACH) - {"front", "drill"})), HTML, st.data())
def test_no_html_that_is_typed_in_a_form_ever_runs(
    name: str, typed: str, data: st.DataObject
) -> None:
    one = ONE_OF_EACH[name]
    text = saved_or_kept(one, {data.draw(st.sampled_from(typed_fields(one))): typed})
    if text is None:
        return
    file = f'+++\ntitle = "あ"\nminutes = 1\n+++\n\nあ。\n\n{text}\n'
    lesson = read_lesson("a.md", "a", file.encode(), [])
    assets = {
        path: f"/{path}" for path, _ in read_folder(FOLDER).files if path.startswith("assets/")
    }
    told = LessonCompiler(lesson, assets, Translations({})).compile().to_json()
    tags = Tags()
    for html in skeletons(told):
        tags.feed(html)
    assert tags.wrong == []
    assert "javascript:" not in str([block.attributes for block in lesson.blocks])


def test_a_new_key_is_readable_and_no_other_one() -> None:
    keys = set[str]()
    for _ in range(500):
        keys.add(new_key("kotae", keys))
    assert len(keys) == 500
    assert all(re.fullmatch(r"kotae-[a-z]{8}", key) for key in keys)


@pytest.mark.parametrize(
    "text",
    [
        "::: choice #a\n問い\n\n- [ ] い #i\n- [x] ろ #ro",
        "::: choice #a nani\n問い\n\n- [ ] い #i\n:::",
        "::: choice #a\n問い\n\n- [ ] い #i\nどこにも属さない\n:::",
        "::: choice #a objective=b objective=c\n問い\n:::",
        "::: choice #a\n問い\u2028\n:::",
        "::: choice #a\n問い\n:::\n\nほかの文",
    ],
)
def test_where_a_form_would_lose_something_there_is_none(text: str) -> None:
    assert forms.form_of("choice", text, around()) is None
