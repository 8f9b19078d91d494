"""Forms: from the text of a block and back, whatever is typed."""

import re
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import forms
from app.authoring.forms.schema import SHAPES
from app.authoring.forms.writing import one_line
from app.catalog.sources.lesson import read_bank
from app.items.kinds import KINDS
from tests.factories.forms import Written, saved, sent, the_course, written_blocks

FORMED = tuple(one for one in written_blocks() if one.kind in SHAPES)
ONE_OF_EACH = {one.kind: one for one in reversed(FORMED)}

NASTY = st.lists(
    st.sampled_from(
        [
            *(":::", "::: choice #a", ":::\n", "---", "+++", "```", "~~~\n", "    ", "\t", "　"),
            *("- ", "- [x] ", "- [ ]a", "* **あ** #b", "1. ", "2)", "> ", "> [!TIP] ", "[!TIP]"),
            *(
                "## あ #c",
                "#",
                " #key",
                "\\",
                "\\:::",
                "@1,2,3,4 ",
                "**",
                "|",
                "{漢|かん}",
                "{",
                "\r",
            ),
            *(
                "\n",
                "\n\n",
                "\r\n",
                "\x00",
                "\u2028",
                "\ufeff",
                '"',
                "'",
                "=",
                "<b onclick=x>",
                "`",
            ),
            *("<!--", "]]>", "[a](#b)", "![x](assets/e.png)", "[a]: javascript:b", "あ", "a", " "),
        ]
    ),
    min_size=1,
    max_size=6,
).map("".join)


def fields_of(one: Written) -> list[str]:
    """Return the names of what can be typed in the form of a block."""
    form = forms.form_of(one.kind, one.text, the_course())
    assert form is not None
    fixed = re.compile(r"(?:.*\.)?(?:from|key|correct|kind|objective|shuffle|share)")
    return [name for name in sent(form) if not fixed.fullmatch(name)]


def saved_or_kept(one: Written, name: str, typed: str) -> str | None:
    """Return the text with one field typed anew; None when it was refused and kept."""
    try:
        return saved(one.kind, one.text, {name: typed})
    except forms.NotWrittenError as refused:
        if not refused.faults or repr(typed) not in repr(asdict(refused.values)):
            raise
        return None


def test_there_is_a_form_for_every_kind() -> None:
    assert set(KINDS) <= set(SHAPES) == set(ONE_OF_EACH)


@pytest.mark.parametrize("kind", sorted(ONE_OF_EACH))
def test_a_form_in_which_nothing_was_touched_gives_the_very_same_text(kind: str) -> None:
    for one in FORMED:
        if one.kind == kind:
            assert saved(kind, one.text, {}) == one.text, one


@given(st.sampled_from(sorted(ONE_OF_EACH)), NASTY, st.data())
def test_whatever_is_typed_is_read_again_as_typed_or_not_written_and_the_file_stays_whole(
    kind: str, typed: str, data: st.DataObject
) -> None:
    one = ONE_OF_EACH[kind]
    name = data.draw(st.sampled_from(fields_of(one)))
    before, after = "はじめの文。\n\n", "\n\n::: callout kind=tip\nおわり。\n:::\n"
    text = saved_or_kept(one, name, typed)
    if text is None:
        return
    file = read_bank("a.md", "a", f"{before}{text}{after}".encode(), []).blocks
    own = [block.kind for block in file[1:-1]]
    if kind == "text":
        assert set(own) <= {"text"}
    else:
        assert own == [kind]
        form = forms.form_of(kind, text, the_course())
        assert form is not None
        assert one_line(sent(form)[name]) == one_line(typed)
    assert (file[0].kind, file[-1].kind) == ("text", "callout")
