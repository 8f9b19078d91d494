"""Terms, minutes, the states of a ticket, and what makes a question hard to answer. Pure."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

LONGEST_DAYS: Final = 366
"""A vetting lasts a year at most, both days included."""
WARNED_DAYS: Final = 30
MOST_MINUTES: Final = 999
USUAL_MINUTES: Final = 20
USUAL_AGREED: Final = 120
QUESTION: Final = 160
PART: Final = 600
MESSAGE: Final = 2_000
SHORT: Final = 15
"""Letters below which a question hardly says what is asked."""

_APRIL, _OCTOBER = 4, 10
_ASKS = re.compile(r"(?:[かの]|でしょうか|ですか|ますか)[。？?]?$|[？?]$")
_SENTENCE = re.compile(r"[。？?！!]+")
_WIDE = re.compile(
    r"どう思|どうでしょう|何でも|なんでも|アドバイス|教えてください|おしえてください|"
    r"どうすれば(?:いい|よい)|意見(?:を|が)(?:聞|く)|いろいろ"
)


class TicketState(StrEnum):
    """How far a ticket is."""

    DRAFT = "draft"
    WITH_TEACHER = "with_teacher"
    RETURNED = "returned"
    """By the teacher, to the team."""
    WITH_MENTOR = "with_mentor"
    ASKED_BACK = "asked_back"
    """By the mentor; the team answers, and it is with the mentor again."""
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


WITH_TEAM: Final = (TicketState.DRAFT, TicketState.RETURNED)
"""The learners may mend it and hand it in."""
PASSED: Final = (TicketState.WITH_MENTOR, TicketState.ASKED_BACK)
"""Minutes are set aside for it."""
READ_BY_MENTOR: Final = (*PASSED, TicketState.ANSWERED)
OPEN: Final = (*WITH_TEAM, TicketState.WITH_TEACHER, *PASSED)


class MessageKind(StrEnum):
    """What a message on a ticket is."""

    RETURN = "return"
    PASS = "pass"  # noqa: S105  no password
    ASK_BACK = "ask_back"
    REPLY = "reply"
    ANSWER = "answer"
    WORDS = "words"
    ENDED = "ended"
    """Nobody wrote it: the mentor's time had ended."""


_OPENS: Final = frozenset({MessageKind.PASS})
_CLOSES: Final = frozenset({MessageKind.RETURN, MessageKind.ENDED})


def heard(kinds: Iterable[MessageKind]) -> tuple[bool, ...]:
    """Say which messages of a ticket its mentor reads, in their order.

    Those that were said while it was with a mentor. What team and teachers said to each other
    before it was passed on stays theirs.
    """
    found, is_with_mentor = [], False
    for kind in kinds:
        is_with_mentor = (is_with_mentor or kind in _OPENS) and kind not in _CLOSES
        found.append(is_with_mentor)
    return tuple(found)


class Hint(StrEnum):
    """Why a question may be hard to answer."""

    NO_QUESTION = "no_question"
    SEVERAL = "several"
    WIDE = "wide"
    SHORT = "short"


def term_of(day: date) -> tuple[date, date]:
    """Return the first and the last day of the term in which a day lies."""
    if _APRIL <= day.month < _OCTOBER:
        return date(day.year, 4, 1), date(day.year, 9, 30)
    year = day.year if day.month >= _OCTOBER else day.year - 1
    return date(year, 10, 1), date(year + 1, 3, 31)


def next_term(day: date) -> date:
    """Return the first day of the next term."""
    return term_of(day)[1] + timedelta(days=1)


def lasts_too_long(starts_on: date, ends_on: date) -> bool:
    """Say whether a vetting would last more than a year."""
    return (ends_on - starts_on).days + 1 > LONGEST_DAYS


def left(agreed: int, counted: int) -> int:
    """Return the minutes that are left; none where more were given than agreed."""
    return max(0, agreed - counted)


def is_enough(agreed: int, counted: int, estimate: int) -> bool:
    """Say whether an account takes one more ticket."""
    return estimate <= left(agreed, counted)


def hints(question: str) -> tuple[Hint, ...]:
    """Return why a question may be hard to answer; nothing for one that asks one thing."""
    text = question.strip()
    if not text:
        return ()
    found = []
    if not _ASKS.search(text):
        found.append(Hint.NO_QUESTION)
    if len([part for part in _SENTENCE.split(text) if part.strip()]) > 1:
        found.append(Hint.SEVERAL)
    if _WIDE.search(text):
        found.append(Hint.WIDE)
    if len(text) < SHORT:
        found.append(Hint.SHORT)
    return tuple(found)
