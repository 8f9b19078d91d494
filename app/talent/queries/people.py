"""One person's sheet: what HR sees of them, and so what they see themselves."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.frameworks import queries as frameworks
from app.identity.models import User
from app.talent.errors import UnknownCellError
from app.talent.models import AccessLog, Look, ReceivedCredential, SkillAttestation
from app.talent.queries import staff
from app.talent.queries.standings import Cell
from app.talent.rules import Attested, Source, State, state_on

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.frameworks.models import Framework, FrameworkItem, Group
    from app.talent.queries.staff import StaffMember

DSS_L = "dss-l@1.2"
"""The framework every member of staff is shown on, reached or not."""

STRENGTH = tuple(Source)


@dataclass(frozen=True, slots=True)
class Standing:
    """One line of the sheet: an item and where the person stands, if anywhere."""

    item: "FrameworkItem"
    cell: Cell | None


@dataclass(frozen=True, slots=True)
class SheetGroup:
    """The items under one heading."""

    group: "Group"
    standings: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class SheetFramework:
    """One framework of the sheet.

    Attributes:
        reached: How many items have a standing level.
        groups: All items of DSS-L; of another framework those with any proof.
        hidden: How many items are left out of ``groups``.
    """

    framework: "Framework"
    reached: int
    groups: tuple[SheetGroup, ...]
    hidden: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """One proof with everything it attests. ``item_ref`` leads to its evidence.

    ``contested_since``: the day from which any of it is being looked into.
    """

    title: str
    issuer: str
    source: Source
    state: State
    reason: str | None
    attested_on: date
    expires_on: date | None
    item_ref: str
    items: tuple[str, ...]
    field: str
    contested_since: date | None = None


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looked at what on which day, and how often that day."""

    viewer: str
    place: str
    what: Look
    item: str | None
    looked_on: date
    times: int


@dataclass(frozen=True, slots=True)
class PersonSheet:
    """Everything the registry knows of one member of staff."""

    person: "StaffMember"
    frameworks: tuple[SheetFramework, ...]
    certificates: tuple[Certificate, ...]
    visits: tuple[Visit, ...]
    today: date


def person_sheet(session: "Session", person_id: uuid.UUID, *, today: date) -> PersonSheet:
    """Return one person's sheet.

    Raises:
        UnknownCellError: Nobody of that id is staff today.
    """
    tree = staff.departments(session)
    person = staff.staff_member(session, tree, person_id, today=today)
    if person is None:
        raise UnknownCellError(person_id)
    attestations = attestations_of(session, person_id)
    shown = {DSS_L} | {one.framework_ref for one, _ in attestations}
    return PersonSheet(
        person=person,
        frameworks=tuple(
            _framework(attestations, frameworks.framework(ref), today=today)
            for ref in sorted(
                shown & set(frameworks.framework_refs()), key=lambda r: (r != DSS_L, r)
            )
        ),
        certificates=certificates(attestations, today=today),
        visits=_visits(session, tree, person_id, today=today),
        today=today,
    )


Attestations = list[tuple[SkillAttestation, ReceivedCredential | None]]


def attestations_of(
    session: "Session", person_id: uuid.UUID, item_ref: str | None = None
) -> Attestations:
    """Return a person's attestations with the credential behind each; of one item if named."""
    query = (
        sa.select(SkillAttestation, ReceivedCredential)
        .outerjoin(
            ReceivedCredential, ReceivedCredential.id == SkillAttestation.received_credential_id
        )
        .where(SkillAttestation.person_id == person_id)
        .order_by(SkillAttestation.attested_on.desc(), SkillAttestation.item_ref)
    )
    if item_ref is not None:
        query = query.where(SkillAttestation.item_ref == item_ref)
    return [(one, received) for one, received in session.execute(query)]


def attested(row: SkillAttestation) -> Attested:
    """Return what the rules need of a row."""
    return Attested(
        row.item_ref,
        row.level,
        row.attested_on,
        row.source,
        row.state,
        row.expires_on,
        row.state_reason,
        row.contested_since,
    )


def certificates(attestations: "Attestations", *, today: date) -> tuple[Certificate, ...]:
    """Put the attestations of one proof together: strongest source first, then the newest."""
    proofs: dict[str, Attestations] = {}
    for one, received in attestations:
        proofs.setdefault(one.credential_uri or str(one.ground_id), []).append((one, received))
    found = [_certificate(rows, today=today) for rows in proofs.values()]
    found.sort(key=lambda one: one.attested_on, reverse=True)
    return tuple(sorted(found, key=lambda one: STRENGTH.index(one.source)))


def _certificate(rows: "Attestations", *, today: date) -> Certificate:
    first, received = rows[0]
    known = [item for one, _ in rows if (item := frameworks.find_item(one.item_ref)) is not None]
    return Certificate(
        title=received.title if received else first.title,
        issuer=received.issuer_name if received else first.issuer_name,
        source=first.source,
        state=state_on(attested(first), today),
        reason=first.state_reason,
        attested_on=first.attested_on,
        expires_on=first.expires_on,
        item_ref=first.item_ref,
        items=tuple(f"{item.code} {item.label.ja}" for item in known),
        field=known[0].group.field if known else "ai",
        contested_since=min(
            (one.contested_since for one, _ in rows if one.contested_since), default=None
        ),
    )


def _framework(
    attestations: "Attestations", framework: "Framework", *, today: date
) -> SheetFramework:
    found: dict[str, list[Attested]] = defaultdict(list)
    for one, _ in attestations:
        found[one.item_ref].append(attested(one))
    groups = [
        SheetGroup(
            group,
            tuple(
                Standing(item, Cell.of(found[item.ref], top=framework.top, today=today))
                for item in framework.items_of(group)
                if framework.ref == DSS_L or item.ref in found
            ),
        )
        for group in framework.groups
    ]
    shown = [one for section in groups for one in section.standings]
    return SheetFramework(
        framework=framework,
        reached=sum(one.cell is not None and one.cell.is_standing for one in shown),
        groups=tuple(section for section in groups if section.standings),
        hidden=len(framework.items) - len(shown),
    )


def _visits(
    session: "Session", tree: staff.Departments, person_id: uuid.UUID, *, today: date
) -> tuple[Visit, ...]:
    """Return the latest hundred looks, those of one viewer, thing and day put together."""
    home = staff.homes(today)
    rows = session.execute(
        sa.select(AccessLog, User, home.c.organization_id)
        .join(User, User.id == AccessLog.viewer_id)
        .outerjoin(home, home.c.user_id == AccessLog.viewer_id)
        .where(AccessLog.person_id == person_id)
        .order_by(AccessLog.looked_on.desc(), User.name_order, AccessLog.item_ref)
        .limit(100)
    ).all()
    times = Counter(
        (user.name, place, log.what, log.item_ref, log.looked_on) for log, user, place in rows
    )
    return tuple(
        Visit(
            viewer=viewer,
            place=department.path if (department := tree.find(place)) else "",
            what=what,
            item=_item_name(item_ref),
            looked_on=looked_on,
            times=count,
        )
        for (viewer, place, what, item_ref, looked_on), count in times.items()
    )


def _item_name(item_ref: str | None) -> str | None:
    item = frameworks.find_item(item_ref) if item_ref else None
    return f"{item.code} {item.label.ja}" if item else item_ref
