"""What people are told, as sentences: every kind of notification, in one place."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.ui.days import jdate
from app.ui.strings import gettext, in_language

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "project.joined": N_("「%(project)s」に加わりました"),
        "project.gate_passed": N_("「%(project)s」が、次の段階に進みました：%(stage)s"),
        "workroom.assigned": N_("「%(project)s」で、あなたのカードができました：%(card)s"),
        "workroom.review": N_("「%(project)s」で、カードが確認を待っています：%(card)s"),
    }
)
"""By kind; ``%(name)s`` are the notification's facts."""


def sentence(kind: str, facts: Mapping[str, object]) -> str:
    """Return what somebody is told, in the reader's language and with their furigana.

    A kind that is not known any more, or lacks a fact, is told by its first fact alone: nothing
    that was told is hidden.
    """
    pattern = SENTENCES.get(kind)
    if pattern is None or not _fits(pattern, facts):
        return _first(facts)
    return gettext(pattern, **{name: _spelled(value) for name, value in facts.items()})


def letter_line(kind: str, facts: Mapping[str, object], locale: str = JAPANESE) -> str:
    """Return the same for a letter, in its reader's language."""
    pattern = SENTENCES.get(kind)
    if pattern is None or not _fits(pattern, facts):
        return _first(facts)
    return str(in_language(locale, pattern, **facts))


def _fits(pattern: str, facts: Mapping[str, object]) -> bool:
    try:
        return bool(pattern % facts)
    except (KeyError, ValueError):
        return False


def _first(facts: Mapping[str, object]) -> str:
    return str(next(iter(facts.values()), ""))


def _spelled(value: object) -> object:
    try:
        return jdate(date.fromisoformat(str(value)))
    except ValueError:
        return value
