"""A round from its plan to its results; that nothing tells who answered what."""

from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Base, UtcDateTime
from app.identity.models import User
from app.personnel.models import Employment
from app.personnel.rules import Leave
from app.surveys import queries, service
from app.surveys.errors import AlreadyAnswered, NotInvited, SurveyRefused
from app.surveys.models import (
    GroupKind,
    SurveyGroup,
    SurveyInvitation,
    SurveyRound,
    SurveyTally,
)
from app.surveys.queries import Choice
from app.surveys.service import answering
from app.talent.queries import Scope
from app.talent.queries.scope import WHOLE
from tests.factories.identity import NOW, TODAY, a_city
from tests.factories.surveys import H3, T5, Hall, a_round, an_open_round, terms
from tests.factories.talent import a_staff_member

LATER = NOW + timedelta(days=3)
OURS = ("survey_round", "survey_group", "survey_tally", "survey_invitation")


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def row(session: Session, hall: Hall) -> SurveyRound:
    return an_open_round(session, by=hall.officer.id)


def groups(session: Session, row: SurveyRound) -> dict[str, SurveyGroup]:
    found = session.scalars(
        sa.select(SurveyGroup)
        .filter_by(round_id=row.id)
        .order_by(SurveyGroup.position)
        .execution_options(populate_existing=True)
    )
    return {one.name or one.kind: one for one in found}


def tallies(session: Session, group: SurveyGroup) -> dict[tuple[str, int], int]:
    rows = session.execute(
        sa.select(SurveyTally.item_ref, SurveyTally.level, SurveyTally.count).filter_by(
            group_id=group.id
        )
    )
    return {(ref, level): count for ref, level, count in rows if count}


def held(session: Session) -> dict[str, list[str]]:
    """Return all that the whole database holds, without an order."""
    session.flush()
    tables = Base.metadata.sorted_tables
    return {
        table.name: sorted(str(tuple(one)) for one in session.execute(sa.select(table)))
        for table in tables
    }


def test_everybody_at_work_is_asked_and_counted_where_they_are(
    session: Session, hall: Hall
) -> None:
    away = hall.clerk(hall.civil, "3級")
    stretch = session.scalars(sa.select(Employment).filter_by(user_id=away.id)).one()
    stretch.leave, stretch.leave_from = Leave.CHILDCARE, TODAY
    session.flush()
    row = an_open_round(session, by=hall.officer.id)
    found = groups(session, row)
    told = {name: (one.kind, one.depth, one.invited) for name, one in found.items()}
    assert list(told) == [
        *("city", "総務局", "総務局 税務課", "総務局 人事課", "市民局"),
        *("1級", "3級・5級"),
    ]
    assert told["総務局"] == (GroupKind.SECTION, 1, 15)
    assert told["総務局 税務課"] == (GroupKind.SECTION, 2, 9)
    assert told["市民局"] == (GroupKind.SECTION, 1, 6)
    assert told["1級"] == (GroupKind.GRADE, 1, 13)
    assert found["総務局 税務課"].parent_id == found["総務局"].id
    assert row.year == 2026


def test_all_tallies_are_there_from_the_beginning(session: Session, row: SurveyRound) -> None:
    rows = session.execute(
        sa.select(SurveyTally.group_id, sa.func.count()).group_by(SurveyTally.group_id)
    )
    made = {one.group_id: one[1] for one in rows}
    found = groups(session, row)
    assert made[found["city"].id] == 2 * 5
    assert set(made) == {one.id for one in found.values()}


def test_there_are_no_tallies_of_few_people(session: Session) -> None:
    city = a_city(session)
    clerks = [a_staff_member(session, city) for _ in range(4)]
    row = an_open_round(session, by=clerks[0].id)
    assert [one.invited for one in groups(session, row).values()] == [4, 4]
    assert session.scalar(sa.select(sa.func.count()).select_from(SurveyTally)) == 0
    service.answer(session, row.id, clerks[0].id, {T5: 3, H3: 0}, now=LATER)
    service.close(session, row, by=clerks[0].id, now=LATER)
    assert queries.results(session, row, WHOLE).shown == ()


def test_an_answer_is_added_to_section_bureau_city_and_grade(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    service.answer(session, row.id, hall.clerks[0].id, {T5: 3, H3: 0}, now=LATER)
    found = groups(session, row)
    for name in ("city", "総務局", "総務局 税務課", "1級"):
        assert tallies(session, found[name]) == {(T5, 3): 1, (H3, 0): 1}
        assert found[name].answered == 1
    assert found["市民局"].answered == 0
    assert tallies(session, found["総務局 人事課"]) == {}


def test_everybody_answers_once_and_whole(session: Session, hall: Hall, row: SurveyRound) -> None:
    clerk = hall.clerks[0].id
    for wrong in ({T5: 3}, {T5: 3, H3: 5}, {T5: 3, H3: 1, "dss-l@1.2/M1": 1}):
        with pytest.raises(ValueError, match="each item"):
            service.answer(session, row.id, clerk, wrong, now=LATER)
    service.answer(session, row.id, clerk, {T5: 3, H3: 1}, now=LATER)
    with pytest.raises(AlreadyAnswered):
        service.answer(session, row.id, clerk, {T5: 0, H3: 0}, now=LATER)
    assert tallies(session, groups(session, row)["city"]) == {(T5, 3): 1, (H3, 1): 1}


def test_who_is_not_asked_or_comes_late_answers_nothing(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    stranger = hall.clerk(hall.tax, "1級")
    with pytest.raises(NotInvited):
        service.answer(session, row.id, stranger.id, {T5: 3, H3: 1}, now=LATER)
    late = NOW + timedelta(days=40)
    with pytest.raises(NotInvited):
        service.answer(session, row.id, hall.clerks[0].id, {T5: 3, H3: 1}, now=late)


def test_both_is_written_or_neither(
    session: Session, hall: Hall, row: SurveyRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("the disk is full")

    before = held(session)
    monkeypatch.setattr(answering, "_add", breaks)
    with pytest.raises(RuntimeError), session.begin_nested():
        service.answer(session, row.id, hall.clerks[0].id, {T5: 3, H3: 1}, now=LATER)
    assert held(session) == before


def test_an_answer_writes_nothing_but_counts_and_that_there_was_one(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    before = held(session)
    service.answer(session, row.id, hall.clerks[0].id, {T5: 3, H3: 1}, now=LATER)
    after = held(session)
    changed = {name for name, rows in after.items() if rows != before[name]}
    assert changed == {"survey_group", "survey_tally", "survey_invitation"}
    assert {name: len(rows) for name, rows in after.items()} == {
        name: len(rows) for name, rows in before.items()
    }


@pytest.mark.parametrize("place", ["clerks", "civilians"])
def test_the_database_is_the_same_whoever_of_a_section_answered_what(
    session: Session, hall: Hall, row: SurveyRound, place: str
) -> None:
    people: list[User] = getattr(hall, place)
    answers = [{T5: 0, H3: 4}, {T5: 3, H3: 1}, {T5: 2, H3: 2}]

    def after(order: list[int]) -> dict[str, list[str]]:
        nested = session.begin_nested()
        for person, number in enumerate(order):
            service.answer(session, row.id, people[person].id, answers[number], now=LATER)
        found = held(session)
        nested.rollback()
        return found

    first = after([0, 1, 2])
    assert after([2, 0, 1]) == first
    assert after([1, 2, 0]) == first


def test_no_table_of_ours_leads_from_a_person_to_a_level() -> None:
    tables = Base.metadata.tables
    assert {name for name in tables if name.startswith("survey_")} == set(OURS)
    people = {
        name
        for name in OURS
        if any(key.column.table.name == "user" for key in tables[name].foreign_keys)
    }
    assert people == {"survey_round", "survey_invitation"}  # who made it, and who is asked
    assert set(tables["survey_invitation"].c.keys()) == {
        *("round_id", "user_id", "section_id", "grade_id", "has_answered")
    }
    assert set(tables["survey_tally"].c.keys()) == {"group_id", "item_ref", "level", "count"}
    for name in ("survey_group", "survey_tally", "survey_invitation"):
        kinds = [column.type for column in tables[name].c]
        assert not any(isinstance(kind, sa.Date | UtcDateTime) for kind in kinds), name


def test_closing_settles_what_is_shown_and_forgets_the_rest(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    hall.answered(row, [*hall.clerks, *hall.others], 3)
    hall.answered(row, hall.civilians[:4], 1)
    service.close(session, row, by=hall.officer.id, now=LATER)
    found = groups(session, row)
    shown = {name for name, one in found.items() if one.is_shown}
    assert shown >= {"city"}
    assert "市民局" not in shown  # four answered
    assert "総務局" not in shown  # else it could be taken from the city
    assert all((one.answered is None) == (not one.is_shown) for one in found.values())
    left = set(session.scalars(sa.select(SurveyTally.group_id).distinct()))
    assert left == {one.id for one in found.values() if one.is_shown}
    assert session.scalar(sa.select(sa.func.count()).select_from(SurveyInvitation)) == 0
    assert row.closed_on == TODAY + timedelta(days=3)
    with pytest.raises(NotInvited):
        service.answer(session, row.id, hall.chief.id, {T5: 3, H3: 1}, now=LATER)
    with pytest.raises(SurveyRefused):
        service.close(session, row, by=hall.officer.id, now=LATER)


def test_who_comes_second_finds_what_the_first_did(session: Session, hall: Hall) -> None:
    row = a_round(session, by=hall.officer.id)

    def meanwhile(**values: date) -> None:
        written = sa.update(SurveyRound).values(**values)
        session.execute(written.execution_options(synchronize_session=False))

    meanwhile(opened_on=TODAY)
    for job in (service.open_round, service.discard):
        with pytest.raises(SurveyRefused, match="opened"):
            job(session, row, by=hall.officer.id, now=NOW)
    with pytest.raises(SurveyRefused, match="opened"):
        service.change(session, row, terms(), by=hall.officer.id, now=NOW)
    meanwhile(closed_on=TODAY)
    with pytest.raises(SurveyRefused, match="not_open"):
        service.close(session, row, by=hall.officer.id, now=NOW)
    with pytest.raises(SurveyRefused, match="not_open"):
        service.extend(session, row, TODAY, by=hall.officer.id, now=NOW)


def test_results_are_read_as_far_as_they_are_shown_and_concern_the_reader(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    hall.answered(row, [*hall.clerks, *hall.others, hall.officer], 3)
    hall.answered(row, hall.civilians, 1)
    open_now = queries.results(session, row, WHOLE)
    assert open_now.counts == {}
    service.close(session, row, by=hall.officer.id, now=LATER)
    found = queries.results(session, row, WHOLE)
    assert found.city is not None
    assert found.counts[found.city.id, T5] == (0, 6, 0, 14, 0)
    names = [(one.name, one.answered) for one in found.sections]
    assert names == [
        *(("総務局", 14), ("総務局 税務課", 8), ("総務局 人事課", 6), ("市民局", 6)),
    ]
    assert found.share(found.city, found.items[0], 3) == 70
    mine = queries.results(session, row, Scope(frozenset({hall.tax.id})))
    assert mine.city is None
    assert mine.grades == ()
    assert [one.name for one in mine.sections] == ["総務局 税務課"]
    assert {group_id for group_id, _ in mine.counts} == {mine.sections[0].id}


def test_while_it_is_open_only_shares_are_read(
    session: Session, hall: Hall, row: SurveyRound
) -> None:
    hall.answered(row, hall.clerks[:2])
    found = {one.name: one for one in queries.groups(session, row, WHOLE)}
    assert (found["総務局 税務課"].invited, found["総務局 税務課"].answered) == (9, 2)
    assert queries.rounds(session)[0].answered is None  # two of the city are few


def test_years_are_compared_where_both_are_shown(session: Session, hall: Hall) -> None:
    def held_round(now: Any, level: int, people: list[User]) -> SurveyRound:  # noqa: ANN401
        row = an_open_round(session, by=hall.officer.id, now=now)
        hall.answered(row, people, level, now=now)
        service.close(session, row, by=hall.officer.id, now=now)
        return row

    everybody = [*hall.clerks, *hall.others, hall.officer, *hall.civilians]
    held_round(NOW - timedelta(days=120), 1, everybody)
    held_round(NOW, 3, [one for one in everybody if one not in hall.civilians[:3]])
    city = queries.years(session, WHOLE, Choice(), bound=3)
    assert [line.shares for line in city.lines] == [(0, 100), (0, 100)]
    assert [line.change for line in city.lines] == [100, 100]
    civil = queries.years(session, WHOLE, Choice(organization_id=hall.civil.id), bound=3)
    assert [line.shares for line in civil.lines] == [(0, None), (0, None)]
    assert len(civil.comparable) == 1
    mine = queries.years(session, Scope(frozenset({hall.tax.id})), Choice(grade="1級"), bound=3)
    assert mine.chosen == Choice(organization_id=hall.tax.id)
    assert mine.grades == ()
    assert [name for _id, name in mine.sections] == ["総務局 税務課"]
    assert queries.years(session, WHOLE, Choice(grade="9級"), bound=3).comparable == ()


def test_a_plan_is_changed_or_dropped_only_before_anybody_is_asked(
    session: Session, hall: Hall
) -> None:
    row = a_round(session, by=hall.officer.id)
    service.change(session, row, terms([H3]), by=hall.officer.id, now=NOW)
    assert row.items == [H3]
    yesterday = terms(opens_on=TODAY - timedelta(days=1))
    with pytest.raises(SurveyRefused, match="past"):
        service.change(session, row, yesterday, by=hall.officer.id, now=NOW)
    service.open_round(session, row, by=hall.officer.id, now=NOW)
    with pytest.raises(SurveyRefused, match="opened"):
        service.change(session, row, terms([T5]), by=hall.officer.id, now=NOW)
    with pytest.raises(SurveyRefused, match="opened"):
        service.discard(session, row, by=hall.officer.id, now=NOW)
    with pytest.raises(SurveyRefused, match="opened"):
        service.open_round(session, row, by=hall.officer.id, now=NOW)
    service.extend(session, row, date(2027, 1, 31), by=hall.officer.id, now=NOW)
    assert row.closes_on == date(2027, 1, 31)
    with pytest.raises(SurveyRefused, match="past"):
        service.extend(session, row, date(2026, 1, 31), by=hall.officer.id, now=NOW)
    dropped = a_round(session, by=hall.officer.id)
    service.discard(session, dropped, by=hall.officer.id, now=NOW)
    assert session.scalars(sa.select(SurveyRound)).all() == [row]


def test_days_open_and_close_rounds_by_themselves(session: Session, hall: Hall) -> None:
    begins = TODAY + timedelta(days=2)
    row = a_round(session, terms(opens_on=begins), by=hall.officer.id)
    seen: dict[date, str] = {}
    for day in (TODAY + timedelta(days=n) for n in range(40)):
        service.keep_days(session, on=day, now=NOW + (day - TODAY))
        seen[day] = f"{row.opened_on} {row.reminded_on} {row.closed_on}"
    assert row.opened_on == begins
    assert row.reminded_on == begins + timedelta(days=13)
    assert row.closed_on == begins + timedelta(days=21)
    assert seen[begins - timedelta(days=1)] == "None None None"


def test_nobody_to_ask_opens_nothing(session: Session, hall: Hall) -> None:
    row = a_round(session, by=hall.officer.id)
    session.execute(sa.text("UPDATE post SET ends_on = '2026-10-31'"))
    session.expire_all()
    with pytest.raises(SurveyRefused, match="nobody"):
        service.open_round(session, row, by=hall.officer.id, now=NOW)
    service.keep_days(session, on=TODAY, now=NOW)
    assert row.opened_on is None
