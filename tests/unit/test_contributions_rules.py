"""How far an offer is, and hours in halves."""

from hypothesis import given
from hypothesis import strategies as st

from app.contributions import rules
from app.contributions.rules import OfferState, Step

STATES, STEPS = st.sampled_from(list(OfferState)), st.sampled_from(list(Step))


@given(st.lists(STEPS, max_size=12))
def test_an_offer_only_goes_on_and_ends(taken: list[Step]) -> None:
    state, been = OfferState.OFFERED, {OfferState.OFFERED}
    for step in taken:
        then = rules.after(state, step)
        if then is None:
            continue
        assert then not in been
        been.add(then)
        state = then
    if OfferState.THANKED in been:
        assert {OfferState.ACCEPTED, OfferState.DONE} <= been


@given(STATES)
def test_the_steps_of_a_state_are_those_that_lead_somewhere(state: OfferState) -> None:
    assert rules.steps(state) == {step for step in Step if rules.after(state, step) is not None}
    is_over = state in (OfferState.DECLINED, OfferState.WITHDRAWN, OfferState.THANKED)
    assert (not rules.steps(state)) == is_over


@given(st.integers(0, 400))
def test_halves_of_hours_go_there_and_back(halves: int) -> None:
    minutes = rules.minutes_of(halves / 2)
    assert minutes == halves * 30
    assert rules.hours_of(minutes) == halves / 2
    assert float(rules.told_hours(minutes)) == halves / 2
