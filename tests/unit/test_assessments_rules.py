"""What splits come to, and the rubric."""

import re
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from app.assessments import rules
from app.assessments.rubric import rubric
from app.assessments.rules import Flag, Split
from app.i18n.grades import KANJI

HAS_KANJI = re.compile(f"[{KANJI}]")


@st.composite
def a_split_of(draw: st.DrawFn, by: int, members: list[int]) -> Split[int]:
    """Share out 100 points in steps of five."""
    cuts = sorted(
        draw(st.lists(st.integers(0, 20), min_size=len(members) - 1, max_size=len(members) - 1))
    )
    ends = [0, *cuts, 20]
    points = {who: 5 * (ends[n + 1] - ends[n]) for n, who in enumerate(members)}
    return Split(by, points)


@st.composite
def a_team(draw: st.DrawFn) -> tuple[list[int], list[Split[int]]]:
    """Return three to six members, and what each of them gave."""
    members = list(range(draw(st.integers(3, 6))))
    return members, [draw(a_split_of(who, members)) for who in members]


def test_an_even_split_comes_to_even_shares() -> None:
    even = [Split(by, dict.fromkeys(range(4), 25)) for by in range(4)]
    found = rules.shares(even, range(4))
    assert {one.points for one in found.values()} == {25}
    assert all(not one.flags and one.voices == 3 and one.own == 25 for one in found.values())


@given(a_team())
def test_shares_are_a_hundred_together(team: tuple[list[int], list[Split[int]]]) -> None:
    members, splits = team
    found = [one.points for one in rules.shares(splits, members).values()]
    if None not in found:
        assert sum(one for one in found if one is not None) == 100
    else:
        assert set(found) == {None}


@given(a_team().flatmap(lambda t: st.tuples(st.just(t), st.permutations(t[1]))))
def test_the_order_changes_nothing(
    team: tuple[tuple[list[int], list[Split[int]]], list[Split[int]]],
) -> None:
    (members, splits), shuffled = team
    assert rules.shares(splits, members) == rules.shares(shuffled, members)
    assert rules.shares(splits, members) == rules.shares(splits, members[::-1])


@given(a_team(), st.integers(0, 100))
def test_what_somebody_gives_themselves_counts_for_nobody(
    team: tuple[list[int], list[Split[int]]], own: int
) -> None:
    members, splits = team
    changed = [Split(one.by, {**one.points, one.by: own}) for one in splits]
    before, after = rules.shares(splits, members), rules.shares(changed, members)
    for who in members:
        assert before[who].points == after[who].points
        assert before[who].spread == after[who].spread


@given(a_team().flatmap(lambda t: st.tuples(st.just(t), st.permutations(t[0][1:]))))
def test_what_a_learner_is_told_names_nobody(
    team: tuple[tuple[list[int], list[Split[int]]], list[int]],
) -> None:
    """Whoever of the others gave which split, the learner's own share is the same."""
    (members, splits), others = team
    me = members[0]
    exchanged = dict(zip(members[1:], others, strict=True))
    told = {one.by: one.points[me] for one in splits}
    fair = {who: {**dict.fromkeys(members, 10), me: told[who]} for who in members}
    swapped = [Split(who, fair[exchanged.get(who, who)]) for who in members]
    plain = [Split(who, fair[who]) for who in members]
    assert rules.shares(plain, members)[me] == rules.shares(swapped, members)[me]


def test_one_voice_alone_is_never_told() -> None:
    one = [Split(0, {0: 50, 1: 30, 2: 20})]
    found = rules.shares(one, range(3))
    assert not any(rules.may_tell_share(share) for share in found.values())
    assert all(share.points is None and Flag.FEW in share.flags for share in found.values())
    two = rules.shares([*one, Split(1, {0: 40, 1: 30, 2: 30})], range(3))
    assert rules.may_tell_share(two[2])
    assert not rules.may_tell_share(two[0])
    assert not rules.may_tell_share(None)


def test_who_gives_all_to_themselves_says_nothing_of_the_others() -> None:
    fair = [Split(by, {0: 20, 1: 40, 2: 40}) for by in (1, 2)]
    found = rules.shares([*fair, Split(0, {0: 100, 1: 0, 2: 0})], range(3))
    assert found == {
        **rules.shares(fair, range(3)),
        0: found[0],
    }
    assert {Flag.ALL_SELF, Flag.FAR} <= found[0].flags


def test_who_is_no_member_does_not_count() -> None:
    fair = [Split(by, dict.fromkeys(range(3), 30) | {9: 10}) for by in range(3)]
    found = rules.shares([*fair, Split(9, {0: 100})], range(3))
    assert sorted(one.points or 0 for one in found.values()) == [33, 33, 34]
    assert set(found) == {0, 1, 2}


def test_others_who_do_not_agree_are_told() -> None:
    splits = [
        Split(0, {0: 30, 1: 60, 2: 10}),
        Split(2, {0: 60, 1: 10, 2: 30}),
        Split(1, {0: 30, 1: 40, 2: 30}),
    ]
    assert Flag.WIDE in rules.shares(splits, range(3))[1].flags


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6).filter(any))
def test_whole_numbers_are_near_the_exact_ones(weights: list[int]) -> None:
    found = rules.to_whole({n: Fraction(one) for n, one in enumerate(weights)})
    assert sum(found.values()) == 100
    for n, one in enumerate(weights):
        assert abs(found[n] - Fraction(one * 100, sum(weights))) < 1


def test_points_are_in_steps_and_a_hundred() -> None:
    assert rules.faults_of_split([50, 30, 20]) is None
    assert rules.faults_of_split([50, 30, 15]) == "sum"
    assert rules.faults_of_split([52, 28, 20]) == "step"
    assert rules.faults_of_split([120, -20]) == "step"
    assert [rules.in_steps(n) for n in (0, 32, 33, 97, 98, 100)] == [0, 30, 35, 95, 100, 100]


@given(st.lists(st.sampled_from(rules.LEVELS), min_size=5, max_size=5))
def test_levels_as_one_figure(levels: list[int]) -> None:
    by_line = dict(zip(rules.LINES, levels, strict=True))
    assert rules.is_whole(by_line)
    assert 0.25 <= rules.scaled(by_line) <= 1
    assert not rules.is_whole({"made": 3})
    assert not rules.is_whole({**by_line, "made": 5})


def test_the_rubric_has_a_reading_for_every_kanji() -> None:
    found = rubric()
    assert tuple(one.key for one in found.lines) == rules.LINES
    assert tuple(found.levels) == rules.LEVELS
    texts = [*found.levels.values()]
    for line in found.lines:
        assert tuple(line.levels) == rules.LEVELS
        texts += [line.name, *line.levels.values()]
    for one in texts:
        assert one.say("en") == one.en
        assert [s for s in one.ja.segments if HAS_KANJI.search(s.surface) and not s.kana] == []
    assert found.line("made").name.say("ja") == "作ったもの"
