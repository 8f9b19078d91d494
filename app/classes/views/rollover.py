"""年度更新: looked at first, changed on the page, done at once, and taken back."""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.classes import rolling, rules
from app.classes.errors import ClassesChanged
from app.classes.rules import Move, Pupil, Room, Step
from app.classes.views.root import bp, page, the_school, today
from app.db import reading, transaction
from app.identity.login import person, roles_required
from app.identity.models import Role
from app.identity.queries import OrganizationNode
from app.ui.page import whole_number
from app.ui.site import site
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    import uuid


SHOWN_AT_ONCE = 80
"""Pupils of a school whose classes all stand open; of a larger one those that were changed."""


@dataclass(frozen=True, slots=True)
class OldRoom:
    """A class of the old year: its pupils with their new year, and how many go where.

    ``whither`` is by the title of the new class, "" for who leaves.
    """

    title: str
    rows: list[tuple[Pupil, Move]]
    whither: dict[str, int]
    changed: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A new year as the page shows it: what it is made from, the classes, and who goes where.

    ``changed``: the pupils whose new year is not the one that was proposed.
    """

    plan: rolling.Plan
    rooms: list[Room]
    moves: list[Move]
    changed: frozenset["uuid.UUID"] = frozenset()

    @property
    def is_short(self) -> bool:
        """Whether all of it is shown at once."""
        return len(self.moves) <= SHOWN_AT_ONCE

    def by_room(self) -> list[OldRoom]:
        """Return who is in each old class, with their new year."""
        rows: dict[Room, list[tuple[Pupil, Move]]] = {}
        for pupil, move in zip(self.plan.pupils, self.moves, strict=True):
            rows.setdefault(pupil.room, []).append((pupil, move))
        return [
            OldRoom(
                room.title,
                found,
                dict(
                    sorted(
                        Counter(move.title or "" for _pupil, move in found).items(), reverse=True
                    )
                ),
                sum(pupil.id in self.changed for pupil, _now in found),
            )
            for room, found in rows.items()
        ]

    def options(self, pupil: Pupil) -> list[tuple[str, str]]:
        """Return what a pupil's new year may be, as (value, text)."""
        after = rules.grade_after(pupil.grade, Step.UP)
        up = [(f"up|{one.title}", one.title) for one in self.rooms if one.takes(after)]
        stay = [
            (f"stay|{one.title}", str(_("%(title)s（同じ学年）", title=one.title)))
            for one in self.rooms
            if one.grades and one.takes(pupil.grade)
        ]
        leave = [("leave|", str(_("学校を離れる（卒業・転出）")))]
        return [*leave, *stay] if pupil.grade == 12 else [*up, *stay, *leave]  # noqa: PLR2004  高校3年


@bp.get("/rollover")
@roles_required(Role.ADMINISTRATOR)
def rollover() -> ResponseReturnValue:
    """Show the new year as it would be; nothing has changed yet."""
    session = reading()
    school = the_school(session, request.args.get("school"))
    return _page(session, school, _proposed(session, school))


@bp.post("/rollover")
@roles_required(Role.ADMINISTRATOR)
def take_rollover() -> ResponseReturnValue:
    """Look again at what was changed on the page, or do it."""
    with transaction() as session:
        school = the_school(session, request.args.get("school"))
        draft = _proposed(session, school)
        if draft is None or str(draft.plan.year) != request.form.get("year"):
            return redirect(url_for("classes.rollover", school=school.id), 303)  # done already
        sent = _as_sent(draft, school)
        twice = rules.numbers_twice(sent.moves)
        wants_it = request.form.get("way") == "apply"
        if not wants_it or twice or not _is_open(draft.plan):
            return _page(session, school, sent, twice=twice, status=422 if wants_it else 200)
        rolling.roll_over(
            session, school, draft.plan, sent.rooms, sent.moves, by=person(), now=clock.now()
        )
    flash(
        _("%(year)sの学級ができました。前の年度のことは、のこっています。", year=draft.plan.title),
        "good",
    )
    return redirect(url_for("classes.rollover", school=school.id), 303)


@bp.post("/rollover/undo")
@roles_required(Role.ADMINISTRATOR)
def undo_rollover() -> ResponseReturnValue:
    """Take the last rollover of a school back."""
    try:
        with transaction() as session:
            school = the_school(session, request.args.get("school"))
            done = rolling.standing(session, school.id)
            if done is None or not rolling.can_undo(done, on=today()):
                abort(404)
            rolling.undo_rollover(session, done, by=person(), now=clock.now())
    except ClassesChanged as changed:
        flash(
            _(
                "そのあとに変わったところが%(n)sか所あるので、元にもどしませんでした。学級のページで、一つずつ直せます。",
                n=changed.what,
            ),
            "stop",
        )
    else:
        flash(_("年度更新を、まるごと元にもどしました。"), "good")
    return redirect(url_for("classes.rollover", school=request.args.get("school")), 303)


def _is_open(plan: rolling.Plan) -> bool:
    """Say whether the day has come; in a demo it always has, so that it can be tried."""
    return today() >= plan.begins_on or site().settings.demo


def _proposed(session: Session, school: OrganizationNode) -> Draft | None:
    plan = rolling.plan(session, school)
    if plan is None:
        return None
    rooms = rules.next_rooms(plan.rooms, school.school_levels)
    return Draft(plan, rooms, rules.propose(plan.pupils, rooms, school.school_levels))


def _as_sent(draft: Draft, school: OrganizationNode) -> Draft:
    """Return a new year as the form has it; what it does not say, or cannot be, as proposed."""
    lines = request.form.get("rooms", "")
    rooms = rules.read_rooms(lines, draft.rooms, school.school_levels) or draft.rooms
    proposed = rules.propose(draft.plan.pupils, rooms, school.school_levels)
    sent = Draft(draft.plan, rooms, proposed)
    moves = [
        _move(move, pupil, sent) for move, pupil in zip(proposed, draft.plan.pupils, strict=True)
    ]
    changed = {now.pupil_id for was, now in zip(draft.moves, moves, strict=True) if was != now}
    return Draft(draft.plan, rooms, moves, frozenset(changed))


def _move(move: Move, pupil: Pupil, draft: Draft) -> Move:
    chosen = request.form.get(f"to-{pupil.id}", "")
    number = request.form.get(f"no-{pupil.id}")
    kept = move.number if number is None else whole_number(number.strip()[:3])
    if chosen not in {value for value, _text in draft.options(pupil)}:
        return Move(move.pupil_id, move.step, move.title, kept if move.title else None)
    step, _bar, title = chosen.partition("|")
    leaves = step == Step.LEAVE
    return Move(move.pupil_id, Step(step), None if leaves else title, None if leaves else kept)


def _page(
    session: Session,
    school: OrganizationNode,
    draft: Draft | None,
    *,
    twice: "set[uuid.UUID] | None" = None,
    status: int = 200,
) -> ResponseReturnValue:
    done = rolling.standing(session, school.id)
    steps = [] if draft is None else [move.step for move in draft.moves]
    return page(
        "rollover",
        school=school,
        draft=draft,
        counts={step.value: steps.count(step) for step in Step},
        twice=twice or set(),
        is_open=draft is not None and _is_open(draft.plan),
        done=done,
        can_undo=done is not None and rolling.can_undo(done, on=today()),
        undo_until=None if done is None else rolling.undo_until(done),
        status=status,
    )
