"""Pages about issuers elsewhere, and about what came from them."""

import io
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.exchange.models import Registry, TrustedIssuer
from app.identity.models import User
from app.identity.service import ensure_installation
from app.outbox.relay import drain
from app.talent.models import ReceivedCredential, SkillAttestation
from app.wiring import SUBSCRIBERS
from tests.client import PageClient, sign_in
from tests.factories.exchange import (
    SECRET,
    Elsewhere,
    a_stub_registry,
    an_issuer_elsewhere,
    trusted,
)
from tests.factories.identity import NOW, a_city, an_administrator, an_organization
from tests.factories.talent import a_credential, a_staff_member, an_hr_officer

SUBJECT = uuid.UUID(int=0x5EED)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Return the settings of a demo: issuers may be on this machine."""
    return replace(settings, demo=True)


@pytest.fixture
def issuer(app: Flask, session: Session) -> Iterator[Elsewhere]:
    assert app
    ensure_installation(session, "http://localhost", NOW)
    session.commit()
    with an_issuer_elsewhere() as running:
        yield running


@pytest.fixture
def admin(client: PageClient, session: Session) -> PageClient:
    boss = an_administrator(session, of=a_city(session))
    session.commit()
    return sign_in(client, boss)


@pytest.fixture
def hr(session: Session) -> User:
    return an_hr_officer(session, an_organization(session))


@pytest.fixture
def clerk(session: Session) -> User:
    user = a_staff_member(session, an_organization(session))
    user.login_id = "mori"
    return user


def post(client: PageClient, url: str, data: dict[str, Any], status: int = 303) -> str:
    """Send a form; return the page that answers it."""
    response = client.post(url, data=data)
    assert response.status_code == status, response.status
    return response.text


def work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


# -- issuers --------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["address", "did"])
def test_an_issuer_is_looked_at_then_trusted_then_no_more(
    admin: PageClient, issuer: Elsewhere, session: Session, typed: str
) -> None:
    given = issuer.did if typed == "did" else f"{issuer.url}/ob/issuer"
    page = post(admin, "/admin/issuers/look", {"issuer": given}, 200)
    assert issuer.did in page
    assert "となり市" in page
    assert issuer.ed25519.public.fragment in page
    assert session.scalars(sa.select(TrustedIssuer)).all() == [], "looking trusts nobody"
    admin.post("/admin/issuers/trust", data={"issuer": issuer.did, "name": "となりの市"})
    page = admin.get("/admin/issuers").text
    assert "となりの市" in page
    row = session.scalars(sa.select(TrustedIssuer)).one()
    page = post(admin, "/admin/issuers/trust", {"issuer": issuer.did, "name": "もう一度"}, 422)
    assert "もう信頼しています" in page
    admin.post(f"/admin/issuers/{row.id}/end")
    assert "この市が出した修了証だけ" in admin.get("/admin/issuers").text


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("", "入れてください"),
        ("となり市", "読み取れません"),
        ("http://127.0.0.1:9", "接続を受けつけていません"),
    ],
)
def test_what_is_no_issuer_is_told_and_what_was_typed_stays(
    admin: PageClient, issuer: Elsewhere, given: str, told: str
) -> None:
    assert issuer
    page = post(admin, "/admin/issuers/look", {"issuer": given}, 422)
    assert told in page
    assert f'value="{given}"' in page


def test_a_document_of_somebody_else_is_refused(admin: PageClient, issuer: Elsewhere) -> None:
    assert issuer.server is not None
    issuer.server.behave = lambda _: (200, {}, b'{"id": "did:web:example.jp"}')
    page = post(admin, "/admin/issuers/look", {"issuer": issuer.url}, 422)
    assert "ほかの発行者のもの" in page


# -- what came ------------------------------------------------------------------------------------


def hand_in(client: PageClient, *documents: bytes) -> str:
    file = (io.BytesIO(b"\n".join(documents)), "shuryosho.jsonl")
    return post(client, "/talent/received/file", {"file": file}, 200)


def test_hr_hands_in_a_file_sees_each_row_and_the_person_agrees_and_is_confirmed(
    client: PageClient, issuer: Elsewhere, session: Session, hr: User, clerk: User
) -> None:
    trusted(session, issuer, now=clock.now())
    session.commit()
    token = issuer.token(issuer.credential(SUBJECT))
    sign_in(client, hr)
    page = hand_in(client, token, token, b"nothing at all")
    assert "3行のうち、1件を受けとりました" in page
    assert "証明のデータとして読めません" in page
    work()
    page = client.get("/talent/received").text
    assert "1件は、だれのものかが決まるのを待っています" in page
    unmatched = sa.select(ReceivedCredential).where(ReceivedCredential.state == "unmatched")
    row = session.scalars(unmatched).one()
    assert row.sha256 in client.get(f"/talent/received/{row.id}").text

    sign_in(client, clerk)
    sent = {"issuer": issuer.did, "subject": "どれ？", "is_agreed": "y"}
    page = post(client, "/my/skills/numbers", sent, 422)
    assert "番号を読み取れません" in page
    assert "どれ？" in page
    client.post("/my/skills/numbers", data={**sent, "subject": str(SUBJECT)})
    assert "人事が確かめるのを待っている" in client.get("/my/skills/numbers").text

    sign_in(client, hr)
    page = client.get("/talent/received").text
    assert "森 さくら" in page
    claim = session.scalars(sa.select(ReceivedCredential.id)).first()
    assert claim
    agreement = page.split("/talent/claims/")[1].split("/")[0]
    client.post(f"/talent/claims/{agreement}/confirm")
    work()
    assert "記録に入っている" in client.get("/talent/received").text
    client.query_budget = 20  # the look is written down, and the issuer elsewhere asked for
    assert "生成AIを市の仕事で使う" in client.get(f"/talent/people/{clerk.id}").text
    page = client.get(f"/talent/people/{clerk.id}?item=dss-l@1.2/T5").text
    assert "市が登録した発行者" in page

    issuer.revoked = {77}
    client.post("/talent/received/recheck")
    work()
    assert "取り消された" in client.get("/talent/received").text
    assert "発行者が取り消しました" in client.get(f"/talent/people/{clerk.id}").text

    sign_in(client, clerk)
    client.post(f"/my/skills/numbers/{agreement}/end")
    session.expire_all()
    assert session.scalars(sa.select(SkillAttestation)).all() == []


def test_hr_ties_by_a_paper_and_never_for_oneself(
    client: PageClient, issuer: Elsewhere, session: Session, hr: User, clerk: User
) -> None:
    trusted(session, issuer, now=clock.now())
    hr.login_id = "hayashi"
    session.commit()
    sign_in(client, hr)
    hand_in(client, issuer.token(issuer.credential(SUBJECT)))
    work()
    row = session.scalars(sa.select(ReceivedCredential)).one()
    url = f"/talent/received/{row.id}/paper"
    page = post(client, url, {"login": "mori"}, 422)
    assert "署名のある紙を見てから" in page
    page = post(client, url, {"login": "dareka", "is_signed": "y"}, 422)
    assert "そのログインIDの職員はいません" in page
    page = post(client, url, {"login": "hayashi", "is_signed": "y"}, 422)
    assert "自分では確かめられません" in page
    client.post(url, data={"login": "MORI", "is_signed": "y"})
    work()
    session.expire_all()
    assert session.get_one(ReceivedCredential, row.id).person_id == clerk.id


def test_a_file_that_is_empty_or_too_large_is_refused_and_nothing_is_taken(
    client: PageClient,
    issuer: Elsewhere,
    session: Session,
    hr: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert issuer
    session.commit()
    sign_in(client, hr)
    monkeypatch.setattr("app.talent.forms.LARGEST_FILE", 1000)
    for content, told in ((b"", "ファイルを選んでください"), (b"x" * 1001, "1MBまで")):
        file = (io.BytesIO(content), "shuryosho.jsonl")
        page = post(client, "/talent/received/file", {"file": file}, 422)
        assert told in page
    assert session.scalars(sa.select(ReceivedCredential)).all() == []


# -- registries elsewhere -------------------------------------------------------------------------


def test_a_registry_is_added_tried_watched_sent_to_again_and_ended(
    admin: PageClient, issuer: Elsewhere, session: Session
) -> None:
    assert issuer
    given = {"name": "県の登録簿", "client_key": "tk", "secret": SECRET, "per_minute": "６００"}
    url = "/admin/registries/new"
    page = post(admin, url, {**given, "address": "https://a@b.example.jp/"}, 422)
    assert "アドレスの中に名前やパスワードを入れず" in page
    assert "県の登録簿" in page
    assert SECRET not in page
    with a_stub_registry() as stub:
        post(admin, url, {**given, "address": stub.address})
        assert "もうあります" in post(admin, url, {**given, "address": stub.address}, 422)
        row = session.scalars(sa.select(Registry)).one()
        assert SECRET not in row.secret_sealed
        here = f"/admin/registries/{row.id}"
        page = post(admin, f"{here}/test", {}, 200)
        assert "つながりました" in page
        assert stub.brought == []

        clerk = a_staff_member(session, an_organization(session))
        stub.script = [400]
        a_credential(session, clerk)
        session.commit()
        work()
        page = admin.get(here).text
        assert "1件の修了証が届かずに止まっています" in page
        assert "said 400" in page
        assert "止まっている" in admin.get("/admin/registries").text
        post(admin, f"{here}/again", {})
        work()
        assert "送る修了証は、すべて届いています" in admin.get(here).text
        post(admin, f"{here}/earlier", {})
    post(admin, f"{here}/secret", {"client_key": "tk2", "secret": ""}, 422)
    post(admin, f"{here}/secret", {"client_key": "tk2", "secret": "x"})
    page = post(admin, f"{here}/test", {}, 200)
    assert "つながりません" in page
    post(admin, f"{here}/stop", {})
    assert "送るのをやめました" in admin.get(here).text
    session.expire_all()
    assert row.secret_sealed == ""
    assert "始めた日" in admin.get(here).text
    assert post(admin, f"{here}/again", {}, 404)
