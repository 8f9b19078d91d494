"""What a whole city is asked for: how long the pages of the plan take, and how much they ask.

``python -m benchmarks.workforce [people]`` makes the city of ``whole_city``: that many
staff, all of whom stand somewhere at each of 72 items (``--engine postgresql`` for the other
database). A role asks all the 72 of everybody, another twelve of those in one bureau, a target
counts one of them, and ten items of the plan need six each. The pages are opened as HR does; it
prints the milliseconds to the first byte and the number of SQL statements, and fails where a page
takes more than 300 ms in the middle of its runs.
"""

import sys
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.identity.models import User
from app.workforce.rules import Membership, Step
from app.workforce.service import plans
from app.workforce.service.plans import Entry
from benchmarks.whole_city import ITEMS, REF, City, arguments, opened, whole_city
from tests.factories.identity import NOW
from tests.factories.workforce import GOAL, a_profile, a_target, told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

MILLISECONDS = 300
STATEMENTS = 12
"""HR's home tells of the week and of the targets; a person's page notes the look as well."""


def main() -> None:
    pages: dict[str, str] = {}

    def ask(session: "Session", city: City) -> None:
        pages.update(_pages(session, city))

    with whole_city(arguments(__doc__), ask) as city:
        kept = [
            opened(city.client, name, one, within=MILLISECONDS, most=STATEMENTS)
            for name, one in pages.items()
        ]
    sys.exit(not all(kept))


def _pages(session: "Session", city: City) -> dict[str, str]:
    """Ask for much of everybody; return the pages that tell of it."""
    bureau, section, officer = city.bureau, city.section, city.officer
    needs = {f"{REF}/I{n}": 1 + n % 3 for n in range(ITEMS)}
    some = dict(list(needs.items())[:12])
    inside = Membership(everyone=True, departments=(bureau,))
    whole = a_profile(session, told(needs, name="すべて"), by=officer.id)
    part = a_profile(session, told(some, name="局", membership=inside), by=officer.id)
    goal = replace(
        GOAL,
        item=(f"{REF}/I0", 2),
        steps=(Step(date(2026, 9, 30), 900), Step(date(2027, 3, 31), 1200)),
    )
    target = a_target(session, goal, by=officer.id)
    for number in range(10):
        wanted = [(f"{REF}/I{number * 7 + n}", 1 + n % 3) for n in range(6)]
        entry = Entry(
            code=f"{number}",
            title="計画の項目",
            field="",
            owner_id=bureau,
            from_year=2026,
            to_year=2028,
            text="",
            tags=(),
            needs=tuple(wanted),
            profiles=(str(part.id),),
        )
        item = plans.add(session, entry, by=officer.id, now=NOW)
    person = session.scalars(sa.select(User.id).where(User.login_id == "bench7")).one()
    role = f"/workforce/roles/{whole.id}"
    return {
        "HR's home": "/talent/",
        "the first page": "/workforce",
        "a role of 72 items": role,
        "a role on a day past": f"{role}?on=2026-09-30",
        "a role of a bureau": f"/workforce/roles/{part.id}",
        "people who lack an item": f"{role}/people?item={REF}/I2&department={section}",
        "a person": f"/workforce/people/{person}",
        "a target": f"/workforce/targets/{target.id}",
        "people of a target": f"/workforce/targets/{target.id}/people",
        "an item of a framework": f"/workforce/item?item={REF}/I2",
        "the plan": "/workforce/plan",
        "the whole plan": "/workforce/plan/whole",
        "an item of the plan": f"/workforce/plan/{item.id}",
        "memos and training": "/improvements",
    }


if __name__ == "__main__":
    main()
