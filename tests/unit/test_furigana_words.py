"""What a word of the city's dictionary may be, and how a pasted list is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.furigana.errors import WordFault
from app.furigana.rules import fault_of, lines_of, tidy


@pytest.mark.parametrize(
    ("surface", "reading"),
    [
        ("香林坊", "こうりんぼう"),
        ("香林坊", "こう|りん|ぼう"),
        ("金沢21世紀美術館", "かなざわにじゅういっせいきびじゅつかん"),
        ("﨑山", "さきやま"),
    ],
)
def test_a_sound_word_has_no_fault(surface: str, reading: str) -> None:
    assert fault_of(surface, reading) is None


@pytest.mark.parametrize(
    ("surface", "reading", "fault"),
    [
        ("", "よみ", WordFault.NO_WORD),
        ("ひがし", "ひがし", WordFault.NO_KANJI),
        ("東|山", "ひがしやま", WordFault.SIGNS),
        ("<b>東</b>", "ひがし", WordFault.SIGNS),
        ("東 山", "ひがしやま", WordFault.SIGNS),
        ("東" * 41, "ひがし", WordFault.TOO_LONG),
        ("東", "ひ" * 90, WordFault.TOO_LONG),
        ("東山", "", WordFault.NO_READING),
        ("東山", "higashi", WordFault.MISFIT),
        ("東山", "<rt>ひがし</rt>", WordFault.MISFIT),
        ("東山", "ひがし|や|ま", WordFault.MISFIT),
    ],
)
def test_what_is_wrong_is_named(surface: str, reading: str, fault: WordFault) -> None:
    assert fault_of(surface, reading) is fault


def test_a_word_is_kept_tidy() -> None:
    assert tidy(" 犀川 ", "サイ｜ガワ") == ("犀川", "さい|がわ")


def test_a_list_may_come_from_a_spreadsheet_or_by_hand() -> None:
    lines = lines_of(
        "香林坊,こうりんぼう\n\n# 川\n犀川\tさいがわ\n浅野川　あさのがわ\n片町 かたまち\n東"
    )
    assert [(x.number, x.surface, x.reading) for x in lines[:4]] == [
        (1, "香林坊", "こうりんぼう"),
        (4, "犀川", "さいがわ"),
        (5, "浅野川", "あさのがわ"),
        (6, "片町", "かたまち"),
    ]
    assert [x.fault for x in lines] == [None] * 4 + [WordFault.NO_READING]


@given(st.text(max_size=200))
def test_any_text_can_be_pasted(text: str) -> None:
    for line in lines_of(text):
        assert line.fault is not None or line.reading
