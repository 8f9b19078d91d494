"""Building the tree of organizations, and closing what is no more."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit.service import record
from app.identity import policy, rules
from app.identity.errors import CannotStandThere, OrganizationClosed, OrganizationInUse
from app.identity.models import Organization, OrganizationKind, Post
from app.identity.service.posts import end_by_closing, reopen_post

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.identity.person import Person


def create_organization(
    session: "Session",
    name: str,
    kind: OrganizationKind,
    *,
    parent: Organization | None = None,
    position: int | None = None,
    founder: str | None = None,
    school_levels: str | None = None,
    sourced_id: str | None = None,
) -> Organization:
    """Add an organization below ``parent``.

    Args:
        session: The unit of work.
        name: As the city writes it.
        kind: What it is.
        parent: None at the top.
        position: Its rank among its siblings (建制順); the last without one.
        founder: 設置者, of schools and universities.
        school_levels: Of a school: P, J, H, PJ, JH or PJH; see the model.
        sourced_id: OneRoster's id.
    """
    parent_id = None if parent is None else parent.id
    organization = Organization(
        name=rules.kept_name(name),
        kind=kind,
        parent_id=parent_id,
        position=_last_place(session, parent_id) if position is None else position,
        founder=founder,
        school_levels=school_levels,
        sourced_id=sourced_id,
    )
    session.add(organization)
    session.flush()
    return organization


def add_organization(
    session: "Session",
    name: str,
    kind: OrganizationKind,
    *,
    parent: Organization | None,
    founder: str | None,
    school_levels: str | None,
    by: "Person",
    now: "datetime",
) -> Organization:
    """Add an organization last below ``parent``, or at the top.

    Raises:
        CannotStandThere: One of that kind does not stand there.
        OrganizationClosed: ``parent`` is closed.
    """
    if not policy.may_stand_below(kind, None if parent is None else parent.kind):
        raise CannotStandThere
    if parent is not None and parent.closed_on is not None:
        raise OrganizationClosed
    made = create_organization(
        session, name, kind, parent=parent, founder=founder, school_levels=school_levels
    )
    _note(session, "organization.added", made, by=by, now=now)
    return made


def rename_organization(
    session: "Session",
    organization: Organization,
    *,
    name: str,
    founder: str | None,
    school_levels: str | None,
    by: "Person",
    now: "datetime",
) -> None:
    """Change what an organization is called, and what is said of it as a school."""
    organization.name = rules.kept_name(name)
    organization.founder = founder
    organization.school_levels = school_levels
    _note(session, "organization.renamed", organization, by=by, now=now)


def shift_organization(
    session: "Session", organization: Organization, *, up: bool, by: "Person", now: "datetime"
) -> None:
    """Move an organization one place up or down among its siblings; at an end nothing happens."""
    siblings = list(
        session.scalars(
            sa.select(Organization)
            .where(_below(organization.parent_id))
            .order_by(Organization.position, Organization.name, Organization.id)
        )
    )
    at = siblings.index(organization)
    to = at - 1 if up else at + 1
    if 0 <= to < len(siblings):
        siblings[at], siblings[to] = siblings[to], siblings[at]
        for position, one in enumerate(siblings, start=1):
            one.position = position
        _note(session, "organization.moved", organization, by=by, now=now)


def place_organization(
    session: "Session",
    organization: Organization,
    parent: Organization | None,
    *,
    by: "Person",
    now: "datetime",
) -> None:
    """Move an organization, with everything below it, below another one or to the top.

    Raises:
        CannotStandThere: One of its kind does not stand there, or it would stand below itself.
        OrganizationClosed: ``parent`` is closed.
    """
    if not policy.may_stand_below(organization.kind, None if parent is None else parent.kind):
        raise CannotStandThere
    if parent is not None and parent.closed_on is not None:
        raise OrganizationClosed
    step = parent
    while step is not None:
        if step.id == organization.id:
            raise CannotStandThere
        step = None if step.parent_id is None else session.get(Organization, step.parent_id)
    organization.position = _last_place(session, None if parent is None else parent.id)
    organization.parent_id = None if parent is None else parent.id
    _note(session, "organization.moved", organization, by=by, now=now)


def close_organization(
    session: "Session",
    organization: Organization,
    *,
    on: "date",
    by: "Person",
    now: "datetime",
) -> int:
    """Close an organization after a day: its posts end with it, its history stays.

    Returns:
        How many posts ended.

    Raises:
        OrganizationInUse: Open organizations stand below it, or posts begin after the day.
    """
    is_parent = sa.exists().where(_below(organization.id), Organization.closed_on.is_(None))
    begins_later = sa.exists().where(Post.organization_id == organization.id, Post.starts_on > on)
    if session.scalar(sa.select(sa.or_(is_parent, begins_later))):
        raise OrganizationInUse
    ending = session.scalars(
        sa.select(Post).where(
            Post.organization_id == organization.id,
            sa.or_(Post.ends_on.is_(None), Post.ends_on > on),
        )
    ).all()
    for post in ending:
        end_by_closing(session, post, on=on)
    organization.closed_on = on
    _note(session, "organization.closed", organization, by=by, now=now, posts=len(ending))
    return len(ending)


def reopen_organization(
    session: "Session", organization: Organization, *, by: "Person", now: "datetime"
) -> int:
    """Open a closed organization again, with the posts that its closing ended, and no others.

    Returns:
        How many posts go on.
    """
    ended = session.scalars(
        sa.select(Post).where(
            Post.organization_id == organization.id,
            Post.ended_by_closing,
            Post.ends_on == organization.closed_on,
        )
    ).all()
    for post in ended:
        reopen_post(session, post)
    organization.closed_on = None
    _note(session, "organization.reopened", organization, by=by, now=now, posts=len(ended))
    return len(ended)


def _below(parent_id: uuid.UUID | None) -> sa.ColumnElement[bool]:
    return (
        Organization.parent_id.is_(None)
        if parent_id is None
        else Organization.parent_id == parent_id
    )


def _last_place(session: "Session", parent_id: uuid.UUID | None) -> int:
    last = session.scalar(sa.select(sa.func.max(Organization.position)).where(_below(parent_id)))
    return 1 if last is None else last + 1


def _note(
    session: "Session",
    action: str,
    organization: Organization,
    *,
    by: "Person",
    now: "datetime",
    **details: object,
) -> None:
    session.flush()
    record(
        session,
        action,
        now=now,
        by=by.id,
        acting_as=by.acting_id,
        subject=organization.id,
        details=details,
    )
