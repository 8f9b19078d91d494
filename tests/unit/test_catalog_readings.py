"""A course given its readings: every Japanese text once, whole paragraphs, nothing lost."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.checks.settling import with_confirmed
from app.catalog.content import Prose, Text
from app.catalog.lessons import LessonContent
from app.catalog.markdown import compile_blocks
from app.catalog.readings.changes import (
    changes_between,
    changes_from_json,
    changes_to_json,
)
from app.catalog.readings.places import place_of
from app.catalog.readings.reading import DoubtAt, read_edition
from app.catalog.readings.walk import cut, paragraphs, walk
from app.catalog.sources.compile import Edition, compile_course
from app.furigana.port import Analyzed, Doubtful, Hint, Limits, Words
from app.i18n.notation import Segment, Segments, plain
from tests.factories.catalog import a_source, course_files

CHARACTERS = st.text("漢字かなアA。、 ", min_size=1, max_size=8)
SEGMENTS = st.lists(
    st.builds(Segment, CHARACTERS, st.sampled_from([None, "", "かな"])), min_size=1, max_size=5
).map(tuple)


class Reader:
    """Reads every run of kanji as 「よみ」, doubts 「方」, and remembers what it was asked."""

    version = "reader 1"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def read(self, texts: Sequence[Segments], words: Words) -> list[Analyzed]:
        return [self._one(text, words) for text in texts]

    def _one(self, segments: Segments, words: Words) -> Analyzed:
        text = plain(segments)
        self.asked.append(text)
        out: list[Segment] = []
        for segment in segments:
            if segment.kana is not None:
                out.append(segment)
                continue
            out += [
                Segment(c, words.get(c, "よみ")) if "一" <= c <= "鿿" else Segment(c)
                for c in segment.surface
            ]
        doubts = [
            Doubtful(n, "方", "よみ", ("かた", "ほう")) for n, c in enumerate(text) if c == "方"
        ]
        return Analyzed(tuple(out), tuple(doubts))

    def hints(self, texts: Sequence[str], _: Limits) -> list[tuple[Hint, ...]]:
        return [() for _ in texts]


def _prose(markdown: str) -> Prose:
    return compile_blocks(markdown).prose


def _read(files: dict[str, bytes] | None = None) -> tuple[Edition, Reader, tuple[DoubtAt, ...]]:
    source = a_source(files)
    reader = Reader()
    words = dict(source.readings.words)
    own = {key: dict(found) for key, found in source.readings.lessons}
    read = read_edition(compile_course(source), reader, words, own)
    return read.edition, reader, read.doubts


# --- paragraphs


def test_a_paragraph_is_read_as_one_text_whatever_stands_in_bold() -> None:
    found = paragraphs(_prose("個**人情**報を守る。\n\n次の段落"))
    assert ["".join(plain(run) for run in p) for p in found] == ["個人情報を守る。", "次の段落"]


def test_cells_items_and_headings_are_texts_of_their_own() -> None:
    found = paragraphs(
        _prose("## 見出し\n\n| 名前 | 住所 |\n|---|---|\n| 一 | 二 |\n\n- 甲\n- 乙")
    )
    assert ["".join(plain(r) for r in p) for p in found] == [
        *("見出し", "名前", "住所", "一", "二", "甲", "乙")
    ]


def test_code_is_given_no_reading() -> None:
    edition, reader, _ = _read(course_files(lesson=_lesson("見本は`漢字`です。")))
    assert "見本は漢字です。" in reader.asked
    (run,) = [
        run
        for block in edition.lessons[0].steps[0].blocks
        for run in block.prose.runs
        if plain(run) == "漢字"
    ]
    assert not any(segment.kana for segment in run)


def test_other_languages_are_not_read() -> None:
    text = Text((Segment("漢字"),), (("en", (Segment("字"),)),))
    assert paragraphs((text,)) == (((Segment("漢字"),),),)


@given(st.lists(SEGMENTS, min_size=1, max_size=4))
def test_cutting_gives_the_runs_back(runs: list[Segments]) -> None:
    joined = tuple(segment for run in runs for segment in run)
    found = cut(joined, tuple(len(plain(run)) for run in runs))
    assert found is not None
    assert [plain(run) for run in found] == [plain(run) for run in runs]


def test_a_reading_over_two_runs_cannot_be_cut() -> None:
    assert cut((Segment("大人", "おとな"),), (1, 1)) is None
    assert cut((Segment("おとな"),), (1, 2)) == ((Segment("お"),), (Segment("とな"),))


@given(st.lists(SEGMENTS, max_size=3))
def test_a_walk_that_changes_nothing_changes_nothing(texts: list[Segments]) -> None:
    value = tuple(Text(segments) for segments in texts)
    assert walk(value, lambda paragraph: paragraph) == value


# --- whole courses


def _lesson(body: str) -> str:
    lesson = course_files()["010-jibun/010-nani.md"].decode()
    head, _, rest = lesson.partition("## はじめに\n")
    return f"{head}{body}\n\n## はじめに\n{rest}"


def test_every_text_of_a_course_has_its_readings_and_says_the_same() -> None:
    before = compile_course(a_source())
    after, _, _ = _read()
    assert [_plain(p) for p in paragraphs(after)] == [_plain(p) for p in paragraphs(before)]
    bare = [
        segment.surface
        for paragraph in paragraphs((after.course, after.lessons))
        for run in paragraph
        for segment in run
        if segment.kana is None and any("一" <= c <= "鿿" for c in segment.surface)
    ]
    assert bare == []
    assert after.course.lessons[0].content_hash == after.lessons[0].content_hash
    assert after.lessons[0].content_hash != before.lessons[0].content_hash


def _plain(paragraph: tuple[Segments, ...]) -> str:
    return "".join(plain(run) for run in paragraph)


def test_the_authors_notation_stays() -> None:
    edition, _, _ = _read()
    assert edition.course.title.segments[0] == Segment("試", "ため")


def test_words_of_the_course_and_of_a_lesson_are_used_where_they_hold() -> None:
    toml = '[words]\n"甲" = "こう"\n[lessons.nani.words]\n"乙" = "おつ"\n'
    edition, _, _ = _read(
        course_files(**{"readings.toml": toml, "lesson": _lesson("甲と乙。")}, course=None)
        | {"course.toml": course_files()["course.toml"]}
    )
    kana = {s.surface: s.kana for s in edition.lessons[0].steps[0].blocks[0].prose.runs[0]}
    assert (kana["甲"], kana["乙"]) == ("こう", "おつ")


def test_a_doubtful_word_is_found_again_in_its_file_and_can_be_confirmed() -> None:
    files = course_files(lesson=_lesson("**正しい** 方を選ぶ。"))
    source = a_source(files)
    _, _, doubts = _read(files)
    (doubt,) = doubts
    path, line = place_of(source, doubt)
    assert path == "010-jibun/010-nani.md"
    assert "方を選ぶ" in files[path].decode().split("\n")[line - 1]

    toml = with_confirmed("# わたしの決めごと\n", doubts)
    assert toml.startswith("# わたしの決めごと\n")
    confirmed = a_source({**files, "readings.toml": toml.encode()})
    assert confirmed.faults == ()
    assert doubt.is_among(confirmed.readings.confirmed)
    assert not replace(doubt, where="matome").is_among(confirmed.readings.confirmed)
    assert with_confirmed(toml, doubts) == toml


def test_a_course_with_readings_survives_the_database() -> None:
    edition, _, _ = _read()
    for lesson in edition.lessons:
        assert LessonContent.from_json(lesson.to_json(), lesson.content_hash) == lesson


# --- comparing


def _one(*segments: Segment) -> tuple[tuple[Segments, ...], ...]:
    return ((tuple(segments),),)


def test_a_word_read_otherwise_is_told_with_what_stands_around_it() -> None:
    old = _one(Segment("犬の"), Segment("人気", "にんき"), Segment("がある"))
    new = _one(
        Segment("犬の"),
        Segment("人", "ひと"),
        Segment("気", "け", word_start=False),
        Segment("がある"),
    )
    (change,) = changes_between("nani", old, new)
    assert (change.before_text, change.surface, change.after_text) == ("犬の", "人気", "がある")
    assert (change.old, change.new) == ("にんき", "ひとけ")
    assert changes_from_json(changes_to_json([change])) == (change,)


def test_the_same_reading_in_other_pieces_is_no_change() -> None:
    whole = _one(Segment("情報", "じょうほう"))
    pieces = _one(Segment("情", "じょう"), Segment("報", "ほう", word_start=False))
    assert changes_between("nani", whole, pieces) == ()


def test_another_space_between_phrases_is_a_change_without_a_word() -> None:
    old = _one(Segment("本を読む"))
    new = _one(Segment("本を"), Segment("読む", phrase_start=True))
    (change,) = changes_between("", old, new)
    assert (change.surface, change.old, change.new) == ("", "", "")


@given(SEGMENTS)
def test_nothing_differs_from_itself(segments: Segments) -> None:
    assert changes_between("x", (((segments),),), (((segments),),)) == ()
