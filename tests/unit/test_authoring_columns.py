"""A table's columns are added, removed and moved; a cell that stays is the same to the byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring import forms
from app.authoring.forms.columns import rearranged
from tests.factories.forms import around, sent

TABLE = """\
| 名前 |  いつ | {人|ひと} |
| --- |:-:|---|
|  犬 | 朝 \\| 夜 |ぼく |
| 猫 | 昼 | {母|はは} |"""
BUTTONS = st.lists(
    st.one_of(
        st.just("add:columns"),
        st.builds(
            "{}:columns.{}".format, st.sampled_from(["up", "down", "remove"]), st.integers(0, 5)
        ),
    ),
    max_size=6,
)


def pressed(fields: dict[str, str], do: str) -> tuple[forms.Form, dict[str, str]]:
    """Return the form, and what it sends, after one of its buttons was pressed."""
    with pytest.raises(forms.NotWrittenError) as asked:
        forms.text_of("table", TABLE, {**fields, "do": do})
    form = forms.form_again("table", TABLE, asked.value, around())
    return form, sent(form)


@given(BUTTONS)
def test_whatever_is_pressed_each_column_keeps_its_cells(buttons: list[str]) -> None:
    form = forms.form_of("text", TABLE, around())
    assert form is not None
    fields, order = sent(form), ["0", "1", "2"]
    for do in buttons:
        form, fields = pressed(fields, do)
        assert sorted(filter(None, form.columns)) == sorted(set(filter(None, form.columns)))
        order = list(form.columns)
    assert 1 <= len(order) <= 12
    text = forms.text_of("table", TABLE, fields)
    kept = [None if one == "" else int(one) for one in order]
    assert text == rearranged(TABLE, tuple(kept))
    lines = TABLE.split("\n")
    for line, old in zip(text.split("\n"), lines, strict=True):
        bare = old.replace("\\|", "／").replace("{人|", "{人／").replace("{母|", "{母／")
        cells = bare.strip("|").split("|")
        now = line.replace("\\|", "／").replace("{人|", "{人／").replace("{母|", "{母／")
        for one, cell in zip(kept, now[1:-1].split("|"), strict=True):
            assert cell == cells[one] if one is not None else not cell.strip(" -")


def test_a_column_is_written_where_it_was_put_and_the_rest_stays() -> None:
    form = forms.form_of("text", TABLE, around())
    assert form is not None
    _, fields = pressed(sent(form), "add:columns")
    _, fields = pressed(fields, "up:columns.3")
    fields |= {"columns.2.text": "どこ", "rows.0.c2": "庭", "rows.1.c0": "ねこ"}
    assert forms.text_of("table", TABLE, fields) == (
        "| 名前 |  いつ | どこ | {人|ひと} |\n| --- |:-:| --- |---|\n"
        "|  犬 | 朝 \\| 夜 | 庭 |ぼく |\n| ねこ | 昼 |  | {母|はは} |"
    )


THINGS = """::: categorize #wake
わけましょう。

- **町** #machi
  - 店 #mise
  - 駅 #eki
- **山** #yama
  - 木 #ki
:::"""


def test_a_thing_goes_on_into_the_next_place_and_keeps_its_key() -> None:
    form = forms.form_of("categorize", THINGS, around())
    assert form is not None
    fields = sent(form)
    with pytest.raises(forms.NotWrittenError) as asked:
        forms.text_of("categorize", THINGS, {**fields, "do": "down:targets.0.options.1"})
    again = forms.form_again("categorize", THINGS, asked.value, around())
    assert forms.text_of("categorize", THINGS, sent(again)) == THINGS.replace(
        "  - 駅 #eki\n- **山** #yama\n", "- **山** #yama\n  - 駅 #eki\n"
    )
    rows = [row for group in again.groups[0].shown for row in group.groups[0].shown]
    assert [row.is_first for row in rows] == [True, False, False]
    assert [row.is_last for row in rows] == [False, False, True]
    # into a place that was only just added, as a browser sends it
    moved = {
        key.replace("targets.0.options.1.", "targets.2.options.7."): value
        for key, value in fields.items()
    }
    moved |= {"targets.2.from": "", "targets.2.key": "basho-umi", "targets.2.text": "海"}
    text = forms.text_of("categorize", THINGS, moved)
    assert text.endswith("- **海** #basho-umi\n  - 駅 #eki\n:::")
