"""Short lists, room and sought roles for tests; a test names only what it is about."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.clock import day_of
from app.personnel.rules import EmploymentKind
from app.staffing.rules import Room
from app.staffing.service import lists, roles, rooms
from app.staffing.service.lists import Project
from app.staffing.service.roles import Notice
from app.staffing.service.rooms import Said
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.staffing.models import ShortList, SoughtRole
    from app.workforce.models import RoleProfile

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"


def a_list(
    session: "Session",
    people: "Iterable[User]" = (),
    *,
    by: uuid.UUID,
    needs: Mapping[str, int] | None = None,
    name: str = "窓口の待ち時間をへらす",
    now: datetime = NOW,
) -> "ShortList":
    """Make a short list that needs T5 at level 2, unless said otherwise."""
    wanted = tuple(({T5: 2} if needs is None else needs).items())
    row = lists.make(session, Project(name, "待つ人をへらします", wanted), by=by, now=now)
    lists.add(session, row, [one.id for one in people], by=by, now=now)
    return row


def a_room(
    session: "Session",
    user: "User",
    room: Room = Room.HELPS,
    *,
    now: datetime = NOW,
    until: date | None = None,
    note: str = "",
) -> None:
    """Let somebody say how much room they have, for a month unless said otherwise."""
    today = day_of(now)
    last = until or today + timedelta(days=30)
    first = min(today, last)
    rooms.say(session, user.id, Said(room, first, last, None, note), by=user.id, now=now)


def a_sought_role(
    session: "Session",
    profile: "RoleProfile",
    *,
    by: uuid.UUID,
    starts_on: date | None = None,
    until: date | None = None,
    now: datetime = NOW,
) -> "SoughtRole":
    """Publish a role from today on, unless said otherwise."""
    notice = Notice(
        profile_id=profile.id,
        kind=EmploymentKind.RECRUITED_OUTSIDE,
        text="窓口の仕事を、利用する人といっしょに見なおします。\n\n<b>週に3日</b>の仕事です。",
        contact="人事課 採用係\n電話 076-000-0000",
        starts_on=starts_on or day_of(now),
        until=until,
    )
    return roles.publish(session, notice, by=by, now=now)
