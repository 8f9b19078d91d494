"""Rosters from the file to the database and back."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.classes.models import Enrollment
from app.db import transaction
from app.identity.models import Organization, OrganizationKind, User
from app.outbox.relay import drain
from app.rosters import service
from app.rosters.madeup.board import Size, board_roster
from app.rosters.models import ImportState, RosterImport
from app.wiring import SUBSCRIBERS
from tests.factories.identity import TODAY, a_city, an_organization

SMALL = Size(schools=1, classes=1, pupils=3)


def _kept(data: bytes, place: Organization, name: str = "meibo.zip") -> RosterImport:
    with transaction() as session:
        kept = service.keep_roster(session, name, data, place.id, by=None, now=clock.now())
    drain(SUBSCRIBERS, now=clock.now)
    return kept


def _applied(kept: RosterImport) -> None:
    with transaction() as session:
        service.approve(session, kept.id, by=None, now=clock.now())
    drain(SUBSCRIBERS, now=clock.now)


def test_a_roster_is_tried_and_then_applied(app: Flask, session: Session) -> None:
    app.extensions["subscribers"] = SUBSCRIBERS
    city = a_city(session)
    board = an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD, parent=city)
    session.commit()
    kept = _kept(board_roster(SMALL, on=TODAY), board)
    session.refresh(kept)
    assert kept.state is ImportState.READY, kept.summary
    assert kept.summary["counts"]["fault"] == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 0
    _applied(kept)
    session.refresh(kept)
    assert kept.state is ImportState.APPLIED
    assert session.scalar(sa.select(sa.func.count()).select_from(Enrollment)) == 4
