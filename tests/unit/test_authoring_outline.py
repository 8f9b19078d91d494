"""The order of lessons and modules is that of their numbers: one is put among the others."""

from hypothesis import given
from hypothesis import strategies as st

from app.authoring.rules import placed, rest_of

NUMBERS = st.lists(st.integers(1, 120), unique=True, max_size=8).map(sorted)


def in_order(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: int(name.partition("-")[0]))


@given(NUMBERS, st.integers(0, 130), st.data())
def test_it_stands_where_it_was_put_and_all_others_as_they_were(
    numbers: list[int], own: int, data: st.DataObject
) -> None:
    names = [f"{number:03}-n{place}" for place, number in enumerate(numbers)]
    at = data.draw(st.integers(0, len(names)))
    found = placed(names, f"{own:03}-own", at)
    assert [rest_of(one) for one in found] == [*map(rest_of, names), "own"]
    assert len({int(one[:3]) for one in found}) == len(found), "no two have one number"
    order = [rest_of(one) for one in in_order(found)]
    assert order == [*map(rest_of, names[:at]), "own", *map(rest_of, names[at:])]
    has_room = at == len(names) or numbers[at] - (numbers[at - 1] if at else 0) > 1
    if has_room:
        assert found[:-1] == names, "where there is room, no other file gets another name"
