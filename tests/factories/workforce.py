"""Role profiles for tests; a test names only what it is about."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.workforce.models import Counts, Unit
from app.workforce.rules import GRADES, Membership, Step
from app.workforce.service import plans, targets
from app.workforce.service import profiles as roles
from app.workforce.service.plans import Entry
from app.workforce.service.profiles import Description
from app.workforce.service.targets import Goal
from tests.factories.identity import APRIL, NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.workforce.models import PlanItem, RoleProfile, Target

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"


def told(
    needs: Mapping[str, int] | None = None,
    *,
    name: str = "窓口職員",
    holds_from: date = APRIL,
    membership: Membership | None = None,
    people: "Iterable[User]" = (),
) -> Description:
    """Describe a role that asks T5 at level 2 of everybody, unless said otherwise."""
    listed = tuple(one.id for one in people)
    if membership is None:
        membership = Membership(everyone=not listed)
    wanted = {T5: 2} if needs is None else needs
    return Description(name, "窓口で使う", holds_from, membership, listed, tuple(wanted.items()))


GOAL = Goal(
    name="AIを使える人",
    reason="",
    counts=Counts.ITEM,
    unit=Unit.PEOPLE,
    profile_id=None,
    item=(T5, 2),
    achievement_id=None,
    organization_id=None,
    steps=(Step(date(2027, 3, 31), 2),),
    grades=GRADES,
)
"""Two people at T5, level 2, by the end of the fiscal year."""


def a_target(session: "Session", goal: Goal = GOAL, *, by: uuid.UUID) -> "Target":
    """Set a target."""
    return targets.set_target(session, goal, by=by, now=NOW)


def a_plan_item(
    session: "Session",
    *,
    by: uuid.UUID,
    needs: Mapping[str, int] | None = None,
    profiles: "Iterable[RoleProfile]" = (),
) -> "PlanItem":
    """Write an item of the plan that needs T5 at level 2, unless said otherwise."""
    entry = Entry(
        code="3-2-1",
        title="窓口でAIを使う",
        field="行政サービス",
        owner_id=None,
        from_year=2026,
        to_year=2028,
        text="",
        tags=("ai-rpa",),
        needs=tuple(({T5: 2} if needs is None else needs).items()),
        profiles=tuple(str(one.id) for one in profiles),
    )
    return plans.add(session, entry, by=by, now=NOW)


def a_profile(
    session: "Session", described: Description | None = None, *, by: uuid.UUID
) -> "RoleProfile":
    """Make a role profile."""
    return roles.describe(session, described or told(), by=by, now=NOW)
