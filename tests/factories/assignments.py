"""A city hall with people to assign courses to; a test names only what it is about."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.assignments.queries import Whom
from app.assignments.service import Terms, assign
from app.catalog import queries as catalog
from app.identity import queries as identity
from app.identity.service import ensure_installation
from app.learning import service as learning
from app.learning.models import Registration
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import NOW, TODAY, a_city, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.assignments.models import Assignment
    from app.assignments.policy import Scope
    from app.identity.models import User

SLUG = "kojin-joho"
PURPOSE = "個人情報の取扱い研修（令和8年度）"
DUE = date(2026, 12, 18)


class Hall:
    """A city hall: 総務局 with 税務課 and 人事課, three clerks, HR; one course for staff."""

    def __init__(self, session: "Session") -> None:
        ensure_installation(session, "http://localhost", NOW)
        self.session = session
        self.city = a_city(session)
        self.bureau = an_organization(session, "総務局", parent=self.city, position=1)
        self.tax = an_organization(session, "税務課", parent=self.bureau, position=1)
        self.staffing = an_organization(session, "人事課", parent=self.bureau, position=2)
        self.chief = a_staff_member(session, self.tax, "安曇", "アズミ", title="課長")
        self.clerk = a_staff_member(session, self.tax, "御厨", "ミクリヤ")
        self.other = a_staff_member(session, self.staffing, "不破", "フワ")
        self.officer = an_hr_officer(session, self.staffing)
        for user in (self.chief, self.clerk, self.other, self.officer):
            user.email = f"{user.login_id}@city.example"
        self.publish(SLUG)

    def publish(self, slug: str) -> None:
        """Publish a little course for staff."""
        course = COURSE.replace('"citizen"', '"staff"')
        a_version(self.session, course_files(course=course), slug=slug)
        self.session.flush()

    def assigned(
        self,
        whom: Whom | None = None,
        *,
        what: "str | uuid.UUID" = SLUG,
        due_on: date = DUE,
        terms: Terms | None = None,
        scope: "Scope" = None,
        now: datetime = NOW,
    ) -> "Assignment":
        """Assign the course to the whole bureau."""
        return assign(
            self.session,
            what,
            whom or Whom(self.bureau.id),
            due_on=due_on,
            purpose=PURPOSE,
            by=self.officer.id,
            now=now,
            scope=scope,
            terms=terms,
        )

    def started(self, user: "User", slug: str = SLUG, *, at: datetime = NOW) -> "uuid.UUID":
        """Let somebody begin the course; return the run."""
        version = catalog.course_by_slug(self.session, slug).version
        names = identity.installation(self.session)
        run = learning.start_course(self.session, user.id, user.actor_name, version, names, now=at)
        return run.id

    def finished(self, user: "User", slug: str = SLUG, *, days_ago: int = 0) -> "uuid.UUID":
        """Let somebody have finished the course some days ago, without the lessons between."""
        at = NOW - timedelta(days=days_ago)
        run_id = self.started(user, slug, at=at)
        run = self.session.get_one(Registration, run_id)
        run.completed_at = at
        self.session.flush()
        return run_id


__all__ = ["DUE", "NOW", "PURPOSE", "SLUG", "TODAY", "Hall"]
