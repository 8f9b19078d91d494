"""Who may read what."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.catalog.edition import Audience
    from app.identity.person import Person


def may_see_text(who: "Person | None", audience: "Audience") -> bool:
    """Whether a form may quote the lessons of a course: staff courses open to staff alone."""
    return audience != "staff" or (who is not None and who.audience == "staff")


def may_answer(who: "Person") -> bool:
    """Whether ``who`` reads and answers reports: whoever may publish courses."""
    return who.administers_city
