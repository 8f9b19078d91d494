"""Concerns: who reads them, who never does, and what the reporter hears."""

import uuid
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.concerns import queries, service
from app.concerns.errors import ConcernRefused, NoSuchConcern
from app.concerns.models import Concern
from app.concerns.rules import State
from app.following.models import Notification
from app.identity.models import Role
from app.identity.queries import person
from app.projects.models import ProjectPartner
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import members
from tests.factories.concerns import WORDS, a_concern
from tests.factories.identity import (
    NOW,
    TODAY,
    a_citizen,
    a_post,
    a_school,
    a_user,
    an_administrator,
)
from tests.factories.projects import Together, a_project

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User


def read_by(session: "Session", user: "User") -> list[str]:
    """Return how the reporters of what somebody handles are called to them."""
    who = person(session, user.id, on=TODAY)
    reach = queries.reach_of(session, who)
    return [row.by for row in queries.desk(session, who, reach, on=TODAY)]


def told(session: "Session", user: "User") -> list[str]:
    session.flush()
    kinds = sa.select(Notification.kind).where(Notification.user_id == user.id)
    return [one for one in session.scalars(kinds) if one != "project.joined"]


def a_school_that_takes_part(session: "Session", together: Together) -> "User":
    """Let a second school take part with a teacher; return the teacher."""
    school = a_school(session)
    teacher = a_user(session, given_name="となりの")
    a_post(session, teacher, school, Role.TEACHER)
    partner = ProjectPartner(
        project_id=together.project.id,
        organization_id=school.id,
        role=PartnerRole.SCHOOL,
        joined_on=TODAY,
    )
    session.add(partner)
    session.flush()
    coming = members.Coming(teacher.id, school.id, MemberRole.TEACHER)
    members.add(session, together.project, coming, by=together.teacher.id, now=NOW)
    return teacher


def test_all_teachers_of_the_project_and_the_own_administrators_read_it(
    session: "Session",
) -> None:
    together = a_project(session)
    neighbor = a_school_that_takes_part(session, together)
    office = an_administrator(session, of=together.school)
    elsewhere = an_administrator(session, of=together.university)
    pupil = together.pupils[0]
    a_concern(session, pupil, place=together.school, project=together.project)
    assert read_by(session, together.teacher) == read_by(session, office) == [f"{pupil.name}さん"]
    assert read_by(session, neighbor) == [f"{together.school.name}の1人"]
    for user in (together.teacher, neighbor, office):
        assert told(session, user) == ["concern.raised"]
    for user in (elsewhere, together.mentor, together.owner, pupil):
        assert read_by(session, user) == []
        assert told(session, user) == []


def test_one_about_a_teacher_goes_to_the_administrators_alone(session: "Session") -> None:
    together = a_project(session)
    office = an_administrator(session, of=together.school)
    place, project = together.school, together.project
    a_concern(session, together.pupils[0], place=place, project=project, about_teacher=True)
    a_concern(session, together.pupils[1], place=place, project=project, author=together.teacher)
    assert read_by(session, together.teacher) == []
    assert told(session, together.teacher) == []
    assert len(read_by(session, office)) == 2


def test_whom_it_is_about_never_reads_it_whatever_they_administer(session: "Session") -> None:
    together = a_project(session)
    office = an_administrator(session, of=together.school)
    row = a_concern(session, together.pupils[0], place=together.school, author=office)
    assert read_by(session, office) == []
    assert told(session, office) == []
    who = person(session, office.id, on=TODAY)
    with pytest.raises(NoSuchConcern):
        queries.one(session, who, queries.reach_of(session, who), row.id, on=TODAY)
    city = an_administrator(session, of=together.city)
    assert row.to_city
    assert len(read_by(session, city)) == 1


def test_the_city_reads_what_has_no_organization_and_no_other_schools(
    session: "Session",
) -> None:
    together = a_project(session)
    city = an_administrator(session, of=together.city)
    an_administrator(session, of=together.school)
    a_concern(session, together.pupils[0], place=together.school)
    assert read_by(session, city) == []
    a_concern(session, a_citizen(session))
    assert len(read_by(session, city)) == 1
    assert told(session, city) == ["concern.raised"]


def test_the_reporter_hears_that_it_was_read_and_what_became_of_it(session: "Session") -> None:
    together = a_project(session)
    pupil = together.pupils[0]
    row = a_concern(session, pupil, place=together.school, project=together.project)
    for _ in range(2):
        service.take(session, row.id, by=together.teacher.id, now=NOW)
    service.handle(session, row.id, "直しました。", by=together.teacher.id, now=NOW)
    assert told(session, pupil) == ["concern.taken", "concern.handled"]
    (own,) = queries.own(session, pupil.id)
    assert (own.state, own.handled_words) == (State.HANDLED, "直しました。")
    with pytest.raises(ConcernRefused):
        service.take(session, row.id, by=together.teacher.id, now=NOW)
    with pytest.raises(ConcernRefused):
        service.handle(session, row.id, "また", by=together.teacher.id, now=NOW)


def test_the_same_thing_told_again_is_one_concern_while_it_is_open(session: "Session") -> None:
    together = a_project(session)
    pupil, about = together.pupils[0], uuid.uuid4()
    place, project = together.school, together.project
    first = a_concern(session, pupil, place=place, project=project, about_id=about)
    again = a_concern(session, pupil, place=place, project=project, about_id=about)
    assert first is again
    service.handle(session, first.id, "直しました。", by=together.teacher.id, now=NOW)
    third = a_concern(session, pupil, place=place, project=project, about_id=about)
    assert third is not first
    assert session.scalar(sa.select(sa.func.count()).select_from(Concern)) == 2
    assert first.words == WORDS
