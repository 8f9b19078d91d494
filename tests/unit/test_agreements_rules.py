"""What may cross between organizations."""

import uuid

from hypothesis import given
from hypothesis import strategies as st

from app.agreements.rules import line_of, may_cross

CITY, ROADS, SCHOOL, BOARD, HIGH, UNIVERSITY = (uuid.UUID(int=n) for n in range(1, 7))
PARENTS = {CITY: None, ROADS: CITY, BOARD: CITY, SCHOOL: BOARD, HIGH: None, UNIVERSITY: None}
PLACES = st.sampled_from(list(PARENTS))
PARTIES = st.lists(st.frozensets(PLACES, min_size=2, max_size=4), max_size=4)


def test_a_party_signs_for_what_stands_below_it() -> None:
    agreed = [frozenset({CITY, HIGH})]
    assert may_cross([ROADS], HIGH, agreed, PARENTS)
    assert may_cross([SCHOOL], HIGH, agreed, PARENTS)
    assert not may_cross([UNIVERSITY], HIGH, agreed, PARENTS)


def test_what_the_city_signed_with_others_opens_nothing_between_its_own_parts() -> None:
    assert not may_cross([ROADS], SCHOOL, [frozenset({CITY, UNIVERSITY})], PARENTS)
    assert may_cross([ROADS], SCHOOL, [frozenset({CITY, BOARD})], PARENTS)


def test_a_board_that_signs_beside_its_city_opens_nothing_between_its_own_schools() -> None:
    second = uuid.UUID(int=9)
    parents = PARENTS | {second: BOARD}
    agreed = [frozenset({CITY, BOARD, UNIVERSITY})]
    assert not may_cross([second], SCHOOL, agreed, parents)
    assert may_cross([ROADS], SCHOOL, agreed, parents)
    assert may_cross([UNIVERSITY], SCHOOL, agreed, parents)


@given(to=PLACES, of=PLACES, agreed=PARTIES)
def test_without_two_that_signed_nothing_crosses(
    to: uuid.UUID, of: uuid.UUID, agreed: list[frozenset[uuid.UUID]]
) -> None:
    found = may_cross([to], of, agreed, PARENTS)
    mine, theirs = set(line_of(to, PARENTS)), set(line_of(of, PARENTS))
    possible = any(parties & mine and parties & theirs for parties in agreed)
    assert found == (to == of) or (found and possible)
    assert may_cross([of], to, agreed, PARENTS) == found


@given(of=PLACES, agreed=PARTIES)
def test_an_organization_knows_its_own(of: uuid.UUID, agreed: list[frozenset[uuid.UUID]]) -> None:
    assert may_cross([of], of, agreed, PARENTS)
