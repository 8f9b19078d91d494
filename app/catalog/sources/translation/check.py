"""Which passages a reader of another language will get in Japanese, and why."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from babel import Locale

from app.catalog.sources.course import CourseSource, TranslationSource
from app.catalog.sources.notes import Note
from app.catalog.sources.translation.originals import Original, Sheet, key_of, sheets
from app.catalog.sources.translation.po import Entry
from app.i18n.languages import JAPANESE

KINDS: Final[Mapping[str, str]] = {
    "missing": "訳がない文",
    "fuzzy": "たしかめる訳",
    "lost": "もとの文がない訳",
    "mark": "印がない訳",
}
"""The kinds of notes on translations, and what they count."""

_MARK: Final = re.compile(r"\]\{#see-([a-z][a-z0-9-]*)\}")
_REFRESH: Final = "flask courses translate で、翻訳のファイルを新しくします。"


def check_translations(source: CourseSource) -> tuple[Note, ...]:
    """Find what is not translated, to be confirmed, or without a place, in every language begun.

    Args:
        source: The course as read.
    """
    if not source.translations:
        return ()
    every = sheets(source)
    found: list[Note] = []
    for language in sorted({one.language for one in source.translations}):
        files = {one.lesson: one for one in source.translations if one.language == language}
        for sheet in every:
            found += _of_sheet(sheet, files.pop(sheet.lesson, None), language)
        for file in files.values():
            message = f"「{file.lesson}」というレッスンはありません"
            mend = "レッスンのキーに合わせて名前を直すか、このファイルを消します。"
            found.append(Note(file.path, 1, "lost", message, mend, language))
    return tuple(sorted(found))


def summaries(notes: Iterable[Note]) -> tuple[str, ...]:
    """Count notes on translations: one Japanese line for each language that has any."""
    counts = Counter((note.language, note.kind) for note in notes if note.language)
    lines = []
    for language in sorted({language for language, _ in counts}):
        name = Locale.parse(language, sep="-").get_display_name(JAPANESE) or language
        told = [
            f"{what}{counts[language, kind]}か所"
            for kind, what in KINDS.items()
            if counts[language, kind]
        ]
        lines.append(f"{name}（{language}）: {'、'.join(told)}")
    return tuple(lines)


def _of_sheet(sheet: Sheet, file: TranslationSource | None, language: str) -> Iterator[Note]:
    path = file.path if file else f"locale/{language}/{sheet.name}"
    known = {
        (entry.context, key_of(entry.source)): entry
        for entry in (file.file.entries if file else ())
        if not entry.is_obsolete
    }
    for original in sheet.originals:
        yield from _of_passage(
            original, known.pop((original.context, original.text), None), path, language
        )
    for entry in known.values():
        if entry.text.strip():
            message = f"「{entry.context}」のもとの文がありません: {_short(entry.source)}"
            yield Note(path, entry.line, "lost", message, _REFRESH, language)


def _of_passage(
    original: Original, entry: Entry | None, path: str, language: str
) -> Iterator[Note]:
    if entry is None or not entry.text.strip():
        message = f"「{original.context}」の訳（{language}）がありません: {_short(original.text)}"
        mend = f"{path} に書きます。{_REFRESH}" if entry is None else f"{path} に書きます。"
        yield Note(original.path, original.line, "missing", message, mend, language)
    elif entry.is_fuzzy:
        message = f"「{original.context}」の訳を、まだだれもたしかめていません"
        mend = "いまの日本語と合うように直し、「#, fuzzy」の行を消します。"
        yield Note(path, entry.line, "fuzzy", message, mend, language)
    else:
        for key in dict.fromkeys(_MARK.findall(original.text)):
            if key not in _MARK.findall(entry.text):
                message = f"#see-{key} の印が、訳にありません"
                mend = f"答えのもとになる文を [ ]{{#see-{key}}} で囲みます。"
                yield Note(path, entry.line_of_text(0), "mark", message, mend, language)


def _short(text: str) -> str:
    line = text.split("\n", 1)[0]
    return line if len(line) <= 20 and line == text else line[:20] + "…"  # noqa: PLR2004  to know it by
