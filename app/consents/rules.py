"""Who answers, what holds, and how a letter's code is read. Pure."""

import re
import secrets
import unicodedata
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

AGE_AT_YEAR_BEGIN: Final = 5
"""Everybody of school year g is g + 5 years old on 1 April: 小学1年 are six."""
LETTER_LIVES: Final = timedelta(days=60)
CODE_DIGITS: Final = 10
APRIL: Final = 4


class Purpose(StrEnum):
    """What consent is asked for."""

    PHOTO = "photo"
    NAME = "name"
    BROADCAST = "broadcast"
    PARTNERS = "partners"
    CREDENTIALS = "credentials"
    PROJECTS = "projects"


class Notice(StrEnum):
    """What is told, with nothing to refuse."""

    LESSONS = "lessons"


class Said(StrEnum):
    """One answer."""

    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Relation(StrEnum):
    """Who a guardian is to a child."""

    MOTHER = "mother"
    FATHER = "father"
    GUARDIAN = "guardian"
    """Another one with parental authority: 未成年後見人, 養親."""
    FAMILY = "family"
    """Of the family, without parental authority: they look on."""
    UNSAID = "unsaid"
    """Whoever signed a form on paper."""


class How(StrEnum):
    """How it was verified who somebody is."""

    LETTER = "letter"
    ACCOUNT = "account"
    PAPER = "paper"
    ROSTER = "roster"


class Missing(StrEnum):
    """What a denial lacks."""

    NEVER_ASKED = "never_asked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    TEXT_CHANGED = "text_changed"


CHOSEN: Final = (Relation.MOTHER, Relation.FATHER, Relation.GUARDIAN, Relation.FAMILY)
"""The relations one can say of oneself."""


def has_authority(relation: Relation) -> bool:
    """Say whether somebody answers for the child, or only looks on."""
    return relation is not Relation.FAMILY


# --- what holds --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """One record, as far as it decides.

    Attributes:
        by: Whose answer: a guardian, or the person themself.
        text_version: The number of the text.
        expires_on: The last day of an agreement.
        is_voiceless: Of a guardian whose view was closed or who is none any more: what they
            agreed to counts no more.
    """

    by: uuid.UUID
    said: Said
    text_version: int
    answered_at: datetime
    expires_on: date | None
    is_voiceless: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a purpose is allowed, or what is missing, and of whom.

    Attributes:
        missing: None where it is allowed.
        by: Whose answers decide: who agreed, or who refused, withdrew, or has to be asked anew.
    """

    missing: Missing | None
    by: tuple[uuid.UUID, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether it is."""
        return self.missing is None


def latest(answers: Iterable[Answer]) -> list[Answer]:
    """Return the last answer of each person, the oldest first."""
    kept: dict[uuid.UUID, Answer] = {}
    for answer in sorted(answers, key=lambda one: one.answered_at):
        kept[answer.by] = answer
    return sorted(kept.values(), key=lambda one: one.answered_at)


def standing(answer: Answer, *, asked_since: int, on: date) -> Missing | None:
    """Return what one answer lacks on a day, alone; None for an agreement that holds.

    Args:
        answer: Somebody's last one.
        asked_since: The number of the oldest text whose agreements still count.
        on: The day.
    """
    if answer.said is not Said.AGREED:
        return Missing.REFUSED if answer.said is Said.REFUSED else Missing.WITHDRAWN
    if answer.is_voiceless:
        return Missing.NEVER_ASKED
    if answer.expires_on is not None and answer.expires_on < on:
        return Missing.EXPIRED
    return Missing.TEXT_CHANGED if answer.text_version < asked_since else None


def decide(answers: Iterable[Answer], *, asked_since: int, on: date) -> Decision:
    """Decide one purpose for one person.

    Args:
        answers: Every record of those who answer for them, in any order.
        asked_since: The number of the oldest text whose agreements still count.
        on: The day.

    Returns:
        A refusal or a withdrawal wins; else one agreement that holds is enough; else what is
        missing of the answers there are.
    """
    found: dict[Missing | None, list[uuid.UUID]] = {}
    for answer in latest(answers):
        found.setdefault(standing(answer, asked_since=asked_since, on=on), []).append(answer.by)
    order: Sequence[Missing | None] = (
        Missing.REFUSED,
        Missing.WITHDRAWN,
        None,
        Missing.EXPIRED,
        Missing.TEXT_CHANGED,
    )
    for missing in order:
        if missing in found:
            return Decision(missing, tuple(found[missing]))
    return Decision(Missing.NEVER_ASKED)


def expires_on(day: date) -> date:
    """Return the last day of an agreement given on ``day``: the end of the school year."""
    return date(day.year + (day.month >= APRIL), 3, 31)


def answers_alone(grade: int | None, *, is_minor: bool, consent_age: int) -> bool:
    """Say whether a person answers for themselves; see the package's docstring.

    Args:
        grade: The school year, 1–12; None for everybody but pupils.
        is_minor: As identity has it: whoever has a year, or learns at a school.
        consent_age: In years.
    """
    if not is_minor:
        return True
    return grade is not None and grade + AGE_AT_YEAR_BEGIN >= consent_age


def first_grade_alone(consent_age: int) -> int:
    """Return the first school year whose pupils answer for themselves; above 12 for none."""
    return max(1, consent_age - AGE_AT_YEAR_BEGIN)


# --- codes -------------------------------------------------------------------------------------


def draw_code() -> str:
    """Draw the ten digits of a letter."""
    return "".join(secrets.choice("0123456789") for _ in range(CODE_DIGITS))


def shown_code(code: str) -> str:
    """Return a code as it is printed: 4821-773-052."""
    return f"{code[:4]}-{code[4:7]}-{code[7:]}"


def read_code(typed: str) -> str | None:
    """Read what was typed of a code, whatever stands between the digits; None for no code."""
    digits = re.sub(r"[\s‐‑‒–—―ー－・.\-]", "", unicodedata.normalize("NFKC", typed))
    return digits if re.fullmatch(rf"[0-9]{{{CODE_DIGITS}}}", digits) else None
