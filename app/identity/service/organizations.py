"""Building the tree of organizations."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity import rules
from app.identity.models import Organization, OrganizationKind

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def create_organization(
    session: "Session",
    name: str,
    kind: OrganizationKind,
    *,
    parent: Organization | None = None,
    position: int | None = None,
    founder: str | None = None,
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
        sourced_id: OneRoster's id.
    """
    parent_id = None if parent is None else parent.id
    if position is None:
        last = session.scalar(
            sa.select(sa.func.max(Organization.position)).where(
                Organization.parent_id.is_(None)
                if parent_id is None
                else Organization.parent_id == parent_id
            )
        )
        position = 1 if last is None else last + 1
    organization = Organization(
        name=rules.kept_name(name),
        kind=kind,
        parent_id=parent_id,
        position=position,
        founder=founder,
        sourced_id=sourced_id,
    )
    session.add(organization)
    session.flush()
    return organization
