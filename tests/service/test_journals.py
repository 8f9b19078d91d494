"""Journals: written, read by whom they reach, answered, and counted for the gate."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.following.models import Notification
from app.journals import queries, service
from app.journals.errors import NoSuchEntry
from app.journals.handlers import on_member_left
from app.journals.models import JournalEntry, JournalReply
from app.journals.rules import Reach
from app.journals.service import Written
from app.lrs.models import StoredStatement
from app.projects.errors import ProjectRefused
from app.projects.events import MemberLeft
from app.projects.models import GateCheck, ProjectActivity, ProjectMember, ProjectStage
from app.projects.rules import Act, ProjectState
from app.projects.service import members
from tests.factories.identity import NOW, TODAY
from tests.factories.journals import WORDS, an_entry
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

LATER = NOW + timedelta(days=3)
MARK = "だれにも言わないでおくこと"


def read_by(session: "Session", together: Together, user: "User") -> list[str]:
    who = standing_of(session, together, user)
    found = queries.readable(session, who, together.project.stage)
    return sorted(one.row.words for one in found)


def gate(session: "Session", together: Together) -> GateCheck:
    return session.scalars(
        sa.select(GateCheck)
        .where(GateCheck.project_id == together.project.id, GateCheck.key == "journal")
        .execution_options(populate_existing=True)
    ).one()


def passed(session: "Session", together: Together, stage: str) -> None:
    row = session.get_one(ProjectStage, (together.project.id, stage))
    row.passed_on = TODAY
    session.flush()


def test_each_reads_what_reaches_them_and_nobody_reads_what_is_private(
    session: "Session",
) -> None:
    together = a_project(session)
    writer, mate = together.pupils
    for reach in Reach:
        an_entry(session, together, words=reach.value, reach=reach)
    assert read_by(session, together, writer) == ["mentor", "private", "team"]
    for reader in (mate, together.teacher):
        assert read_by(session, together, reader) == ["mentor", "team"]
    assert read_by(session, together, together.mentor) == ["mentor"]
    assert read_by(session, together, together.owner) == []
    told = queries.own_entries(session, together.project.id, writer.id)
    assert len(told) == 3


def test_a_statement_says_that_somebody_wrote_and_nothing_of_what(session: "Session") -> None:
    together = a_project(session)
    row = an_entry(session, together, words=MARK, reach=Reach.PRIVATE)
    session.flush()
    done = session.scalars(
        sa.select(ProjectActivity).where(ProjectActivity.act == Act.WROTE_JOURNAL)
    ).one()
    assert (done.about_id, done.about) == (row.id, "")
    docs = "".join(session.scalars(sa.select(StoredStatement.doc)))
    assert str(row.id) in docs
    assert MARK not in docs


def test_a_teacher_knows_who_wrote_whatever_it_reaches(session: "Session") -> None:
    together = a_project(session)
    an_entry(session, together, reach=Reach.PRIVATE)
    found = queries.written(session, together.project.id)
    assert found == {together.pupils[0].id: frozenset({"discover"})}


def test_an_entry_is_changed_until_its_gate_is_passed(session: "Session") -> None:
    together = a_project(session)
    who = standing_of(session, together, together.pupils[0])
    row = an_entry(session, together)
    service.change(session, who, row.id, Written("直した", Reach.MENTOR), now=LATER)
    assert (row.words, row.reach, row.changed_on) == ("直した", Reach.MENTOR, TODAY + timedelta(3))
    passed(session, together, "discover")
    with pytest.raises(ProjectRefused, match="passed"):
        service.change(session, who, row.id, Written("また", Reach.TEAM), now=LATER)
    assert row.words == "直した"
    service.keep_private(session, who, row.id)
    assert read_by(session, together, together.teacher) == []


def test_an_ended_project_takes_no_entry_and_lets_one_take_back(session: "Session") -> None:
    together = a_project(session)
    row = an_entry(session, together)
    who = standing_of(session, together, together.pupils[0])
    teacher = standing_of(session, together, together.teacher)
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ProjectRefused, match="ended"):
        service.write(session, who, Written(WORDS, Reach.TEAM), now=NOW)
    with pytest.raises(ProjectRefused, match="ended"):
        service.change(session, who, row.id, Written(WORDS, Reach.TEAM), now=NOW)
    with pytest.raises(ProjectRefused, match="ended"):
        service.reply(session, teacher, row.id, "よく見ました", now=NOW)
    service.remove(session, who, row.id)
    assert queries.own_entries(session, together.project.id, who.user_id) == []


def test_only_learners_write_and_nobody_touches_anothers(session: "Session") -> None:
    together = a_project(session)
    row = an_entry(session, together)
    for reader in (together.teacher, together.mentor, together.pupils[1]):
        who = standing_of(session, together, reader)
        for job in (service.remove, service.keep_private):
            with pytest.raises(NoSuchEntry):
                job(session, who, row.id)
    with pytest.raises(ProjectRefused, match="learner"):
        teacher = standing_of(session, together, together.teacher)
        service.write(session, teacher, Written(WORDS, Reach.TEAM), now=NOW)


def test_a_teacher_answers_in_one_line_which_is_told(session: "Session") -> None:
    together = a_project(session)
    row = an_entry(session, together)
    teacher = standing_of(session, together, together.teacher)
    first = service.reply(session, teacher, row.id, "よく見ました", now=NOW)
    again = service.reply(session, teacher, row.id, "よく見つけました", now=LATER)
    assert first is again
    (one,) = queries.own_entries(session, together.project.id, row.user_id)
    assert [line.words for line in one.replies] == ["よく見つけました"]
    assert one.reply_of(together.teacher.id) is first
    told = session.scalars(
        sa.select(Notification).where(Notification.kind == "journal.replied")
    ).one()
    assert told.user_id == row.user_id
    service.remove(session, standing_of(session, together, together.pupils[0]), row.id)
    assert session.scalars(sa.select(JournalReply)).all() == []


def test_what_does_not_reach_a_teacher_is_answered_by_none(session: "Session") -> None:
    together, elsewhere = a_project(session), a_project(session)
    private = an_entry(session, together, reach=Reach.PRIVATE)
    other = an_entry(session, elsewhere)
    teacher = standing_of(session, together, together.teacher)
    for entry_id in (private.id, other.id, uuid.uuid4()):
        with pytest.raises(NoSuchEntry):
            service.reply(session, teacher, entry_id, "読みました", now=NOW)
    open_ = an_entry(session, together, reach=Reach.MENTOR)
    mentor = standing_of(session, together, together.mentor)
    with pytest.raises(ProjectRefused, match="teacher"):
        service.reply(session, mentor, open_.id, "読みました", now=NOW)


def test_the_gate_opens_when_everybody_wrote_in_its_stage(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    for writer in together.pupils:
        an_entry(session, together, writer)
    assert gate(session, together).met_on is None
    together.project.stage = "deliver"
    session.flush()
    an_entry(session, together, first, reach=Reach.PRIVATE)
    assert gate(session, together).met_on is None
    an_entry(session, together, second)
    assert gate(session, together).met_on == TODAY


def test_who_leaves_is_not_waited_for(session: "Session") -> None:
    together = a_project(session)
    together.project.stage = "deliver"
    session.flush()
    an_entry(session, together)
    gone = session.scalars(
        sa.select(ProjectMember).where(ProjectMember.user_id == together.pupils[1].id)
    ).one()
    members.leave(session, gone, by=together.teacher.id, now=NOW)
    for _time in range(2):
        on_member_left(session, MemberLeft(together.project.id, gone.user_id, NOW))
    assert gate(session, together).met_on == TODAY
    assert session.scalar(sa.select(sa.func.count(JournalEntry.id))) == 1
