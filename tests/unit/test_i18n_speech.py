"""What a voice says: the approved readings, sentence by sentence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.i18n.notation import Segment, parse, plain
from app.i18n.speech import LONGEST, sentences

kanji = st.text(alphabet="名前人気食学校一日", min_size=1, max_size=3)
kana = st.text(alphabet="あいうえおなまはんぎょうっー", min_size=1, max_size=4)
other = st.text(alphabet="はへをにと、。！？!?「」）. \nabcAI3?=😀ー", max_size=12)


@st.composite
def paragraphs(draw: st.DrawFn) -> list[Segment]:
    out = []
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            out.append(Segment(draw(kanji), draw(kana), draw(st.booleans())))
        else:
            out.append(Segment(draw(other), None, draw(st.booleans())))
    return out


def spoken(source: str) -> list[str]:
    return [one.spoken for one in sentences(parse(source).segments)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{名前|なまえ}は、だれにも{教|おし}えません。", ["ナマエは、だれにもおしえません。"]),
        ("{海|うみ}へ{行|い}く。{人|ひと}は？", ["ウミへいく。", "ヒトは？"]),
        ("{消しゴム|けしごむ}は", ["けしごむは"]),
        ("{分|わ}かる{人|ひと}が{来|く}る", ["わかるひとがくる"]),
        ("{個人|こじん}{情報|じょうほう}といいます", ["こじんじょうほうといいます"]),
        ("{今日|きょう}{聞く|きく}", ["キョウきく"]),
        ("{AI|エーアイ}を{使|つか}う", ["エーアイをつかう"]),
        ("{話し合い|はなしあい}", ["はなしあい"]),
        ("{一日|ついたち}に、{山|}で。", ["ついたちに、山で。"]),
        ("「はい。」と{言|い}った。「うん！」", ["「はい。」といった。", "「うん！」"]),
        ("はい。とても。", ["はい。", "とても。"]),
        ("いいの？！ だめ!よ", ["いいの？！", "だめ!", "よ"]),
        ("https://a.example/?b=c は 3.5 です", ["https://a.example/?b=c は 3.5 です"]),
        ("One. Two! Three", ["One.", "Two!", "Three"]),
        ("「。」…… 😀", []),
        ("", []),
    ],
)
def test_readings_take_the_place_of_kanji_and_particles_stay_apart(
    source: str, expected: list[str]
) -> None:
    assert spoken(source) == expected


def test_the_sentence_is_kept_as_it_stands_on_the_page() -> None:
    found = sentences(parse("{名前|なまえ}は？ {人|ひと}。").segments)
    assert [one.text for one in found] == ["名前は？", "人。"]


def test_a_long_sentence_is_cut_after_a_comma_and_never_in_a_word() -> None:
    clause = "あ" * 30 + "、"
    found = sentences(parse(clause * 5 + "{学校|がっこう}。").segments)
    assert [len(one.text) for one in found] == [62, 62, 34]
    assert found[-1].spoken.endswith("ガッコウ。")


@given(paragraphs())
def test_nothing_is_lost_but_white_space_and_what_cannot_be_said(paragraph: list[Segment]) -> None:
    told = "".join(one.text for one in sentences(paragraph))
    whole = "".join(plain(paragraph).split())
    rest = iter(whole)
    said = "".join(told.split())
    assert all(char in rest for char in said), "in order"
    assert [c for c in said if c.isalnum()] == [c for c in whole if c.isalnum()]


@given(paragraphs())
def test_no_word_with_a_reading_keeps_its_kanji(paragraph: list[Segment]) -> None:
    for one in sentences(paragraph):
        assert not set(one.spoken) & set("名前人気食学校一日")


@settings(deadline=None, max_examples=20)
@given(st.integers(0, 10_000), st.sampled_from(["あ", "、", "a", "{人|ひと}", "。"]))
def test_a_paragraph_of_any_length_comes_in_pieces_a_voice_can_say(size: int, what: str) -> None:
    for one in sentences(parse(what * size).segments):
        assert 0 < len(one.text) <= LONGEST
