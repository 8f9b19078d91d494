"""What a new school teaches, told from its code, its grades or its name. Pure.

年度更新 asks it: after which grade the pupils of a school leave.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from app.identity.models import Role
from app.rosters.roster import Roster
from app.rosters.words import GRADE_CODES, SCHOOL_NAMES

KINDS: Final[Mapping[str, str]] = {"B1": "P", "C1": "J", "C2": "PJ", "D1": "H", "D2": "JH"}
"""The first two characters of a 学校コード; of other kinds (特別支援学校 …) the grades tell.

Source:
    文部科学省, 学校コード: 学校種.
"""
ALL: Final = ("P", "J", "H", "PJ", "JH", "PJH")
"""As ``Organization.school_levels`` holds them."""


def letters_by_school(roster: Roster) -> dict[str, set[str]]:
    """Return the first letters of the grades that a roster has at each place, by key."""
    found: dict[str, set[str]] = defaultdict(set)
    for class_ in roster.classes.values():
        found[class_.school] |= {code[0] for code in class_.grades or class_.grades_if_new}
    for post in roster.posts.values():
        person = roster.people.get(post.person) if post.role is Role.LEARNER else None
        if person is not None and person.grade is not None:
            found[post.organization].add(GRADE_CODES[person.grade][0])
    return found


def levels_of(identifier: str | None, letters: Iterable[str], name: str) -> str | None:
    """Return the levels of a school, or None where nothing tells.

    Args:
        identifier: Its 学校コード, which is believed first.
        letters: The first letters of its grades, as the Japan Profile codes them.
        name: What it is called, asked last.
    """
    told = KINDS.get((identifier or "")[:2])
    if told is None:
        given = set(letters)
        told = next((levels for levels in ALL if set(levels) == given), None)
    if told is None:
        told = next((levels for end, levels in SCHOOL_NAMES.items() if name.endswith(end)), None)
    return told
