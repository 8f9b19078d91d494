"""The engine as a whole: the text is kept, the author is heard, the strongest word wins."""

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.furigana.engine.tokens import LONGEST, Tokenizer
from app.furigana.port import Limits
from app.i18n.grades import KANJI
from app.i18n.notation import Segment, from_json, parse, plain, to_json, words_of
from tests.factories.furigana import heard, segments_of, shown, the_engine

PATIENT = settings(deadline=None)  # the first text waits for the dictionary
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(
        "学校へ行った大人気家の方一二三日月3１0つ本ヶ々ケア、。「」（）ーaZ \n\t😀𠮷ﾊﾟ゙ゝ〆①㍻",
        max_size=60,
    ),
)
SEGMENTS = st.lists(
    st.builds(
        Segment,
        st.text("学校行った人3 あアa。", min_size=1, max_size=5),
        st.sampled_from([None, None, "", "かな", "カナ"]),
        st.booleans(),
    ),
    max_size=6,
).map(tuple)


# --- whatever comes


@given(TEXTS)
@PATIENT
def test_the_text_is_kept_character_for_character(text: str) -> None:
    segments = segments_of(text)
    assert plain(segments) == text
    assert all(segment.surface for segment in segments)
    assert from_json(json.loads(json.dumps(to_json(segments)))) == segments


@given(TEXTS)
@PATIENT
def test_readings_are_hiragana_and_stand_over_kanji_or_numbers(text: str) -> None:
    for segment in segments_of(text):
        if segment.kana is not None:
            assert re.fullmatch("[ぁ-ゖー]+", segment.kana)
            assert re.search(f"[{KANJI}0-9０-９ヶヵケ]", segment.surface)


@given(SEGMENTS)
@PATIENT
def test_what_the_author_read_stays_as_it_is(written: tuple[Segment, ...]) -> None:
    (answer,) = the_engine().read([written], {})
    assert plain(answer.segments) == plain(written)
    own = [w for w in words_of(written) if any(s.kana is not None for s in w)]
    kept = [[(s.surface, s.kana) for s in word] for word in words_of(answer.segments)]
    assert all([(s.surface, s.kana) for s in word] in kept for word in own)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "情報を守る。" * 1_700,
        "漢" * 10_000,
        "ﷺ" * 3_000,
        "<script>alert('学校')</script>&amp;{漢字|かんじ}",
        "https://example.jp/学校?a=1&b=2 を開く",
        "👨‍👩‍👧😀と学校へ🏫行く",
        "𠮷野家で𩸽を食べる",
        "mixed 日本語 and English、АБВ、한국어、ภาษา",
        "\x00\x01\x1b[31m学校\u202e\u200b",
        "か\u3099学校",
        "\ud800学校",
        "１２３４５６７８９０" * 50,
        "九" * 6_000 + "年",
        "9" * 6_000 + "年",
        "十" * 6_000 + "日",
        "々々々、ヶヶヶ、〆",
    ],
    ids=lambda text: f"{len(text)} {text[:8]!r}",
)
def test_hostile_texts_come_back_whole(text: str) -> None:
    assert plain(segments_of(text)) == text


def test_latin_letters_get_no_reading() -> None:
    assert all(segment.kana is None for segment in segments_of("AIとURLとSNS"))


def test_what_nobody_can_read_is_bare_and_told_of() -> None:
    (answer,) = the_engine().read([(Segment("𠮷という字。"),)], {})
    assert answer.segments[0].kana is None
    (answer,) = the_engine().read([(Segment("龘龘が出た。"),)], {})
    assert [doubt.surface for doubt in answer.doubts] == ["龘龘"]


# --- who wins


def test_the_author_wins_over_every_dictionary() -> None:
    written = parse("{大人気|おとなけ}ない{人気|}").segments
    (answer,) = the_engine().read([written], {"大人": "おおひと", "人気": "じんき"})
    assert shown(answer.segments) == "大人気(おとなけ)/ない/人気"
    assert answer.segments[-1].kana == ""
    assert answer.doubts == ()


def test_a_word_in_notation_disturbs_no_neighbor() -> None:
    (answer,) = the_engine().read([parse("{学|まな}校で小{学|がく}生と").segments], {})
    assert shown(answer.segments) == "学(まな)/校(こう)/で/小(しょう)/学(がく)/生(せい)/と"


def test_the_citys_words_win_over_rules_and_tokenizer() -> None:
    words = {"犀川": "さい|がわ", "犀川小学校": "さいしょう", "四月": "うづき"}
    assert shown(segments_of("犀川の水", words)) == "犀(さい)川(がわ)/の/水(みず)"
    assert shown(segments_of("犀川小学校", words)) == "犀川小学校(さいしょう)", "the longest"
    assert shown(segments_of("四月の犀川", words)).startswith("四月(うづき)")


@pytest.mark.parametrize(
    ("text", "words", "told"),
    [
        ("川を見る", {"川": "がわ"}, "川(がわ)/を"),
        ("河川の工事", {"川": "がわ"}, "河(か)川(せん)"),
        ("3人で", {"人": "ひと"}, "3/人(にん)"),
        ("大野田へ", {"大野": "おおの"}, "大(おお)野(の)田(だ)"),
        ("大野へ", {"大野": "おおの"}, "大(おお)野(の)"),
        ("片町線", {"片町": "かた|まち"}, "片(かた)町(まち)/線(せん)"),
        ("みなと町のまとまり", {"まと": "マト"}, "みなと"),
    ],
)
def test_a_word_of_the_dictionary_stands_as_a_word(
    text: str, words: dict[str, str], told: str
) -> None:
    assert shown(segments_of(text, words)).startswith(told)


def test_words_of_the_dictionary_and_of_the_author_are_no_doubts() -> None:
    words = {"犀川": "さいがわ"}
    (first,) = the_engine().read([(Segment("犀川と浅野川。"),)], {})
    (second,) = the_engine().read([(Segment("犀川と浅野川。"),)], words)
    assert "犀川" in {doubt.surface for doubt in first.doubts}
    assert "犀川" not in {doubt.surface for doubt in second.doubts}


def test_doubts_are_few_and_stand_where_they_say() -> None:
    text = "市場の方を見て、明日の一日の表を書いた。写真と学校と友だち。"
    (answer,) = the_engine().read([(Segment(text),)], {})
    assert [d.surface for d in answer.doubts] == ["市場", "方", "明日", "表"]
    assert all(text.startswith(d.surface, d.start) for d in answer.doubts)
    assert all(d.kana not in d.others for d in answer.doubts)


def test_an_answer_is_compact() -> None:
    assert to_json(segments_of("これはペンです。")) == ["これは", ["ペンです。", None, 2]]


def test_hints_are_those_of_the_plain_text() -> None:
    (found,) = the_engine().hints(["この文はとてもとても長い文なので読みにくいです。"], Limits(10))
    assert found[0].kind == "sentence"


# --- the tokenizer


@given(TEXTS)
@PATIENT
def test_tokens_follow_one_another_without_a_gap(text: str) -> None:
    tokens = TOKENIZER.tokens(text)
    assert "".join(token.surface for token in tokens) == text
    assert all(text[t.start : t.end] == t.surface for t in tokens)


def test_a_long_text_is_cut_where_a_sentence_ends() -> None:
    sentence = "大人気のゲームを学校で使う。"
    times = 3 * LONGEST // len(sentence)
    one, many = (TOKENIZER.tokens(text) for text in (sentence, sentence * times))
    assert [token.reading for token in many] == [token.reading for token in one] * times


def test_the_parts_of_a_long_word_know_their_word() -> None:
    tokens = TOKENIZER.tokens("個人情報と偽情報")
    assert [(t.surface, t.word) for t in tokens] == [
        ("個人", 0),
        ("情報", 0),
        ("と", 4),
        ("偽", 5),
        ("情報", 5),
    ]


TOKENIZER = Tokenizer()


def test_the_engine_knows_no_web_and_no_database() -> None:
    code = (
        "import sys, app.furigana.engine.analyzer as _;"
        "print(*{'flask', 'sqlalchemy', 'app.db'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == ""


def test_reading_twice_gives_the_same() -> None:
    assert heard("何度読んでも同じ。") == heard("何度読んでも同じ。")
