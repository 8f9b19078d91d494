"""Which requirement of the specification a test is about, and the list of all of them.

``python -m tests.requirements`` collects the marked tests and writes docs/requirements.md;
``--check`` only says whether the document is as it would be written. The texts stand in
requirements.toml. Neither needs a network or a database.
"""

import contextlib
import difflib
import io
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "requirements.md"
TEXTS = ROOT / "tests" / "requirements.toml"
ROOMS = ("unit", "service", "request")
NAMES_ONE = r"^from tests\.(requirements|xapi\w*) import"

INTRO = """\
# Tested requirements of xAPI

Written by `python -m tests.requirements` from the marks of the tests; a test compares it to them.

A test that runs for both editions counts for both. Tests of the browser player, the console and
the forwarding have no number here: the specification does not speak of them.
"""


def requirement(*ids: str) -> pytest.MarkDecorator:
    """Mark a test with the requirements it checks.

    Args:
        ids: ``XAPI-00nnn`` for xAPI 1.0.3; a section such as ``2.0 4.1.4`` for xAPI 2.0.
    """
    return pytest.mark.requirement(*ids)


@dataclass(frozen=True)
class Book:
    """What requirements.toml says.

    Attributes:
        asked: From edition to section to requirement to what it asks.
        untested: From requirement to why it has no test.
    """

    asked: Mapping[str, Mapping[str, Mapping[str, str]]]
    untested: Mapping[str, str]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every requirement, as marks name it."""
        return frozenset(_name(*one) for one in self.rows())

    def rows(self) -> Iterator[tuple[str, str]]:
        """Yield the edition and the id of every requirement."""
        for edition, sections in self.asked.items():
            for section in sections.values():
                for key in section:
                    yield edition, key


@dataclass(frozen=True)
class Tested:
    """The tests of one requirement: how many cases, and the file and name of each test."""

    cases: int
    tests: tuple[tuple[str, str], ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The files that have one."""
        return tuple(sorted({file for file, _ in self.tests}))


def read_book() -> Book:
    """Read requirements.toml."""
    found = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return Book({key: found[key] for key in ("1.0.3", "2.0")}, found["untested"])


def collect(rooms: Sequence[str] = ROOMS, names_one: str = NAMES_ONE) -> dict[str, Tested]:
    """Collect the marked tests, without running any.

    Args:
        rooms: The folders of tests to look into.
        names_one: What a file imports that marks a test; others are not opened.

    Raises:
        RuntimeError: A file cannot be collected.
    """
    files = [
        str(path)
        for room in rooms
        for path in sorted((ROOT / "tests" / room).glob("test_*.py"))
        if re.search(names_one, path.read_text(encoding="utf-8"), re.MULTILINE)
    ]
    found = _Found()
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(["--collect-only", "-p", "no:cacheprovider", *files], plugins=[found])
    if code != pytest.ExitCode.OK:
        raise RuntimeError(f"the tests could not be collected:\n{said.getvalue()}")
    return found.tested()


class _Found:
    """A plugin that notes the marks of what is collected."""

    def __init__(self) -> None:
        self._cases: Counter[str] = Counter()
        self._tests: dict[str, set[tuple[str, str]]] = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            file = item.path.relative_to(ROOT / "tests").as_posix()
            for name in {one for mark in item.iter_markers("requirement") for one in mark.args}:
                self._cases[name] += 1
                self._tests.setdefault(name, set()).add((file, item.name.partition("[")[0]))

    def tested(self) -> dict[str, Tested]:
        return {
            name: Tested(count, tuple(sorted(self._tests[name])))
            for name, count in self._cases.items()
        }


def problems(book: Book, tested: Mapping[str, Tested]) -> list[str]:
    """Say what does not fit between the requirements and the marks."""
    found = [f"{name}: marked, but no requirement" for name in sorted(set(tested) - book.names)]
    for name in sorted(book.names):
        if name in tested and name in book.untested:
            found.append(f"{name}: has a test, and a reason why it has none")
        if name not in tested and name not in book.untested:
            found.append(f"{name}: has neither a test nor a reason")
    return found


def written(book: Book, tested: Mapping[str, Tested]) -> str:
    """Write the document."""
    pages = [INTRO, *_totals(book, tested)]
    for edition, sections in book.asked.items():
        pages.append(f"## xAPI {edition}\n")
        for section, asked in sections.items():
            pages += [
                f"### {section}\n",
                "| requirement | asks | cases | in |",
                "|---|---|--:|---|",
            ]
            pages += [_row(edition, key, text, tested) for key, text in asked.items()]
            pages.append("")
    pages += ["## Without a test\n", "| requirement | asks | why |", "|---|---|---|"]
    texts = {key: text for it in book.asked["1.0.3"].values() for key, text in it.items()}
    pages += [f"| {key} | {texts[key]} | {why} |" for key, why in book.untested.items()]
    return "\n".join(pages) + "\n"


def _totals(book: Book, tested: Mapping[str, Tested]) -> list[str]:
    lines = [
        "| edition | requirements | with tests | without, with a reason |",
        "|---|--:|--:|--:|",
    ]
    for edition in book.asked:
        names = [_name(*one) for one in book.rows() if one[0] == edition]
        having = sum(name in tested for name in names)
        lines.append(f"| {edition} | {len(names)} | {having} | {len(names) - having} |")
    return [*lines, ""]


def _row(edition: str, key: str, text: str, tested: Mapping[str, Tested]) -> str:
    found = tested.get(_name(edition, key))
    if found is None:
        return f"| {key} | {text} | – | see below |"
    files = ", ".join(f"`{file}`" for file in found.files)
    return f"| {key} | {text} | {found.cases} | {files} |"


def _name(edition: str, key: str) -> str:
    return key if edition == "1.0.3" else f"{edition} {key}"


def main(*, check: bool) -> int:
    """Write the document, or say what is wrong with it; return the exit code."""
    book, tested = read_book(), collect()
    found = problems(book, tested)
    return settle(DOCUMENT, written(book, tested), found, check=check, by="tests.requirements")


def settle(document: Path, text: str, found: list[str], *, check: bool, by: str) -> int:
    """Write a document of tests, or hold it against what it should say; tell what is wrong.

    Args:
        document: Where it stands.
        text: What it should say.
        found: What is wrong besides.
        check: Whether it is only compared.
        by: The module that writes it.

    Returns:
        The exit code.
    """
    present = document.read_text(encoding="utf-8") if document.exists() else ""
    if check and text != present:
        name = document.relative_to(ROOT).as_posix()
        found.append(f"{name} is not up to date; write it with python -m {by}")
        found += difflib.unified_diff(present.splitlines(), text.splitlines(), lineterm="", n=0)
    if not check:
        document.write_text(text, encoding="utf-8")
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
