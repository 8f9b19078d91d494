"""Rules of what is tried only so often, and of what has no right answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from hypothesis import given
from hypothesis import strategies as st

from app.learning import rules
from app.learning.rules import Act, ItemState, Progress

WAYS = ("okuru", "kiku", "kesu")
AT = datetime(2026, 11, 29, 3, tzinfo=UTC)


def chose(scene: str, to: str, *, story: str = "hanashi") -> Act:
    at = "2026-11-29T03:00:00.000Z"
    return Act("chose", story, at, response=f"{scene}>{to}", lesson="mayou")


counts = st.dictionaries(st.sampled_from([*WAYS, "mukashi"]), st.integers(0, 30))
taken = st.lists(
    st.builds(
        chose,
        st.sampled_from(["hajimari", *WAYS]),
        st.sampled_from(WAYS),
        story=st.sampled_from(["hanashi", "betsu"]),
    ),
    max_size=12,
)


@given(counts)
def test_others_choices_are_told_only_where_they_show_nobody(counted: dict[str, int]) -> None:
    told = rules.shares(counted, WAYS)
    shown = {way: counted.get(way, 0) for way in WAYS}
    if sum(shown.values()) >= 10 and min(shown.values()) >= 3:
        assert told == shown
    else:
        assert told is None


def test_the_edges_of_what_is_told_of_others() -> None:
    assert rules.shares({"okuru": 3, "kiku": 3, "kesu": 4}, WAYS) is not None
    assert rules.shares({"okuru": 3, "kiku": 3, "kesu": 3}, WAYS) is None, "nine learners"
    assert rules.shares({"okuru": 90, "kiku": 90, "kesu": 2}, WAYS) is None, "two took one way"
    assert rules.shares({"okuru": 9, "kiku": 0, "mukashi": 9}, WAYS[:2]) is None
    assert rules.shares({}, ()) is None


states = st.builds(
    ItemState,
    best=st.sampled_from([0.0, 0.5, 1.0]),
    last=st.just(0.0),
    attempts=st.integers(1, 9),
    response=st.just("a"),
    at=st.sampled_from([None, "2026-11-29T03:00:00.000Z"]),
)


@given(
    state=st.none() | states,
    attempts=st.integers(0, 5),
    wait=st.integers(0, 900),
    passed=st.integers(-60, 1000),
)
def test_tries_run_out_and_begin_anew_waits_pass_and_what_was_right_is_free(
    state: ItemState | None, attempts: int, wait: int, passed: int
) -> None:
    now = AT + timedelta(seconds=passed)
    leave = rules.leave_to_answer(state, attempts=attempts, wait=wait, now=now)
    assert leave.is_given == (leave.left != 0 and leave.wait == 0)
    if state is None or state.best == 1:
        assert leave.is_given
        return
    used = state.attempts % attempts if attempts else None
    pause = max(wait, rules.FRESH_TRIES_AFTER) if used == 0 else wait
    if passed >= pause or state.at is None:
        assert leave.is_given, "nobody is shut out for good"
    elif passed >= 0:
        assert leave.wait == pause - passed
    assert 0 <= leave.wait <= pause
    assert (leave.left is None) == (attempts == 0)
    if used is not None:
        assert leave.left == (0 if used == 0 and leave.wait else attempts - used)


@given(taken)
def test_a_way_taken_again_is_where_one_stands_and_is_kept_once(acts: list[Act]) -> None:
    progress = rules.fold(acts)
    for story, path in progress.paths.items():
        ways = [act.response for act in acts if act.key == story]
        assert set(path) == set(ways)
        assert len(set(path)) == len(path)
        assert path[-1] == ways[-1]
        last = [len(ways) - 1 - ways[::-1].index(way) for way in path]
        assert last == sorted(last)
    assert progress.here == ("mayou" if acts else None)
    assert progress.items == {}, "a choice in a story is no answer, and counts for no score"


@given(taken, st.integers(0, 12))
def test_the_ways_of_a_story_are_kept_whole_and_may_be_continued(
    acts: list[Act], cut: int
) -> None:
    kept: dict[str, Any] = orjson.loads(orjson.dumps(rules.fold(acts[:cut]).as_json()))
    progress = Progress.from_json(kept)
    assert progress == rules.fold(acts[:cut])
    for act in acts[cut:]:
        progress = rules.step(progress, act)
    assert progress == rules.fold(acts)


def test_a_run_kept_before_there_were_stories_reads_as_one_without() -> None:
    assert Progress.from_json({"items": {}, "lessons": {}}).paths == {}
    assert "paths" not in Progress().as_json()
