"""Which evidence wins, and how a level is drawn."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.talent import rules
from app.talent.rules import Attested, Source, State

TODAY = date(2026, 11, 16)
DAYS = st.dates(date(2026, 3, 1), date(2027, 3, 31))


@st.composite
def attestations(draw: st.DrawFn) -> Attested:
    attested_on = draw(DAYS)
    lasts = draw(st.none() | st.integers(0, 900))
    return Attested(
        item_ref="dss-l@1.2/T5",
        level=draw(st.integers(1, 3)),
        attested_on=attested_on,
        source=draw(st.sampled_from(Source)),
        state=draw(st.sampled_from(State)),
        expires_on=None if lasts is None else attested_on + timedelta(days=lasts),
    )


@given(st.lists(attestations()).flatmap(lambda xs: st.tuples(st.just(xs), st.permutations(xs))))
def test_the_order_of_arrival_does_not_matter(
    both: tuple[list[Attested], list[Attested]],
) -> None:
    one, other = both
    assert rules.best(one, TODAY) == rules.best(other, TODAY)


@given(st.lists(attestations(), min_size=1), attestations())
def test_more_evidence_never_lowers_a_standing_level(
    before: list[Attested], more: Attested
) -> None:
    first, second = rules.best(before, TODAY), rules.best([*before, more], TODAY)
    assert first is not None
    assert second is not None
    if rules.state_on(first, TODAY) is State.ACTIVE:
        assert rules.state_on(second, TODAY) is State.ACTIVE
        assert second.level >= first.level


@given(st.lists(attestations(), min_size=1))
def test_a_fallen_attestation_never_beats_a_standing_one(all_of_them: list[Attested]) -> None:
    chosen = rules.best(all_of_them, TODAY)
    assert chosen is not None
    if rules.state_on(chosen, TODAY) is not State.ACTIVE:
        assert all(rules.state_on(one, TODAY) is not State.ACTIVE for one in all_of_them)


def test_at_the_same_level_a_signature_beats_a_claim_and_then_the_newer_day_wins() -> None:
    signed = Attested("i", 2, date(2026, 4, 1), Source.SIGNED_CREDENTIAL)
    claimed = Attested("i", 2, date(2026, 10, 1), Source.EXTERNAL_TRAINING)
    newer = Attested("i", 2, date(2026, 5, 1), Source.SIGNED_CREDENTIAL)
    assert rules.best([claimed, signed], TODAY) == signed
    assert rules.best([signed, newer], TODAY) == newer
    assert rules.best([], TODAY) is None


@pytest.mark.parametrize(
    ("expires_on", "state"),
    [
        (None, State.ACTIVE),
        (TODAY, State.ACTIVE),
        (TODAY - timedelta(days=1), State.EXPIRED),
    ],
)
def test_the_last_good_day_still_counts(expires_on: date | None, state: State) -> None:
    attested = Attested("i", 1, date(2026, 4, 1), expires_on=expires_on)
    assert rules.state_on(attested, TODAY) is state


def test_a_revoked_attestation_stays_revoked_after_its_expiry() -> None:
    attested = Attested("i", 1, date(2026, 4, 1), state=State.REVOKED, expires_on=date(2026, 5, 1))
    assert rules.state_on(attested, TODAY) is State.REVOKED


CLAIMS = st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 4)))


@given(CLAIMS)
def test_each_item_is_attested_once_at_its_highest_claimed_level(
    claims: list[tuple[str, int]],
) -> None:
    skills = rules.skills_of(claims)
    assert dict(skills) == {ref: max(n for r, n in claims if r == ref) for ref, _ in claims}
    assert len(skills) == len(dict(skills))
    assert rules.skills_of([*skills, *claims]) == skills


@given(st.integers(1, 8).flatmap(lambda top: st.tuples(st.integers(1, top), st.just(top))))
def test_the_drawn_step_grows_with_the_level_and_ends_darkest(scale: tuple[int, int]) -> None:
    level, top = scale
    assert 2 <= rules.step(level, top) <= rules.STEPS
    assert rules.step(top, top) == rules.STEPS
    assert level == 1 or rules.step(level - 1, top) <= rules.step(level, top)


@pytest.mark.parametrize(("level", "top"), [(0, 3), (4, 3), (1, 0)])
def test_a_level_outside_the_scale_is_refused(level: int, top: int) -> None:
    with pytest.raises(ValueError, match="scale"):
        rules.step(level, top)


@pytest.mark.parametrize(
    ("reached", "people", "drawn"),
    [(0, 0, 1), (0, 14, 1), (29, 100, 1), (30, 100, 2), (9, 14, 4), (8, 10, 5), (1, 1, 5)],
)
def test_a_share_is_drawn_in_five_steps(reached: int, people: int, drawn: int) -> None:
    assert rules.share_step(reached, people) == drawn


@given(DAYS)
def test_last_week_is_the_monday_to_sunday_before_this_week(today: date) -> None:
    monday, sunday = rules.last_week(today)
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    assert sunday < today <= sunday + timedelta(days=7)


@given(st.lists(st.integers(1, 4), min_size=1, max_size=5), st.integers(0, 4))
def test_what_is_contested_goes_on_deciding_its_cell(levels: list[int], place: int) -> None:
    day = date(2026, 10, 6)
    plain = [Attested("a@1/A1", level, day) for level in levels]
    marked = list(plain)
    at = place % len(marked)
    marked[at] = replace(marked[at], contested_since=day)
    best, before = rules.best(marked, day), rules.best(plain, day)
    assert best is not None
    assert before is not None
    assert best.level == before.level
    assert rules.state_on(best, day) is State.ACTIVE
