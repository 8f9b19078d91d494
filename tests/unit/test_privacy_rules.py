"""Which two accounts may be one person's."""

from hypothesis import given
from hypothesis import strategies as st

from app.privacy.rules import Refusal, Side, doubts, refusal

words = st.sampled_from(["", "モリ サクラ", "モリサクラ", "ハヤシ"])
sides = st.builds(
    Side,
    id=st.sampled_from(["a", "b", "c"]),
    name=words,
    kana=words,
    grade=st.one_of(st.none(), st.integers(1, 12)),
    schools=st.frozensets(st.sampled_from(["east", "west"])),
    works=st.booleans(),
    is_guest=st.booleans(),
    is_demo=st.booleans(),
    is_merged=st.booleans(),
    in_roster=st.booleans(),
)


@given(one=sides, other=sides, by=st.sampled_from(["a", "b", "z"]), family=st.booleans())
def test_whom_to_keep_changes_neither_refusals_nor_doubts(
    one: Side, other: Side, by: str, *, family: bool
) -> None:
    assert doubts(one, other) == doubts(other, one)
    there = refusal(one, other, by=by, is_family=family)
    assert there == refusal(other, one, by=by, is_family=family)
    if one.id == other.id:
        assert there is Refusal.SAME
    if there is None:
        assert one.is_demo == other.is_demo
        assert not any(side.is_merged or side.is_guest for side in (one, other))


@given(one=sides)
def test_an_account_is_in_no_doubt_with_itself_unless_it_is_two_in_itself(one: Side) -> None:
    found = {doubt.value for doubt in doubts(one, one)}
    assert found <= {"pupil_and_adult", "rosters"}
