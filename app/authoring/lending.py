"""Published courses of which somebody may put all or a part into a course of their own."""

from typing import TYPE_CHECKING

from app.authoring import policy
from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.catalog.library import libraries, library_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.queries import CourseCard
    from app.identity.person import Person


def lent_to(session: "Session", who: "Person") -> "list[CourseCard]":
    """Return the courses of which somebody may take, those for younger grades first."""
    places = libraries(session)
    return [
        card
        for card in catalog.all_courses(session)
        if policy.may_find(who, card.outline.audience, places.get(card.slug))
        and policy.may_copy(who, card.outline.license, places.get(card.slug))
    ]


def found_by(session: "Session", who: "Person", slug: str) -> "tuple[CourseCard, bool]":
    """Return a published course, and whether somebody may take of it.

    Raises:
        NotInCatalog: There is no such course, or it is hidden from them: the two look alike.
    """
    card, place = catalog.course_by_slug(session, slug), library_of(session, slug)
    if not policy.may_find(who, card.outline.audience, place):
        raise NotInCatalog(slug)
    return card, policy.may_copy(who, card.outline.license, place)
