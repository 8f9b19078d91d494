"""Rows that are made ready before the lock, and written by the driver itself."""

import uuid
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.db import reading, transaction
from app.identity.models import Organization, OrganizationKind, Role, User
from app.rosters import service
from app.rosters.errors import ChangedMeanwhile
from app.rosters.models import ImportState, RosterImport
from app.rosters.plan import Change, Kind, Plan
from tests.factories.identity import a_post, a_user, an_organization
from tests.factories.rosters import a_dry_run, an_archive


@pytest.fixture
def board(app: Flask, session: Session) -> Organization:
    place = an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD)
    session.commit()
    return place


def _applying(board: Organization) -> uuid.UUID:
    kept = a_dry_run(an_archive(), board)
    with transaction() as session:
        service.approve(session, kept.id, by=None, now=clock.now())
    return kept.id


def _written(import_id: uuid.UUID, *changes: Change) -> None:
    plan = Plan(changes=list(changes))
    ready = service.prepare(reading(), import_id, plan, now=clock.now(), is_demo=False)
    with transaction() as session:
        service.apply(session, import_id, ready, now=clock.now())


def test_what_is_written_is_read_as_it_was_meant(session: Session, board: Organization) -> None:
    import_id = _applying(board)
    user = a_user(session, given_name="ゆい", login_id="yui")
    post = a_post(session, user, board, Role.TEACHER)
    session.commit()
    day = date(2027, 3, 31)
    _written(
        import_id,
        Change(Kind.USER, user.id, {"is_disabled": False}, {"is_disabled": True}),
        Change(
            Kind.POST,
            post.id,
            {"ends_on": None, "title": post.title, "is_primary": post.is_primary},
            {"ends_on": day, "title": "教頭", "is_primary": False},
        ),
    )
    session.expire_all()
    assert (post.ends_on, post.title, post.is_primary) == (day, "教頭", False)
    assert user.disabled_at is not None
    assert user.session_epoch == 1
    assert session.get_one(RosterImport, import_id).state is ImportState.APPLIED


@pytest.mark.parametrize("before", ["別の名", None])
def test_a_row_that_holds_something_else_undoes_everything(
    session: Session, board: Organization, before: str | None
) -> None:
    import_id = _applying(board)
    user = a_user(session, given_name="ゆい", login_id="yui")
    other = a_user(session, given_name="けん", login_id="ken")
    session.commit()
    with pytest.raises(ChangedMeanwhile):
        _written(
            import_id,
            Change(Kind.USER, other.id, {"login_id": "ken"}, {"login_id": "kenji"}),
            Change(Kind.USER, user.id, {"given_name": before}, {"given_name": "ゆい子"}),
        )
    session.expire_all()
    logins = set(session.scalars(sa.select(User.login_id)))
    assert logins == {"yui", "ken"}
    assert session.get_one(RosterImport, import_id).state is ImportState.APPLYING


def test_a_login_that_somebody_took_meanwhile_undoes_everything(
    session: Session, board: Organization
) -> None:
    import_id = _applying(board)
    one, _ = a_user(session, login_id="yui"), a_user(session, login_id="ken")
    session.commit()
    with pytest.raises(ChangedMeanwhile):
        _written(import_id, Change(Kind.USER, one.id, {"login_id": "yui"}, {"login_id": "ken"}))
    session.expire_all()
    assert session.get_one(User, one.id).login_id == "yui"
