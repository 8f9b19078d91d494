"""Who may do what with a bank: the whole table, and who sees what answers say."""

import uuid
from itertools import product

import pytest

from app.identity.models import OrganizationKind, Role
from app.identity.person import Person, PostView
from app.itembanks import policy
from app.itembanks.policy import Action, Owner

SCHOOL, OTHER, CITY_HALL = (uuid.UUID(int=n) for n in (1, 2, 3))


def somebody(*posts: tuple[OrganizationKind, Role, uuid.UUID], grade: int | None = None) -> Person:
    return Person(
        id=uuid.UUID(int=7),
        actor_name=uuid.UUID(int=7),
        login="",
        family_name="林",
        given_name="まどか",
        family_kana="",
        given_kana="",
        nickname=None,
        grade=grade,
        is_demo=False,
        is_disabled=False,
        session_epoch=0,
        name_order="",
        posts=tuple(
            PostView(
                *(uuid.UUID(int=9), place, "", kind, role, ""),
                is_primary=True,
                attendance_number=None,
            )
            for kind, role, place in posts
        ),
    )


IN_SCHOOL, IN_CITY = OrganizationKind.SCHOOL, OrganizationKind.CITY
PEOPLE = {
    "teacher": somebody((IN_SCHOOL, Role.TEACHER, SCHOOL)),
    "head": somebody((IN_SCHOOL, Role.ADMINISTRATOR, SCHOOL)),
    "teacher of another school": somebody((IN_SCHOOL, Role.TEACHER, OTHER)),
    "city": somebody((IN_CITY, Role.ADMINISTRATOR, CITY_HALL)),
    **{
        role.value: somebody((IN_SCHOOL, role, SCHOOL))
        for role in Role
        if role not in {Role.TEACHER, Role.ADMINISTRATOR}
    },
    "pupil who helps": somebody((IN_SCHOOL, Role.TEACHER, SCHOOL), grade=9),
    "citizen": somebody(),
}
KEEPERS = {"teacher", "head", "city"}
AUTHORS = {*KEEPERS, "teacher of another school"}
ALLOWED = {
    (Action.SEE, Owner.OWN): KEEPERS,
    (Action.DRAW, Owner.OWN): KEEPERS,
    (Action.ADD, Owner.OWN): KEEPERS,
    (Action.MEND, Owner.OWN): KEEPERS,
    (Action.SEE, Owner.CITY): AUTHORS,
    (Action.DRAW, Owner.CITY): AUTHORS,
    (Action.ADD, Owner.CITY): {"city"},
    (Action.MEND, Owner.CITY): {"city"},
}
"""Written anew from the table in words, not from the table in code."""


@pytest.mark.parametrize(("name", "owner"), list(product(PEOPLE, Owner)))
def test_everybody_may_what_the_table_says(name: str, owner: Owner) -> None:
    place = SCHOOL if owner is Owner.OWN else CITY_HALL
    for action in Action:
        expected = name in ALLOWED[action, owner]
        assert policy.may(PEOPLE[name], action, place, owner) is expected, action


@pytest.mark.parametrize("name", list(PEOPLE))
def test_banks_are_made_by_their_keepers_and_opened_by_authors(name: str) -> None:
    assert policy.may_make(PEOPLE[name], SCHOOL) is (name in KEEPERS)
    assert policy.may_make(PEOPLE[name], CITY_HALL) is (name == "city")
    assert policy.may_open(PEOPLE[name]) is (name in AUTHORS)


@pytest.mark.parametrize("name", list(PEOPLE))
def test_figures_are_seen_by_who_may_author_a_course_that_asks(name: str) -> None:
    seen = {
        places: policy.may_see_figures(PEOPLE[name], places)
        for places in [(SCHOOL,), (OTHER,), (None,), (None, SCHOOL), ()]
    }
    assert seen == {
        (SCHOOL,): name in KEEPERS,
        (OTHER,): name in {"teacher of another school", "city"},
        (None,): name == "city",
        (None, SCHOOL): name in KEEPERS,
        (): name == "city",
    }
