"""The pages of credentials, as their holder, a stranger and a verifier get them."""

import io
import json

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import codes, extracting, handlers, press, proofs, status
from app.credentials.events import CredentialRevoked
from app.credentials.models import Credential
from app.credentials.openbadges import of_course
from app.credentials.queries.trust import OwnResolver
from app.credentials.service import keys
from app.credentials.service.award import award
from app.credentials.service.revoking import revoke_credential
from app.credentials.service.sharing import share_credential
from app.credentials.service.signing import sign_credential
from app.credentials.verify import verify
from app.identity import queries as identity
from app.identity.models import User
from tests.acceptance import acceptance
from tests.client import PageClient
from tests.factories.credentials import (
    CITY,
    DAY,
    DID,
    NOW,
    a_completed_run,
    a_course_award,
    a_credential,
    an_issuer_on_record,
)
from tests.factories.identity import TODAY, a_child, a_citizen, a_clerk, sign_in


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


def shared(session: Session, user: User, signers: keys.Signers) -> tuple[Credential, str]:
    credential = a_credential(session, user, signers)
    holder = identity.person(session, user.id, on=TODAY)
    token = share_credential(session, credential, holder=holder, now=NOW)
    session.commit()
    return credential, token


# -- one's own ------------------------------------------------------------------------------------


def test_staff_see_their_certificates(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    sign_in(client, clerk)
    page = client.see("/my/credentials")
    assert page.heading == "修了証"
    assert "第R8-0001号" in page.text
    assert "令和8年11月22日（2026年）" in page.text
    page = client.see(f"/my/credentials/{credential.id}")
    assert "森 みさきさん" in page.text
    assert "レベル2「使える」" in page.text
    assert "公印省略" in page.text


@pytest.mark.parametrize(
    ("who", "words"),
    [("citizen", "修了のしるし"), ("child", "できたよ証"), ("staff", "修了証")],
)
def test_an_empty_list_says_what_will_be_here(
    session: Session, client: PageClient, who: str, words: str
) -> None:
    user = {"citizen": a_citizen, "child": a_child, "staff": a_clerk}[who](session)
    sign_in(client, user)
    page = client.see("/my/credentials")
    assert page.heading == words
    assert "まだ" in page.text


def test_a_credential_that_waits_for_its_signature_says_so(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers, is_signed=False)
    sign_in(client, clerk)
    assert "準備しています" in client.see("/my/credentials").text
    page = client.see(f"/my/credentials/{credential.id}")
    assert "いま準備しています" in page.text
    assert client.get(f"/my/credentials/{credential.id}.json").status_code == 404


def test_both_forms_can_be_kept_and_are_the_signed_bytes(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    sign_in(client, citizen)
    found = client.get(f"/my/credentials/{credential.id}.json")
    assert found.get_data(as_text=True) == credential.di
    assert found.headers["Content-Disposition"] == 'attachment; filename="R8-0001.json"'
    found = client.get(f"/my/credentials/{credential.id}.jwt")
    assert found.get_data(as_text=True) == credential.jwt


def test_pictures_and_paper_bring_the_signed_bytes_along(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    share_credential(
        session, credential, holder=identity.person(session, citizen.id, on=TODAY), now=NOW
    )
    session.commit()
    sign_in(client, citizen)
    for own in (f"/my/credentials/{credential.id}", f"/v/{credential.share_token}/credential"):
        for ending in ("png", "svg", "pdf"):
            found = client.get(f"{own}.{ending}")
            opened = extracting.extract(found.data)
            assert (opened.kind, opened.document) == (ending, (credential.jwt or "").encode())
            name = f'attachment; filename="R8-0001.{ending}"'
            assert found.headers["Content-Disposition"] == name
            assert found.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_page_of_a_credential_says_what_each_form_is_good_for(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    sign_in(client, citizen)
    page = client.see(f"/my/credentials/{credential.id}")
    endings = [
        href.rpartition(".")[2] for href in page.links.values() if "/my/credentials/" in href
    ]
    assert endings == ["pdf", "png", "svg", "json", "jwt"]
    assert "スマートフォンの証明書アプリ" not in page.text
    client.post(f"/my/credentials/{credential.id}/link")
    session.refresh(credential)
    page = client.see(f"/my/credentials/{credential.id}")
    assert "スマートフォンの証明書アプリ" in page.text
    address = f"http://localhost/v/{credential.share_token}/credential.json"
    assert address in client.get(f"/my/credentials/{credential.id}").get_data(as_text=True)


def test_a_credential_that_was_taken_back_offers_no_paper(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential, token = shared(session, citizen, signers)
    revoke_credential(session, credential, reason="重複", by=None, now=NOW)
    session.commit()
    sign_in(client, citizen)
    for url in (f"/my/credentials/{credential.id}", f"/v/{token}"):
        assert "紙の修了証（PDF）" not in client.see(url).links


@acceptance("11c")
def test_a_child_is_offered_paper_and_nothing_else_to_take_along(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    sign_in(client, child)
    page = client.see(f"/my/credentials/{credential.id}")
    own = [href for href in page.links.values() if href.startswith("/my/credentials/")]
    assert own == [f"/my/credentials/{credential.id}.pdf"]


def test_an_older_credential_gets_its_code_with_its_first_paper(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    credential.check_code = None
    session.commit()
    sign_in(client, citizen)
    assert client.get(f"/my/credentials/{credential.id}.pdf").status_code == 200
    session.refresh(credential)
    assert codes.read(credential.check_code or "") == credential.check_code


def test_a_credential_that_was_taken_back_has_no_paper(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    revoke_credential(session, credential, reason="重複", by=None, now=NOW)
    session.commit()
    sign_in(client, citizen)
    assert client.get(f"/my/credentials/{credential.id}.pdf").status_code == 404


def test_a_paper_that_cannot_be_made_now_says_what_to_do(
    session: Session,
    client: PageClient,
    signers: keys.Signers,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    citizen = a_citizen(session)
    credential = a_credential(session, citizen, signers)
    sign_in(client, citizen)
    monkeypatch.setattr(press, "TIMEOUT_SECONDS", 0.01)
    page = client.see(f"/my/credentials/{credential.id}.pdf", status=503)
    assert "そのまま残っています" in page.text


@acceptance("11d")
def test_a_holder_makes_and_ends_a_link(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    clerk = a_clerk(session)
    credential = a_credential(session, clerk, signers)
    sign_in(client, clerk)
    own = f"/my/credentials/{credential.id}"
    assert client.post(f"{own}/link").location == own
    page = client.see(own)
    address = page.links["相手に見えるページを開く"]
    assert client.get(address).status_code == 200
    client.post(f"{own}/link/end")
    assert "見せるためのリンクを作る" in client.see(own).text
    assert client.get(address).status_code == 404


@acceptance("11e")
def test_another_persons_credential_is_not_there(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    sign_in(client, a_citizen(session))
    own = f"/my/credentials/{credential.id}"
    for end in ("", ".json", ".jwt", ".png", ".svg", ".pdf"):
        assert client.get(f"{own}{end}").status_code == 404
    assert [client.post(f"{own}/link{end}").status_code for end in ("", "/end")] == [404] * 2


def test_a_visitor_is_sent_to_sign_in(client: PageClient) -> None:
    assert client.get("/my/credentials").status_code == 302


def test_the_picture_that_a_credential_names_is_served(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    document = json.loads(credential.di or "")
    image = document["credentialSubject"]["achievement"]["image"]
    found = client.get(image["id"].removeprefix("http://localhost:8000"))
    assert found.mimetype == "image/svg+xml"
    assert found.get_data(as_text=True) == credential.achievement.image
    assert found.headers["Access-Control-Allow-Origin"] == "*"


def test_an_achievement_from_before_there_were_pictures_has_none_and_holds(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    run = a_completed_run(session, a_clerk(session))
    told = a_course_award(run.learner_id, run.id)
    credential = award(session, of_course(told, awarded_on=DAY), issuer=DID, now=NOW)
    sign_credential(session, credential, signers, issuer=CITY, now=NOW)
    session.commit()
    assert "image" not in json.loads(credential.di or "")["credentialSubject"]["achievement"]
    address = f"/ob/achievements/{credential.achievement.id}"
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/image.svg").status_code == 404


# -- children -------------------------------------------------------------------------------------


@acceptance("11a")
def test_a_childs_credential_has_no_page_no_link_and_no_copy(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    sign_in(client, child)
    own = f"/my/credentials/{credential.id}"
    for end in (".json", ".jwt", ".png", ".svg"):
        assert client.get(f"{own}{end}").status_code == 404
    paper = client.get(f"{own}.pdf").data
    assert extracting.extract(paper) == extracting.Opened("pdf")
    assert client.post(f"{own}/link").status_code == 404
    session.refresh(credential)
    assert credential.share_token is None


def test_a_childs_page_says_kindly_why(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    sign_in(client, child)
    page = client.see(f"/my/credentials/{credential.id}")
    assert "おうちの人の「いいよ」" in page.text
    assert not any("link" in form.get("action") for form in page.all("form"))
    assert "できたよ証" in page.text
    assert "11月22日（日曜日）" in page.text


# -- a stranger -----------------------------------------------------------------------------------


@acceptance("12d")
def test_a_stranger_sees_the_holder_the_claims_and_every_check(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential, token = shared(session, a_clerk(session), signers)
    page = client.see(f"/v/{token}")
    assert page.heading == "本物の証明です"
    assert "森 みさきさん" in page.text
    assert len(page.all("h3")) == 9
    for words in (
        "中身は、発行したときのままです",
        "取り消されていません",
        "この画面では分からないこと",
        "令和8年11月22日（2026年）",
        str(credential.id),
        DID,
        "レベル2「使える」",
    ):
        assert words in page.text
    assert client.get(f"/v/{token}").headers["X-Robots-Tag"] == "noindex, nofollow"


def test_a_stranger_takes_both_forms_away(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential, token = shared(session, a_clerk(session), signers)
    for name, form in (("json", credential.di), ("jwt", credential.jwt)):
        found = client.get(f"/v/{token}/credential.{name}").get_data(as_text=True)
        assert found == form
        resolver = OwnResolver(session)
        assert verify(found, resolver, now=NOW, check_proof=proofs.is_intact).is_valid


def test_a_revoked_credential_says_what_to_do_and_accuses_nobody(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential, token = shared(session, a_clerk(session), signers)
    revoke_credential(session, credential, reason="時間数のまちがい", by=None, now=NOW)
    session.commit()
    page = client.see(f"/v/{token}")
    assert page.heading == "いまは使えない証明です"
    assert "悪いことをしたという意味ではありません" in page.text
    assert "時間数のまちがい" in page.text
    assert page.all("h3")[0].text.strip() == "発行者が取り消しました"


@pytest.mark.parametrize("token", ["x", "no-such-token", "../admin"])
def test_an_unknown_link_leads_nowhere(client: PageClient, token: str) -> None:
    assert client.get(f"/v/{token}").status_code == 404


# -- checking what somebody handed over -----------------------------------------------------------


def test_the_form_asks_for_a_document(client: PageClient) -> None:
    assert client.see("/v").heading == "証明を確かめる"


@pytest.mark.parametrize("form", ["jwt", "di"])
def test_a_pasted_document_is_checked(
    session: Session, client: PageClient, signers: keys.Signers, form: str
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    client.post("/v", data={"document": getattr(credential, form)})
    assert client.page.heading == "本物の証明です"
    assert "森" not in client.page.one("main").text


def test_an_altered_copy_is_refused_with_the_failing_check_first(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    altered = (credential.di or "").replace("レベル2", "レベル3")
    client.post("/v", data={"file": (io.BytesIO(altered.encode()), "a.json")})
    assert client.page.heading == "本物とは言えません"
    first = client.page.all("h3")[0].text.strip()
    assert first == "発行したあとに、中身が変わっています"
    assert "渡してくれた人が悪いとは限りません" in client.page.text


def test_htmx_gets_the_answer_alone(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    found = client.fragment("POST", "/v", data={"document": credential.jwt})
    text = found.get_data(as_text=True)
    assert text.lstrip().startswith('<div id="answer">')
    assert "<html" not in text


def test_nothing_handed_in_is_asked_for_again(client: PageClient) -> None:
    assert client.post("/v", data={"document": " "}).status_code == 422
    assert "ファイルを選ぶか、確認番号を入れるか" in client.page.text


def test_a_document_that_is_too_large_is_refused(client: PageClient) -> None:
    big = io.BytesIO(b"x" * 300_000)
    client.post("/v", data={"file": (big, "a.json")})
    assert "大きすぎて" in client.page.all("h3")[0].text


# -- what verifiers fetch -------------------------------------------------------------------------


def test_the_issuers_document_is_where_its_name_points(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    session.commit()
    found = client.get("/.well-known/did.json")
    document = json.loads(found.data)
    assert document["id"] == DID
    assert document["assertionMethod"] == [signers.jwt.kid, signers.di.kid]
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert "PRIVATE" not in found.get_data(as_text=True)
    assert '"d"' not in found.get_data(as_text=True)
    assert client.get("/ob/saigawa/did.json").status_code == 404


def test_each_key_is_served_alone_and_in_a_set(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    session.commit()
    jwks = json.loads(client.get("/.well-known/jwks.json").data)["keys"]
    for kid, key in zip((signers.jwt.kid, signers.di.kid), jwks, strict=True):
        assert key["kid"] == kid
        assert json.loads(client.get(f"/ob/keys/{kid.partition('#')[2]}").data) == key
        assert set(key) <= {"kty", "n", "e", "crv", "x", "kid", "alg", "use"}
    assert client.get("/ob/keys/rs-9").status_code == 404


def test_the_issuers_profile_and_the_achievement_are_served_as_quoted(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    signed = json.loads(credential.di or "")
    profile = json.loads(client.get("/ob/issuer").data)
    assert {k: v for k, v in profile.items() if k != "@context"} == signed["issuer"]
    achievement = signed["credentialSubject"]["achievement"]
    path = achievement["id"].removeprefix("http://localhost:8000")
    found = json.loads(client.get(path).data)
    assert {k: v for k, v in found.items() if k != "@context"} == achievement


@acceptance("10a")
def test_the_status_list_is_signed_cached_and_open_to_all(
    app: Flask, session: Session, client: PageClient, signers: keys.Signers
) -> None:
    credential = a_credential(session, a_clerk(session), signers)
    session.commit()
    first = client.get("/ob/status/1")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert len(first.data) < 20_000
    document = json.loads(first.data)
    assert proofs.is_intact(document, signers.di.public)
    etag = {"If-None-Match": first.headers["ETag"]}
    assert client.get("/ob/status/1", headers=etag).status_code == 304
    revoke_credential(session, credential, reason="x", by=None, now=NOW)
    with app.app_context():
        handlers.on_credential_revoked(session, CredentialRevoked(credential.id, NOW))
    session.commit()
    second = client.get("/ob/status/1", headers=etag)
    assert second.status_code == 200
    found = status.read_list(json.loads(second.data))
    assert found is not None
    assert found.is_set(credential.status_index)


def test_there_is_nothing_before_the_first_start(client: PageClient) -> None:
    for path in ("/.well-known/did.json", "/.well-known/jwks.json", "/ob/issuer", "/ob/status/1"):
        assert client.get(path).status_code == 404
