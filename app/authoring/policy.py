"""Who may do what with a draft, and with a course. Pure.

Somebody takes part in a draft (``MemberRole``), authors for the organization in whose library its
course is (*library*), or administers the city (*city*); often more than one of them, and then may
do what any of them may.

==========  ======  =========  ========  =======  ====  ===========================================
action      author  co-author  reviewer  library  city  when
==========  ======  =========  ========  =======  ====  ===========================================
see         yes     yes        yes       yes      yes   always
copy        yes     yes        –         yes      yes   always; of a published course: ``may_copy``
edit        yes     yes        –         –        yes   until it is published; what waits is taken
                                                        back by a change
comment     yes     yes        yes       –        yes   until it is published
ask         yes     yes        –         –        yes   while it is written
withdraw    yes     yes        –         –        yes   in review
judge       –       –          yes       –        yes   in review; nobody who wrote in it
publish     yes     –          –         –        yes   when it is approved
alone       –       –          –         –        yes   until it is published, with a reason
invite      yes     –          –         –        yes   until it is published
leave       yes     yes        yes       –        –     always, but for the last author
==========  ======  =========  ========  =======  ====  ===========================================

An approval needs another person than the authors: whoever wrote a block, or is there to write,
does not judge. In an office of one that would leave no way out, and a typing error in a page about
a fraud of today cannot wait for a colleague's holiday; so whoever administers the city may publish
alone, and says why. The reason stays with the version, where everybody at the workshop reads it.

Whom a draft is hidden from (no *see*) finds no page (404); who may see it and not do something is
told so (403).
"""

import uuid
from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app.authoring.models import DraftState, MemberRole, ReviewAct

if TYPE_CHECKING:
    from app.identity.person import Person


class Part(StrEnum):
    """How somebody stands to a draft; a column of the table above."""

    AUTHOR = "author"
    CO_AUTHOR = "co_author"
    REVIEWER = "reviewer"
    LIBRARY = "library"
    CITY = "city"


class Stage(StrEnum):
    """How far a draft has come."""

    WRITING = "writing"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    WAITING = "waiting"
    PUBLISHED = "published"


class Action(StrEnum):
    """What can be done with a draft; a row of the table above."""

    SEE = "see"
    COPY = "copy"
    EDIT = "edit"
    COMMENT = "comment"
    ASK = "ask"
    WITHDRAW = "withdraw"
    JUDGE = "judge"
    PUBLISH = "publish"
    ALONE = "alone"
    INVITE = "invite"
    LEAVE = "leave"


_WRITERS: Final = frozenset({Part.AUTHOR, Part.CO_AUTHOR})
_MEMBERS: Final = _WRITERS | {Part.REVIEWER}
_HEADS: Final = frozenset({Part.AUTHOR, Part.CITY})
_ALWAYS: Final = frozenset(Stage)
_OPEN: Final = _ALWAYS - {Stage.PUBLISHED}

_TABLE: Final[Mapping[Action, tuple[Set[Part], Set[Stage]]]] = MappingProxyType(
    {
        Action.SEE: (frozenset(Part), _ALWAYS),
        Action.COPY: (frozenset(Part) - {Part.REVIEWER}, _ALWAYS),
        Action.EDIT: (_WRITERS | {Part.CITY}, _OPEN),
        Action.COMMENT: (_MEMBERS | {Part.CITY}, _OPEN),
        Action.ASK: (_WRITERS | {Part.CITY}, {Stage.WRITING}),
        Action.WITHDRAW: (_WRITERS | {Part.CITY}, {Stage.IN_REVIEW}),
        Action.JUDGE: ({Part.REVIEWER, Part.CITY}, {Stage.IN_REVIEW}),
        Action.PUBLISH: (_HEADS, {Stage.APPROVED}),
        Action.ALONE: ({Part.CITY}, _OPEN - {Stage.APPROVED, Stage.WAITING}),
        Action.INVITE: (_HEADS, _OPEN),
        Action.LEAVE: (_MEMBERS, _ALWAYS),
    }
)

FREE_LICENSES: Final = frozenset(
    {
        *("CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-NC-SA-4.0"),
        *("PDL-1.0", "public-domain"),
    }
)
"""Codes, as in ``catalog.licenses``, of what may be changed and passed on, with its credit and
under its license; what was allowed to somebody alone is not among them."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands to a draft now.

    Attributes:
        parts: In which ways.
        stage: How far the draft has come.
        has_written: Whether any of its text is theirs.
        member: As what they take part in it, or None.
    """

    parts: frozenset[Part]
    stage: Stage
    has_written: bool = False
    member: MemberRole | None = None

    @property
    def may_mend(self) -> bool:
        """Whether they may begin another draft of the same course; as ``may_mend`` below."""
        return not self.parts.isdisjoint({Part.LIBRARY, Part.CITY})

    def may(self, action: Action | str) -> bool:
        """Whether they may do something now; see the table of this module."""
        parts, stages = _TABLE[Action(action)]
        if self.stage not in stages or self.parts.isdisjoint(parts):
            return False
        writes = self.has_written or not self.parts.isdisjoint(_WRITERS)
        return action != Action.JUDGE or not writes


def stage_of(state: DraftState, number: int, last: "tuple[ReviewAct, int] | None") -> Stage:
    """Say how far a draft has come.

    Args:
        state: The draft's.
        number: How many changes were made.
        last: The last act of its review, and at which number that was. An approval is one of that
            text only: a change afterwards takes it back. A review goes on over changes.
    """
    if state is DraftState.PUBLISHED:
        return Stage.PUBLISHED
    if state is DraftState.WAITING:
        return Stage.WAITING
    act, at = last or (None, 0)
    if act is ReviewAct.APPROVED and at == number:
        return Stage.APPROVED
    return Stage.IN_REVIEW if act is ReviewAct.ASKED else Stage.WRITING


_FOLLOWS: Final[Mapping[ReviewAct, Stage]] = MappingProxyType(
    {
        ReviewAct.ASKED: Stage.WRITING,
        ReviewAct.WITHDRAWN: Stage.IN_REVIEW,
        ReviewAct.APPROVED: Stage.IN_REVIEW,
        ReviewAct.RETURNED: Stage.IN_REVIEW,
    }
)


def may_follow(act: ReviewAct, stage: Stage) -> bool:
    """Whether an act of the review is possible at a stage, whoever does it."""
    return _FOLLOWS[act] is stage


def parts_of(
    who: "Person", member: MemberRole | None, organization_id: uuid.UUID | None
) -> frozenset[Part]:
    """Return how somebody stands to a draft.

    Args:
        who: The person.
        member: As what they take part in it, or None.
        organization_id: In whose library its course is; None for the whole city's.
    """
    found = set() if member is None else {Part(member.value)}
    if organization_id in who.authors_for:
        found.add(Part.LIBRARY)
    if who.administers_city:
        found.add(Part.CITY)
    return frozenset(found)


def may_author(who: "Person") -> bool:
    """Whether somebody may begin drafts of their own."""
    return bool(who.authors_for) and not who.is_minor


def may_mend(who: "Person", organization_id: uuid.UUID | None) -> bool:
    """Whether somebody may begin a draft of a course, publish under its name, and retire it.

    Args:
        who: The person.
        organization_id: In whose library the course is; None for the whole city's.
    """
    return who.administers_city or organization_id in who.authors_for


def may_teach_the_city(who: "Person") -> bool:
    """Whether readings that somebody settles become the whole city's words."""
    return who.administers_city


def may_find(who: "Person", audience: str, organization_id: uuid.UUID | None) -> bool:
    """Whether somebody finds a published course among those to copy, or to take blocks from.

    What is made for the city's staff is the staff's, here as for those who learn
    (``learning.policy``); in one's own library one finds everything.

    Args:
        who: The person.
        audience: For whom it is made.
        organization_id: In whose library the course is; None for the whole city's.
    """
    return audience != "staff" or who.audience == "staff" or may_mend(who, organization_id)


def may_copy(who: "Person", license_name: str, organization_id: uuid.UUID | None) -> bool:
    """Whether a course, or blocks of it, may go into another, which keeps credit and license.

    Args:
        who: Who found it.
        license_name: As ``course.toml`` says it; of one's own library any will do.
        organization_id: In whose library the course is; None for the whole city's.
    """
    return license_name in FREE_LICENSES or may_mend(who, organization_id)
