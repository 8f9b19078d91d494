"""Self-checks for tests; a test names only what it is about."""

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.clock import day_of
from app.identity.models import Role
from app.personnel.models import Employment
from app.personnel.rules import EmploymentKind
from app.surveys import service
from app.surveys.service import Terms
from tests.factories.identity import APRIL, NOW, TODAY, a_city, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User
    from app.surveys.models import SurveyRound

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"
LONG = timedelta(days=20)


def terms(
    items: Iterable[str] = (T5, H3), *, opens_on: date = TODAY, days: timedelta = LONG
) -> Terms:
    """Describe a round of two items, unless said otherwise."""
    return Terms("令和8年度の自己チェック", tuple(items), "", opens_on, opens_on + days)


def a_round(
    session: "Session", described: Terms | None = None, *, by: uuid.UUID, now: datetime = NOW
) -> "SurveyRound":
    """Plan a round."""
    return service.plan(session, described or terms(opens_on=day_of(now)), by=by, now=now)


def an_open_round(
    session: "Session", described: Terms | None = None, *, by: uuid.UUID, now: datetime = NOW
) -> "SurveyRound":
    """Open a round."""
    row = a_round(session, described, by=by, now=now)
    service.open_round(session, row, by=by, now=now)
    return row


def employed(session: "Session", user: "User", grade: str) -> Employment:
    """Enter somebody in the register of staff, since April."""
    row = Employment(
        user_id=user.id,
        kind=EmploymentKind.FULL_TIME,
        grade=grade,
        hired_on=APRIL,
        starts_on=APRIL,
    )
    session.add(row)
    session.flush()
    return row


class Hall:
    """総務局 with 税務課 (eight people and their chief) and 人事課 (six); 市民局 with six; HR."""

    def __init__(self, session: "Session") -> None:
        self.session = session
        self.city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city, position=1)
        self.tax = an_organization(session, "税務課", parent=self.bureau, position=1)
        self.staffing = an_organization(session, "人事課", parent=self.bureau, position=2)
        self.civil = an_organization(session, "市民局", parent=self.city, position=2)
        self.chief = self.clerk(self.tax, "5級")
        self.chief.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.staffing)
        employed(session, self.officer, "3級")
        self.clerks = [self.clerk(self.tax, "1級") for _ in range(8)]
        self.others = [self.clerk(self.staffing, "1級") for _ in range(5)]
        self.civilians = [self.clerk(self.civil, "3級") for _ in range(6)]
        for number, user in enumerate(self.people):
            user.email = f"user{number}@city.example"
        session.flush()

    def clerk(self, where: "Organization", grade: str) -> "User":
        """Make somebody who is employed."""
        user = a_staff_member(self.session, where, "髙橋", "タカハシ")
        employed(self.session, user, grade)
        return user

    @property
    def people(self) -> "list[User]":
        """Everybody."""
        return [self.chief, self.officer, *self.clerks, *self.others, *self.civilians]

    def answered(
        self, row: "SurveyRound", people: "Iterable[User]", level: int = 3, *, now: datetime = NOW
    ) -> None:
        """Let people answer every item alike."""
        for user in people:
            answers = dict.fromkeys(row.items, level)
            service.answer(self.session, row.id, user.id, answers, now=now)
