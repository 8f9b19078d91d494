"""``readings.toml`` and ``glossary.toml``: how words are read, and what they mean.

[words]                        everywhere in the course
"一日" = "いち|にち"

[lessons.game.words]           in one lesson only
"人気" = "ひと|け"

[confirmed]                    looked at and right; written by `courses readings --confirm`
game = ["{方|かた}"]
course = ["{犀川|さいがわ}"]   titles and the like
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from app.catalog.content import Text
from app.catalog.sources.tables import Table
from app.i18n.notation import Segments, plain, read_word, scan

COURSE: Final = "course"
"""Under this name stand the words of titles and the like; no lesson can be called so."""

Reading = tuple[str, str]
"""A word and its kana, "|" between its kanji where given."""


@dataclass(frozen=True, slots=True)
class ReadingsSource:
    """What an author settled about readings.

    Attributes:
        words: For the whole course.
        lessons: (key of a lesson, its own words).
        confirmed: (key of a lesson or ``COURSE``, word, its kana in one).
    """

    words: tuple[Reading, ...] = ()
    lessons: tuple[tuple[str, tuple[Reading, ...]], ...] = ()
    confirmed: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class TermSource:
    """A word of the course explained."""

    key: str
    term: Text
    meaning: Text


def read_readings(table: Table, lessons: Collection[str]) -> ReadingsSource:
    """Read ``readings.toml``; every fault is reported at its line.

    Args:
        table: The file.
        lessons: The keys of the course's lessons.
    """
    words = _words(table.table("words")) if "words" in table.values else ()
    own = tuple(_lessons(table.table("lessons"), lessons)) if "lessons" in table.values else ()
    confirmed = table.table("confirmed") if "confirmed" in table.values else None
    found = frozenset(_confirmed(confirmed, lessons)) if confirmed else frozenset()
    table.finish()
    return ReadingsSource(words, own, found)


def _words(table: Table | None) -> tuple[Reading, ...]:
    found = []
    for word in list(table.values) if table else ():
        kana = table.text(word) if table else ""
        read = read_word(word, kana) if kana else ""
        if isinstance(read, str) and table:
            mend = '"漢字" = "かんじ" か、"漢字" = "かん|じ" と書きます。読みはかなだけです。'
            table.fault(word, read or f"「{word}」の読みがありません", mend)
        else:
            found.append((word, kana))
    return tuple(found)


def _lessons(
    table: Table | None, known: Collection[str]
) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    for key in list(table.values) if table else ():
        lesson = table.table(key) if table else None
        if lesson is None or table is None:
            continue
        _look_up(table, key, known)
        words = _words(lesson.table("words"))
        lesson.finish()
        yield key, words


def _confirmed(table: Table, known: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for key in list(table.values):
        if key != COURSE:
            _look_up(table, key, known)
        for written in table.texts(key):
            words, faults = scan(written)
            if faults or len(words) != 1 or len(written) != words[0].end:
                mend = f'{key} = ["{{漢字|かんじ}}"] のように、1つずつ書きます。'
                table.fault(key, f"確かめた読みが読めません: {written[:20]}", mend)
            else:
                yield key, plain(words[0].segments), _kana(words[0].segments)


def _kana(segments: Segments) -> str:
    return "".join(s.kana or s.surface for s in segments)


def _look_up(table: Table, key: str, known: Collection[str]) -> None:
    if key not in known:
        mend = f"レッスンのキー（ファイル名の番号の後ろ）か、{COURSE}（題や目標）を書きます。"
        table.fault(key, f"レッスン「{key}」がありません", mend)


def read_glossary(table: Table) -> tuple[TermSource, ...]:
    """Read ``glossary.toml``; every fault is reported at its line."""
    found: dict[str, TermSource] = {}
    for row in table.tables("terms"):
        term = TermSource(row.key("key"), row.ruby("term"), row.ruby("meaning"))
        if term.key in found:
            row.fault("key", f"言葉のキー「{term.key}」が2回あります", "片方の名前を変えます。")
        row.finish()
        found[term.key] = term
    table.finish()
    return tuple(found.values())
