"""The table of the interface's readings: places survive, corrections have their say."""

import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from app.furigana.corrections import Corrections
from app.furigana.interface import table, written
from app.furigana.port import Analyzed, Hint, Limits, Words
from app.i18n.notation import Segment, Segments, from_json, plain

STRINGS = st.lists(
    st.one_of(st.text("あと人分の、 %()s", max_size=4), st.sampled_from(["%(n)s", "%(name)s"])),
    max_size=6,
).map("".join)


class LetterByLetter:
    """An ``Analyzer`` for which every character is a phrase, but what an author annotated."""

    version = "letters 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:  # noqa: ARG002
        self.asked += map(plain, texts)
        return [Analyzed(tuple(_letters(text))) for text in texts]

    def hints(self, texts: Sequence[str], limits: Limits) -> list[tuple[Hint, ...]]:
        raise NotImplementedError


def _letters(text: Segments) -> list[Segment]:
    out: list[Segment] = []
    for segment in text:
        if segment.kana is None:
            out += (Segment(letter, phrase_start=bool(out)) for letter in segment.surface)
        else:
            out.append(segment)
    return out


def _corrections(folder: Path, text: str) -> Corrections:
    file = folder / "readings.toml"
    file.write_text(text, encoding="utf-8")
    return Corrections.read(file)


NONE = Corrections({}, {}, {})


@given(STRINGS)
def test_a_string_comes_back_whole_whatever_the_analysis_makes_of_it(string: str) -> None:
    assert plain(table([string], NONE, LetterByLetter())[string]) == string


def test_what_stands_in_a_place_is_read_as_a_number_before_what_counts() -> None:
    analyzer = LetterByLetter()
    table(["%(n)s分で%(title)sを"], NONE, analyzer)
    assert analyzer.asked == ["15分でテストを"]


def test_a_passage_has_its_reading_and_its_phrases_wherever_it_stands(tmp_path: Path) -> None:
    corrections = _corrections(
        tmp_path, 'strings = []\npassages = ["いちばん␣{上|うえ}の"]\nwords = {}'
    )
    read = table(["一、いちばん上の%(n)s"], corrections, LetterByLetter())
    (segments,) = read.values()
    assert Segment("上", "うえ", phrase_start=True) in segments
    begins = "".join("␣" * one.phrase_start + one.surface for one in segments)
    assert begins == "一␣、␣いちばん␣上の␣%(n)s"


def test_a_whole_string_is_not_a_passage(tmp_path: Path) -> None:
    corrections = _corrections(tmp_path, 'strings = ["{名|めい}"]\npassages = []\nwords = {}')
    read = table(["名", "名前"], corrections, LetterByLetter())
    assert read["名"] == (Segment("名", "めい"),)
    assert all(one.kana is None for one in read["名前"])


def test_a_file_is_json_with_a_string_a_line_in_order_and_one_for_each_beginning() -> None:
    found = table(["い", "あ「%(n)s」", "字", "言", "カ", "%(n)s"], NONE, LetterByLetter())
    files = written(found)
    assert files.keys() == {
        "hiragana.json",
        "kanji-1.json",
        "kanji-2.json",
        "katakana.json",
        "others.json",
    }
    lines = files["hiragana.json"].decode().splitlines()
    assert len(lines) == 4
    assert list(json.loads("".join(lines))) == ["あ「%(n)s」", "い"]
    assert from_json(json.loads("".join(lines))["い"]) == found["い"]
