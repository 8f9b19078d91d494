"""The files of ``locale/``: which they may be, and what they say."""

import re
from collections.abc import Mapping
from typing import Final

from babel import Locale, UnknownLocaleError

from app.catalog.sources.course import TranslationSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.lines import lines_of
from app.catalog.sources.translation.po import read_po
from app.i18n.languages import JAPANESE

ROOT: Final = "locale/"
LARGEST_FILE: Final = 1_000_000
"""Bytes. The texts of a lesson of an hour are a tenth of that."""

_TAG: Final = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?")
_FILE: Final = re.compile(
    r"locale/([^/]+)/"
    r"(?:course|(?:[0-9]{1,6}-[a-z][a-z0-9-]*/[0-9]{1,6}-|bank/)([a-z][a-z0-9-]*))\.po"
)


def read_translations(
    files: Mapping[str, bytes], faults: list[Fault]
) -> tuple[TranslationSource, ...]:
    """Read every translation of a course.

    Args:
        files: Path → bytes, of the whole course.
        faults: Receives what is wrong; a file that cannot be one is left out.
    """
    found: dict[tuple[str, str | None], TranslationSource] = {}
    for path in sorted(files):
        match = _FILE.fullmatch(path)
        if not path.startswith(ROOT):
            continue
        refused = _refused(match, files[path])
        if match is None or refused:
            faults.append(Fault(path, 1, *refused))
            continue
        tag, lesson = match.groups()
        file = read_po(path, lines_of(path, files[path], faults), faults)
        source = TranslationSource(path, tag, lesson, file)
        other = found.setdefault((tag, lesson), source)
        if other is not source:
            message = f"{other.path} と同じレッスンの翻訳です"
            faults.append(Fault(path, 1, message, "1つのファイルにまとめます。"))
    return tuple(found.values())


def _refused(match: re.Match[str] | None, data: bytes) -> tuple[str, str] | tuple[()]:
    """Say what keeps a file from being read as a translation, and how to mend it."""
    if match is None:
        return (
            "翻訳のファイルではありません",
            "locale/en/course.po か、locale/en/010-章/010-レッスン.po の名前にします。",
        )
    if fault := unfit(match.group(1)):
        return fault
    if len(data) > LARGEST_FILE:
        mend = f"1つのファイルは{LARGEST_FILE // 1_000_000}MBまでです。"
        return "翻訳のファイルが大きすぎます", mend
    return ()


def unfit(language: str) -> tuple[str, str] | tuple[()]:
    """Say why no course can be translated into a language, and what to do; () when one can."""
    if language == JAPANESE:
        return (
            "日本語は、講座のもとの言葉です",
            "このフォルダーを消し、本文を直します。やさしい日本語は「::: easy」に書きます。",
        )
    try:
        known = bool(_TAG.fullmatch(language)) and bool(Locale.parse(language, sep="-"))
    except (UnknownLocaleError, ValueError):
        known = False
    if not known:
        return (
            f"「{language}」という言葉の名前はありません",
            "en・vi・zh-Hans・pt-BR のように、決まった名前（BCP 47）で書きます。",
        )
    return ()
