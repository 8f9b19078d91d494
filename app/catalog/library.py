"""In whose library a course is."""

import uuid
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.catalog.models import LibraryCourse

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def library_of(session: "Session", slug: str) -> uuid.UUID | None:
    """Return the organization in whose library a course is; None for the whole city's."""
    return session.scalar(
        sa.select(LibraryCourse.organization_id).where(LibraryCourse.slug == slug)
    )


def libraries(session: "Session") -> dict[str, uuid.UUID]:
    """Return, by slug, in whose library each course is; what is missing is the whole city's."""
    return {one.slug: one.organization_id for one in session.scalars(sa.select(LibraryCourse))}
