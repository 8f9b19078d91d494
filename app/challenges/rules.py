"""What a challenge has to say before it is published, and what its words might be better for.

Pure. What is missing blocks; what the question check finds is a hint, and hints are hints.
"""

import calendar
import re
import secrets
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

SLUG_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
SLUG_LENGTH: Final = 10

LINES: Final = ("trouble", "question", "fixed", "decider", "answer_by", "use_of_answers")
"""The six lines, in their order."""
DAYS: Final = ("opens_on", "closes_on")
"""The first and the last day of the call."""

SHORTEST: Final = 15
LONGEST: Final = 80
"""Characters of a question that can be answered."""
MONTHS_TO_ANSWER: Final = 6
"""After the call's last day; whoever waits longer has left school."""

WIDE_WORDS: Final = (
    *("みんな", "活性化", "よりよい", "より良い", "まちづくり", "魅力", "元気にする", "豊か"),
    *("推進", "促進", "充実", "さまざま", "様々", "地域全体", "未来"),
)
"""Words with which a question can mean anything."""
ASKING: Final = re.compile(r"(か[。?？]?|[?？])$")
SENTENCE_END: Final = re.compile(r"[。?？!！]")
SECOND: Final = re.compile(r"(か、|か。|[?？])|また、|さらに、|あわせて|合わせて、|そして、")
POST_ENDS: Final = (
    *("長", "補佐", "監", "会議", "委員会", "議会", "部", "局", "課", "室", "係", "所", "館"),
    *("主幹", "主査", "管理者", "担当", "責任者", "校", "園"),
)
"""How a post or a body that decides ends."""


class Hint(StrEnum):
    """What might be better about the lines of a challenge."""

    SENTENCES = "sentences"
    """More than one sentence."""
    NOT_ASKING = "not_asking"
    SHORT = "short"
    LONG = "long"
    WIDE = "wide"
    TWO = "two"
    """Two questions in one."""
    PERSON = "person"
    """Who decides reads like a name."""
    ANSWER_EARLY = "answer_early"
    """The answer is promised before the call is over."""
    ANSWER_LATE = "answer_late"
    NEXT_YEAR = "next_year"
    """The answer comes in another fiscal year than the call ends in: who asked may have left."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What a challenge says so far: its six lines and the two days of its call."""

    trouble: str = ""
    question: str = ""
    fixed: str = ""
    decider: str = ""
    answer_by: date | None = None
    use_of_answers: str = ""
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One hint, and the words that it is about; empty for the whole line."""

    hint: Hint
    words: str = ""


def missing(lines: Lines) -> tuple[str, ...]:
    """Return the lines and days that a challenge still lacks, in their order."""
    return tuple(name for name in (*LINES, *DAYS) if not _filled(getattr(lines, name)))


def days_agree(opens_on: date | None, closes_on: date | None) -> bool:
    """Say whether a call that begins and ends on these days can be; nothing said is no quarrel."""
    return opens_on is None or closes_on is None or opens_on <= closes_on


def look_at_question(question: str) -> tuple[Found, ...]:
    """Return what might be better about a question; nothing for an empty one."""
    asked = question.strip()
    if not asked:
        return ()
    found: list[Found] = []
    sentences = [part for part in SENTENCE_END.split(asked) if part.strip()]
    if len(sentences) > 1:
        found.append(Found(Hint.SENTENCES))
    if not ASKING.search(asked):
        found.append(Found(Hint.NOT_ASKING))
    if len(asked) < SHORTEST:
        found.append(Found(Hint.SHORT))
    if len(asked) > LONGEST:
        found.append(Found(Hint.LONG))
    if SECOND.search(asked[:-1]):
        found.append(Found(Hint.TWO))
    wide = [word for word in WIDE_WORDS if word in asked]
    if wide:
        found.append(Found(Hint.WIDE, "、".join(wide)))
    return tuple(found)


def look_at(lines: Lines) -> dict[str, tuple[Found, ...]]:
    """Return the hints to each line that has some, by its name."""
    found = {
        "question": look_at_question(lines.question),
        "decider": _look_at_decider(lines.decider),
        "answer_by": _look_at_answer(lines.answer_by, lines.closes_on),
    }
    return {name: hints for name, hints in found.items() if hints}


def fiscal_year_end(day: date) -> date:
    """Return the last day of the fiscal year in which a day lies: a 31st of March."""
    return date(day.year + (day.month > 3), 3, 31)  # noqa: PLR2004  March


def months_after(day: date, months: int) -> date:
    """Return the day that many months later; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def new_slug() -> str:
    """Return a name for addresses that everybody can type."""
    return "".join(secrets.choice(SLUG_LETTERS) for _ in range(SLUG_LENGTH))


def _filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _look_at_decider(decider: str) -> tuple[Found, ...]:
    told = decider.strip()
    if not told or told.endswith(POST_ENDS):
        return ()
    return (Found(Hint.PERSON),)


def _look_at_answer(answer_by: date | None, closes_on: date | None) -> tuple[Found, ...]:
    if answer_by is None or closes_on is None:
        return ()
    if answer_by <= closes_on:
        return (Found(Hint.ANSWER_EARLY),)
    found = []
    if answer_by > months_after(closes_on, MONTHS_TO_ANSWER):
        found.append(Found(Hint.ANSWER_LATE))
    if answer_by > fiscal_year_end(closes_on):
        found.append(Found(Hint.NEXT_YEAR))
    return tuple(found)
