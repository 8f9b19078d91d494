"""Who opens a page about somebody else is noted, once a day, and the person reads of it."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.audit.rules import LOOKED
from app.classes.models import EnrollmentRole
from app.consents.rules import Relation
from app.consents.service import establish_for_account
from app.identity.models import Role, User
from app.lrs.models import StoredStatement
from tests.client import PageClient, sign_in
from tests.factories.classes import a_class, an_enrollment
from tests.factories.identity import (
    APRIL,
    a_child,
    a_post,
    a_school,
    a_user,
    an_administrator,
)
from tests.factories.learning import a_run


@pytest.fixture(autouse=True)
def _budget(client: PageClient) -> None:
    client.query_budget = 14  # the console's search, and the first look, which also writes


def looks(session: Session) -> list[tuple[str, User]]:
    """Return each look that is in the log: the page, and at whom."""
    asked = sa.select(AuditEntry).where(AuditEntry.action == LOOKED).order_by(AuditEntry.sequence)
    return [
        (str(one.details["place"]), session.get_one(User, one.subject_id))
        for one in session.scalars(asked)
    ]


def a_pupil_and_teacher(session: Session) -> tuple[User, User]:
    """Make a pupil who has begun a course, and the teacher of their class."""
    school = a_school(session)
    pupil, teacher = a_child(session, school=school), a_user(session, given_name="ともこ")
    a_post(session, teacher, school, Role.TEACHER)
    class_ = a_class(session, school)
    an_enrollment(session, class_, teacher, EnrollmentRole.TEACHER)
    an_enrollment(session, class_, pupil)
    a_run(session, learner=pupil)
    session.commit()
    return pupil, teacher


def test_who_opens_a_pupils_records_is_noted_once_a_day_and_the_pupil_reads_of_it(
    client: PageClient, session: Session
) -> None:
    pupil, teacher = a_pupil_and_teacher(session)
    statement_id = session.scalars(sa.select(StoredStatement.id)).first()
    sign_in(client, teacher)
    client.see("/records/")
    assert looks(session) == []  # a list of everybody's is nobody's page
    client.see(f"/records/{statement_id}")
    assert looks(session) == [("records", pupil)]
    for again in (f"/records/{statement_id}/json", f"/records/?person={pupil.id}"):
        assert client.get(again).status_code == 200
        assert not [sql for sql in client.queries if sql.startswith("INSERT")]
    assert looks(session) == [("records", pupil)]
    sign_in(client, pupil)
    page = client.see("/my/data/all")
    assert teacher.name in page.text
    assert "学びの記録" in page.text


def test_the_list_of_one_person_is_a_look_and_that_of_a_stranger_or_of_nobody_is_none(
    client: PageClient, session: Session
) -> None:
    pupil, teacher = a_pupil_and_teacher(session)
    other = a_child(session)
    sign_in(client, teacher)
    client.see(f"/records/?person={other.id}")
    assert looks(session) == []
    client.see(f"/records/?person={pupil.id}")
    assert looks(session) == [("records", pupil)]


def test_a_guardians_look_at_a_child_is_told_to_the_child(
    client: PageClient, session: Session
) -> None:
    child, guardian = a_child(session), a_user(session, given_name="はるか")
    establish_for_account(session, guardian.id, child.id, Relation.MOTHER, starts_on=APRIL)
    session.commit()
    sign_in(client, guardian)
    client.see(f"/family/{child.id}")
    client.see(f"/family/{child.id}")
    assert looks(session) == [("family", child)]
    sign_in(client, child)
    page = client.see("/my/data/all")
    assert guardian.name in page.text
    assert "おうちの人のページ" in page.text


def test_the_guardians_of_a_pupil_are_looked_at_by_name_and_one_s_own_pages_by_nobody(
    client: PageClient, session: Session
) -> None:
    child, boss = a_child(session), an_administrator(session)
    a_run(session, learner=boss)
    session.commit()
    sign_in(client, boss)
    client.see(f"/school/pupils/{child.id}/guardians")
    assert looks(session) == [("guardians", child)]
    client.see(f"/records/?person={boss.id}")
    client.see(f"/admin/people/{boss.id}")
    client.see("/my/data/all")
    assert looks(session) == [("guardians", child)]
