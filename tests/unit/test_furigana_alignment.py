"""Which kana stand over which kanji."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.furigana.engine.alignment import Alignment
from app.furigana.engine.tokens import Tokenizer
from app.i18n.notation import read_word
from tests.factories.furigana import shown

ALIGNMENT = Alignment(Tokenizer().readings_of)


@pytest.mark.parametrize(
    ("surface", "kana", "told"),
    [
        ("食べる", "たべる", "食(た)べる"),
        ("取り扱い", "とりあつかい", "取(と)り扱(あつか)い"),
        ("引っ越し", "ひっこし", "引(ひ)っ越(こ)し"),
        ("聞き手", "ききて", "聞(き)き手(て)"),
        ("手作り", "てづくり", "手(て)作(づく)り"),
        ("間違える", "まちがえる", "間(ま)違(ちが)える"),
        ("学校", "がっこう", "学(がっ)校(こう)"),
        ("必要", "ひつよう", "必(ひつ)要(よう)"),
        ("反応", "はんのう", "反(はん)応(のう)"),
        ("人々", "ひとびと", "人(ひと)々(びと)"),
        ("三百円", "さんびゃくえん", "三(さん)百(びゃく)円(えん)"),
        ("三ヶ月", "さんかげつ", "三(さん)ヶ(か)月(げつ)"),
        ("今日", "きょう", "今日(きょう)"),
        ("大人しい", "おとなしい", "大人(おとな)しい"),
        ("上手", "じょうず", "上手(じょうず)"),
        ("犀川", "さい|がわ", "犀(さい)川(がわ)"),
        ("1人", "ひとり", "1人(ひとり)"),
        ("3つ", "みっつ", "3(みっ)つ"),
        ("AI", "えーあい", "AI"),
        ("𠮷", "𠮷", "𠮷"),
        ("学校", "HTML", "学校"),
    ],
)
def test_okurigana_is_bare_and_kanji_are_split_where_their_readings_explain_it(
    surface: str, kana: str, told: str
) -> None:
    assert shown(ALIGNMENT.spread(surface, kana)) == told


@pytest.mark.parametrize(
    ("surface", "kana"),
    [("食べる", "たべる"), ("見る", "みる"), ("読み", "よみ"), ("大人しい", "おとなしい")],
)
def test_a_word_has_the_same_segments_as_in_an_authors_notation(surface: str, kana: str) -> None:
    assert ALIGNMENT.spread(surface, kana) == read_word(surface, kana)


@given(
    st.text("学校食手取り扱べる今日々ヶ一百3", max_size=8),
    st.text("がっこうたべるひとびゃく|", max_size=12),
)
def test_whatever_is_asked_the_word_stays_whole(surface: str, kana: str) -> None:
    segments = ALIGNMENT.spread(surface, kana)
    assert "".join(segment.surface for segment in segments) == surface
    assert [segment.word_start for segment in segments] == [n == 0 for n in range(len(segments))]
