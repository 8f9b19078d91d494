"""When a budget is missed, when a gate opens, who brings in whom, and the line of months."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.i18n.dates import fiscal_year
from app.projects import words
from app.projects.budget import step, steps
from app.projects.rules import (
    PARTNER_ORDER,
    REQUEST,
    ROLES_AT,
    Entry,
    MemberRole,
    PartnerRole,
    contact_role,
    may_give,
    may_open,
    missed_budget,
    months,
    next_request,
    stage_after,
    stage_before,
)
from app.projects.stages import stages

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
usual = step(REQUEST).usual_day


@given(days)
def test_a_budget_is_missed_from_the_day_after_its_request_day_until_the_year_ends(
    on: date,
) -> None:
    missed = missed_budget(on, usual)
    request = usual(fiscal_year(on) + 1)
    assert (missed is not None) == (request < on)
    if missed is not None:
        assert missed.request_on == request
        assert missed.earliest == fiscal_year(on) + 2
        assert missed_budget(request, usual) is None


@given(days)
def test_what_is_delivered_on_the_next_request_day_is_in_time(today: date) -> None:
    asked = next_request(today, usual)
    assert asked.request_on >= today
    assert missed_budget(asked.request_on, usual) is None


def test_a_plan_without_a_day_misses_nothing() -> None:
    assert missed_budget(None, usual) is None


def test_the_steps_of_a_budget_come_in_their_order() -> None:
    for year in range(2024, 2030):
        found = [one.usual_day(year) for one in steps()]
        assert found == sorted(found)
        assert found[-1] == date(year, 4, 1)
        assert {fiscal_year(one) for one in found[:-1]} == {year - 1}


@given(st.lists(st.booleans()))
def test_a_gate_opens_when_nothing_is_missing(met: list[bool]) -> None:
    assert may_open(met) is (False not in met)


@given(st.lists(st.text(min_size=1), min_size=1, unique=True))
def test_stages_follow_each_other(keys: list[str]) -> None:
    for before, after in zip(keys, [*keys[1:], None], strict=True):
        assert stage_after(keys, before) == after
        if after is not None:
            assert stage_before(keys, after) == before
    assert stage_before(keys, keys[0]) is None


roles = st.frozensets(st.sampled_from(MemberRole))
partners = st.sampled_from(PartnerRole)


@given(roles, partners)
def test_pupils_are_brought_in_by_those_who_answer_for_them(
    own: frozenset[MemberRole], partner: PartnerRole
) -> None:
    given_roles = may_give(own, partner)
    assert set(given_roles) <= set(ROLES_AT[partner])
    if MemberRole.LEARNER in given_roles:
        assert own & {MemberRole.TEACHER, MemberRole.COORDINATOR}
    if own <= {MemberRole.LEARNER, MemberRole.JUDGE, MemberRole.SUPPORTER}:
        assert given_roles == ()


@given(partners)
def test_the_first_person_of_a_partner_is_no_pupil(partner: PartnerRole) -> None:
    assert contact_role(partner) is not MemberRole.LEARNER
    assert contact_role(partner) in ROLES_AT[partner]
    assert partner in PARTNER_ORDER


entries = st.builds(Entry, on=days, title=st.text(), kind=st.just("todo"))


@given(st.lists(entries), st.lists(entries), days)
def test_the_line_of_months_holds_everything_once_and_this_month(
    ours: list[Entry], citys: list[Entry], today: date
) -> None:
    found = months(ours, citys, today=today)
    assert sorted(one.on for month in found for one in month.ours) == sorted(
        one.on for one in ours
    )
    assert sum(len(month.citys) for month in found) == len(citys)
    places = [(month.year, month.month) for month in found]
    assert places == sorted(set(places))
    assert [month.is_now for month in found].count(True) == 1
    for month in found:
        for one in (*month.ours, *month.citys):
            assert (one.on.year, one.on.month) == (month.year, month.month)


def test_a_milestone_a_day_after_the_month_stands_in_the_next() -> None:
    end = date(2026, 11, 30)
    found = months([Entry(end + timedelta(days=1), "発表", "todo")], [], today=end)
    assert [(month.month, len(month.ours)) for month in found] == [(11, 0), (12, 1)]


def test_every_word_of_the_data_is_in_the_catalogs() -> None:
    data = {
        *(one.names["ja"] for one in stages()),
        *(one.asks["ja"] for one in stages()),
        *(check.names["ja"] for one in stages() for check in one.checks),
        *(one.names["ja"] for one in steps()),
    }
    assert set(words.STAGE_WORDS) == data
