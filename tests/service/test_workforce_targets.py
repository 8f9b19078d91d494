"""How far a target has come: who counts, on which day, by section, and which letter it is."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from app.credentials.models import AchievementVersion, CredentialState
from app.talent import standings
from app.talent.queries import staff
from app.talent.queries.scope import WHOLE
from app.talent.rules import State
from app.workforce.models import Counts, Target, Unit
from app.workforce.queries.gaps import Behind
from app.workforce.queries.members import Frame
from app.workforce.queries.profiles import all_versions
from app.workforce.queries.targets import Progress, progress_of, target_page, target_people
from app.workforce.rules import Step
from tests.factories.achievements import an_achievement
from tests.factories.identity import NOW, TODAY, a_city, a_post, an_organization
from tests.factories.talent import a_credential, a_staff_member, an_attestation
from tests.factories.workforce import GOAL, H3, T5, a_profile, a_target, told

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

OCTOBER = date(2026, 10, 31)


class Hall:
    """税務課 with six people, 市民課 with five."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.city = a_city(session)
        self.tax = an_organization(session, "税務課", parent=self.city)
        self.civil = an_organization(session, "市民課", parent=self.city, position=1)
        self.clerks = [a_staff_member(session, self.tax) for _ in range(6)]
        self.others = [a_staff_member(session, self.civil) for _ in range(5)]
        self.by = self.clerks[0].id

    def frame(self, on: date = TODAY) -> Frame:
        return Frame(staff.departments(self.session), WHOLE, on, TODAY)

    def progress(self, row: Target, on: date = TODAY) -> Progress:
        (found,) = progress_of(self.session, [row], all_versions(self.session), self.frame(on))
        return found


@pytest.fixture
def hall(session: "Session") -> Hall:
    return Hall(session)


def test_people_are_counted_against_the_next_step(session: "Session", hall: Hall) -> None:
    steps = (Step(date(2026, 10, 1), 1), Step(date(2027, 3, 31), 4), Step(date(2028, 3, 31), 9))
    row = a_target(session, replace(GOAL, steps=steps), by=hall.by)
    for one in hall.clerks[:3]:
        an_attestation(session, one, T5, 2, attested_on=date(2026, 11, 1))
    found = hall.progress(row)
    assert (found.result.reached, found.result.people) == (3, 11)
    assert (found.step.goal, found.letter) == (4, "C")
    page = target_page(session, row, all_versions(session), hall.frame())
    assert [(one.day, one.goal) for one in page.points] == [
        (date(2026, 10, 1), 1),
        (TODAY, None),
        (date(2027, 3, 31), 4),
        (date(2028, 3, 31), 9),
    ]
    reached = [one.result.reached if one.result else None for one in page.points]
    assert reached == [0, 3, None, None]
    sections = {one.department.name: one.result.reached for one in page.sections}
    assert sections == {"税務課": 3, "市民課": 0}


def test_a_rate_is_of_those_who_are_meant_and_graded_by_section(
    session: "Session", hall: Hall
) -> None:
    role = a_profile(session, told({T5: 2, H3: 1}), by=hall.by)
    goal = replace(
        GOAL,
        counts=Counts.PROFILE,
        unit=Unit.RATE,
        profile_id=role.id,
        item=None,
        steps=(Step(date(2027, 3, 31), 50),),
    )
    row = a_target(session, goal, by=hall.by)
    for one in hall.clerks[:3]:
        an_attestation(session, one, T5, 2)
        an_attestation(session, one, H3, 1)
    an_attestation(session, hall.others[0], T5, 3)
    page = target_page(session, row, all_versions(session), hall.frame())
    assert page.progress.result.value == pytest.approx(27.3)
    assert page.progress.letter == "C"
    letters = {one.department.name: one.letter for one in page.sections}
    assert letters == {"税務課": "A", "市民課": "D"}


def test_credentials_of_an_achievement_count_while_they_hold(
    session: "Session", hall: Hall
) -> None:
    award = an_achievement(session, hall.city, audience="staff")
    goal = replace(GOAL, counts=Counts.ACHIEVEMENT, item=None, achievement_id=award.id)
    row = a_target(session, goal, by=hall.by)
    held = a_credential(session, hall.clerks[0], awarded_on=date(2026, 10, 6))
    version = session.get_one(AchievementVersion, held.achievement_version_id)
    version.key = f"urn:x:achievements/{award.id}"
    session.flush()
    assert hall.progress(row).result.reached == 1
    assert hall.progress(row, date(2026, 10, 5)).result.reached == 0
    held.state = CredentialState.REVOKED
    held.revoked_at = datetime.fromisoformat("2026-11-10T03:00:00+00:00")
    session.flush()
    assert hall.progress(row).result.reached == 0
    assert hall.progress(row, OCTOBER).result.reached == 1


def test_a_section_has_a_target_of_its_own(session: "Session", hall: Hall) -> None:
    row = a_target(session, replace(GOAL, organization_id=hall.civil.id), by=hall.by)
    an_attestation(session, hall.clerks[0], T5, 2)
    an_attestation(session, hall.others[0], T5, 2)
    assert (hall.progress(row).result.reached, hall.progress(row).result.people) == (1, 5)


def test_a_figure_opens_to_as_many_people(session: "Session", hall: Hall) -> None:
    row = a_target(session, by=hall.by)
    an_attestation(session, hall.clerks[0], T5, 2)
    versions, frame = all_versions(session), hall.frame()
    met = target_people(session, row, versions, frame, Behind(is_met=True))
    assert [one.id for one in met.people] == [hall.clerks[0].id]
    rest = target_people(session, row, versions, frame, Behind(hall.tax.id))
    assert rest.count == 5
    assert all(one.missing for one in rest.people)


def test_printed_for_a_past_day_later_completions_and_transfers_change_nothing(
    session: "Session", hall: Hall
) -> None:
    row = a_target(session, by=hall.by)
    stood = an_attestation(session, hall.clerks[0], T5, 2, attested_on=date(2026, 9, 1))
    before = target_page(session, row, all_versions(session), hall.frame(OCTOBER))
    for one in (*hall.clerks[1:], *hall.others):
        an_attestation(session, one, T5, 3, attested_on=date(2026, 11, 2))
    stood.state, stood.state_reason = State.REVOKED, "x"
    stood.state_changed_on = date(2026, 11, 3)
    for one in hall.others[:3]:
        (post,) = one.posts
        post.ends_on = date(2026, 11, 9)
        session.flush()
        a_post(session, one, hall.tax, starts_on=date(2026, 11, 10)).is_primary = True
    hall.others[4].disabled_at = NOW
    session.flush()
    after = target_page(session, row, all_versions(session), hall.frame(OCTOBER))
    assert after == before
    assert before.progress.result.reached == 1
    standings.refold(session, standings.everybody(session), today=TODAY)
    now = target_page(session, row, all_versions(session), hall.frame())
    assert (now.progress.result.reached, now.progress.result.people) == (9, 10)
