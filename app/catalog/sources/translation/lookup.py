"""Finding the translations of a passage, and compiling them with every fault in them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field

from app.catalog.aside import Problem
from app.catalog.content import Prose, Text
from app.catalog.markdown import Compiled
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.translation.originals import Sheet, key_of, sheets
from app.catalog.sources.translation.po import Entry
from app.i18n.notation import parse

ENOUGH = 0.9
"""Share of the passages from which a course counts as translated: it is not to drop out of a
reader's list for one sentence that was mended yesterday."""


@dataclass(frozen=True, slots=True)
class Translated:
    """A passage in another language, and the file in which it stands."""

    path: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Translations:
    """What one lesson, or the course's own texts, is in other languages.

    Attributes:
        languages: Language → (context, Japanese without readings) → the translation.
        faults: Receives what is wrong in translations that are asked for.
    """

    languages: Mapping[str, Mapping[tuple[str, str], Translated]]
    faults: list[Fault] = field(default_factory=list)

    @classmethod
    def of(cls, source: CourseSource, lesson: str | None) -> "Translations":
        """Collect the translations of a lesson; None for the texts of the course itself."""
        found: dict[str, dict[tuple[str, str], Translated]] = {}
        for one in source.translations:
            if one.lesson == lesson:
                found[one.language] = {
                    (entry.context, key_of(entry.source)): Translated(one.path, entry)
                    for entry in one.file.entries
                    if entry.is_usable
                }
        return cls(dict(sorted(found.items())))

    def report(self, found: Translated, line: int, message: str, mend: str) -> None:
        """Report what is wrong on a line (from 0) of a translation."""
        self.faults.append(Fault(found.path, found.entry.line_of_text(line), message, mend))

    def find(self, context: str, japanese: str) -> Iterator[tuple[str, Translated]]:
        """Return each language that has a passage, and the passage in it."""
        key = (context, key_of(japanese))
        for language, known in self.languages.items():
            if key in known:
                yield language, known[key]

    def text(self, context: str, japanese: Text) -> Text:
        """Return a line of text with its translations."""
        others = []
        for language, found in self.find(context, japanese.plain):
            parsed = parse(found.entry.text.strip())
            for wrong in parsed.faults:
                self.report(found, 0, wrong.message, wrong.mend)
            others.append((language, parsed.segments))
        return Text(japanese.segments, tuple(others))

    def prose(
        self,
        context: str,
        japanese: str,
        compiled: Callable[[str], Compiled],
        places: Collection[str] = (),
    ) -> dict[str, Prose]:
        """Compile the translations of a Markdown passage.

        Args:
            context: What it is.
            japanese: The passage.
            compiled: Compiles Markdown, as the passage was.
            places: The keys of the questions whose evidence it holds: one that a translation
                does not mark is led to its start.

        Returns:
            Language → the passage in it.
        """
        others: dict[str, Prose] = {}
        for language, found in self.find(context, japanese):
            outcome = compiled(found.entry.text)
            for problem in (*outcome.problems, *_misplaced(outcome, places)):
                self.report(found, problem.line, problem.message, problem.mend)
            if outcome.prose.is_empty:
                self.report(found, 0, "翻訳の文に中身がありません", "文を書くか、空に戻します。")
            else:
                others[language] = outcome.prose.led_to(places)
        return others


def _misplaced(outcome: Compiled, places: Collection[str]) -> Iterator[Problem]:
    marked = [key for key, _ in outcome.marks]
    for key, line in outcome.marks:
        if key not in places:
            mend = "もとの文にある {#see-…} だけを書きます。"
            yield Problem(line, f"#see-{key} は、もとの日本語の文にありません", mend)
        elif marked.count(key) > 1:
            yield Problem(line, f"#see-{key} が2か所にあります", "1か所だけにします。")


def languages_of(source: CourseSource) -> tuple[str, ...]:
    """Return the languages into which a course is translated, but for a passage here and there."""
    if not source.translations:
        return ()
    every = sheets(source)
    total = sum(len(sheet.originals) for sheet in every)
    named = sorted({one.language for one in source.translations})
    return tuple(tag for tag in named if _count(source, every, tag) >= ENOUGH * total)


def _count(source: CourseSource, every: tuple[Sheet, ...], language: str) -> int:
    count = 0
    for sheet in every:
        known = Translations.of(source, sheet.lesson).languages.get(language, {})
        count += sum((one.context, one.text) in known for one in sheet.originals)
    return count
