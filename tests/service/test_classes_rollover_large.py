"""年度更新 of a school of 600: looked at, changed, done, and taken back whole."""

import hashlib
import uuid
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.classes import rolling, rules
from app.classes.models import AcademicSession, Class, Enrollment, EnrollmentRole
from app.classes.rules import Move, Step
from app.db import transaction
from app.identity import queries as identity
from app.identity.models import Post, User
from tests.factories.big_school import ACROSS, a_big_school
from tests.factories.identity import an_administrator

pytestmark = pytest.mark.usefixtures("app")

NOW = datetime(2027, 4, 2, 1, 0, tzinfo=UTC)
BEGINS, LAST = date(2027, 4, 1), date(2027, 3, 31)
PUPILS = 600


def fingerprint(session: Session) -> dict[str, tuple[int, str]]:
    """Return, for each table that a rollover touches, how many rows and a digest of all."""
    session.flush()
    found = {}
    for model in (Class, Enrollment, Post, User, AcademicSession):
        rows = sorted(str(tuple(row)) for row in session.execute(sa.select(*model.__table__.c)))
        found[model.__tablename__] = (
            len(rows),
            hashlib.sha256("\n".join(rows).encode()).hexdigest(),
        )
    return found


def test_six_hundred_go_up_and_all_of_it_is_taken_back() -> None:
    with transaction() as session:
        big = a_big_school(session, pupils=PUPILS)
        by = identity.person(session, an_administrator(session, of=big.school).id, on=BEGINS)
        node = next(one for one in identity.organization_tree(session) if one.id == big.school.id)
        before = fingerprint(session)
        history = _history(session)

        made_from = rolling.plan(session, node)
        assert made_from is not None
        assert len(made_from.rooms) == len(big.rooms) == 19
        assert len(made_from.pupils) == PUPILS
        rooms = rules.next_rooms(made_from.rooms, node.school_levels)
        proposed = rules.propose(made_from.pupils, rooms, node.school_levels)
        sixth = sum(one.grade == 6 for one in big.pupils)
        steps = [one.step for one in proposed]
        assert (steps.count(Step.LEAVE), steps.count(Step.UP)) == (sixth, PUPILS - sixth)
        assert fingerprint(session) == before, "a look changes nothing"

        moves, stays, leaves = _changed(proposed)
        assert not rules.numbers_twice(moves)
        done = rolling.roll_over(session, node, made_from, rooms, moves, by=by, now=NOW)
        now_so = _places(session)
        assert len(now_so) == PUPILS - sixth - 1
        for move in moves:
            place = now_so.get(move.pupil_id)
            assert place == (None if move.title is None else (move.title, move.number))
        grades = {row.id: row.grade for row in session.execute(sa.select(User.id, User.grade))}
        was = {one.id: one.grade for one in made_from.pupils}
        assert grades[stays] == was[stays]
        assert grades[leaves] == (was[leaves] or 0) + 1
        assert _history(session) == dict.fromkeys(history, LAST), "the old year ends, and stays"

        rolling.undo_rollover(session, done, by=by, now=NOW)
        session.expire_all()
        after = fingerprint(session)
        sessions = after.pop("academic_session")[0] - before.pop("academic_session")[0]
        assert after == before
        assert sessions in {0, 1}, "the year may stay: it is everybody's"
        acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
        assert acts[-2:] == ["year.rolled_over", "year.taken_back"]


def _changed(proposed: list[Move]) -> tuple[list[Move], uuid.UUID, uuid.UUID]:
    """Remix the classes of each grade, with new numbers; let one stay down and one move away."""
    numbers: dict[str, int] = {}
    moves: list[Move] = []
    ups = [one for one in proposed if one.step is Step.UP]
    stays = next(one for one in ups if one.title == "4年1組").pupil_id
    leaves = next(one for one in ups if one.title == "5年2組").pupil_id
    for place, one in enumerate(proposed):
        title, step = one.title, one.step
        if one.pupil_id == stays:
            title, step = "3年1組", Step.STAY
        elif one.pupil_id == leaves:
            title, step = None, Step.LEAVE
        elif title is not None and title != ACROSS:
            title = f"{title[:2]}{1 + place % 3}組"
        number = None
        if title is not None:
            numbers[title] = number = numbers.get(title, 0) + 1
        moves.append(Move(one.pupil_id, step, title, number))
    return moves, stays, leaves


def _places(session: Session) -> dict[object, tuple[str, int | None]]:
    """Return class and number of everybody who learns in the new year."""
    rows = session.execute(
        sa.select(Enrollment.user_id, Class.title, Enrollment.attendance_number)
        .join(Class, Class.id == Enrollment.class_id)
        .where(Enrollment.role == EnrollmentRole.STUDENT, Enrollment.starts_on == BEGINS)
    )
    return {user_id: (title, number) for user_id, title, number in rows}


def _history(session: Session) -> dict[object, date | None]:
    """Return the ends of all places of the old year."""
    rows = session.execute(
        sa.select(Enrollment.id, Enrollment.ends_on).where(Enrollment.starts_on < BEGINS)
    )
    return {row.id: row.ends_on for row in rows}
