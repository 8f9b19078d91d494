"""What the evidence of a project's credential says, and what it never says."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adoption.rules import AdoptionState, Answer
from app.projects.rules import MemberRole
from app.recognition import rules
from app.recognition.rules import Part, city_says, evidence

APRIL, NOVEMBER = date(2026, 4, 8), date(2026, 11, 22)


def test_evidence_tells_role_days_hours_what_was_made_who_assessed_and_the_citys_answer() -> None:
    told = evidence(
        Part(
            *("雪の日の通学路", MemberRole.LEARNER, APRIL, NOVEMBER, 12.5),
            artifact="積もり方の地図",
            assessor="東高校 教諭",
            adoption=city_says("in_service", "adopt", date(2026, 11, 1)),
        )
    )
    assert told == (
        "プロジェクト「雪の日の通学路」にチームの一員として加わりました"
        "（令和8年4月8日（2026年）から令和8年11月22日（2026年）まで、12.5時間）。"
        "作ったもの：積もり方の地図。評価した人：東高校 教諭。"
        "市の答え：反映し、使いはじめました（令和8年11月1日（2026年）から）。"
    )


def test_what_is_not_known_is_not_told() -> None:
    told = evidence(Part("雪", MemberRole.MENTOR, APRIL, NOVEMBER, 0))
    for word in ("時間", "作ったもの", "評価した人", "市の答え"):
        assert word not in told
    assert "メンターとして" in told


@given(
    st.text(max_size=3000),
    st.sampled_from(MemberRole),
    st.floats(0, rules.MOST_HOURS),
    st.text(max_size=3000),
)
def test_evidence_is_never_longer_than_credentials_keep(
    title: str, role: MemberRole, hours: float, artifact: str
) -> None:
    told = evidence(Part(title, role, APRIL, NOVEMBER, hours, artifact))
    assert 0 < len(told) <= rules.LONGEST


@pytest.mark.parametrize("state", AdoptionState)
@pytest.mark.parametrize("answer", [None, *Answer])
def test_of_every_proposal_that_was_handed_in_something_is_said(
    state: AdoptionState, answer: Answer | None
) -> None:
    said = city_says(state, answer, None)
    is_told = answer is not None or state not in {AdoptionState.DRAFT, AdoptionState.ANSWERED}
    assert bool(said) == is_told or state is AdoptionState.DRAFT


@given(st.floats(0, rules.MOST_HOURS))
def test_hours_in_halves_are_fit_and_near(hours: float) -> None:
    told = rules.in_halves(hours)
    assert rules.are_fit(told)
    assert abs(told - hours) <= 0.25


@pytest.mark.parametrize("hours", [-0.5, 0.3, 2000.5, float("nan"), float("inf")])
def test_what_is_no_number_of_hours_is_not_fit(hours: float) -> None:
    assert not rules.are_fit(hours)
