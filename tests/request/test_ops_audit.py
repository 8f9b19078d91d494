"""The log of acts as administrators of the city read it."""

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.identity.models import User
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, an_administrator


@pytest.fixture
def boss(session: Session) -> User:
    return an_administrator(session)


def actions(session: Session) -> list[str]:
    return list(session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)))


def test_what_an_administrator_does_stands_in_the_log_in_words(
    client: PageClient, session: Session, boss: User
) -> None:
    citizen = a_citizen(session)
    sign_in(client, boss)
    client.see(f"/admin/people/{citizen.id}")
    client.see(f"/admin/people/{citizen.id}")
    for act in ("reset-link", "sign-out", "disable", "enable"):
        client.post(f"/admin/people/{citizen.id}/{act}")
    assert actions(session) == [
        "person.looked",  # twice is once a day
        "account.reset_link",
        "account.signed_out",
        "account.disabled",
        "account.enabled",
    ]
    text = client.see("/admin/audit").text
    assert "森 さくらさんの登録を止めた" in text
    assert "登録のページ" in text
    assert "森 さくらさんの登録を止めた" in client.see("/admin/audit?action=account.disabled").text
    assert "あてはまる記録は、ありません" in client.see("/admin/audit?to=2020-01-01").text
    assert "森 かおる" in client.see("/admin/audit?q=森 さくら").text


def test_the_chain_is_checked_when_asked_and_a_break_is_told(
    client: PageClient, session: Session, boss: User
) -> None:
    citizen = a_citizen(session)
    sign_in(client, boss)
    client.post(f"/admin/people/{citizen.id}/disable")
    told = client.post("/admin/audit/check", follow_redirects=True).get_data(as_text=True)
    assert "そろっています（件数: 1）" in told
    session.execute(sa.update(AuditEntry).values(actor_id=citizen.id))
    told = client.post("/admin/audit/check", follow_redirects=True).get_data(as_text=True)
    assert "1番で切れています" in told


def test_the_log_is_written_out_without_names_as_json_and_safe_as_a_table(
    client: PageClient, session: Session, boss: User
) -> None:
    boss.family_name = "=cmd"
    citizen = a_citizen(session)
    sign_in(client, boss)
    client.post(f"/admin/people/{citizen.id}/disable")
    table = client.post("/admin/audit.csv").get_data(as_text=True)
    assert table.startswith("\ufeff")
    assert ",'=cmd かおる," in table
    lines = client.post("/admin/audit.json").get_data().splitlines()
    assert [orjson.loads(line)["action"] for line in lines] == [
        "account.disabled",
        "audit.exported",
        "audit.exported",
    ]
    assert "かおる" not in b"".join(lines).decode()


def test_the_command_tells_by_its_exit_code_whether_the_log_is_whole(
    client: PageClient, session: Session, boss: User
) -> None:
    citizen = a_citizen(session)
    sign_in(client, boss)
    client.post(f"/admin/people/{citizen.id}/disable")
    runner = client.application.test_cli_runner()
    assert runner.invoke(args=["audit", "check"]).exit_code == 0
    session.execute(sa.update(AuditEntry).values(actor_id=citizen.id))
    session.commit()
    assert runner.invoke(args=["audit", "check"]).exit_code == 1


def test_nobody_else_reads_the_log(client: PageClient, session: Session, boss: User) -> None:
    sign_in(client, a_citizen(session))
    for url in ("/admin/audit",):
        client.see(url, status=404)
    for url in ("/admin/audit/check", "/admin/audit.csv", "/admin/audit.json"):
        assert client.post(url).status_code == 404
