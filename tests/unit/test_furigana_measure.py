"""The measure of the benchmark: what counts as a word that was read wrongly."""

from app.furigana.port import Analyzed, Doubtful
from app.i18n.notation import Segment
from benchmarks.furigana import Mark, score, sentence_of


def test_a_line_gives_its_text_and_its_marks() -> None:
    sentence = sentence_of("{家|いえ/うち}に{帰|かえ}る")
    assert sentence.text == "家に帰る"
    assert sentence.marks == (Mark(0, 1, ("いえ", "うち")), Mark(2, 3, ("かえ",)))


def test_a_word_is_right_when_its_kana_are_among_the_readings() -> None:
    sentence = sentence_of("{家|いえ/うち}に{帰|もど}る")
    answer = Analyzed(
        (
            Segment("家", "うち"),
            Segment("に"),
            Segment("帰", "かえ"),
            Segment("る", word_start=False),
        ),
        (Doubtful(2, "帰る", "かえる", ()),),
    )
    found = score([sentence], [answer])
    assert (found.words, found.doubted, len(found.wrong)) == (2, 1, 1)
    assert str(found.wrong[0]) == "家に[帰]る  かえ, not もど"


def test_a_segment_over_the_edge_of_a_mark_is_compared_as_a_whole() -> None:
    sentence = sentence_of("{食|た}べた{七日間|なのかかん}")
    parted = (Segment("食べた", "たべた"), Segment("七日", "なのか"))
    right = Analyzed((*parted, Segment("間", "カン")))
    assert score([sentence], [right]).wrong == ()
    wrong = Analyzed((*parted, Segment("間", "あいだ")))
    assert [one.got for one in score([sentence], [wrong]).wrong] == ["なのかあいだ"]
