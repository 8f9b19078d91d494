"""Needs, as everybody reads them."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.contributions.errors import NoSuchNeed
from app.contributions.models import Need
from app.contributions.rules import NeedKind, NeedState

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

MOST = 200


@dataclass(frozen=True, slots=True)
class Asking:
    """The public list.

    Attributes:
        needs: Those that ask, the newest first.
        kinds: How many ask of each kind, whatever was asked for.
        fields: The same by field.
    """

    needs: tuple[Need, ...]
    kinds: dict[NeedKind, int]
    fields: dict[str, int]


def field_of(row: Need) -> str:
    """Return the field of the challenge or project that needs it."""
    of = row.challenge or row.project
    return of.field if of is not None else ""


def open_needs(
    session: "Session", *, on: "date", kind: NeedKind | None = None, field: str | None = None
) -> Asking:
    """Return the needs that ask on a day, narrowed by kind and field; one query."""
    rows = [row for row in session.scalars(_all().limit(MOST)) if _is_public(row, on)]
    return Asking(
        tuple(
            row
            for row in rows
            if (kind is None or row.kind is kind) and (field is None or field_of(row) == field)
        ),
        dict(Counter(row.kind for row in rows)),
        dict(Counter(field_of(row) for row in rows)),
    )


def need(session: "Session", need_id: uuid.UUID) -> Need:
    """Return a need; one query.

    Raises:
        NoSuchNeed: There is none, or its challenge is a draft or was taken off.
    """
    row = session.scalars(_everything().where(Need.id == need_id)).one_or_none()
    if row is None or (row.challenge is not None and not row.challenge.is_public):
        raise NoSuchNeed(need_id)
    return row


def needs_of_challenge(session: "Session", challenge_id: uuid.UUID) -> Sequence[Need]:
    """Return the needs of a challenge, those that ask first; one query."""
    return session.scalars(
        _everything().where(Need.challenge_id == challenge_id).order_by(*_OPEN_FIRST)
    ).all()


def needs_of_project(session: "Session", project_id: uuid.UUID) -> Sequence[Need]:
    """Return the needs of a project, those that ask first; one query."""
    return session.scalars(
        _everything().where(Need.project_id == project_id).order_by(*_OPEN_FIRST)
    ).all()


_OPEN_FIRST = (Need.closed_on.is_not(None), Need.created_at.desc(), Need.id)


def _everything() -> "sa.Select[Need]":
    return sa.select(Need).options(
        joinedload(Need.challenge), joinedload(Need.project), joinedload(Need.organization)
    )


def _all() -> "sa.Select[Need]":
    return (
        _everything().where(Need.state == NeedState.OPEN).order_by(Need.created_at.desc(), Need.id)
    )


def _is_public(row: Need, on: "date") -> bool:
    return row.asks(on) and (row.challenge is None or row.challenge.is_public)
