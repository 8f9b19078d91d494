"""The operators' page: what waits, what gave up, and who may look."""

import shutil
from collections import namedtuple
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.identity.models import Role
from app.outbox.models import OutboxDelivery, OutboxEvent
from tests.client import PageClient
from tests.factories.credentials import NOW, a_credential, an_issuer_on_record
from tests.factories.identity import a_city, a_clerk, a_post, a_user, an_administrator, sign_in

PAGE = "/admin/deliveries"
HANDLER = "app.credentials.handlers.on_credential_awarded"


@pytest.fixture
def boss(client: PageClient, session: Session, settings: Settings) -> PageClient:
    """Return the client of an administrator, on an installation with keys."""
    an_issuer_on_record(session, settings.instance_dir)
    sign_in(client, an_administrator(session))
    return client


def a_dead_delivery(session: Session, reason: str = "署名の鍵がありません") -> OutboxDelivery:
    event = OutboxEvent(type="CredentialAwarded", payload={}, occurred_at=NOW, spread_at=NOW)
    session.add(event)
    session.flush()
    row = OutboxDelivery(
        event_seq=event.seq, handler=HANDLER, attempts=10, next_try_at=None, last_error=reason
    )
    session.add(row)
    session.flush()
    return row


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_page_does_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    dead = a_dead_delivery(session)
    user = a_user(session)
    a_post(session, user, a_city(session), role)
    sign_in(client, user)
    assert client.get(PAGE).status_code == 404
    for data in ({"all": "1"}, {"event_seq": dead.event_seq, "handler": HANDLER}):
        assert client.post(PAGE, data=data).status_code == 404
    assert dead.next_try_at is None


def test_a_visitor_is_asked_who_it_is(client: PageClient) -> None:
    assert client.get(PAGE).status_code == 302


def test_where_nothing_waits_the_page_says_so(boss: PageClient) -> None:
    text = boss.see(PAGE).text
    assert "待っている仕事はありません" in text
    assert "そろっています" in text


def test_what_gave_up_is_shown_in_words_with_its_reason(
    boss: PageClient, session: Session
) -> None:
    a_dead_delivery(session)
    text = boss.see(PAGE).text
    for told in (
        "1件の仕事が、10回ためして",
        "修了証の署名",
        "署名の鍵がありません",
        "令和8年11月22日",
    ):
        assert told in text


def test_one_can_be_sent_again_and_the_others_stay(boss: PageClient, session: Session) -> None:
    first, second = (a_dead_delivery(session) for _ in range(2))
    data = {"event_seq": first.event_seq, "handler": HANDLER}
    response = boss.post(PAGE, data=data, follow_redirects=True)
    assert "列に戻しました" in response.get_data(as_text=True)
    assert first.next_try_at is not None
    assert first.attempts == 0
    assert second.next_try_at is None


def test_all_can_be_sent_again_at_once(boss: PageClient, session: Session) -> None:
    dead = [a_dead_delivery(session) for _ in range(3)]
    assert boss.post(PAGE, data={"all": "1"}).status_code == 303
    assert all(row.next_try_at is not None for row in dead)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 400),
        ({"event_seq": "x", "handler": HANDLER}, 400),
        ({"event_seq": "²", "handler": HANDLER}, 400),
        ({"event_seq": "9" * 40, "handler": HANDLER}, 400),
        ({"event_seq": "999999", "handler": HANDLER}, 404),
        ({"event_seq": "1", "handler": "os.system"}, 404),
    ],
)
def test_what_is_not_there_cannot_be_sent(
    boss: PageClient, session: Session, data: dict[str, str], status: int
) -> None:
    assert boss.post(PAGE, data=data).status_code == status


def test_what_was_delivered_is_not_delivered_again(boss: PageClient, session: Session) -> None:
    row = a_dead_delivery(session)
    row.delivered_at = NOW
    session.flush()
    data = {"event_seq": row.event_seq, "handler": HANDLER}
    assert boss.post(PAGE, data=data).status_code == 404
    assert session.scalar(sa.select(OutboxDelivery.next_try_at)) is None


def test_a_missing_key_is_named_and_what_waits_for_it_counted(
    boss: PageClient, session: Session, settings: Settings
) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    a_credential(session, a_clerk(session), signers, is_signed=False)
    shutil.rmtree(settings.instance_dir / "keys")
    text = boss.see(PAGE).text
    assert "が見つかりません" in text
    assert "直すところがあります" in text
    assert "署名を待つ修了証1件" in text


def test_little_space_is_told_before_there_is_none(
    boss: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")

    def nearly_full(_path: Path) -> object:
        return usage(10**12, 10**12 - 10**8, 10**8)

    monkeypatch.setattr(shutil, "disk_usage", nearly_full)
    text = boss.see(PAGE).text
    assert "空き容量が少なく" in text
    assert "0.1 GB" in text
