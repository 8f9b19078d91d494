"""Who is named to whom in a project, and what members do becomes a statement."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.agreements.models import AgreementPurpose
from app.consents.rules import Purpose, Said
from app.following.models import Notification
from app.identity.queries import installation, person
from app.lrs.models import StoredStatement
from app.lrs.profiling import check_stored
from app.projects.errors import NoSuchProject
from app.projects.queries import naming, standing
from app.projects.rules import Act, MemberRole
from app.projects.service import activity, members
from tests.factories.consents import a_guardian, an_answer
from tests.factories.identity import NOW, TODAY, a_citizen
from tests.factories.projects import Together, a_project, an_agreement, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User

AGE = 16
MARK = "けんたさんの家の前"


def names_for(session: "Session", together: Together, user: "User") -> list[str]:
    names = naming(session, standing_of(session, together, user), on=TODAY, consent_age=AGE)
    return sorted(one.name for one in names.current(MemberRole.LEARNER))


def test_a_school_reads_its_own_pupils_and_nobody_else_does(session: "Session") -> None:
    together = a_project(session)
    place = together.school.name
    assert names_for(session, together, together.teacher) == ["けんた", "ゆい"]
    for stranger in (together.mentor, together.owner):
        assert names_for(session, together, stranger) == [f"{place}の1人"] * 2


def test_an_agreement_and_each_consent_together_name_a_pupil(session: "Session") -> None:
    together = a_project(session)
    first, second = together.pupils
    an_answer(session, a_guardian(session, first), Said.AGREED, Purpose.PROJECTS)
    assert "ゆい" not in names_for(session, together, together.mentor)
    an_agreement(session, together.school, together.university)
    assert names_for(session, together, together.mentor) == sorted(
        ["ゆい", f"{together.school.name}の1人"]
    )
    an_answer(session, a_guardian(session, second), Said.REFUSED, Purpose.PROJECTS)
    names = naming(
        session, standing_of(session, together, together.mentor), on=TODAY, consent_age=AGE
    )
    assert names.unnamed() == {together.school.name: 1}
    assert names.of(second.id) == f"{together.school.name}の1人"
    assert "ゆい" not in names_for(session, together, together.owner)


def test_an_agreement_for_something_else_names_nobody(session: "Session") -> None:
    together = a_project(session)
    an_answer(session, a_guardian(session, together.pupils[0]), purpose=Purpose.PROJECTS)
    an_agreement(session, together.school, together.city, purposes=(AgreementPurpose.MENTORING,))
    assert "ゆい" not in names_for(session, together, together.owner)


def test_whoever_is_not_in_it_finds_nothing(session: "Session") -> None:
    together = a_project(session)
    stranger = person(session, a_citizen(session).id, on=TODAY)
    with pytest.raises(NoSuchProject):
        standing(session, stranger, together.project.key, on=TODAY)


def test_who_left_finds_nothing_from_that_day(session: "Session") -> None:
    together = a_project(session)
    found = standing_of(session, together, together.mentor)
    row = next(
        one.member
        for one in naming(session, found, on=TODAY, consent_age=AGE).members
        if one.member.user_id == together.mentor.id
    )
    members.leave(session, row, by=together.teacher.id, now=NOW, reason="任期が終わりました。")
    with pytest.raises(NoSuchProject):
        standing_of(session, together, together.mentor)


def test_joining_is_told_once_and_said_in_the_profile(session: "Session") -> None:
    together = a_project(session, pupils=1)
    told = session.scalars(
        sa.select(Notification.kind).where(Notification.user_id == together.pupils[0].id)
    ).all()
    assert told == ["project.joined"]


def test_every_act_keeps_to_the_profile_and_tells_nothing_of_its_words(
    session: "Session",
) -> None:
    together = a_project(session, pupils=1)
    for act in Act:
        done = activity.Done(
            act,
            uuid.uuid4(),
            MARK,
            lasted=timedelta(hours=2) if act is Act.GAVE_HOURS else None,
            scaled=0.75 if act is Act.WAS_ASSESSED else None,
        )
        activity.note(session, together.project, together.teacher.id, done, now=NOW)
    session.flush()
    tally = check_stored(session, installation(session), most=20)
    assert (tally.statements, tally.told) == (4 + len(Act), [])
    assert len(tally.templates) == len(Act)
    assert MARK not in "".join(session.scalars(sa.select(StoredStatement.doc)))
