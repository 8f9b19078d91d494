"""Of whom a profile asks something on a day, as rows to count and to join."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.talent.models import SkillAttestation
from app.talent.queries import staff
from app.talent.queries.dated import stood_on
from app.workforce.models import ProfileMember

if TYPE_CHECKING:
    from app.talent.queries.scope import Scope
    from app.workforce.queries.profiles import Profile


@dataclass(frozen=True, slots=True)
class Frame:
    """Whose people a figure counts, and on which day.

    Attributes:
        tree: The city's.
        scope: Whose people may be read.
        on: The day of the figure.
        today: The present day.
    """

    tree: staff.Departments
    scope: "Scope"
    on: date
    today: date


def members(profile: "Profile", frame: Frame) -> sa.Subquery:
    """Return those of whom a profile asks, each once, where they are listed.

    Columns: ``user_id``, ``organization_id``, ``title``.
    """
    home = staff.homes(frame.on)
    by_hand = home.c.user_id.in_(
        sa.select(ProfileMember.user_id).where(ProfileMember.version_id == profile.version_id)
    )
    meant = sa.or_(by_hand, _rule(profile, home, frame))
    query = sa.select(home.c.user_id, home.c.organization_id, home.c.title).where(
        meant, within(home, frame)
    )
    return query.subquery("member")


def within(home: sa.Subquery, frame: Frame) -> sa.ColumnElement[bool]:
    """Return the condition that somebody is listed where the reader may read."""
    ids = frame.scope.department_ids
    return sa.true() if ids is None else home.c.organization_id.in_(ids)


def _rule(profile: "Profile", home: sa.Subquery, frame: Frame) -> sa.ColumnElement[bool]:
    """Return ``Membership.fits`` in SQL."""
    rule = profile.membership
    if not rule.is_given:
        return sa.false()
    asked: list[sa.ColumnElement[bool]] = []
    if rule.departments:
        inside = {below for one in rule.departments for below in frame.tree.below(one)}
        asked.append(home.c.organization_id.in_(inside))
    if rule.titles:
        titled = (home.c.title.contains(word, autoescape=True) for word in rule.titles)
        asked.append(sa.or_(*titled))
    if rule.role_level:
        asked.append(
            sa.exists().where(
                SkillAttestation.person_id == home.c.user_id,
                SkillAttestation.item_ref == rule.role_level,
                stood_on(frame.on, today=frame.today),
            )
        )
    return sa.and_(sa.true(), *asked)
