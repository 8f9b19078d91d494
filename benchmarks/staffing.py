"""The search for people in a whole city: how long its pages take, and how much they ask.

``python -m benchmarks.staffing [people]`` makes the city of ``whole_city`` (that many staff
in 72 sections, all of whom stand somewhere at each of 72 items) in an empty database
(``--engine postgresql`` for the other one) and looks for people as HR does, with three conditions
and more. It prints the milliseconds to the first byte, of these the processor's, the number of SQL
statements, and how the database answers the search. It fails where a page takes more than 100 ms
in the middle of its runs, more than eight statements, or where the database reads the whole
summary.
"""

import re
import sys
import uuid

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.personnel.models import Employment
from app.personnel.rules import EmploymentKind
from app.staffing.models import Availability
from app.staffing.rules import Room
from benchmarks.whole_city import REF, City, arguments, explained, opened, whole_city
from tests.factories.identity import APRIL, TODAY

MILLISECONDS, STATEMENTS, RUNS = 100, 8, 15
THREE = "".join(f"&s={REF}/I{number}:2" for number in (3, 30, 60))
WHOLE = re.compile(r"(?i)(SCAN|Seq Scan on) skill_standing(?! USING COVERING)")
"""How either database says that it read the table from one end to the other."""


def main() -> None:
    with whole_city(arguments(__doc__), _more_of_them) as city:
        page = f"/staffing/find?{THREE[1:]}"
        pages = {
            "three conditions": page,
            "any of the three, counted": f"{page}&how=any",
            "three, recent": f"{page}&months=12",
            "three, signed alone": f"{page}&proof=signed",
            "three, of a bureau, with room": f"{page}&d={city.bureau}&room=some",
            "three, of some kinds": f"{page}&kind=full_time&kind=fiscal_year",
            "a later page": f"{page}&page=9",
            "everybody of a section": f"/staffing/find?d={city.section}",
            "nobody, with what each costs": f"{page}&months=1&d={city.section}&proof=signed",
        }
        kept = [
            opened(city.client, name, one, within=MILLISECONDS, most=STATEMENTS, runs=RUNS)
            for name, one in pages.items()
        ]
        lines = explained(city.client, pages["three, recent"])
        kept.append(not any(WHOLE.search(one) for one in lines))
    sys.exit(not all(kept))


def _more_of_them(session: Session, _city: City) -> None:
    """Employ everybody, and let two in three say how much room they have."""
    posts = sa.text("SELECT user_id FROM post")
    people = [row[0] for row in session.execute(posts.columns(user_id=sa.Uuid()))]
    kinds, rooms = list(EmploymentKind), list(Room)
    session.execute(
        sa.insert(Employment),
        [
            {
                "user_id": one,
                "kind": kinds[number % len(kinds)],
                "hired_on": APRIL,
                "starts_on": APRIL,
            }
            for number, one in enumerate(people)
        ],
    )
    session.execute(
        sa.insert(Availability),
        [_said(one, rooms[number % 3]) for number, one in enumerate(people) if number % 3],
    )


def _said(person_id: uuid.UUID, room: Room) -> dict[str, object]:
    return {
        "person_id": person_id,
        "room": room,
        "starts_on": APRIL,
        "until": TODAY.replace(year=TODAY.year + 1),
        "said_by_id": person_id,
        "said_on": APRIL,
    }


if __name__ == "__main__":
    main()
