"""Whoever left is closed the same day; whoever learns is not."""

from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.identity import service
from app.identity.events import DayBegun
from app.identity.models import Role, User
from app.outbox.models import OutboxEvent
from app.outbox.relay import drain
from app.wiring import SUBSCRIBERS
from tests.factories.identity import (
    NOW,
    TODAY,
    a_child,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
)

if TYPE_CHECKING:
    from datetime import date

    from flask import Flask
    from sqlalchemy.orm import Session

YESTERDAY = TODAY - timedelta(days=1)


def end_posts(session: "Session", user: User, on: "date") -> User:
    session.flush()
    session.refresh(user)
    for post in user.posts:
        post.ends_on = on
    session.flush()
    return user


def closed(session: "Session") -> list[object]:
    return list(service.disable_leavers(session, on=TODAY, now=NOW))


def test_staff_and_teachers_without_a_post_left_are_closed_with_their_sessions(
    session: "Session",
) -> None:
    clerk = end_posts(session, a_clerk(session), YESTERDAY)
    teacher = a_user(session)
    a_post(session, teacher, a_school(session), Role.TEACHER)
    end_posts(session, teacher, YESTERDAY)
    epoch = clerk.session_epoch
    assert set(closed(session)) == {clerk.id, teacher.id}
    assert clerk.disabled_at is not None
    assert clerk.session_epoch > epoch
    assert closed(session) == []


def test_the_last_day_is_one_of_work_and_another_post_keeps_the_account(
    session: "Session",
) -> None:
    end_posts(session, a_clerk(session), TODAY)
    double = end_posts(session, a_clerk(session), YESTERDAY)
    a_post(session, double, a_city(session), Role.HR)
    assert closed(session) == []


def test_pupils_citizens_and_guardians_are_never_closed_so(session: "Session") -> None:
    end_posts(session, a_child(session), YESTERDAY)
    a_citizen(session)
    guardian = a_user(session)
    a_post(session, guardian, a_school(session), Role.GUARDIAN)
    end_posts(session, guardian, YESTERDAY)
    assert closed(session) == []


def test_whom_an_administrator_opened_again_stays_open(session: "Session") -> None:
    clerk = end_posts(session, a_clerk(session), YESTERDAY)
    closed(session)
    service.enable_user(session, clerk.id, now=NOW)
    assert closed(session) == []


def test_the_worker_closes_them_daily_and_one_day_tells_of_the_next(
    app: "Flask", session: "Session"
) -> None:
    clerk = end_posts(session, a_clerk(session), YESTERDAY)
    service.begin_days(session, now=NOW)
    service.begin_days(session, now=NOW)
    session.commit()
    drain({DayBegun: SUBSCRIBERS[DayBegun]}, now=lambda: NOW)
    session.expire_all()
    assert session.get_one(User, clerk.id).disabled_at is not None
    days = [
        event.payload["day"]
        for event in session.scalars(sa.select(OutboxEvent).order_by(OutboxEvent.seq))
        if event.type == "DayBegun"
    ]
    assert len(days) == 2
    assert days[0] == str(day_of(NOW))
