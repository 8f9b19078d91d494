"""Who may learn what."""

from typing import TYPE_CHECKING

from app.identity.models import Role

if TYPE_CHECKING:
    from app.catalog.edition import Audience
    from app.identity.queries import Person


def may_start(who: "Person", audience: "Audience") -> bool:
    """Whether ``who`` may begin a course made for ``audience``.

    Adults may take everything but what is made for the city's staff: a parent learns beside the
    child, a teacher tries a lesson before the class does. Children take the children's courses,
    whose words and examples were chosen for them. Guests take the citizens' courses: who learns
    for a school or the city has an account.
    """
    if who.is_guest:
        return audience == "citizen"
    if who.audience == "child":
        return audience == "child"
    return audience != "staff" or who.audience == "staff"


def may_reveal(who: "Person | None") -> bool:
    """Whether ``who`` decides if a class sees how it chose: teachers do."""
    return who is not None and who.has_role(Role.TEACHER)


def may_read(who: "Person | None", audience: "Audience") -> bool:
    """Whether ``who``, or a visitor, may read the lessons of a course without beginning it.

    What is made for everybody is open to everybody, as a leaflet is; the staff's is the staff's.
    """
    return audience != "staff" if who is None else may_start(who, audience)
