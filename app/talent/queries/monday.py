"""What HR reads first on a Monday: what changed since last Monday, and who needs a word soon."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import JST, day_of
from app.frameworks import queries as frameworks
from app.identity.models import User
from app.talent import rules
from app.talent.models import ReceiptState, ReceivedCredential, SkillAttestation
from app.talent.queries import staff
from app.talent.queries.received import waiting_for_person
from app.talent.queries.standings import stands_on
from app.talent.rules import State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

SOON = timedelta(days=60)
SHOWN = 10
LISTED = 6
"""Of each kind; the home is no list."""


@dataclass(frozen=True, slots=True)
class Gain:
    """One certificate and how many people received it, by department in 建制順."""

    title: str
    people: int
    places: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something about one person that wants a look. ``day`` is when it happened or will."""

    person_id: uuid.UUID
    name: str
    title: str
    item_ref: str
    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Notices:
    """The first of what wants a look, and how much there is of it."""

    shown: tuple[Notice, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Monday:
    """The home page of HR.

    Attributes:
        since: The Monday before this week; ``until`` is today.
        people: How many people received a certificate in that time.
        gains: What they received, most frequent first.
        revoked: Proofs that were taken back in that time.
        refused: Arrivals that did not pass and wait in quarantine.
        expiring: Proofs that end within sixty days, soonest first.
        reached: How many of the staff have any standing skill; ``heads`` is the staff.
        unsettled: What came from elsewhere and waits for a word of HR on whose it is.
    """

    since: date
    until: date
    people: int
    gains: tuple[Gain, ...]
    revoked: Notices
    refused: tuple[Notice, ...]
    expiring: Notices
    reached: int
    heads: int
    unsettled: int


def monday(session: "Session", *, today: date) -> Monday:
    """Return what changed from last week's Monday to ``today``; seven queries."""
    since, _ = rules.last_week(today)
    tree = staff.departments(session)
    reached, heads, unsettled = _reached(session, today=today)
    people, gains = _gains(session, tree, since=since, today=today)
    fallen = SkillAttestation.state_changed_on.between(since, today)
    ending = SkillAttestation.expires_on.between(today, today + SOON)
    return Monday(
        since=since,
        until=today,
        people=people,
        gains=gains,
        revoked=_notices(session, sa.and_(SkillAttestation.state == State.REVOKED, fallen)),
        refused=_refused(session, since=since),
        expiring=_notices(session, sa.and_(stands_on(today), ending), by_end=True),
        reached=reached,
        heads=heads,
        unsettled=unsettled,
    )


def _gains(
    session: "Session", tree: staff.Departments, *, since: date, today: date
) -> tuple[int, tuple[Gain, ...]]:
    home = staff.homes(today)
    rows = session.execute(
        sa.select(SkillAttestation.person_id, ReceivedCredential.title, home.c.organization_id)
        .join(ReceivedCredential, ReceivedCredential.id == SkillAttestation.received_credential_id)
        .join(home, home.c.user_id == SkillAttestation.person_id)
        .where(SkillAttestation.attested_on.between(since, today), stands_on(today))
        .distinct()
    ).all()
    titles = Counter(title for _, title, _ in rows)
    gains = tuple(
        Gain(title, count, _by_place(tree, (place for _, of, place in rows if of == title)))
        for title, count in titles.most_common(SHOWN)
    )
    return len({person_id for person_id, _, _ in rows}), gains


def _by_place(
    tree: staff.Departments, places: "Iterable[uuid.UUID]"
) -> tuple[tuple[str, int], ...]:
    counts = Counter(places)
    return tuple((one.path, counts[one.id]) for one in tree.ordered if counts[one.id])


def _notices(
    session: "Session", condition: sa.ColumnElement[bool], *, by_end: bool = False
) -> Notices:
    day = SkillAttestation.expires_on if by_end else SkillAttestation.state_changed_on
    proof = sa.func.coalesce(
        SkillAttestation.credential_uri, sa.cast(SkillAttestation.id, sa.String)
    )
    first = (  # one line a proof, not an item
        sa.select(
            SkillAttestation.id,
            sa.func.row_number()
            .over(
                partition_by=(SkillAttestation.person_id, proof),
                order_by=SkillAttestation.item_ref,
            )
            .label("place"),
        )
        .where(condition)
        .subquery("first")
    )
    rows = session.execute(
        sa.select(
            SkillAttestation, User, ReceivedCredential.title, sa.func.count().over().label("all")
        )
        .join(first, sa.and_(first.c.id == SkillAttestation.id, first.c.place == 1))
        .join(User, User.id == SkillAttestation.person_id)
        .outerjoin(
            ReceivedCredential, ReceivedCredential.id == SkillAttestation.received_credential_id
        )
        .order_by(day if by_end else sa.desc(day), User.name_order, SkillAttestation.item_ref)
        .limit(LISTED)
    ).all()
    return Notices(
        tuple(_notice(one, user, title, by_end=by_end) for one, user, title, _all in rows),
        rows[0][3] if rows else 0,
    )


def _notice(one: SkillAttestation, user: User, title: str | None, *, by_end: bool) -> Notice:
    item = frameworks.find_item(one.item_ref)
    return Notice(
        person_id=user.id,
        name=user.name,
        title=title or (item.label.ja if item else one.item_ref),
        item_ref=one.item_ref,
        day=(one.expires_on if by_end else one.state_changed_on) or one.attested_on,
        reason=one.state_reason or "",
    )


def _refused(session: "Session", *, since: date) -> tuple[Notice, ...]:
    start = datetime.combine(since, time(), tzinfo=JST)
    rows = session.execute(
        sa.select(ReceivedCredential, User)
        .join(User, User.id == ReceivedCredential.person_id)
        .where(
            ReceivedCredential.state == ReceiptState.QUARANTINED,
            ReceivedCredential.received_at >= start,
        )
        .order_by(ReceivedCredential.received_at.desc())
        .limit(SHOWN)
    )
    return tuple(
        Notice(
            person_id=user.id,
            name=user.name,
            title=received.title,
            item_ref="",
            day=day_of(received.received_at),
            reason=received.reason or "",
        )
        for received, user in rows
    )


def _reached(session: "Session", *, today: date) -> tuple[int, int, int]:
    """Return how many have a standing skill, of how many, and what waits for HR; one query."""
    home = staff.homes(today)
    has_any = sa.exists().where(SkillAttestation.person_id == home.c.user_id, stands_on(today))
    reached = sa.select(sa.func.count()).select_from(home).where(has_any).scalar_subquery()
    heads = sa.select(sa.func.count()).select_from(home).scalar_subquery()
    found = session.execute(sa.select(reached, heads, waiting_for_person())).one()
    return found[0], found[1], found[2]
