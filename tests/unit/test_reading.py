"""Ruby notation, and who gets to see it."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n.grades import grade_of, hardest
from app.i18n.notation import Segment, from_json, merged, parse, plain, to_json
from app.i18n.reading import Spelled, ruby_html, unspelled

SURFACES = st.text("漢字学校手食べる𠮷髙﨑あア1A", min_size=1, max_size=5)
KANA = st.text("かなよみシャー", min_size=1, max_size=5)
TAUGHT = st.one_of(st.none(), st.integers(0, 6))
SEGMENTS = st.lists(
    st.builds(
        Segment,
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=6),
        st.one_of(st.none(), st.just(""), KANA),
        st.booleans(),
        st.booleans(),
    ).map(lambda s: s._replace(word_start=s.word_start or s.phrase_start)),
    max_size=8,
).map(tuple)


def test_a_word_gets_one_reading_or_one_for_each_kanji() -> None:
    assert parse("{漢字|かんじ}").segments == (Segment("漢字", "かんじ"),)
    assert parse("｜漢字《かんじ》").segments == (Segment("漢字", "かんじ"),)
    per_kanji = (Segment("漢", "かん"), Segment("字", "じ", word_start=False))
    assert parse("{漢字|かん|じ}").segments == per_kanji
    assert parse("{漢字|}").segments == (Segment("漢字", ""),)


def test_a_number_in_digits_and_its_counter_have_one_reading() -> None:
    assert parse("{1人|ひとり}で").segments[0] == Segment("1人", "ひとり")
    assert parse("{２０日|はつか}").segments == (Segment("２０日", "はつか"),)


def test_okurigana_carries_no_ruby() -> None:
    shown = ruby_html(parse("{取り扱い|とりあつかい}").segments, 0)
    bare = re.sub(r"<rp>.</rp>", "", shown)
    assert bare == "<ruby>取<rt>と</rt></ruby>り<ruby>扱<rt>あつか</rt></ruby>い"


def test_the_word_is_annotated_as_a_whole_once_one_kanji_is_beyond_the_reader() -> None:
    segments = parse("{学校|がっ|こう}の{漢字|かん|じ}").segments
    assert "<ruby>" not in ruby_html(parse("{学校|がっ|こう}").segments, 1)
    at_grade_two = ruby_html(segments, 2)
    assert "<ruby>漢" in at_grade_two
    assert "<ruby>字" in at_grade_two, "字 is taught in the first grade, 漢 in the third"
    assert "<ruby>学" not in at_grade_two


def test_the_view_none_has_no_ruby_at_all() -> None:
    assert ruby_html(parse("{漢字|かんじ}<b>").segments, None) == "漢字&lt;b&gt;"


def test_a_word_without_kanji_that_was_given_a_reading_keeps_it() -> None:
    assert "<rt>エーアイ</rt>" in ruby_html(parse("{AI|エーアイ}").segments, 6)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("あ{漢字|かんじ", 1),
        ("{漢字}", 0),
        ("}", 0),
        ("{|かん}", 0),
        ("{漢字|kanji}", 0),
        ("{漢字|か|ん|じ}", 0),
        ("｜漢字《かんじ", 0),
        ("{漢\n字|かんじ}", 0),
    ],
)
def test_broken_notation_is_reported_and_left_as_written(text: str, offset: int) -> None:
    parsed = parse(text)
    assert parsed.faults[0].offset == offset
    assert parsed.faults[0].mend
    assert plain(parsed.segments) == text


def test_escaped_braces_and_title_marks_are_plain_characters() -> None:
    parsed = parse(r"\{名前\} と『本』《題》｜寺子屋")
    assert not parsed.faults
    assert plain(parsed.segments) == "{名前} と『本』《題》｜寺子屋"


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    parsed = parse(text)
    assert all(0 <= fault.offset < len(text) for fault in parsed.faults)
    assert "<ruby" not in ruby_html(parsed.segments, None)


@given(st.lists(st.tuples(SURFACES, KANA), max_size=5), st.text("あいう。 ", max_size=4))
def test_notation_never_changes_the_plain_text(words: list[tuple[str, str]], between: str) -> None:
    text = between.join(f"{{{surface}|{kana}}}" for surface, kana in words)
    parsed = parse(text)
    if not parsed.faults:
        assert plain(text) == between.join(surface for surface, _ in words)


@given(SEGMENTS, TAUGHT)
def test_taking_the_ruby_out_leaves_the_escaped_text(
    segments: tuple[Segment, ...], taught: int | None
) -> None:
    shown = ruby_html(segments, taught)
    bare = re.sub(r"<rp>.</rp>|<rt>.*?</rt>|</?ruby>", "", shown, flags=re.DOTALL)
    assert html.unescape(bare) == html.unescape(ruby_html(segments, None))
    assert re.sub(r"</?(?:ruby|rp|rt)>", "", shown).count("<") == 0


@given(SEGMENTS)
def test_more_schooling_never_brings_more_ruby(segments: tuple[Segment, ...]) -> None:
    counts = [ruby_html(segments, taught).count("<ruby>") for taught in range(7)]
    assert counts == sorted(counts, reverse=True)


@given(SEGMENTS)
def test_segments_survive_the_database(segments: tuple[Segment, ...]) -> None:
    assert from_json(to_json(segments)) == segments


@given(SEGMENTS)
def test_merging_keeps_the_text_and_is_idempotent(segments: tuple[Segment, ...]) -> None:
    once = merged(segments)
    assert plain(once) == plain(segments)
    assert merged(once) == once


def test_kanji_beyond_school_count_as_grade_seven() -> None:
    assert (grade_of("一"), grade_of("漢"), grade_of("𠮷"), grade_of("髙")) == (1, 3, 7, 7)
    assert hardest("人々") == hardest("人")
    assert hardest("かな") == 0


@given(segments=SEGMENTS, taught=TAUGHT, spaced=st.booleans())
def test_a_text_that_knows_its_readings_is_the_plain_text_wherever_it_is_printed(
    segments: tuple[Segment, ...], taught: int | None, *, spaced: bool
) -> None:
    text = Spelled(segments)
    assert text == plain(segments)
    assert f"{text}" == str(text) == plain(segments)
    assert text.html(taught, spaced=spaced) == ruby_html(segments, taught, spaced=spaced)


@given(TAUGHT)
def test_what_was_shown_can_be_read_back_without_readings_and_gaps(taught: int | None) -> None:
    segments = (
        *parse("あやしい").segments,
        Segment("手", "て", phrase_start=True),
        Segment("紙", "がみ", word_start=False),
        Segment("が<3", phrase_start=True),
    )
    assert unspelled(ruby_html(segments, taught, spaced=True)) == "あやしい手紙が<3"
