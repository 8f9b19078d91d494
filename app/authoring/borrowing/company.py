"""What goes with borrowed blocks into files beside the lesson, and what stays behind. Pure."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import tomlkit

from app.authoring.borrowing.rules import Names, renamed
from app.catalog.aside import without_readings
from app.catalog.checks.settling import OwnWord, with_word
from app.catalog.sources.lesson import read_bank
from app.catalog.sources.translation.originals import UNSAID, key_of, passages
from app.catalog.sources.translation.po import HEADER, Entry, PoFile, write_po

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, TranslationSource

READINGS: Final = "readings.toml"
GLOSSARY: Final = "glossary.toml"
_OF_A_FILE: Final = re.compile(r"「[^」]+」（.+）")
"""A line of credits that is about a file, see ``media.rules.credit_line``."""


class Kind(StrEnum):
    """What comes along, or stays behind."""

    PICTURE = "picture"
    DRILL = "drill"
    TRANSLATION = "translation"
    READING = "reading"
    CONFIRMED = "confirmed"
    TERM = "term"
    OBJECTIVE = "objective"
    MARK = "mark"


@dataclass(slots=True)
class Company:
    """What a lesson's blocks bring along.

    Attributes:
        files: The files of the draft as they are to be: path → bytes.
        came: What came along: (kind, which).
        left: What did not, as the draft has it otherwise or not at all.
    """

    files: dict[str, bytes]
    came: list[tuple[Kind, str]] = field(default_factory=list)
    left: list[tuple[Kind, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Moved:
    """Blocks of one file of a course that are now in one file of another.

    Attributes:
        lesson: The key of the lesson or bank that they are from.
        blocks: As they are there.
        path: The file in which they are now.
        text: As they are there.
    """

    lesson: str
    blocks: "Sequence[Block]"
    path: str
    text: str


def picture_credits(source: "CourseSource") -> list[str]:
    """Return what a course says of whose its files are; which file is which, it does not say."""
    return [line for line in source.credits if _OF_A_FILE.fullmatch(line)]


def readings_of(
    company: Company, source: "CourseSource", target: "CourseSource", moved: Moved
) -> None:
    """Bring the readings that a course gave to words of these blocks into their new lesson.

    That somebody looked at a reading holds for the text as it stood: it is to be looked at again.

    Raises:
        TOMLKitError: The draft's readings cannot be read.
        UnicodeDecodeError: As well.
    """
    words = _words_of(source, moved.lesson)
    where = next((one.key for one in target.lessons if one.path == moved.path), "")
    known = _words_of(target, where)
    text = company.files.get(READINGS, b"").decode()
    shown = without_readings(moved.text)
    for word, kana in words.items():
        if word not in shown or _flat(known.get(word, "")) == _flat(kana):
            continue
        if word in known or not where:
            company.left.append((Kind.READING, word))
            continue
        text = with_word(text, OwnWord(where, word, kana), None)
        company.came.append((Kind.READING, word))
        company.files[READINGS] = text.encode()
    confirmed = sorted(
        word for key, word, _ in source.readings.confirmed if key == moved.lesson and word in shown
    )
    if confirmed:
        company.left.append((Kind.CONFIRMED, "、".join(confirmed[:3])))


def _words_of(source: "CourseSource", lesson: str) -> dict[str, str]:
    return dict(source.readings.words) | dict(dict(source.readings.lessons).get(lesson, ()))


def _flat(kana: str) -> str:
    return kana.replace("|", "")


def terms_of(
    company: Company, source: "CourseSource", target: "CourseSource", moved: Moved
) -> None:
    """Bring the explained words that these blocks use into the glossary of their new course."""
    shown, own = without_readings(moved.text), {one.term.plain: one for one in target.glossary}
    written = _terms_in(dict(source.files).get(GLOSSARY, b""))
    taken = {one.key for one in target.glossary}
    for one in source.glossary:
        word = one.term.plain
        if word not in shown or one.key not in written:
            continue
        if word in own:
            if own[word].meaning.plain != one.meaning.plain:
                company.left.append((Kind.TERM, word))
            continue
        key = _free(one.key, taken)
        taken.add(key)
        before = company.files.get(GLOSSARY, b"")
        company.files[GLOSSARY] = _joined(
            before, tomlkit.dumps({"terms": [{**written[one.key], "key": key}]}).encode()
        )
        company.came.append((Kind.TERM, word))


def _terms_in(data: bytes) -> dict[str, dict[str, str]]:
    """Return the explained words of a file that was read without a fault, as written."""
    rows = tomllib.loads(data.decode("utf-8-sig")).get("terms", []) if data else []
    return {row["key"]: {name: row[name] for name in ("key", "term", "meaning")} for row in rows}


def _free(key: str, taken: set[str]) -> str:
    number, found = 1, key
    while found in taken:
        number += 1
        found = f"{key}-{number}"
    return found


def translations_of(
    company: Company,
    source: "CourseSource",
    target: "CourseSource",
    moved: Moved,
    names: Names,
) -> None:
    """Bring the finished translations of these blocks, in the languages that the draft has."""
    now = read_bank("", "", moved.text.encode(), []).blocks
    pairs = list(zip(_said(moved.blocks), _said(now), strict=False))
    for one in source.translations:
        if one.lesson != moved.lesson:
            continue
        entries = list(_entries(one, pairs, names))
        if not entries:
            continue
        if all(other.language != one.language for other in target.translations):
            company.left.append((Kind.TRANSLATION, one.language))
            continue
        path = f"locale/{one.language}/{moved.path.removesuffix('.md')}.po"
        own = next((other.file for other in target.translations if other.path == path), PoFile())
        said = {(entry.context, entry.source) for entry in own.entries if not entry.is_obsolete}
        new = [entry for entry in entries if (entry.context, entry.source) not in said]
        if new:
            company.files[path] = _with_entries(company.files.get(path), new, one.language)
            company.came.append((Kind.TRANSLATION, one.language))


Said = tuple[str, str]
"""(context, Japanese as written) of a passage."""


def _said(blocks: "Iterable[Block]") -> Iterator[Said]:
    for block in blocks:
        if block.kind not in UNSAID:
            yield from ((context, passage.text) for context, passage in passages(block))


def _entries(
    one: "TranslationSource", pairs: Iterable[tuple[Said, Said]], names: Names
) -> Iterator[Entry]:
    known = {(e.context, key_of(e.source)): e.text for e in one.file.entries if e.is_usable}
    twice = set[Said]()
    for (context, japanese), (new_context, new_japanese) in pairs:
        text, new = known.get((context, key_of(japanese))), (new_context, key_of(new_japanese))
        if text is not None and new not in twice:
            twice.add(new)
            yield Entry(new_context, key_of(new_japanese), renamed(text, names))


def _with_entries(data: bytes | None, entries: Sequence[Entry], language: str) -> bytes:
    """Return a file of translations with more of them at its end; what stands there stays."""
    header = HEADER.format(language=language)
    if data is None:
        return write_po(PoFile(header, entries=tuple(entries))).encode()
    head = write_po(PoFile(header))
    added = write_po(PoFile(header, entries=tuple(entries))).removeprefix(head)
    return _joined(data, added.encode())


def _joined(before: bytes, after: bytes) -> bytes:
    """Put a piece of a file behind it, with an empty line between them."""
    if not before.strip():
        return after.lstrip(b"\n")
    return before.rstrip(b"\r\n") + b"\n\n" + after.lstrip(b"\n")


def unknown_objectives(
    blocks: "Iterable[Block]", source: "CourseSource", known: Mapping[str, object]
) -> list[str]:
    """Return what the objectives say that blocks name and the draft does not have."""
    named = {block.attribute("objective") for block in blocks} - {None}
    return [
        one.can_do.plain for one in source.objectives if one.key in named and one.key not in known
    ]
