"""Who looked at a person's pages."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.audit import queries as audit
from app.identity import queries as identity

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody opened a page; ``who`` is empty for an account that is gone."""

    looked_on: "date"
    who: str
    place: str
    page: str


def looks_at(session: "Session", person_id: uuid.UUID, *, on: "date") -> list[Look]:
    """Return the last hundred looks at somebody's pages, the latest first; three queries.

    Args:
        session: The unit of work.
        person_id: Whose pages.
        on: The day whose posts tell who looked as what.
    """
    accounts = identity.accounts_of(session, person_id)
    found = audit.looks_at(session, *(one.id for one in accounts))
    people = identity.people_of(session, {one.by for one in found}, on=on)
    looks = []
    for one in found:
        who = people.get(one.by)
        post = None if who is None else who.main_post
        looks.append(
            Look(
                looked_on=one.looked_on,
                who="" if who is None else who.name,
                place="" if post is None else f"{post.organization_name} {post.title}".strip(),
                page=one.place,
            )
        )
    return looks
