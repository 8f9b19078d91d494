"""When credentials are accepted, and which tests prove it.

``python -m tests.acceptance`` collects the marked tests and writes docs/credentials.md;
``--check`` only says whether the document is as it would be written. The lines stand in
acceptance.toml. Marks and collecting are those of ``tests.requirements``.
"""

import sys
import tomllib
from collections.abc import Mapping

import pytest

from tests.requirements import ROOT, Tested, collect, requirement, settle

DOCUMENT = ROOT / "docs" / "credentials.md"
TEXTS = ROOT / "tests" / "acceptance.toml"
ROOMS = ("unit", "service", "request", "access", "architecture", "browser")
NAMES_ONE = r"^from tests\.acceptance import"
PREFIX = "Acceptance "

INTRO = """\
# When a credential is accepted

Written by `python -m tests.acceptance` from the marks of the tests; a test compares it to them.

A credential has to hold when this site is gone, when a copy is altered, when a key is lost, and
when its holder is a child. Fourteen lines say what that means, each in clauses, with the tests
that prove them.

What is issued is built to Open Badges 3.0, Verifiable Credentials 2.0 and Bitstring Status List
1.0. It is not certified. Credentials go to a registry by the Open Badges 3.0 API with OAuth 2.0
client credentials: that is a bilateral profile, agreed on between two installations, and no part
of any certification.

How fast ten thousand are issued is measured, not tested: `python -m benchmarks.credentials 10000`,
with `--kill` while workers are killed. The README has the figures.
"""

Lines = Mapping[str, Mapping[str, str]]
"""From a line's number to its title and its clauses."""


def acceptance(*ids: str) -> pytest.MarkDecorator:
    """Mark a test with the clauses that it proves, such as ``3a``."""
    return requirement(*(PREFIX + one for one in ids))


def read_lines() -> Lines:
    """Read acceptance.toml."""
    found: Lines = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    return found


def problems(lines: Lines, tested: Mapping[str, Tested]) -> list[str]:
    """Say what does not fit between the clauses and the marks."""
    names = {f"{PREFIX}{key}{clause}" for key, line in lines.items() for clause in _clauses(line)}
    marked = {name for name in tested if name.startswith(PREFIX)}
    found = [f"{name}: marked, but no clause" for name in sorted(marked - names)]
    return found + [f"{name}: has no test" for name in sorted(names - marked)]


def written(lines: Lines, tested: Mapping[str, Tested]) -> str:
    """Write the document."""
    pages = [INTRO]
    for key, line in lines.items():
        pages += [f"## {PREFIX}{key}: {line['title']}\n", "| clause | proved by |", "|---|---|"]
        pages += [
            f"| {key}{clause}. {text} | {_proofs(tested.get(f'{PREFIX}{key}{clause}'))} |"
            for clause, text in _clauses(line).items()
        ]
        pages.append("")
    return "\n".join(pages)


def _clauses(line: Mapping[str, str]) -> dict[str, str]:
    return {key: text for key, text in line.items() if key != "title"}


def _proofs(tested: Tested | None) -> str:
    if tested is None:
        return "–"
    return "<br>".join(f"`{file}` {name}" for file, name in tested.tests)


def main(*, check: bool) -> int:
    """Write the document, or say what is wrong with it; return the exit code."""
    lines, tested = read_lines(), collect(ROOMS, NAMES_ONE)
    found = problems(lines, tested)
    return settle(DOCUMENT, written(lines, tested), found, check=check, by="tests.acceptance")


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
