"""Who heads a section, who is away for a while, and who leaves."""

import uuid
from functools import partial

from app.demo.calendar import Calendar
from app.demo.cast import HR, Stage
from app.demo.scene import Scene
from app.identity import service as identity
from app.identity.models import Organization, Role, User
from app.personnel import queries as personnel
from app.personnel.rules import Away, Leave, Told
from app.personnel.service.keeping import Edit, keep_employment

LEAVING = 5


def scenes(calendar: Calendar) -> list[Scene]:
    """Return the days on which somebody comes, goes, or is away."""
    day = calendar.day
    return [
        Scene(day(2, 4, 2), "所属長", name_heads),
        Scene(day(2, 3, 24), "退職", partial(_leave_for_good, years_back=2)),
        Scene(day(1, 3, 24), "退職", partial(_leave_for_good, years_back=1)),
        Scene(day(0, 5, 11), "休職と出向", _are_away),
    ]


def name_heads(stage: Stage) -> None:
    """Let each head of a section read what its people can do."""
    for one in stage.staff():
        if one.is_head:
            identity.add_post(
                stage.session,
                stage.session.get_one(User, one.id),
                stage.session.get_one(Organization, one.place_id),
                Role.MANAGER,
                starts_on=stage.day,
                title="所属長",
            )


def _leave_for_good(stage: Stage, *, years_back: int) -> None:
    last = stage.calendar.day(years_back, 3, 31)
    people = [one for one in stage.staff() if not one.is_senior]
    for one in stage.hand.sample(people, LEAVING):
        _keep(stage, one.id, Told(left_on=last), "年度末で退職")


def _are_away(stage: Stage) -> None:
    people = [one for one in stage.staff() if not one.is_senior]
    for one, leave in zip(
        stage.hand.sample(people, 5),
        (*(Leave.CHILDCARE,) * 2, Leave.SUSPENDED, *(Leave.SECONDED,) * 2),
        strict=True,
    ):
        _keep(stage, one.id, Told(), "発令による", leave=leave)


def _keep(
    stage: Stage, user_id: uuid.UUID, told: Told, reason: str, *, leave: Leave | None = None
) -> None:
    known = personnel.employment_of(stage.session, [user_id], stage.day)[user_id]
    edit = Edit(
        number=known.number,
        told=told,
        on=stage.day,
        away=Away(leave, stage.day, None) if leave else None,
        reason=reason,
    )
    keep_employment(stage.session, user_id, edit, by=stage.who(HR), now=stage.now)
