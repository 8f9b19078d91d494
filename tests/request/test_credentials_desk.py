"""The pages of those who answer for credentials: issued ones, issuers, keys."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.credentials import handlers
from app.credentials.events import CorrectionAsked, KeysWanted
from app.credentials.models import (
    Correction,
    Credential,
    CredentialState,
    Issuer,
    IssuerKey,
    KeyState,
)
from app.credentials.service import keys
from app.identity.models import Organization, Role, User
from app.outbox.models import OutboxEvent
from tests.client import PageClient, sign_in
from tests.factories.credentials import DID, a_credential, an_issuer_on_record
from tests.factories.identity import a_clerk, a_post, a_school, a_user, an_administrator

ISSUERS = "/admin/credentials/issuers"


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, Path(settings.instance_dir))


@pytest.fixture
def boss(client: PageClient, session: Session, signers: keys.Signers) -> PageClient:
    return sign_in(client, an_administrator(session))


def one(session: Session, signers: keys.Signers) -> Credential:
    return a_credential(session, a_clerk(session), signers)


def events(session: Session, kind: str) -> int:
    return (
        session.scalar(
            sa.select(sa.func.count()).select_from(OutboxEvent).where(OutboxEvent.type == kind)
        )
        or 0
    )


# --- what was issued


def test_it_is_found_by_number_and_by_name(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    first, second = one(session, signers), one(session, signers)
    boss.get("/admin/credentials")
    assert first.number in boss.page.text
    assert second.number in boss.page.text
    for search in (first.number, f"第{first.number}号", first.number.lower()):
        boss.get(f"/admin/credentials?q={search}")
        assert first.number in boss.page.text
        assert second.number not in boss.page.text
    boss.get("/admin/credentials?q=いない")
    assert "見つかりませんでした" in boss.page.text


def test_a_correction_is_asked_for_signed_and_told(
    boss: PageClient, client: PageClient, session: Session, signers: keys.Signers
) -> None:
    made = one(session, signers)
    page = f"/admin/credentials/{made.id}"
    assert boss.get(page).status_code == 200
    sent = {"evidence": "90分を学びました。", "note": "時間がちがっていました。"}
    assert boss.post(f"{page}/correct", data=sent).status_code == 303
    boss.get(page)
    assert "出し直しの署名を待っています" in boss.page.text
    boss.post(f"{page}/correct", data=sent | {"evidence": "100分"})
    boss.get(page)
    assert "前の出し直しの署名を待っています" in boss.page.text
    asked = session.scalars(sa.select(Correction)).one()
    handlers.on_correction_asked(session, CorrectionAsked(asked.id, clock.now()))
    session.commit()
    boss.get(page)
    assert "出し直しました" in boss.page.text
    assert "90分を学びました" in boss.page.text
    boss.post(f"{page}/correct", data=sent)
    boss.get(page)
    assert "いまと同じです" in boss.page.text
    holder = sign_in(client, session.get_one(User, made.user_id))
    holder.get(f"/my/credentials/{made.id}")
    assert "わけ: 時間がちがっていました。" in holder.page.text
    assert "犀川市" in holder.page.text


def test_taking_one_back_wants_a_reason(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    made = one(session, signers)
    page = f"/admin/credentials/{made.id}"
    assert boss.post(f"{page}/revoke", data={"details": "なぜなら"}).status_code == 422
    assert "わけを選んで" in boss.page.text
    assert "なぜなら" in boss.page.text
    assert made.revoked_at is None
    sent = {"code": "mistake", "details": "同じ名前の人でした。"}
    assert boss.post(f"{page}/revoke", data=sent).status_code == 303
    assert made.state is CredentialState.REVOKED
    assert made.revoked_reason == "まちがって出した　同じ名前の人でした。"
    boss.get(page)
    assert "取り消しました" in boss.page.text
    boss.post(f"{page}/revoke", data=sent)
    boss.get(page)
    assert "もう取り消されています" in boss.page.text


def test_an_administrator_sees_those_within_reach_alone(
    client: PageClient, session: Session, signers: keys.Signers
) -> None:
    near, far = a_clerk(session), a_clerk(session)
    mine, others = (a_credential(session, who, signers) for who in (near, far))
    user = a_user(session)
    place = session.get_one(Organization, near.posts[0].organization_id)
    a_post(session, user, place, Role.ADMINISTRATOR)
    sign_in(client, user)
    client.get("/admin/credentials")
    assert mine.number in client.page.text
    assert others.number not in client.page.text
    assert client.get(f"/admin/credentials/{others.id}").status_code == 404
    sent = {"code": "mistake"}
    assert client.post(f"/admin/credentials/{others.id}/revoke", data=sent).status_code == 404
    assert others.state is CredentialState.ISSUED
    assert client.get(ISSUERS).status_code == 404


# --- who issues


def test_an_issuer_is_founded_and_its_keys_come_from_the_worker(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    school = a_school(session)
    session.commit()
    assert boss.get(f"{ISSUERS}/add").status_code == 200
    sent = {"organization": str(school.id), "name": "犀川小学校", "office": "教務", "slug": "Sai"}
    assert boss.post(f"{ISSUERS}/add", data=sent).status_code == 422
    assert "半角の小文字" in boss.page.text
    for slug in ("city", "add"):
        assert boss.post(f"{ISSUERS}/add", data=sent | {"slug": slug}).status_code == 422
    assert boss.post(f"{ISSUERS}/add", data=sent | {"slug": "sai"}).status_code == 303
    boss.get(ISSUERS)
    assert "鍵を待っています" in boss.page.text
    assert boss.get("/issuers/sai/did.json").status_code == 404
    row = session.scalars(sa.select(Issuer)).one()
    handlers.on_keys_wanted(session, KeysWanted(row.did, clock.now()))
    session.commit()
    boss.get(ISSUERS)
    assert "鍵を待っています" not in boss.page.text
    document = boss.get("/issuers/sai/did.json").json
    assert document is not None
    assert document["id"] == row.did == f"{DID}:issuers:sai"
    profile = boss.get("/ob/issuers/sai").json
    assert profile is not None
    assert profile["name"] == "犀川小学校"
    fragment = document["assertionMethod"][0].partition("#")[2]
    key = boss.get(f"/ob/issuers/sai/keys/{fragment}").json
    assert key is not None
    assert key["kid"] == f"{row.did}#{fragment}"
    assert boss.get(f"/ob/issuers/sai/keys/{signers.di.kid.partition('#')[2]}").status_code == 404


def test_the_citys_own_issuer_is_named_and_its_credentials_signed_anew_on_wish(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    one(session, signers)
    page = f"{ISSUERS}/city"
    assert boss.get(page).status_code == 200
    assert boss.post(f"{page}/names", data={"name": "", "office": ""}).status_code == 422
    assert boss.post(f"{page}/names", data={"name": "新犀川市", "office": "課"}).status_code == 303
    assert events(session, "IssuerRenamed") == 0
    boss.post(f"{page}/names", data={"name": "新犀川市", "office": "課", "again": "y"})
    assert events(session, "IssuerRenamed") == 1
    boss.get("/ob/issuer")
    profile = boss.get("/ob/issuer").json
    assert profile is not None
    assert profile["name"] == "新犀川市"


def test_keys_follow_and_are_withdrawn(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    one(session, signers)
    page = f"{ISSUERS}/city"
    boss.post(f"{page}/keys/next")
    assert events(session, "KeysWanted") == 1
    handlers.on_keys_wanted(session, KeysWanted(DID, clock.now()))
    session.commit()
    boss.get(page)
    assert "次の鍵" in boss.page.text
    away = f"{page}/keys/rs-1/withdraw"
    assert boss.get(away).status_code == 200
    assert "1件の証明" in boss.page.text
    assert boss.post(away).status_code == 303
    states = {row.kid: row.state for row in session.scalars(sa.select(IssuerKey))}
    assert states[f"{DID}#rs-1"] is KeyState.COMPROMISED
    assert boss.post(away).status_code == 404
    assert boss.get(f"{page}/keys/rs-99/withdraw").status_code == 404


def test_an_issuer_ends_with_who_follows_it(
    boss: PageClient, session: Session, signers: keys.Signers
) -> None:
    session.add(
        Issuer(
            did=f"{DID}:issuers:mura",
            slug="mura",
            organization_id=a_school(session).id,
            name="となり村",
            office="",
            founded_on=clock.day_of(clock.now()),
        )
    )
    session.commit()
    page = f"{ISSUERS}/mura"
    assert boss.post(f"{page}/end", data={"successor": "did:web:nobody"}).status_code == 422
    assert boss.post(f"{page}/end", data={"successor": DID}).status_code == 303
    boss.get(page)
    assert "が引き継いでいます" in boss.page.text
    assert boss.post(f"{page}/end", data={"successor": ""}).status_code == 422
    assert boss.post(f"{ISSUERS}/city/end", data={"successor": ""}).status_code == 404
