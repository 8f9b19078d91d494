"""What those see who answer for credentials: what was issued, to whom, and what became of it."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.clock import day_of
from app.credentials.models import (
    AuditEvent,
    Correction,
    Credential,
    CredentialAudit,
    CredentialState,
)
from app.credentials.queries.pages import CredentialView, view_of
from app.identity import queries as identity

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.identity.policy import Reach

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A credential in the list."""

    id: uuid.UUID
    number: str
    name: str
    holder: str
    awarded_on: "date"
    expires_on: "date | None"
    state: CredentialState


@dataclass(frozen=True, slots=True)
class IssuedPage:
    """Fifty of them; ``total`` counts all that were found."""

    rows: list[IssuedRow]
    number: int
    total: int

    @property
    def has_older(self) -> bool:
        """Whether another page follows."""
        return self.number * PAGE_SIZE < self.total


@dataclass(frozen=True, slots=True)
class Happening:
    """What happened to a credential; ``note`` is what was written of it."""

    what: AuditEvent
    at: "datetime"
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class IssuedView:
    """One credential for those who answer for it.

    Attributes:
        is_waiting: Another edition of it waits for its signature.
        history: What happened to it, the latest first.
    """

    view: CredentialView
    holder: str
    holder_id: uuid.UUID
    state: CredentialState
    edition: int
    issuer: str
    is_waiting: bool
    history: tuple[Happening, ...]


def issued_page(
    session: "Session", reach: "Reach", *, search: str = "", page: int = 1, on: "date"
) -> IssuedPage:
    """Return one page of the credentials of people within ``reach``, the newest first.

    Args:
        session: The unit of work.
        reach: Whose people.
        search: A number, or the beginning of the holder's name, reading or login.
        page: From 1.
        on: The day whose posts count.
    """
    whose = identity.ids_within(reach, on=on)
    where: list[sa.ColumnElement[bool]] = [Credential.user_id.in_(whose)]
    wanted = search.strip()
    if wanted:
        number = wanted.removeprefix("第").removesuffix("号").upper()
        named = identity.named_within(reach, wanted, on=on)
        where.append(sa.or_(Credential.number == number, Credential.user_id.in_(named)))
    total = session.scalar(sa.select(sa.func.count()).select_from(Credential).where(*where)) or 0
    rows = session.scalars(
        sa.select(Credential)
        .where(*where)
        .order_by(Credential.created_at.desc(), Credential.number.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    ).all()
    people = identity.people_of(session, {row.user_id for row in rows}, on=on)
    found = [
        IssuedRow(
            row.id,
            row.number,
            row.achievement.content["name"],
            people[row.user_id].name,
            row.awarded_on,
            day_of(row.valid_until) if row.valid_until else None,
            row.state,
        )
        for row in rows
    ]
    return IssuedPage(found, page, total)


def within(
    session: "Session", credential_id: uuid.UUID, reach: "Reach", *, on: "date"
) -> Credential:
    """Return a credential whose holder lies within ``reach``.

    Raises:
        NoResultFound: There is none, or it is beyond reach.
    """
    row = session.get_one(Credential, credential_id)
    identity.visible_person(session, row.user_id, reach=reach, on=on)
    return row


def issued_view(session: "Session", row: Credential, *, on: "date") -> IssuedView:
    """Return what a page tells of a credential."""
    told = session.scalars(
        sa.select(CredentialAudit)
        .where(CredentialAudit.credential_id == row.id)
        .order_by(CredentialAudit.seq.desc())
    ).all()
    ids = {row.user_id, *(one.by_id for one in told if one.by_id is not None)}
    people = identity.people_of(session, ids, on=on)
    if row.user_id not in people:
        raise NoResultFound
    is_waiting = sa.exists().where(
        Correction.credential_id == row.id, Correction.done_at.is_(None)
    )
    return IssuedView(
        view=view_of(row),
        holder=people[row.user_id].name,
        holder_id=row.user_id,
        state=row.state,
        edition=row.edition,
        issuer=row.issuer_name or "",
        is_waiting=bool(session.scalar(sa.select(is_waiting))),
        history=tuple(
            Happening(
                one.what,
                one.at,
                people[one.by_id].name if one.by_id in people else "",
                one.note or "" if one.what is AuditEvent.REVOKED else "",
            )
            for one in told
        ),
    )
