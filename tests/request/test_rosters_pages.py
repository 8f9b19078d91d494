"""The pages of rosters: brought, looked at, mended, applied, undone."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.models import Organization, OrganizationKind, User
from app.outbox.relay import drain
from app.rosters.madeup.board import Size, board_roster
from app.rosters.models import RosterImport
from app.wiring import SUBSCRIBERS
from tests.client import PageClient, sign_in
from tests.factories.identity import TODAY, a_city, an_administrator, an_organization

SMALL = Size(schools=1, classes=1, pupils=3, with_guardians=False)


@pytest.fixture
def board(app: Flask, session: Session) -> Organization:
    city = a_city(session)
    return an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD, parent=city)


def _sent(client: PageClient, place: Organization, data: bytes, name: str = "meibo.zip") -> str:
    answer = client.post(
        "/admin/rosters/new", data={"place": str(place.id), "file": (BytesIO(data), name)}
    )
    assert answer.status_code == 303
    return str(answer.location)


def _work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


def test_a_roster_is_brought_looked_at_applied_and_undone(
    client: PageClient, session: Session, board: Organization
) -> None:
    sign_in(client, an_administrator(session, of=board))
    client.see("/admin/rosters")
    client.see("/admin/rosters/new")
    url = _sent(client, board, board_roster(SMALL, on=TODAY))
    assert "たしかめています" in client.see(url).text
    _work()
    assert "このように変わります" in client.see(url).text
    client.post(f"{url}/apply")
    assert "取り込んでいます" in client.see(url).text
    _work()
    assert "取り込みました" in client.see(url).text
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 6
    assert "まだ何も戻していません" in client.see(f"{url}/undo").text
    client.post(f"{url}/undo")
    _work()
    assert "元に戻しました" in client.see(url).text
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1
    client.see("/admin/rosters")
    assert session.scalar(sa.select(sa.func.count()).select_from(RosterImport)) == 1
