"""Cards, meetings and decisions: what is noted of whom, and what comes back."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.following.models import Notification
from app.projects.errors import ProjectRefused
from app.projects.models import GateCheck, ProjectActivity
from app.projects.rules import Act, ProjectState
from app.workroom import queries, rules
from app.workroom.errors import NothingThere, WorkroomRefused
from app.workroom.models import Card, CardItem, Decision, Meeting
from app.workroom.queries import Wanted
from app.workroom.rules import CardState, Step
from app.workroom.service import cards, holding, meetings
from app.workroom.service.forgetting import forget_removed
from tests.factories.identity import NOW, TODAY
from tests.factories.projects import Together, a_project
from tests.factories.workroom import a_card, a_decision, a_meeting

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def team(session: "Session") -> Together:
    return a_project(session)


def acts(session: "Session", act: Act) -> list[uuid.UUID | None]:
    query = sa.select(ProjectActivity.user_id).where(ProjectActivity.act == act)
    return sorted(session.scalars(query), key=str)


def told(session: "Session", kind: str) -> set[uuid.UUID]:
    query = sa.select(Notification.user_id).where(Notification.kind == kind)
    return set(session.scalars(query))


def board(session: "Session", team: Together, **wanted: object) -> queries.Board:
    reader = team.pupils[0].id
    return queries.board(
        session,
        team.project.id,
        Wanted(**wanted),  # type: ignore[arg-type]
        reader_id=reader,
        today=TODAY,
    )


def titles(found: queries.Board, state: CardState) -> list[str]:
    return [row.card.title for row in found.columns[state]]


def test_a_card_is_finished_once_for_each_whom_it_is_for(
    session: "Session", team: Together
) -> None:
    first, second = team.pupils
    row = a_card(session, team.project, first, first, second)
    place = (team.project.id, row.id)
    for state in (CardState.DONE, CardState.DOING, CardState.DONE):
        cards.move_card(session, place, state, by=first.id, now=NOW)
    assert acts(session, Act.FINISHED_CARD) == sorted([first.id, second.id], key=str)
    assert row.finished_on == TODAY


def test_whom_a_card_is_for_are_told_but_not_who_wrote_it(
    session: "Session", team: Together
) -> None:
    first, second = team.pupils
    row = a_card(session, team.project, first, first, second)
    assert told(session, "workroom.assigned") == {second.id}
    cards.move_card(session, (team.project.id, row.id), CardState.REVIEW, by=first.id, now=NOW)
    assert told(session, "workroom.review") == {team.teacher.id}


def test_a_change_keeps_ticks_and_whoever_was_not_shown(
    session: "Session", team: Together
) -> None:
    first, second = team.pupils
    row = a_card(session, team.project, first, first, second, items=("坂", "橋"))
    place = (team.project.id, row.id)
    cards.tick(session, place, row.items[0].id, is_done=True, now=NOW)
    owner = frozenset({team.owner.id})
    new = cards.Told("地図に色をつける", people=owner, offered=owner, items=("川", "坂"))
    cards.change_card(session, place, new, by=team.owner.id, now=NOW)
    session.expire_all()
    assert {one.user_id for one in row.people} == {first.id, second.id, team.owner.id}
    assert [(one.text, one.done_on) for one in row.items] == [("川", None), ("坂", TODAY)]
    assert session.scalar(sa.select(sa.func.count()).select_from(CardItem)) == 2
    with pytest.raises(NothingThere):
        cards.tick(session, place, uuid.uuid4(), is_done=True, now=NOW)


def test_two_who_write_at_once_do_not_undo_each_other(session: "Session", team: Together) -> None:
    first = team.pupils[0]
    row = a_card(session, team.project, first)
    place, read = (team.project.id, row.id), cards.mark_of(row)
    cards.change_card(session, place, cards.Told("いち"), by=first.id, now=NOW, read=read)
    with pytest.raises(WorkroomRefused, match="changed"):
        cards.change_card(session, place, cards.Told("に"), by=first.id, now=NOW, read=read)
    assert row.title == "いち"


def test_the_board_has_its_order_its_counts_and_its_filters(
    session: "Session", team: Together
) -> None:
    first, second = team.pupils
    late = a_card(session, team.project, first, second, title="い", due_on=TODAY - timedelta(1))
    a_card(session, team.project, first, first, title="ろ", due_on=TODAY, items=("一", "二"))
    a_card(session, team.project, first, title="は", state=CardState.DONE, due_on=late.due_on)
    cards.move_card(session, (team.project.id, late.id), Step.DOWN, by=first.id, now=NOW)
    found = board(session, team)
    assert titles(found, CardState.TODO) == ["ろ", "い"]
    assert (found.total, found.mine, found.late) == (3, 1, 1)
    assert (found.columns[CardState.TODO][0].items, found.counts[CardState.DONE]) == (2, 1)
    assert titles(board(session, team, mine=first.id), CardState.TODO) == ["ろ"]
    assert titles(board(session, team, late=True), CardState.TODO) == ["い"]


def test_what_was_removed_comes_back_for_thirty_days(session: "Session", team: Together) -> None:
    first = team.pupils[0]
    row = a_card(session, team.project, first, first)
    place = (team.project.id, row.id)
    holding.remove(session, Card, place, now=NOW)
    with pytest.raises(NothingThere):
        cards.move_card(session, place, CardState.DONE, by=first.id, now=NOW)
    assert [one.id for one in board(session, team).removed] == [row.id]
    holding.bring_back(session, Card, place, now=NOW)
    assert board(session, team).total == 1
    holding.remove(session, Card, place, now=NOW)
    after = NOW + timedelta(days=rules.UNDO_DAYS + 1)
    with pytest.raises(WorkroomRefused, match="late"):
        holding.bring_back(session, Card, place, now=after)
    forget_removed(session, today=TODAY + timedelta(days=rules.UNDO_DAYS + 1), now=after)
    assert session.scalars(sa.select(Card)).all() == []


def test_being_at_a_meeting_is_noted_once_and_a_decision_opens_its_gate(
    session: "Session", team: Together
) -> None:
    first, second = team.pupils
    row = a_meeting(session, team.project, first, first)
    both = frozenset({first.id, second.id})
    more = meetings.Minutes(TODAY, row.title, "", people=both, offered=both)
    meetings.change_meeting(session, (team.project.id, row.id), more, now=NOW)
    assert acts(session, Act.ATTENDED_MEETING) == sorted(both, key=str)
    check = sa.select(GateCheck.met_on).where(GateCheck.key == "decision")
    assert session.scalar(check) is None
    decision = a_decision(session, team.project, first, meeting=row)
    assert session.scalar(check) == TODAY
    assert acts(session, Act.DECIDED) == [first.id]
    found = queries.meeting(session, team.project.id, row.id)
    assert [one.id for one in found.decisions] == [decision.id]


def test_what_was_decided_stays_when_its_meeting_goes(session: "Session", team: Together) -> None:
    first = team.pupils[0]
    row = a_meeting(session, team.project, first)
    decision = a_decision(session, team.project, first, meeting=row)
    place = (team.project.id, row.id)
    holding.remove(session, Meeting, place, now=NOW)
    page = queries.meetings(session, team.project.id, today=TODAY)
    assert (page.meetings, page.removed_meetings) == ((), (row,))
    assert [(one.decision, one.meeting) for one in page.decisions] == [(decision, None)]
    after = TODAY + timedelta(days=rules.UNDO_DAYS + 1)
    forget_removed(session, today=after, now=NOW)
    session.expire_all()
    assert session.get_one(Decision, decision.id).meeting_id is None


def test_nothing_is_written_in_a_project_that_ended_or_in_another(
    session: "Session", team: Together
) -> None:
    first = team.pupils[0]
    row = a_card(session, team.project, first)
    other = a_project(session, pupils=1, city=team.city)
    with pytest.raises(NothingThere):
        holding.remove(session, Card, (other.project.id, row.id), now=NOW)
    meeting = a_meeting(session, other.project, other.pupils[0])
    with pytest.raises(NothingThere):
        a_decision(session, team.project, first, meeting=meeting)
    team.project.state, team.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ProjectRefused, match="ended"):
        holding.remove(session, Card, (team.project.id, row.id), now=NOW)
    for write in (a_card, a_meeting, a_decision):
        with pytest.raises(ProjectRefused, match="ended"):
            write(session, team.project, first)
