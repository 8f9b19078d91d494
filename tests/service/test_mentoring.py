"""Tickets: through a teacher to a mentor who is vouched for, with minutes that count down."""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app import clock
from app.db import db, transaction
from app.following.models import Notification
from app.following.words import SENTENCES
from app.identity.events import DayBegun
from app.identity.models import Role
from app.identity.queries import person
from app.lrs.models import StoredStatement
from app.mentoring import handlers, policy, queries, service
from app.mentoring.errors import Missing, NoSuchTicket, TicketRefused, VettingRefused
from app.mentoring.models import Ticket
from app.mentoring.rules import MessageKind, TicketState
from app.outbox.errors import NotNow
from app.projects.errors import ProjectRefused
from app.projects.events import MemberLeft
from app.projects.models import GateCheck, ProjectMember
from app.projects.rules import MemberRole, ProjectState
from app.projects.service import members
from tests.factories.identity import NOW, TODAY, a_citizen, a_post, a_user, an_administrator
from tests.factories.mentoring import (
    ANSWER,
    QUESTION,
    a_draft,
    a_vetting,
    answered,
    asked,
    handed_in,
    mentored,
    passed_on,
)
from tests.factories.projects import a_project, an_agreement, quietly_vouched, standing_of

if TYPE_CHECKING:
    import uuid

    from flask import Flask
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from tests.factories.projects import Together

TERM_LATER = datetime(2027, 4, 2, 1, tzinfo=UTC)


def told(session: "Session", user: "User") -> list[str]:
    session.flush()
    found = list(
        session.scalars(sa.select(Notification.kind).where(Notification.user_id == user.id))
    )
    assert set(found) <= set(SENTENCES)
    return [one for one in found if one != "project.joined"]


def account(session: "Session", together: "Together", on: date = TODAY) -> queries.Account:
    return queries.accounts(session, [together.mentor.id], on=on)[together.mentor.id][0]


def passing(session: "Session", together: "Together", row: Ticket) -> None:
    standing = standing_of(session, together, together.teacher)
    service.pass_on(session, standing, row.id, seen=row.edition, now=NOW)


def refused(session: "Session", together: "Together", row: Ticket) -> Missing | None:
    with pytest.raises(TicketRefused) as found:
        passing(session, together, row)
    assert row.state is TicketState.WITH_TEACHER
    assert row.minutes is None
    return found.value.missing


def state_of(session: "Session", row: Ticket) -> str:
    session.flush()
    return str(session.scalars(sa.select(Ticket.state).where(Ticket.id == row.id)).one())


def test_a_ticket_goes_through_the_teacher_and_comes_back_answered(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = passed_on(session, together)
    assert told(session, together.teacher)[-1:] == ["ticket.handed"]
    assert told(session, together.mentor) == ["mentor.vouched", "ticket.passed"]
    assert (row.minutes, account(session, together).left) == (20, 100)
    mentor = standing_of(session, together, together.mentor)
    given = service.Answer(ANSWER, 25)
    service.answer(session, mentor, row.id, given, seen=row.edition, now=NOW)
    assert account(session, together).left == 95
    for pupil in together.pupils:
        assert told(session, pupil)[-1] == "ticket.answered"
    assert queries.minutes_given(session, together.project.id) == {together.mentor.id: 25}
    met = sa.select(GateCheck.met_on).where(GateCheck.key == "ticket")
    assert session.scalars(met).one() == TODAY
    said = "".join(session.scalars(sa.select(StoredStatement.doc)))
    assert "ticket" in said
    assert QUESTION not in said


def test_only_what_is_whole_is_handed_in_and_only_once_it_is_an_act(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = a_draft(session, together, finding="", wanted_on=None)
    pupil = standing_of(session, together, together.pupils[1])
    with pytest.raises(TicketRefused) as found:
        service.hand_in(session, pupil, row.id, seen=None, now=NOW)
    assert found.value.fault == "parts"
    service.mend(session, pupil, row.id, asked(together), seen=None, now=NOW)
    service.hand_in(session, pupil, row.id, seen=None, now=NOW)
    teacher = standing_of(session, together, together.teacher)
    service.give_back(session, teacher, row.id, "どの道のことですか。", seen=None, now=NOW)
    assert told(session, together.pupils[0])[-1] == "ticket.returned"
    service.hand_in(session, pupil, row.id, seen=None, now=NOW)
    docs = list(session.scalars(sa.select(StoredStatement.doc)))
    assert sum(str(row.id) in one for one in docs) == 1


def test_without_somebody_who_vouches_nothing_is_passed_on(session: "Session") -> None:
    together = a_project(session, vouched=False)
    an_agreement(session, together.school, together.university)
    missing = refused(session, together, handed_in(session, together))
    assert missing == Missing("vetting")


def test_without_an_agreement_the_teacher_reads_with_which_school(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together, agreed=False)
    missing = refused(session, together, handed_in(session, together))
    assert missing == Missing("agreement", places=(together.school.name,))


def test_an_empty_account_takes_no_ticket_and_says_when_it_will(session: "Session") -> None:
    together = a_project(session)
    vetting = mentored(session, together, minutes=30)
    passed_on(session, together)
    row = handed_in(session, together)
    missing = refused(session, together, row)
    assert missing == Missing("minutes", minutes=10)
    vetting.ends_on = date(2027, 9, 30)
    session.flush()
    assert refused(session, together, row) == Missing(
        "minutes", minutes=10, again_on=date(2027, 4, 1)
    )
    assert account(session, together, on=date(2027, 4, 1)).left == 30


def test_two_teachers_at_once_do_not_spend_the_same_minutes(
    app: "Flask", session: "Session"
) -> None:
    together = a_project(session)
    mentored(session, together, minutes=30)
    ids = [handed_in(session, together).id for _ in range(2)]
    session.commit()
    start, faults = threading.Barrier(2), []

    def run(ticket_id: "uuid.UUID") -> None:
        with app.app_context():
            start.wait(timeout=10)
            try:
                with transaction() as own:
                    teacher = standing_of(own, together, together.teacher)
                    service.pass_on(own, teacher, ticket_id, seen=None, now=NOW)
            except TicketRefused as refusal:
                faults.append(refusal.fault)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=[one]) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    session.rollback()
    assert faults == ["minutes"]
    assert account(session, together).left == 10


def test_minutes_count_for_the_person_and_the_organization_whatever_vetting(
    session: "Session",
) -> None:
    together = a_project(session)
    vetting = mentored(session, together)
    answered(session, together, minutes=100)
    vetting.ends_on = TODAY
    session.flush()
    tomorrow = TODAY + timedelta(days=1)
    later = NOW + timedelta(days=1)
    a_vetting(
        session,
        together.mentor,
        together.university,
        by=together.owner,
        starts_on=tomorrow,
        now=later,
    )
    assert account(session, together, on=tomorrow).left == 20


def test_a_ticket_that_is_withdrawn_frees_its_minutes(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = passed_on(session, together)
    pupil = standing_of(session, together, together.pupils[0])
    service.withdraw(session, pupil, row.id, seen=row.edition, now=NOW)
    assert account(session, together).left == 120
    assert told(session, together.mentor)[-1] == "ticket.withdrawn"


def test_the_mentor_asks_back_and_the_reply_leads_back(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = passed_on(session, together)
    mentor = standing_of(session, together, together.mentor)
    service.ask_back(session, mentor, row.id, "どの校区ですか。", seen=None, now=NOW)
    assert (row.state, row.minutes) == (TicketState.ASKED_BACK, 20)
    pupil = standing_of(session, together, together.pupils[1])
    service.write(session, pupil, row.id, "小立野校区です。", now=NOW)
    assert row.state is TicketState.WITH_MENTOR
    assert told(session, together.mentor)[-1] == "ticket.message"
    kinds = [one.kind for one in queries.ticket(session, mentor, row.id).messages]
    assert set(kinds) == {MessageKind.PASS, MessageKind.ASK_BACK, MessageKind.REPLY}
    service.answer(session, mentor, row.id, service.Answer("わ", 10), seen=None, now=NOW)
    service.write(session, mentor, row.id, "もう1つ。", minutes=5, now=NOW)
    assert (row.minutes, account(session, together).left) == (15, 105)


def test_who_reads_a_ticket(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    other = a_user(session, given_name="べつの")
    a_post(session, other, together.university, Role.PARTNER)
    quietly_vouched(session, other, together.university)
    for user, role in ((other, MemberRole.MENTOR), (a_citizen(session), MemberRole.SUPPORTER)):
        coming = members.Coming(user.id, together.university.id, role)
        members.add(session, together.project, coming, by=together.teacher.id, now=NOW)
    row = handed_in(session, together)
    mentor = standing_of(session, together, together.mentor)
    with pytest.raises(NoSuchTicket):
        queries.ticket(session, mentor, row.id)
    passing(session, together, row)
    for user in (*together.pupils, together.teacher, together.mentor):
        assert queries.tickets(session, standing_of(session, together, user)) == [row]
    for user in (other, together.owner):
        standing = standing_of(session, together, user)
        assert queries.tickets(session, standing) == []
        with pytest.raises(NoSuchTicket):
            queries.ticket(session, standing, row.id)


def test_whoever_was_slower_is_told_and_nothing_is_lost(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = handed_in(session, together)
    read = row.edition
    teacher = standing_of(session, together, together.teacher)
    service.mend(session, teacher, row.id, asked(together, estimate=30), seen=read, now=NOW)
    with pytest.raises(TicketRefused, match="changed"):
        service.pass_on(session, teacher, row.id, seen=read, now=NOW)
    with pytest.raises(TicketRefused, match="state"):
        service.answer(session, teacher, row.id, service.Answer("わ", 1), seen=None, now=NOW)
    other = a_project(session, city=together.city)
    with pytest.raises(NoSuchTicket):
        service.pass_on(
            session, standing_of(session, other, other.teacher), row.id, seen=None, now=NOW
        )


def test_a_project_that_ended_is_read_and_not_written(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = handed_in(session, together)
    pupil = standing_of(session, together, together.pupils[0])
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ProjectRefused):
        service.ask(session, pupil, asked(together), now=NOW)
    with pytest.raises(ProjectRefused):
        passing(session, together, row)


def test_an_answer_is_shared_with_the_teams_of_the_challenge_without_its_team(
    session: "Session",
) -> None:
    together = a_project(session)
    mentored(session, together)
    row = answered(session, together)
    other = a_project(session, city=together.city)
    other.project.challenge_id = together.project.challenge_id
    apart = a_project(session, city=together.city)
    session.flush()
    assert queries.shared(session, other.project) == []
    mentor = standing_of(session, together, together.mentor)
    service.share(session, mentor, row.id, "どの数字か。", ANSWER, seen=row.edition, now=NOW)
    (found,) = queries.shared(session, other.project)
    assert (found.question, found.answer) == ("どの数字か。", ANSWER)
    assert found.place == together.university.name
    assert (
        queries.shared(session, apart.project) == queries.shared(session, together.project) == []
    )
    assert told(session, other.pupils[0]) == ["ticket.shared"]
    assert told(session, apart.pupils[0]) == []
    service.unshare(session, mentor, row.id, seen=None, now=NOW)
    assert queries.shared(session, other.project) == []


def test_a_vetting_that_ends_gives_the_tickets_back(session: "Session") -> None:
    together = a_project(session)
    vetting = mentored(session, together)
    row = passed_on(session, together)
    places = {together.university.id}
    service.end(session, vetting.id, "転出", by=together.owner.id, places=places, now=NOW)
    assert (row.state, row.minutes) == (TicketState.WITH_TEACHER, None)
    assert told(session, together.teacher)[-1] == "ticket.came_back"
    assert told(session, together.mentor)[-1] == "mentor.ended"
    assert queries.accounts(session, [together.mentor.id], on=TODAY) == {}
    with pytest.raises(VettingRefused, match="ended"):
        service.end(session, vetting.id, "また", by=together.owner.id, places=places, now=NOW)


def test_the_day_gives_tickets_back_and_warns_once(
    session: "Session", monkeypatch: pytest.MonkeyPatch
) -> None:
    together = a_project(session)
    vetting = mentored(session, together)
    row = passed_on(session, together)
    with pytest.raises(NotNow):
        handlers.on_day_begun(session, DayBegun(date(2999, 1, 1), NOW))
    near = datetime(2027, 3, 5, 1, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: near)
    for _ in range(2):
        handlers.on_day_begun(session, DayBegun(date(2027, 3, 5), near))
    assert state_of(session, row) == "with_mentor"
    assert told(session, together.mentor).count("mentor.ending") == 1
    assert told(session, together.teacher).count("mentor.ending_here") == 1
    monkeypatch.setattr(clock, "now", lambda: TERM_LATER)
    handlers.on_day_begun(session, DayBegun(date(2027, 4, 2), TERM_LATER))
    assert state_of(session, row) == "with_teacher"
    assert vetting.ended_on is None


def test_a_mentor_who_leaves_leaves_the_tickets_with_the_teacher(session: "Session") -> None:
    together = a_project(session)
    mentored(session, together)
    row = passed_on(session, together)
    place = session.scalars(
        sa.select(ProjectMember).where(ProjectMember.user_id == together.mentor.id)
    ).one()
    members.leave(session, place, by=together.teacher.id, now=NOW)
    for _ in range(2):
        event = MemberLeft(together.project.id, together.mentor.id, NOW)
        handlers.on_member_left(session, event)
    assert row.state is TicketState.WITH_TEACHER
    assert refused(session, together, row) == Missing("mentor")


@pytest.mark.parametrize(
    ("fault", "starts_on", "ends_on"),
    [
        ("days", TODAY, date(2027, 12, 1)),
        ("days", date(2026, 1, 1), date(2026, 11, 1)),
        ("overlaps", date(2027, 3, 1), date(2027, 9, 1)),
    ],
)
def test_a_vetting_is_refused(
    session: "Session", fault: str, starts_on: date, ends_on: date
) -> None:
    together = a_project(session)
    mentored(session, together)
    by, place = together.owner, together.university
    with pytest.raises(VettingRefused, match=fault):
        a_vetting(session, together.mentor, place, by=by, starts_on=starts_on, ends_on=ends_on)


def test_nobody_vouches_for_themselves_for_a_child_or_for_strangers(session: "Session") -> None:
    together = a_project(session)
    for mentor, by, fault in (
        (together.mentor, together.mentor, "own"),
        (together.pupils[0], together.owner, "minor"),
        (a_citizen(session), together.owner, "place"),
    ):
        with pytest.raises(VettingRefused, match=fault):
            a_vetting(session, mentor, together.university, by=by)


def test_for_whom_somebody_vouches(session: "Session") -> None:
    together = a_project(session)
    above = queries.parents(session)

    def places(user: "User") -> "frozenset[uuid.UUID]":
        return policy.places_of(person(session, user.id, on=TODAY), above)

    assert places(together.mentor) == {together.university.id}
    assert places(together.owner) == {together.department.id}
    assert places(together.teacher) == frozenset()
    assert places(an_administrator(session, of=together.city)) == frozenset(above)
    assert places(an_administrator(session, of=together.school)) == frozenset()


def test_the_desk_tells_who_advises_without_being_vouched_for(session: "Session") -> None:
    together = a_project(session, vouched=False)
    above = queries.parents(session)
    desk = queries.desk(session, {together.university.id}, above, on=TODAY)
    assert [one.user_id for one in desk.unvetted] == [together.mentor.id]
    mentored(session, together)
    passed_on(session, together)
    desk = queries.desk(session, {together.university.id}, above, on=TODAY)
    assert desk.unvetted == ()
    assert [(one.name, one.state, one.account.left) for one in desk.vouched] == [
        (together.mentor.name, "holds", 100)
    ]
    desk = queries.desk(session, {together.university.id}, above, on=date(2027, 3, 10))
    assert [one.state for one in desk.vouched] == ["soon"]
