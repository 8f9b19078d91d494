"""Lists and figures of proposals, kept words of answers, and teams that go on."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.adoption import queries, service
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.handlers import on_day_begun
from app.adoption.models import ContinuationLook
from app.adoption.queries import Asked
from app.adoption.rules import Answer, Cue, Ending
from app.adoption.service import NewAnswer
from app.clock import day_of
from app.following.models import Notification
from app.identity.events import DayBegun
from app.outbox.errors import NotNow
from app.projects.models import Project
from app.projects.rules import ProjectState
from app.talent.queries import staff
from tests.factories.adoption import (
    a_proposal,
    an_offer,
    answered,
    budgeted,
    by_owner,
    going_on,
    kinds_of,
    later,
    taken_up,
    waiting,
)
from tests.factories.identity import NOW, TODAY, a_citizen, a_city, an_organization
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User


@pytest.fixture
def together(session: "Session") -> Together:
    return a_project(session)


# --- lists and figures


def test_the_inbox_is_of_the_department_and_its_order_is_what_presses(
    session: "Session",
) -> None:
    city = a_city(session)
    groups = [a_project(session, city=city) for _ in range(3)]
    place = groups[0].department
    rows = [a_proposal(session, one) for one in groups]
    for row in rows[1:]:
        row.organization_id = place.id
    session.flush()
    taken_up(session, groups[1], rows[1], in_days=5)
    taken_up(session, groups[2], rows[2], in_days=50)
    found = waiting(session, groups[0], days=8)
    assert found == [(Cue.OVERDUE, 3), (Cue.NEW, 0), (Cue.DUE, 0)]
    tree = staff.departments(session)
    other = an_organization(session, parent=city)
    session.flush()

    def listed(asked: Asked, place_id: uuid.UUID = place.id) -> int:
        where = frozenset({place_id})
        return queries.inbox(
            session, tree, asked, places=where, reader_id=uuid.uuid4(), today=TODAY
        ).count

    assert listed(Asked(show="all")) == 3
    assert listed(Asked(show="all", year=2025)) == 0
    assert listed(Asked(show="submitted")) == 1
    assert listed(Asked(show="all", department_id=groups[1].department.id)) == 0
    assert listed(Asked(show="all"), other.id) == 0
    owned = queries.inbox(
        session, tree, Asked(), places=frozenset(), reader_id=groups[1].owner.id, today=TODAY
    )
    assert [one.row.id for one in owned.rows] == [rows[1].id]


def test_what_waits_at_home_is_counted_for_owners_and_heads(
    session: "Session", together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together), in_days=5)

    def counts(who: "User", *headed: uuid.UUID, days: int = 0) -> tuple[int, int]:
        on = TODAY + timedelta(days=days)
        late, new = queries.home_cues(who.id, frozenset(headed), today=on)
        found = session.execute(sa.select(late, new)).one()
        return found[0], found[1]

    stranger = a_citizen(session)
    assert counts(together.owner, days=6) == (1, 0)
    assert counts(together.owner, days=5) == (0, 0)
    assert counts(stranger, days=6) == (0, 0)
    assert counts(stranger, together.city.id, days=6) == (1, 0)
    answered(session, together, row)
    assert counts(together.owner, days=6) == (0, 0)


def test_figures_of_departments_and_years(session: "Session", together: Together) -> None:
    row = taken_up(session, together, a_proposal(session, together), in_days=5)
    answered(session, together, row, now=later(4))
    budgeted(session, together, row, now=later(4))
    other = a_project(session, city=together.city)
    late = taken_up(session, other, a_proposal(session, other), in_days=5)
    answered(session, other, late, Answer.ALREADY, now=later(9))
    a_proposal(session, a_project(session, city=together.city), is_handed_in=False)
    found = queries.sums(session, staff.departments(session), year=None)
    total = found.total
    assert (total.submitted, total.settled, total.in_time) == (2, 2, 1)
    assert (total.answers[Answer.ADOPT], total.answers[Answer.ALREADY]) == (1, 1)
    assert (total.budgeted, total.yen, total.used, total.days) == (1, 1_200_000, 0, 4)
    assert [one.year for one in found.years] == [2026]
    places = {one.department.id: one.figures.submitted for one in found.departments}
    assert places == {together.department.id: 1, other.department.id: 1}
    assert queries.sums(session, staff.departments(session), year=2025).departments == ()


def test_words_of_an_answer_are_kept_and_removed(session: "Session", together: Together) -> None:
    by, place = by_owner(together), together.department.id
    told = NewAnswer(Answer.NOT_NOW, "除雪車が足りません。", TODAY, "2台ふえれば取り組めます。")
    service.keep_template(session, place, "除雪車", told, by=by, now=NOW)
    again = NewAnswer(Answer.NOT_NOW, "除雪車が62台です。", TODAY, "2台ふえれば取り組めます。")
    kept = service.keep_template(session, place, "除雪車", again, by=by, now=NOW)
    assert [one.reason for one in queries.templates_of(session, frozenset({place}))] == [
        "除雪車が62台です。"
    ]
    assert queries.templates_of(session, frozenset({together.city.id})) == []
    with pytest.raises(NoSuchAdoption):
        service.remove_template(session, kept.id, places=frozenset(), by=by, now=NOW)
    service.remove_template(session, kept.id, places=frozenset({place}), by=by, now=NOW)
    assert queries.templates_of(session, None) == []


# --- the team goes on


def paths_to(user: "User") -> "sa.Select[str]":
    return sa.select(Notification.path).filter_by(user_id=user.id, kind="adoption.looked")


def test_a_team_goes_on_and_is_asked_after_half_a_year_and_a_year(
    session: "Session", together: Together
) -> None:
    offer = an_offer(session, together.department, together.owner)
    pupil = standing_of(session, together, together.pupils[0])
    with pytest.raises(AdoptionRefused, match="owner"):
        service.go_on(session, pupil, service.Ending(Ending.CLUB, "部"), now=NOW)
    row = going_on(session, together, offer)
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, TODAY
    found = queries.going_on(session, together.project.id)
    assert found is not None
    assert [one.title for one in found.offers] == ["会議室を無料で使える"]
    assert [(one.months, one.due_on.isoformat()) for one in found.looks] == [
        (6, "2027-05-22"),
        (12, "2027-11-22"),
    ]
    for _ in range(2):
        service.keep_days(session, on=day_of(later(182)), now=later(182))
    assert kinds_of(session, together.teacher).count("adoption.look") == 1
    assert "adoption.look" in kinds_of(session, together.owner)
    assert "adoption.look" not in kinds_of(session, together.pupils[0])
    first, second = session.scalars(
        sa.select(ContinuationLook)
        .where(ContinuationLook.continuation_id == row.id)
        .order_by(ContinuationLook.months)
    )
    teacher = standing_of(session, together, together.teacher)
    said = {"words": "週に1回集まっています。", "needed": "集まる部屋"}
    service.look(session, teacher, first.id, goes_on=True, now=later(183), **said)
    service.look(session, teacher, first.id, goes_on=True, now=later(184), **said)
    assert (first.goes_on, first.needed) == (True, "集まる部屋")
    assert kinds_of(session, together.pupils[0]).count("adoption.looked") == 1
    with pytest.raises(AdoptionRefused, match="not_now"):
        service.look(session, teacher, second.id, goes_on=True, now=later(183), **said)
    with pytest.raises(NoSuchAdoption):
        service.look(session, teacher, uuid.uuid4(), goes_on=True, now=NOW, **said)
    service.look(session, teacher, second.id, goes_on=True, now=later(366), **said)
    assert set(session.scalars(paths_to(together.pupils[0]))) == {
        f"/projects/{project.key}/adoption",
        f"/showcase/{project.key}",  # its own pages are closed by then
    }


def test_what_ended_is_offered_no_more_and_stays_with_who_took_it(
    session: "Session", together: Together
) -> None:
    offer = an_offer(session, together.department, together.owner)
    row = going_on(session, together, offer)
    service.end_offer(session, offer.id, by=together.owner.id, now=NOW)
    assert queries.offers_open(session, on=TODAY) == []
    going_on(session, together, offer)
    found = queries.going_on(session, together.project.id)
    assert found is not None
    assert (found.row.id, len(found.offers), len(found.looks)) == (row.id, 1, 2)
    assert [taken for _row, taken in queries.all_offers(session)] == [1]
    other = a_project(session, city=together.city)
    with pytest.raises(AdoptionRefused, match="offer"):
        going_on(session, other, offer)


def test_a_day_is_kept_once_it_has_begun(session: "Session", together: Together) -> None:
    row = taken_up(session, together, a_proposal(session, together), in_days=1)
    today = day_of(clock.now())
    with pytest.raises(NotNow):
        on_day_begun(session, DayBegun(today + timedelta(days=2), NOW))
    on_day_begun(session, DayBegun(today, NOW))
    assert row.due_on is not None
    is_late = row.due_on < today
    assert ("adoption.overdue" in kinds_of(session, together.owner)) is is_late
