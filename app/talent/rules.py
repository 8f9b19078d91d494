"""What counts as a skill, which evidence wins, and how a level is drawn. Pure."""

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

STEPS = 5
"""How many shades of blue the level scale has (``.lv--1`` to ``.lv--5``)."""

FEW = 5
"""Below this many people a share says more about persons than about a department."""


class Source(enum.StrEnum):
    """Where an attestation comes from, strongest first."""

    SIGNED_CREDENTIAL = "signed_credential"
    ENDORSEMENT = "endorsement"
    EXTERNAL_TRAINING = "external_training"
    PRIOR_LEARNING = "prior_learning"
    """Learned elsewhere, as the person says; HR has seen the evidence."""


class State(enum.StrEnum):
    """Whether an attestation counts."""

    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


_STRENGTH = {source: -place for place, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class Attested:
    """What the rules need to know of one attestation.

    ``expires_on`` is the last good day; ``contested_since`` is the day on which its person said
    that it is wrong, while nobody has settled that.
    """

    item_ref: str
    level: int
    attested_on: date
    source: Source = Source.SIGNED_CREDENTIAL
    state: State = State.ACTIVE
    expires_on: date | None = None
    reason: str | None = None
    contested_since: date | None = None


def state_on(attested: Attested, today: date) -> State:
    """Return the state as it is on ``today``, whether or not a job has noted the expiry yet."""
    if attested.state is not State.ACTIVE:
        return attested.state
    if attested.expires_on is not None and attested.expires_on < today:
        return State.EXPIRED
    return State.ACTIVE


def best(attestations: "Iterable[Attested]", today: date) -> Attested | None:
    """Choose the attestation that decides a cell.

    Args:
        attestations: All of one person for one item, in any order.
        today: The day it is asked for.

    Returns:
        The best standing one (higher level, stronger source, newer day). Where none stands, the
        best of those that fell, so that the cell can be greyed with its reason. None for none.
    """

    def rank(attested: Attested) -> tuple[bool, int, int, date, date, str, str, date]:
        return (
            state_on(attested, today) is State.ACTIVE,
            attested.level,
            _STRENGTH[attested.source],
            attested.attested_on,
            attested.expires_on or date.max,
            attested.state,  # from here on only so that ties do not hang on the order
            attested.reason or "",
            attested.contested_since or date.max,
        )

    return max(attestations, key=rank, default=None)


def skills_of(claims: "Iterable[tuple[str, int]]") -> tuple[tuple[str, int], ...]:
    """Reduce the claims of one credential to one level an item.

    Args:
        claims: (item ref, level) of each alignment; an item may be named several times.

    Returns:
        Each item once, at its highest claimed level, in order of its ref.
    """
    highest: dict[str, int] = {}
    for ref, level in claims:
        highest[ref] = max(level, highest.get(ref, level))
    return tuple(sorted(highest.items()))


def step(level: int, top: int) -> int:
    """Place a level on the drawn scale.

    Args:
        level: 1 to ``top``.
        top: The framework's highest level.

    Returns:
        2 to 5 (1 is the empty cell's shade). The highest level always gets the darkest.

    Raises:
        ValueError: The level lies outside the scale.
    """
    if not 1 <= level <= top:
        raise ValueError("a level lies between 1 and the top of its scale")
    return 1 + -(-level * (STEPS - 1) // top)


def share_step(reached: int, people: int) -> int:
    """Place a share of people on the drawn scale: 1 (below 30 %) to 5 (80 % and more)."""
    percent = 100 * reached / people if people else 0
    return 1 + sum(percent >= bound for bound in (30, 45, 60, 80))


def last_week(today: date) -> tuple[date, date]:
    """Return Monday and Sunday of the week before the one ``today`` is in."""
    monday = today - timedelta(days=today.weekday() + 7)
    return monday, monday + timedelta(days=6)
