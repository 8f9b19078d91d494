"""How the bench names blocks, and whose screens it shows first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.authoring.blocks import FIRST_WORDS, SHAPE_NAMES, first_words, shown_kind
from app.authoring.looks import Look, look_for, look_named


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("## {個人情報|こじんじょうほう}って？", "個人情報って？"),
        ("![校門の前](assets/mon.svg)", "校門の前"),
        ("::: choice #dore objective=mi\n**どれ**がだめ？\n\n- [ ] ア #a\n:::", "どれがだめ？"),
        ('+++\ntitle = "{題|だい}"\nminutes = 3\n+++', "題"),
        ("| 名前 | 住所 |\n|---|---|", "名前 | 住所"),
        ("- [x] 学校の名前 #gakko", "学校の名前"),
        ("[だれか分かること]{#see-doko}です。", "だれか分かることです。"),
        ("---", ""),
        ("", ""),
    ],
)
def test_a_block_is_known_by_how_it_begins(text: str, words: str) -> None:
    assert first_words(text) == words


@given(st.text())
def test_whatever_is_written_its_row_is_short_and_on_one_line(text: str) -> None:
    words = first_words(text)
    assert len(words) <= FIRST_WORDS
    assert "\n" not in words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("## 題", "heading"),
        ("![絵](assets/e.png)", "picture"),
        ("1. 一つめ", "list"),
        ("> 引用", "quotation"),
        ("| 表 |", "table"),
        ("文です。", "text"),
    ],
)
def test_text_is_named_by_its_shape(text: str, kind: str) -> None:
    assert shown_kind("text", text) == kind
    assert kind == "text" or kind in SHAPE_NAMES
    assert shown_kind("choice", text) == "choice"


@pytest.mark.parametrize(
    ("audience", "grades", "look"),
    [
        ("child", (1, 2, 3), Look.YEAR_2),
        ("child", (3, 4), Look.YEAR_4),
        ("child", (9,), Look.YEAR_7),
        ("child", (), Look.YEAR_2),
        ("citizen", (), Look.CITIZEN),
        ("staff", (), Look.STAFF),
    ],
)
def test_an_author_sees_the_courses_own_readers_first(
    audience: str, grades: tuple[int, ...], look: Look
) -> None:
    assert look_for(audience, grades) is look
    assert look_named("", look) is look
    assert look_named("6", look) is Look.YEAR_6
