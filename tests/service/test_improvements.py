"""Memos of what was tried at work: written, confirmed by the chief, summed by the day."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.clock import day_of
from app.identity import queries as identity
from app.identity.models import Role
from app.improvements import queries, service
from app.improvements.errors import MemoRefused, NoSuchMemo
from app.improvements.handlers import on_retention_over
from app.improvements.models import ImprovementMemo
from app.improvements.policy import confirms_in
from app.improvements.queries import Asked
from app.improvements.rules import Effort, State
from app.personnel.events import RetentionOver
from app.talent.queries import WHOLE, Scope, staff
from tests.factories.assignments import NOW, Hall
from tests.factories.identity import a_citizen
from tests.factories.improvements import TOLD, a_memo

TODAY = day_of(NOW)
LATER = NOW + timedelta(days=30)


@pytest.fixture
def hall(session: Session) -> Hall:
    hall = Hall(session)
    hall.chief.posts[0].role = Role.MANAGER
    for user in (hall.chief, hall.clerk, hall.other):
        hall.finished(user)
    return hall


def units(hall: Hall) -> frozenset[uuid.UUID]:
    person = identity.person(hall.session, hall.chief.id, on=TODAY)
    return confirms_in(staff.departments(hall.session), person)


def confirmed(hall: Hall, row: ImprovementMemo) -> ImprovementMemo:
    return service.confirm(hall.session, row.id, by=hall.chief.id, units=units(hall), now=NOW)


def sums(hall: Hall, *, scope: Scope = WHOLE, on: date = TODAY) -> queries.Sums:
    tree = staff.departments(hall.session)
    return queries.sums(hall.session, tree, scope=scope, on=on)


def test_what_the_chief_confirmed_counts_beside_what_was_learned(hall: Hall) -> None:
    row = a_memo(hall.session, hall.clerk)
    assert sums(hall).total.memos == 0
    assert [one.name for one in waiting(hall)] == [hall.clerk.name]
    confirmed(hall, row)
    assert waiting(hall) == ()
    found = sums(hall)
    assert (found.total.memos, found.total.saved_hours) == (1, 32.0)
    assert found.total.completions == 3
    assert found.total.learned > 0
    by_place = {one.department.name: one.sum for one in found.departments}
    assert by_place["税務課"].memos == by_place["総務局"].memos == 1
    assert by_place["人事課"].memos == 0
    assert by_place["税務課"].completions == 2
    assert [(one.title, one.sum.memos) for one in found.courses] == [("試しの講座", 1)]


def waiting(hall: Hall) -> tuple[queries.Memo, ...]:
    tree = staff.departments(hall.session)
    return queries.waiting_for(hall.session, tree, units(hall), but=hall.chief.id)


def test_a_question_goes_back_and_is_answered_by_a_change(hall: Hall) -> None:
    row = a_memo(hall.session, hall.clerk)
    mine = units(hall)
    service.ask(hall.session, row.id, "何人でですか", by=hall.chief.id, units=mine, now=NOW)
    assert (row.state, row.question) == (State.RETURNED, "何人でですか")
    assert waiting(hall) == ()
    with pytest.raises(MemoRefused, match="settled"):
        confirmed(hall, row)
    service.change(hall.session, row, replace(TOLD, tried="2人で試した"), now=NOW)
    assert (row.state, row.question, row.tried) == (State.WAITING, "", "2人で試した")
    confirmed(hall, row)
    with pytest.raises(MemoRefused, match="confirmed"):
        service.change(hall.session, row, TOLD, now=NOW)


def test_nobody_confirms_their_own_or_beyond_their_unit(hall: Hall) -> None:
    own, elsewhere = a_memo(hall.session, hall.chief), a_memo(hall.session, hall.other)
    with pytest.raises(MemoRefused, match="own"):
        confirmed(hall, own)
    with pytest.raises(NoSuchMemo):
        confirmed(hall, elsewhere)
    assert waiting(hall) == ()


def test_who_did_not_finish_the_course_or_has_no_unit_writes_nothing(hall: Hall) -> None:
    with pytest.raises(MemoRefused, match="course"):
        a_memo(hall.session, hall.officer)
    with pytest.raises(MemoRefused, match="course"):
        a_memo(hall.session, hall.clerk, replace(TOLD, course="nai"))
    with pytest.raises(MemoRefused, match="unit"):
        a_memo(hall.session, a_citizen(hall.session))
    assert hall.session.scalar(sa.select(sa.func.count(ImprovementMemo.id))) == 0


def test_a_course_with_a_very_long_title_is_told_by_its_beginning(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    (known,) = queries.finished_courses(hall.session, hall.clerk.id)
    found = [replace(known, title="長" * 300)]
    monkeypatch.setattr(service, "finished_courses", lambda *_asked: found)
    assert a_memo(hall.session, hall.clerk).course_title == "長" * 200


def test_what_is_taken_back_counts_for_the_days_before(hall: Hall) -> None:
    row = confirmed(hall, a_memo(hall.session, hall.clerk))
    service.withdraw(hall.session, row, now=LATER)
    service.withdraw(hall.session, row, now=LATER + timedelta(days=1))
    assert row.withdrawn_on == day_of(LATER)
    before, after = day_of(LATER) - timedelta(days=1), day_of(LATER)
    assert (sums(hall, on=before).total.memos, sums(hall, on=after).total.memos) == (1, 0)
    assert sums(hall, on=TODAY - timedelta(days=1)).total.completions == 0


def test_what_takes_longer_is_taken_off(hall: Hall) -> None:
    confirmed(hall, a_memo(hall.session, hall.clerk))
    worse = replace(TOLD, effort=Effort(10, 40, 4, 2))
    confirmed(hall, a_memo(hall.session, hall.clerk, worse))
    assert sums(hall).total.saved_hours == -16.0


def test_a_chief_reads_the_own_unit(hall: Hall) -> None:
    confirmed(hall, a_memo(hall.session, hall.clerk))
    hall.other.posts[0].organization_id = hall.staffing.id
    scope = Scope(frozenset({hall.staffing.id}))
    tree = staff.departments(hall.session)
    assert sums(hall, scope=scope).total.memos == 0
    assert sums(hall, scope=scope).total.completions == 1
    for asked, count in (
        (Asked(TODAY), 1),
        (Asked(TODAY, department_id=hall.staffing.id), 0),
        (Asked(TODAY, department_id=hall.bureau.id), 1),
        (Asked(TODAY, course="nai"), 0),
        (Asked(TODAY - timedelta(days=1)), 0),
    ):
        page = queries.memos_behind(hall.session, tree, asked, scope=WHOLE)
        assert page.count == len(page.memos) == count, asked
    inside = queries.memos_behind(hall.session, tree, Asked(TODAY), scope=scope)
    assert inside.count == 0


def test_who_left_long_ago_leaves_no_memo(hall: Hall) -> None:
    confirmed(hall, a_memo(hall.session, hall.clerk))
    on_retention_over(hall.session, RetentionOver(hall.clerk.id, NOW))
    assert sums(hall).total.memos == 0
