"""Levels, splits and what they come to. Pure."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Generic, TypeVar

Who = TypeVar("Who", bound=Hashable)

LINES: Final = ("question", "research", "together", "made", "reflection")
"""Keys of the rubric's lines, in their order."""
LEVELS: Final = (1, 2, 3, 4)
WHOLE: Final = 100
STEP: Final = 5
FEWEST: Final = 3
"""Learners from which a split is asked for: of two, each would know who gave what."""
FEWEST_VOICES: Final = 2
"""Others who spoke of somebody, from which they may be told a share."""
FAR: Final = 20
"""Points between what somebody gave themselves and what the others came to, that are told."""
WIDE: Final = 30
"""Points between the most and the least that others gave somebody, that are told."""
LONGEST: Final = 600
LONGEST_LINE: Final = 200


class ViewRole(StrEnum):
    """As what somebody wrote a view."""

    MENTOR = "mentor"
    TEACHER = "teacher"


class Flag(StrEnum):
    """What a teacher should look at before settling."""

    FAR = "far"
    """What they gave themselves is far from what the others gave."""
    WIDE = "wide"
    """The others do not agree."""
    ALL_SELF = "all_self"
    """They gave everything to themselves; of the others it says nothing, and does not count."""
    FEW = "few"
    """Fewer than two others spoke of them."""


@dataclass(frozen=True, slots=True)
class Split(Generic[Who]):
    """How one learner shared out the points. ``points`` are by member, the giver's own as well."""

    by: Who
    points: Mapping[Who, int]

    @property
    def own(self) -> int | None:
        """What the giver gave themselves."""
        return self.points.get(self.by)


@dataclass(frozen=True, slots=True)
class Share:
    """What the splits come to for one member.

    Attributes:
        points: 0 to 100, over all members together 100; None as long as somebody in the team
            was spoken of by nobody.
        spread: The most less the least that others gave, of splits brought to the same mean.
        own: What they gave themselves; None where they have not answered.
        voices: How many others spoke of them.
        flags: What a teacher should look at.
    """

    points: int | None
    spread: int
    own: int | None
    voices: int
    flags: frozenset[Flag]


def faults_of_split(points: Iterable[int]) -> str | None:
    """Say what is wrong with shared-out points: ``step``, ``sum``, or nothing."""
    given = list(points)
    if any(not 0 <= one <= WHOLE or one % STEP for one in given):
        return "step"
    return None if sum(given) == WHOLE else "sum"


def shares(splits: Iterable[Split[Who]], members: Sequence[Who]) -> dict[Who, Share]:
    """Say what the splits come to for each member.

    What somebody gave themselves is left out: the rest of each split is brought to the same
    mean, so that whoever keeps much for themselves says no less of the others. A member's share
    is the mean of what the others gave, brought to 100 over all. Splits of people who are no
    members, and what was given to such, do not count. The order changes nothing.

    Args:
        splits: At most one of each giver.
        members: Today's learners.
    """
    here = set(members)
    known = [one for one in splits if one.by in here]
    heard: dict[Who, list[Fraction]] = {who: [] for who in members}
    for one in known:
        others = {who: n for who, n in one.points.items() if who in here and who != one.by}
        total = sum(others.values())
        for who, given in others.items():
            if total:
                heard[who].append(Fraction(given * len(others), total))
    weights = {who: sum(said, Fraction()) / len(said) for who, said in heard.items() if said}
    own = {one.by: one.own for one in known}
    whole = to_whole(weights) if len(weights) == len(here) and any(weights.values()) else {}
    return {
        who: _share(whole.get(who), heard[who], own=own.get(who), members=len(here))
        for who in members
    }


def to_whole(weights: Mapping[Who, Fraction]) -> dict[Who, int]:
    """Bring weights to whole numbers that are 100 together, by the largest remainders.

    Equal weights that cannot be told apart any other way are told apart by their keys, so that
    the order in which they come changes nothing.
    """
    total = sum(weights.values(), Fraction())
    exact = {who: weight * WHOLE / total for who, weight in weights.items()}
    found = {who: int(one) for who, one in exact.items()}
    left = WHOLE - sum(found.values())
    by_rest = sorted(exact, key=lambda who: (found[who] - exact[who], str(who)))
    for who in by_rest[:left]:
        found[who] += 1
    return found


def may_tell_share(share: Share | None) -> bool:
    """Whether a learner may be told a share: it comes of enough voices to hide each."""
    return share is not None and share.voices >= FEWEST_VOICES


def in_steps(points: int) -> int:
    """Return points in steps of five, as a teacher settles them."""
    return (points + STEP // 2) // STEP * STEP


def scaled(levels: Mapping[str, int]) -> float:
    """Return settled levels as one figure for a statement: their mean of the highest level."""
    return round(sum(levels[line] for line in LINES) / (len(LINES) * LEVELS[-1]), 2)


def is_whole(levels: Mapping[str, int]) -> bool:
    """Whether each line has a level."""
    return set(levels) == set(LINES) and set(levels.values()) <= set(LEVELS)


def _share(
    points: int | None, heard: Sequence[Fraction], *, own: int | None, members: int
) -> Share:
    """Put together what is known of one member; of ``heard``, 1 is a fair part."""
    spread = round((max(heard, default=0) - min(heard, default=0)) * WHOLE / members)
    told = {
        Flag.FAR: points is not None and own is not None and abs(own - points) >= FAR,
        Flag.WIDE: spread >= WIDE,
        Flag.ALL_SELF: own == WHOLE,
        Flag.FEW: len(heard) < FEWEST_VOICES,
    }
    flags = frozenset(flag for flag, is_so in told.items() if is_so)
    return Share(points, spread, own, len(heard), flags)
