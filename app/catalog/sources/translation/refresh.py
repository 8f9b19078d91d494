"""Translation files brought up to date with the Japanese: nothing finished is ever dropped."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Final

from app.catalog.sources.course import CourseSource, TranslationSource
from app.catalog.sources.translation.originals import TEXT, Original, Sheet, key_of, sheets
from app.catalog.sources.translation.po import HEADER, Entry, PoFile, write_po
from app.catalog.sources.translation.read import ROOT

LIKE_ENOUGH: Final = 0.5
"""From which likeness on (0–1) a text without a key is taken for an earlier one that changed."""


def refreshed(source: CourseSource, language: str) -> dict[str, bytes | None]:
    """Return the translation files of a course as they should be now.

    Every passage gets its entry, in the order of the Japanese. A finished translation stays; one
    whose Japanese changed becomes fuzzy and tells what it translated (``#|``); one whose passage
    is gone goes out of use (``#~``) and comes back when the passage does, be it in another
    lesson. Done twice, it changes nothing.

    Args:
        source: The course, read without a fault.
        language: The language tag.

    Returns:
        Path → what the file should hold; None for a file whose lesson now has another number.
    """
    own = [one for one in source.translations if one.language == language]
    everywhere = {
        (entry.context, key_of(entry.source)): entry
        for one in reversed(own)
        for entry in sorted(one.file.entries, key=lambda e: not e.is_obsolete)
        if entry.text.strip()
    }
    found: dict[str, bytes | None] = {}
    for sheet in sheets(source):
        before = next((one for one in own if one.lesson == sheet.lesson), None)
        path = f"{ROOT}{language}/{sheet.name}"
        if before and before.path != path:
            found[before.path] = None
        found[path] = write_po(_refreshed(sheet, before, everywhere, language)).encode()
    return found


Known = dict[tuple[str, str], Entry]
"""(context, Japanese without readings) → what is known of it."""


def _refreshed(
    sheet: Sheet, before: TranslationSource | None, everywhere: Known, language: str
) -> PoFile:
    file = before.file if before else PoFile()
    shelf = _Shelf(list(file.entries))
    taken = [shelf.take(one) for one in sheet.originals]  # all of these before any likeness
    entries = [
        found if found and found.text.strip() else _next_best(one, found, shelf, everywhere)
        for one, found in zip(sheet.originals, taken, strict=True)
    ]
    header = file.header or HEADER.format(language=language)
    return replace(file, header=header, entries=(*entries, *shelf.out_of_use()))


def _next_best(
    original: Original, empty: Entry | None, shelf: "_Shelf", everywhere: Known
) -> Entry:
    """Return the same passage of another file, or an earlier form of it, or an empty entry."""
    entry = empty or Entry(original.context, original.text, "")
    same = everywhere.get((original.context, original.text))
    if same:
        found = replace(same, source=original.text, is_obsolete=False)
    else:
        found = shelf.take_changed(original) or entry
    return replace(found, remarks=tuple(dict.fromkeys((*entry.remarks, *found.remarks))))


@dataclass(slots=True)
class _Shelf:
    """The entries of a file that nothing has taken yet."""

    entries: list[Entry] = field(default_factory=list)

    def take(self, original: Original) -> Entry | None:
        """Take the translation of a passage that did not change, in use before others."""
        same = [
            e
            for e in self.entries
            if e.context == original.context and key_of(e.source) == original.text
        ]
        found = max(same, key=lambda e: (bool(e.text.strip()), not e.is_obsolete), default=None)
        if found is None:
            return None
        self.entries.remove(found)
        return replace(found, source=original.text, is_obsolete=False)

    def take_changed(self, original: Original) -> Entry | None:
        """Take what is most likely an earlier form of the passage, to be confirmed."""
        likely = max(self._likely(original), key=lambda triple: triple[:2], default=None)
        if likely is None:
            return None
        entry = likely[2]
        self.entries.remove(entry)
        before = entry.previous if entry.is_fuzzy and entry.previous else entry.source
        if key_of(before) == original.text:  # it was changed, and changed back
            return replace(
                entry, source=original.text, previous=None, is_fuzzy=False, is_obsolete=False
            )
        return replace(
            entry, source=original.text, previous=before, is_fuzzy=True, is_obsolete=False
        )

    def _likely(self, original: Original) -> Iterator[tuple[float, bool, Entry]]:
        for entry in self.entries:
            if entry.context != original.context or not entry.text.strip():
                continue
            likeness = 1.0 if entry.context != TEXT else _likeness(entry.source, original.text)
            if likeness >= LIKE_ENOUGH:
                yield likeness, not entry.is_obsolete, entry

    def out_of_use(self) -> Iterable[Entry]:
        """Return what is left, if anybody ever worked on it."""
        for entry in self.entries:
            if entry.text.strip():
                yield replace(entry, is_obsolete=True)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < LIKE_ENOUGH or matcher.quick_ratio() < LIKE_ENOUGH:
        return 0.0
    return matcher.ratio()
