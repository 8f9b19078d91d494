"""Translations for tests: the files that `courses translate` makes, filled in by a rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.catalog.sources.read import read
from app.catalog.sources.translation.po import Entry, PoFile, write_po
from app.catalog.sources.translation.refresh import refreshed
from tests.factories.catalog import course_files

if TYPE_CHECKING:
    from collections.abc import Mapping

Say = Callable[[Entry], str]
"""Takes an entry, gives its text in the other language; "" for none."""


def in_english(entry: Entry) -> str:
    """Say something that can be told from everything else; evidence marks stay."""
    marks = "".join(f" [it]{{#see-{part}" for part in entry.source.split("{#see-")[1:])
    if entry.source.startswith("- "):
        return f"- EN {entry.context}"
    return f"EN {entry.context}{marks.partition('}')[0] + '}' if marks else ''}"


def translated(
    files: "Mapping[str, bytes] | None" = None, say: Say = in_english, *, language: str = "en"
) -> dict[str, bytes]:
    """Return the files of a course with a translation of what ``say`` has words for."""
    kept = course_files() if files is None else dict(files)
    source = read("tameshi", kept)
    for path, data in refreshed(source, language).items():
        if data is None:
            kept.pop(path)
            continue
        file = po_of(kept | {path: data}, path)
        kept[path] = write_po(
            replace(file, entries=tuple(replace(e, text=say(e)) for e in file.entries))
        ).encode()
    return kept


def po_of(files: "Mapping[str, bytes]", path: str) -> PoFile:
    """Read one translation file of a course."""
    source = read("tameshi", files)
    return next(one.file for one in source.translations if one.path == path)
