"""Readings of the interface: the table is whole and fresh; ruby stays where it can be shown."""

import ast
import re
from collections.abc import Iterator
from functools import cache

import pytest

from app.furigana import interface as generator
from app.furigana.corrections import Corrections
from app.furigana.process import AnalyzerProcess
from app.i18n.interface import TABLES, segments_of, table
from app.i18n.notation import KANA, parse, plain, read_word
from tests.architecture.source import Module, calls, modules
from tests.architecture.test_catalogs import JAPANESE, MARKERS, sources

STALE = "run `make strings`"

SPACE = re.compile(r"(?<=[ぁ-ゖァ-ヺー一-鿿々、。」）])[ \u3000]+(?=[ぁ-ゖァ-ヺ一-鿿「（])")
PARTED_BY_A_VALUE = re.compile(r"(?<=\)s) (?=[ぁ-ゖァ-ヺ一-鿿])|(?<=[ぁ-ゖァ-ヺ一-鿿]) (?=%\()")

CORRECTIONS = Corrections.read(generator.CORRECTIONS)

SPEAKS_BABEL = {"app.factory"}
"""Who may ask Flask-Babel; all others ask app.ui.strings, whose messages know their readings."""

OUTSIDE_OF_PAGES = ("app.notify", "app.xapi", "app.lrs.store", "app.outbox")
STATEMENTS = {"statements", "openbadges", "snapshot", "signing", "award", "proofs"}
"""Rooms and modules whose words leave the house: statements, credentials, letters."""

NOT_THROUGH_CATALOGS = {
    "app.adoption.rules": "what answers say when they say nothing",
    "app.catalog.": "faults of a course, told to its author in the language it is written in",
    "app.items.": "as above",
    "app.itembanks.interchange.": "as above, of a list of questions; and its headings",
    "app.itembanks.item_text": "as above, of a lone question",
    "app.itembanks.listing": "as above",
    "app.furigana.": "as above; and the analysis knows Japanese by its words",
    "app.i18n.": "the language itself: dates, kana, notation",
    "app.xapi.": "the vocabulary, which has its own languages",
    "app.projects.statements": "names of things in statements, which have their own languages",
    "app.lrs.sentences.": "Japanese whatever the reader's language; see the package",
    "app.lrs.queries.choices": "part of such a sentence",
    "app.lrs.queries.told": "as above",
    "app.home.queries": "particles of Japanese verbs; «my data» in other languages has none",
    "app.identity.kana": "kana that people write",
    "app.identity.rules": "as above, and eras",
    "app.challenges.rules": "words that a question is looked through for",
    "app.classes.rules": "titles of school years, as rosters write them",
    "app.credentials.openbadges": "what is signed: Japanese, once and for all",
    "app.credentials.certificates": "what paper says: Japanese, as what it quotes",
    "app.credentials.handing": "how people write a running number",
    "app.talent.printing.": "what paper and files of the city say, whoever reads them",
    "app.talent.registry_adapter": "the reason of a refused delivery, for operators",
    "app.authoring.service": "faults of a course, as in the catalog",
    "app.authoring.starting.course_file": "credits, in the language of the course they stand in",
    "app.authoring.starting.service": "as above",
    "app.authoring.starting.romaji": "kana that people write",
    "app.authoring.blanks": "text of a course: what a new block says until it is written",
    "app.authoring.pasting.worksheets": "what teachers write on paper, and text of a course",
    "app.authoring.pasting.lines": "ranges of characters",
    "app.frameworks.finding": "as above",
    "app.frameworks.naming": "as above",
    "app.editorial.rules": "notes proposed in the language of the course, for its author to mend",
    "app.sheets.": "faults of a table, told to its author as those of lists of questions are",
    "app.rosters.oneroster.": "as above, of a roster",
    "app.rosters.simple.": "as above, of a table; and its headings",
    "app.rosters.diff.work": "headings of rosters",
    "app.rosters.formats": "faults of a whole file",
    "app.rosters.lines": "as above",
    "app.rosters.rows": "ranges of characters",
    "app.rosters.service.exporting": "a course's title, as rosters write it",
    "app.rosters.words": "words of rosters",
    "app.demo.": "what the people of a made-up city write and say",
    "app.rosters.madeup.": "names of people and places that are nobody's",
    "app.mentoring.rules": "how questions end in Japanese, and what makes them wide",
    "app.personnel.rules": "words of tables of staff",
    "app.training.rules": "words of lists: headings, results, eras, old letters of names",
    "app.training.reading": "faults of a whole file",
    "app.training.presets": "headings of such lists, and what sends them",
    "app.personnel.tables": "headings and words of such a table",
    "app.portfolios.contents": "what paper and text of a portfolio say: Japanese documents",
    "app.portfolios.packing": "as above",
    "app.recognition.rules": "what is signed: Japanese, once and for all",
    "app.reporting.paper": "what paper and workbook say: Japanese, as what goes to the council",
    "app.config": "for operators, who start it",
    "app.worker": "as above",
    "app.start.": "as above",
    "app.ops.": "commands, and the people of the demo",
    "app.achievements.service.awarding": "what is signed: Japanese, once and for all",
    "app.credentials.queries.desk": "how people write a running number",
    "app.credentials.bundle": "for auditors, of this city",
    "app.credentials.keys": "for operators, who keep the keys",
    "app.credentials.service.keys": "as above",
    "app.credentials.service.revoking": "an answer of the command",
    "app.lrs.profiling": "a command",
    "app.lrs.transfer.": "a command",
    "app.ui.drawings": "faults of a theme file, told to operators",
    "app.ui.theme": "as above",
}
"""Japanese that no catalog translates, and why; commands (cli.py) besides."""


def test_every_interface_string_is_in_the_table_and_nothing_else() -> None:
    said = set(sources())
    assert sorted(said - set(table())) == [], STALE
    assert sorted(set(table()) - said) == [], STALE


def test_the_segments_of_a_string_are_the_string() -> None:
    assert [one for one in table() if plain(segments_of(one)) != one] == []


def test_the_analysis_still_says_what_the_table_says() -> None:
    with AnalyzerProcess() as analyzer:
        fresh = generator.table(sources(), CORRECTIONS, analyzer)
    before = {file.name: file.read_bytes().splitlines() for file in TABLES.glob("*.json")}
    after = {name: data.splitlines() for name, data in generator.written(fresh).items()}
    assert before.keys() == after.keys(), STALE
    for name, lines in after.items():
        assert [line.decode() for line in lines if line not in before[name]] == [], STALE
        assert len(before[name]) == len(lines)


def test_a_corrected_passage_is_said_somewhere_and_soundly_written() -> None:
    said = "\n".join(sources())
    unsaid = [one for one in CORRECTIONS.passages if one not in said]
    unsaid += CORRECTIONS.strings.keys() - sources().keys()
    assert unsaid == [], "no page says these any more"
    assert parse(generator.CORRECTIONS.read_text(encoding="utf-8")).faults == ()


def test_a_corrected_word_is_said_somewhere_and_read_in_kana() -> None:
    words = CORRECTIONS.words
    said = "\n".join(sources())
    assert [word for word in words if word not in said] == [], "no page says these any more"
    assert [word for word, kana in words.items() if isinstance(read_word(word, kana), str)] == []


def test_every_kanji_of_the_interface_has_a_reading() -> None:
    faults = [
        f"{string}: {segment.surface}"
        for string in table()
        for segment in segments_of(string)
        if segment.kana is None and re.search("[一-鿿]", segment.surface)
    ]
    assert faults == [], "give it one in app/i18n/data/readings.toml"


def test_readings_are_kana() -> None:
    faults = [
        f"{string}: {segment.kana}"
        for string in table()
        for segment in segments_of(string)
        if segment.kana and not re.fullmatch(f"[{KANA}]+", segment.kana)
    ]
    assert faults == []


def test_no_string_holds_a_space_made_by_hand() -> None:
    spaced = [one for one in sources() if SPACE.search(one) or PARTED_BY_A_VALUE.search(one)]
    assert [one for one in spaced if one not in LISTS] == [], "phrases are parted by computing"


LISTS = {
    "%(place)s %(n)s人": "two things side by side, no sentence",
    "%(number)s %(name)s以上": "as above",
    "%(name)sさん、%(item)s。レベル%(number)s %(level)s、%(day)s": "as above",
    "絞り込みをやめる：%(kind)s %(value)s": "as above",
}


def test_messages_come_from_our_own_door() -> None:
    faults = [
        module.at(node)
        for module in modules()
        if module.name not in SPEAKS_BABEL
        for node in ast.walk(module.tree)
        if (isinstance(node, ast.ImportFrom) and node.module == "flask_babel")
        or (isinstance(node, ast.Import) and any(one.name == "flask_babel" for one in node.names))
    ]
    assert faults == [], "take gettext and lazy_gettext from app.ui.strings"


def test_no_statement_credential_or_letter_carries_ruby() -> None:
    faults = [
        f"{module.at(call)}: {name}()"
        for module in modules()
        if _leaves_the_house(module)
        for call, name in calls(module.tree)
        if name.endswith(("ruby_html", ".html", "render"))
    ]
    assert faults == [], "take the plain text"


def _leaves_the_house(module: Module) -> bool:
    parts = set(module.name.split("."))
    return module.name.startswith(OUTSIDE_OF_PAGES) or bool(parts & STATEMENTS)


def test_no_string_for_people_escapes_the_catalogs() -> None:
    faults = [
        f"{module.at(text)}: {text.value!r}"
        for module in modules()
        if not module.name.endswith(".cli")
        if not f"{module.name}.".startswith(tuple(NOT_THROUGH_CATALOGS))
        for text in _japanese_outside_of_markers(module)
    ]
    assert faults == [], "take _(…), or N_(…) where a page translates it later"


@pytest.mark.parametrize("name", NOT_THROUGH_CATALOGS)
def test_every_exception_is_needed(name: str) -> None:
    assert any(
        list(_japanese_outside_of_markers(module))
        for module in modules()
        if f"{module.name}.".startswith(name)
    )


@cache
def _marked(module: Module) -> frozenset[int]:
    """Return what is said through gettext, or written about the code."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
    for call, name in calls(module.tree):
        if name in MARKERS:
            found |= {id(part) for argument in call.args for part in ast.walk(argument)}
    return frozenset(found)


def _japanese_outside_of_markers(module: Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module.tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and JAPANESE.search(node.value)
            and id(node) not in _marked(module)
        ):
            yield node
