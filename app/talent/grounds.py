"""The registry's door for what attests a skill without a signed credential.

An endorsement, a training outside, evidence of prior learning: the package that keeps such a
thing vouches for it, and hands in what it attests. It counts below every signed credential of
the same level, and every page says what it is.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.clock import day_of
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.talent import rules, standings
from app.talent.errors import NotStaffError
from app.talent.ingest import CORRECTED
from app.talent.models import SkillAttestation
from app.talent.rules import Source, State

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Claims = Iterable[tuple[str, int]]
"""(item ref, level)."""

TELLERS = "talent.tellers"
"""Where the application keeps what tells of grounds, by source: ``Mapping[Source, Teller]``."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What the package that vouches for a ground tells of it, beside the cell it attests.

    Attributes:
        reason: Why it attests that, in sentences of whoever did.
        said_by: Who that was, by name.
        thing: What came of it, or what shows it; empty for nothing.
        link: Where that can be looked at; empty for nowhere.
    """

    reason: str
    said_by: str = ""
    thing: str = ""
    link: str = ""


Teller = Callable[["Session", uuid.UUID], "Behind | None"]
"""Looks up what is behind a ground, by its id."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What stands behind attestations that no signature proves.

    Attributes:
        id: Of the row that tells of it, in the package that vouches.
        source: Anything but a signed credential.
        title: What it is, as pages name it: 「住民情報システム研修」.
        issuer_name: Who says so: a place, an institute, the name of a role.
        attested_on: The day in Japan.
        expires_on: The last good day, if there is one.
    """

    id: uuid.UUID
    source: Source
    title: str
    issuer_name: str
    attested_on: date
    expires_on: date | None = None


def attest(
    session: "Session", person_id: uuid.UUID, ground: Ground, claims: Claims, *, now: datetime
) -> int:
    """Let a ground attest what it claims, and nothing that it claimed before.

    The same again changes nothing. Items and levels that no framework of ours knows are left
    out.

    Args:
        session: The unit of work.
        person_id: A member of staff.
        ground: What stands behind it.
        claims: What it attests; the highest level of each item counts.
        now: When it became known here.

    Returns:
        How many items it attests now.

    Raises:
        NotStaffError: The person has no current post at the city. Nothing was written.
        ValueError: The ground says that it is a signed credential.
    """
    if ground.source is Source.SIGNED_CREDENTIAL:
        raise ValueError("a signed credential comes with its bytes")
    today = day_of(now)
    if not identity.person(session, person_id, on=today).works_for_city:
        raise NotStaffError
    before = {one.item_ref: one for one in _attested(session, [ground.id])}
    people = {person_id, *(one.person_id for one in before.values())}
    wanted = rules.skills_of(_known(claims))
    for item_ref, level in wanted:
        one = before.pop(item_ref, None)
        if one is None:
            one = SkillAttestation(ground_id=ground.id, person_id=person_id, item_ref=item_ref)
            one.framework_ref = item_ref.partition("/")[0]
            session.add(one)
        elif one.state_reason == CORRECTED:
            one.state, one.state_reason, one.state_changed_on = State.ACTIVE, None, None
        one.source, one.level = ground.source, level
        one.title, one.issuer_name = ground.title, ground.issuer_name
        one.attested_on, one.expires_on = ground.attested_on, ground.expires_on
    _fall(before.values(), CORRECTED, today)
    standings.refold(session, people, today=today)
    return len(wanted)


def withdraw(
    session: "Session", ground_ids: Iterable[uuid.UUID], *, reason: str, now: datetime
) -> int:
    """Let what these grounds attest fall, and keep why; return how many attestations fell."""
    standing = [one for one in _attested(session, ground_ids) if one.state is State.ACTIVE]
    _fall(standing, reason, day_of(now))
    standings.refold(session, {one.person_id for one in standing}, today=day_of(now))
    return len(standing)


def restore(
    session: "Session", ground_ids: Iterable[uuid.UUID], *, now: datetime | None = None
) -> int:
    """Let what ``withdraw`` took count again; return how many attestations do."""
    fallen = [one for one in _attested(session, ground_ids) if one.state is State.REVOKED]
    for one in fallen:
        one.state, one.state_reason, one.state_changed_on = State.ACTIVE, None, None
    standings.refold(session, {one.person_id for one in fallen}, today=day_of(now or clock.now()))
    return len(fallen)


def forget(
    session: "Session", ground_ids: Iterable[uuid.UUID], *, now: datetime | None = None
) -> int:
    """Remove what these grounds attest, as if it had never been; for an import that is undone."""
    rows = _attested(session, ground_ids)
    people = {one.person_id for one in rows}
    for one in rows:
        session.delete(one)
    standings.refold(session, people, today=day_of(now or clock.now()))
    return len(rows)


def _attested(session: "Session", ground_ids: Iterable[uuid.UUID]) -> list[SkillAttestation]:
    asked = sa.select(SkillAttestation).where(SkillAttestation.ground_id.in_(list(ground_ids)))
    return list(session.scalars(asked))


def _known(claims: Claims) -> list[tuple[str, int]]:
    return [
        (ref, level)
        for ref, level in claims
        if (item := frameworks.find_item(ref)) is not None and item.level(level) is not None
    ]


def _fall(rows: Iterable[SkillAttestation], reason: str, today: date) -> None:
    for one in rows:
        one.state, one.state_reason, one.state_changed_on = State.REVOKED, reason, today
