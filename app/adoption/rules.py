"""How far a proposal is, what may follow, and what is no answer. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher
from enum import StrEnum
from statistics import median_low
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class AdoptionState(StrEnum):
    """How far a proposal is."""

    DRAFT = "draft"
    """The team's own; nobody at the city sees it in a list."""
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    ANSWERED = "answered"
    BUDGETED = "budgeted"
    IN_PROGRESS = "in_progress"
    IN_SERVICE = "in_service"
    MEASURED = "measured"


class Answer(StrEnum):
    """The city's four answers."""

    ADOPT = "adopt"
    ALREADY = "already"
    NOT_NOW = "not_now"
    LATER = "later"


class Move(StrEnum):
    """What can be done with a proposal; each leaves a step."""

    SUBMIT = "submit"
    REVISE = "revise"
    ASSIGN = "assign"
    ANSWER = "answer"
    REQUEST = "request"
    DECIDE = "decide"
    PROGRESS = "progress"
    SERVE = "serve"
    MEASURE = "measure"
    NEWS = "news"


class Ending(StrEnum):
    """As what a team goes on by itself."""

    CLUB = "club"
    NPO = "npo"
    COMPANY = "company"
    OTHER = "other"


_S = AdoptionState
_AFTER_YES: Final = (_S.ANSWERED, _S.BUDGETED, _S.IN_PROGRESS)

TRANSITIONS: Final[Mapping[tuple[AdoptionState, Move], AdoptionState]] = MappingProxyType(
    {
        (_S.DRAFT, Move.REVISE): _S.DRAFT,
        (_S.DRAFT, Move.SUBMIT): _S.SUBMITTED,
        (_S.SUBMITTED, Move.REVISE): _S.SUBMITTED,
        (_S.SUBMITTED, Move.ASSIGN): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, Move.REVISE): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, Move.ASSIGN): _S.UNDER_REVIEW,
        (_S.UNDER_REVIEW, Move.ANSWER): _S.ANSWERED,
        (_S.ANSWERED, Move.ASSIGN): _S.ANSWERED,
        (_S.ANSWERED, Move.ANSWER): _S.ANSWERED,
        (_S.ANSWERED, Move.REQUEST): _S.ANSWERED,
        (_S.ANSWERED, Move.DECIDE): _S.BUDGETED,
        **{(one, Move.PROGRESS): _S.IN_PROGRESS for one in _AFTER_YES},
        **{(one, Move.SERVE): _S.IN_SERVICE for one in _AFTER_YES},
        (_S.BUDGETED, Move.ASSIGN): _S.BUDGETED,
        (_S.IN_PROGRESS, Move.ASSIGN): _S.IN_PROGRESS,
        (_S.IN_SERVICE, Move.ASSIGN): _S.IN_SERVICE,
        (_S.IN_SERVICE, Move.MEASURE): _S.MEASURED,
        (_S.MEASURED, Move.MEASURE): _S.MEASURED,
        **{
            (one, Move.NEWS): one
            for one in (_S.UNDER_REVIEW, *_AFTER_YES, _S.IN_SERVICE, _S.MEASURED)
        },
    }
)
"""Where each move leads; what is not here cannot be done. A decision of 0 yen leads nowhere."""

ONLY_AFTER_YES: Final = frozenset({Move.REQUEST, Move.DECIDE, Move.PROGRESS, Move.SERVE})
"""Moves that the answer 反映します alone opens."""

OPEN_STATES: Final = (_S.SUBMITTED, _S.UNDER_REVIEW)
USED_STATES: Final = (_S.IN_SERVICE, _S.MEASURED)
SUBMITTED_STATES: Final = tuple(one for one in AdoptionState if one is not _S.DRAFT)

LOOKS: Final = (6, 12)
"""Months after which a team that goes on is asked how it goes."""
SOON_DAYS: Final = 30
"""So many days before the day of the budget's request the inbox speaks of it."""
USUAL_DAYS: Final = 30
"""Until the answer, where the challenge promises no day."""
LONGEST_LATER_DAYS: Final = 183
"""「いつまでに答えます」 names a day within half a year."""
HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules need to know of a proposal.

    Attributes:
        state: How far it is.
        answer: The latest answer; None before the first.
        due_on: By when the answer is due; none before somebody took it.
        next_on: When something is told again.
        is_requested: Whether money was asked for and not decided on yet.
        is_decided: Whether a sum above zero was decided.
    """

    state: AdoptionState
    answer: Answer | None = None
    due_on: date | None = None
    next_on: date | None = None
    is_requested: bool = False
    is_decided: bool = False


def can(now: Standing, move: Move) -> bool:
    """Say whether a move is open."""
    if (now.state, move) not in TRANSITIONS:
        return False
    if move in ONLY_AFTER_YES and now.answer is not Answer.ADOPT:
        return False
    if move is Move.REQUEST:
        return not now.is_requested
    if move is Move.DECIDE:
        return now.is_requested
    if move is Move.ANSWER and now.state is AdoptionState.ANSWERED:
        return not now.is_requested  # money was asked for on the strength of that answer
    return True


def lands(now: Standing, move: Move, *, yen: int | None = None) -> AdoptionState:
    """Return the state after a move; a decision of 0 yen leaves everything where it is.

    Raises:
        ValueError: The move is not open.
    """
    if not can(now, move):
        raise ValueError(f"{move} is not open in {now.state}")
    if move is Move.DECIDE and not yen:
        return now.state
    return TRANSITIONS[now.state, move]


def may_end(now: Standing) -> bool:
    """Say whether nothing has to be told of it any more: nothing is promised that is to come."""
    is_closed = now.answer in {Answer.ALREADY, Answer.NOT_NOW}
    return is_closed or now.state is AdoptionState.MEASURED


def next_move(now: Standing) -> Move | None:
    """Return the one thing that is to be done next; None where nothing has to be."""
    state = now.state
    if state is AdoptionState.SUBMITTED:
        return Move.ASSIGN
    if state is AdoptionState.UNDER_REVIEW or (
        state is AdoptionState.ANSWERED and now.answer is Answer.LATER
    ):
        return Move.ANSWER
    if state is AdoptionState.ANSWERED and now.answer is Answer.ADOPT:
        return Move.DECIDE if now.is_requested else Move.REQUEST
    if state is AdoptionState.BUDGETED:
        return Move.PROGRESS
    if state is AdoptionState.IN_PROGRESS:
        return Move.PROGRESS
    return Move.MEASURE if state is AdoptionState.IN_SERVICE else None


class Cue(StrEnum):
    """Why a proposal stands in the inbox, the most pressing first."""

    OVERDUE = "overdue"
    NEW = "new"
    NEWS_DUE = "news_due"
    REQUEST_SOON = "request_soon"
    DUE = "due"


def cue(now: Standing, *, today: date, request_on: date | None) -> Cue | None:
    """Say what waits in a proposal on a day.

    Args:
        now: How it stands.
        today: The day.
        request_on: The next day on which departments ask for money; None where none is known.
    """
    move = next_move(now)
    if move is Move.ASSIGN:
        return Cue.NEW
    if move is Move.ANSWER:
        return Cue.OVERDUE if now.due_on is not None and now.due_on < today else Cue.DUE
    if now.next_on is not None and now.next_on < today:
        return Cue.NEWS_DUE
    is_soon = request_on is not None and today <= request_on <= today + timedelta(days=SOON_DAYS)
    return Cue.REQUEST_SOON if move is Move.REQUEST and is_soon else None


def days_over(day: date | None, *, today: date) -> int:
    """Return how many days a day has passed; 0 for today, for days to come, and for none."""
    return 0 if day is None else max(0, (today - day).days)


# --- what is no answer -------------------------------------------------------------------------

_TAIL: Final = "(?:[ぁ-ん]|課題|中|続|重|進|深|頂|参|行|致|考|思){0,20}"
"""How sentences go on after such a word: して、させて頂きたいと考えております."""
_HOLLOW: Final = re.compile(
    f"(?:今後の)?(?:検討|けんとう|ケントウ|参考|研究|注視|善処|留意|努め|受け止め|受止め|協議"
    f"|課題と|持ち帰|お?預か|前向きに考え){_TAIL}|承りました|拝聴しました"
)
"""What answers say when they say nothing; always looked for in squeezed text."""

_FILLERS: Final = re.compile(
    r"前向きに|積極的に|総合的に|慎重に|鋭意|十分に?|しっかりと?|引き続き|継続して|今後とも|今後も?"
    r"|関係(?:各課|部署|機関|課)(?:と|で)?|連携(?:しながら|して)|庁内で|市として(?:も|は)?|本市では"
    r"|(?:貴重な|すばらしい|素晴らしい|ご)*(?:ご?意見|ご?提案|アイデア|内容)(?:について(?:は|も)?|を|は)?"
    r"|いただ(?:いた|き)|ありがとうございま(?:す|した)|みなさん(?:の|からの)?|皆(?:さん|様)(?:の|からの)?"
    r"|実現(?:に向け(?:て)?|できるよう|可能性を)|課題(?:も|を)(?:ふまえ|踏まえ)(?:て)?|について(?:は)?|ので|また"
)
_BLANK: Final = re.compile(r"[\W_]+")
ENOUGH: Final = 10
"""Letters that an answer has to have besides what says nothing."""


def squeezed(text: str) -> str:
    """Return the letters of a text alone: no width, no spaces, no punctuation."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def says_nothing(text: str) -> bool:
    """Say whether a text is 「検討します」 and its kin, and nothing besides.

    What says nothing may stand in an answer that says something: fewer than ``ENOUGH`` letters
    besides make it one that does not. A short answer without such words is left alone, if it is
    more than thanks.
    """
    letters = squeezed(text)
    rest, found = _HOLLOW.subn("", letters)
    if not letters:
        return True
    return len(_FILLERS.sub("", rest)) < (ENOUGH if found else 1)


# --- which words changed -----------------------------------------------------------------------

SHORT_RUN: Final = 1
"""Letters that two sentences share between two changes, and that nobody reads as the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some letters of a sentence as it became; ``is_new`` where they were not there before."""

    text: str
    is_new: bool


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Cut a sentence into what it had and what is new; together they are the sentence."""
    found: list[tuple[str, bool]] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks = matcher.get_opcodes()
    for number, (tag, _i1, _i2, j1, j2) in enumerate(blocks):
        if j1 == j2:
            continue
        is_between = 0 < number < len(blocks) - 1
        is_new = tag != "equal" or (is_between and j2 - j1 <= SHORT_RUN)
        if found and found[-1][1] == is_new:
            found[-1] = (found[-1][0] + after[j1:j2], is_new)
        else:
            found.append((after[j1:j2], is_new))
    return tuple(Piece(text, is_new) for text, is_new in found)


# --- figures -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """What figures need of one proposal.

    Attributes:
        state: How far it is.
        answer: The latest answer.
        submitted_on: The day it was handed in.
        promised_on: The day first promised for the answer.
        settled_on: The day of the first answer that was none of 「いつまでに答えます」.
        decided_yen: What was decided; 0 for nothing yet.
    """

    state: AdoptionState
    answer: Answer | None
    submitted_on: date
    promised_on: date | None
    settled_on: date | None
    decided_yen: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What a department did with proposals.

    Attributes:
        submitted: How many came.
        settled: How many have one of the three answers that end the waiting.
        in_time: How many of these by the day first promised.
        answers: How many of each answer, 「いつまでに答えます」 included while nothing followed.
        budgeted: For how many money was decided.
        yen: How much.
        used: How many are in service, measured ones included.
        measured: How many were measured.
        days: The median of days from handing in to that answer; None for none.
    """

    submitted: int
    settled: int
    in_time: int
    answers: Mapping[Answer, int]
    budgeted: int
    yen: int
    used: int
    measured: int
    days: int | None


def figures(rows: "Sequence[Told]") -> Figures:
    """Count proposals."""
    settled = [(one, one.settled_on) for one in rows if one.settled_on is not None]
    days = [(on - one.submitted_on).days for one, on in settled]
    return Figures(
        submitted=len(rows),
        settled=len(settled),
        in_time=sum(one.promised_on is not None and on <= one.promised_on for one, on in settled),
        answers={kind: sum(one.answer is kind for one in rows) for kind in Answer},
        budgeted=sum(one.decided_yen > 0 for one in rows),
        yen=sum(one.decided_yen for one in rows),
        used=_count(rows, USED_STATES),
        measured=_count(rows, (AdoptionState.MEASURED,)),
        days=median_low(days) if days else None,
    )


def _count(rows: "Iterable[Told]", states: "Sequence[AdoptionState]") -> int:
    return sum(one.state in states for one in rows)
