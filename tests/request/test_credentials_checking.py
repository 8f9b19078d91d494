"""The page where anybody checks whatever they hold: files of every kind, links and numbers."""

import io
import json
import uuid

import pytest
import segno
import sqlalchemy as sa
from PIL import Image
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.config import Settings
from app.credentials import baking, certificates, codes, handing, press, sandbox
from app.credentials.models import Credential
from app.credentials.queries.papers import image_of
from app.credentials.service import keys
from app.credentials.service.revoking import revoke_credential
from app.credentials.service.sharing import share_credential, stop_sharing
from app.identity import queries as identity
from app.identity.models import User
from app.identity.person import Person
from tests.acceptance import acceptance
from tests.client import PageClient
from tests.factories.credentials import NOW, THEME, a_credential, an_issuer_on_record
from tests.factories.identity import TODAY, a_child, a_citizen, sign_in

STRIPPED = "証明データが取り除かれています"


@pytest.fixture
def signers(session: Session, settings: Settings) -> keys.Signers:
    return an_issuer_on_record(session, settings.instance_dir)


@pytest.fixture
def citizen(session: Session) -> User:
    return a_citizen(session)


@pytest.fixture
def credential(session: Session, citizen: User, signers: keys.Signers) -> Credential:
    made = a_credential(session, citizen, signers)
    session.commit()
    return made


def holder(session: Session, user: User) -> Person:
    return identity.person(session, user.id, on=TODAY)


def hand_in(client: PageClient, data: bytes, name: str = "file") -> str:
    """Hand in a file; return what the page says first."""
    client.post("/v", data={"file": (io.BytesIO(data), name)})
    return client.page.heading


def png_of(credential: Credential, settings: Settings) -> bytes:
    job = certificates.picture(image_of(credential.achievement, THEME))
    return press.pressed(job, uuid.uuid4(), instance_dir=settings.instance_dir)


def encoded_anew(png: bytes, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("form", ["jwt", "di"])
def test_baked_pictures_are_checked(
    client: PageClient, credential: Credential, settings: Settings, form: str
) -> None:
    signed: str = getattr(credential, form)
    assert (
        hand_in(client, baking.bake_png(png_of(credential, settings), signed)) == "本物の証明です"
    )
    svg = baking.bake_svg(image_of(credential.achievement, THEME), signed)
    assert hand_in(client, svg.encode()) == "本物の証明です"


def test_the_paper_is_checked_as_a_file(
    client: PageClient, citizen: User, credential: Credential
) -> None:
    sign_in(client, citizen)
    paper = client.get(f"/my/credentials/{credential.id}.pdf").data
    assert hand_in(client, paper) == "本物の証明です"


@acceptance("3a")
def test_an_altered_credential_in_a_picture_is_refused(
    client: PageClient, credential: Credential, settings: Settings
) -> None:
    altered = json.loads(credential.di or "")
    altered["credentialSubject"]["achievement"]["name"] += "（上級）"
    told = json.dumps(altered, ensure_ascii=False)
    assert hand_in(client, baking.bake_png(png_of(credential, settings), told)) == (
        "本物とは言えません"
    )


@acceptance("2a")
def test_a_revoked_credential_in_a_picture_says_so(
    session: Session, client: PageClient, credential: Credential, settings: Settings
) -> None:
    revoke_credential(session, credential, reason="重複", by=None, now=NOW)
    session.commit()
    baked = baking.bake_png(png_of(credential, settings), credential.jwt or "")
    assert hand_in(client, baked) == "いまは使えない証明です"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_that_a_gateway_made_anew_is_stripped_and_never_invalid(
    client: PageClient, credential: Credential, settings: Settings, kind: str
) -> None:
    baked = baking.bake_png(png_of(credential, settings), credential.jwt or "")
    assert hand_in(client, encoded_anew(baked, kind)) == STRIPPED
    assert "紙面のQRコードか確認番号で確かめられます" in client.page.text
    assert "無効" not in client.page.text


def test_a_drawing_and_a_paper_without_their_data_are_stripped(
    client: PageClient, credential: Credential, citizen: User, settings: Settings
) -> None:
    assert hand_in(client, image_of(credential.achievement, THEME).encode()) == STRIPPED
    sign_in(client, citizen)
    paper = client.get(f"/my/credentials/{credential.id}.pdf").data
    renamed = paper.replace(b"credential.jwt", b"credential.txt")
    assert renamed != paper
    assert hand_in(client, renamed) == STRIPPED


# -- links and QR codes ---------------------------------------------------------------------------


def a_photo_of(text: str) -> bytes:
    """Return a slightly turned JPEG of a QR code on a gray desk."""
    drawn = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="png", scale=6)
    with Image.open(drawn) as code:
        desk = Image.new("L", (900, 700), 150)
        desk.paste(code.convert("L").rotate(8, expand=True, fillcolor=150), (240, 180))
    out = io.BytesIO()
    desk.save(out, "JPEG", quality=60)
    return out.getvalue()


@acceptance("12b")
def test_a_photo_of_the_qr_code_leads_to_the_page(
    session: Session, client: PageClient, citizen: User, credential: Credential, settings: Settings
) -> None:
    token = share_credential(session, credential, holder=holder(session, citizen), now=NOW)
    session.commit()
    photo = a_photo_of(f"{settings.public_url}/v/{token}")
    found = client.post("/v", data={"file": (io.BytesIO(photo), "photo.jpg")})
    assert (found.status_code, found.location) == (303, f"/v/{token}")
    found = client.fragment("POST", "/v", data={"code": f"{settings.public_url}/v/{token}"})
    assert (found.status_code, found.headers["HX-Redirect"]) == (204, f"/v/{token}")


def test_a_link_that_was_ended_says_so(
    session: Session, client: PageClient, citizen: User, credential: Credential, settings: Settings
) -> None:
    token = share_credential(session, credential, holder=holder(session, citizen), now=NOW)
    stop_sharing(session, credential, holder=holder(session, citizen), now=NOW)
    session.commit()
    client.post("/v", data={"document": f"{settings.public_url}/v/{token}"})
    assert client.page.heading == "このリンクは、いまは開けません"


@acceptance("4a")
@pytest.mark.usefixtures("signers")
def test_addresses_elsewhere_are_never_opened(client: PageClient) -> None:
    for address in (
        "https://elsewhere.example/v/abcdefghijkl",
        "http://169.254.169.254/v/abcdefgh",
    ):
        assert client.post("/v", data={"code": address}).status_code == 422
        assert "よそのサイトのアドレスは、安全のため開きません" in client.page.text
    assert hand_in(client, a_photo_of("https://elsewhere.example/v/abcdefghijkl")) == (
        "ここの証明のQRコードではありません"
    )


@pytest.mark.parametrize(
    ("text", "token"),
    [
        ("https://a.example/v/abcdefghij", "abcdefghij"),
        (" https://A.example/v/abcdefghij/ ", "abcdefghij"),
        ("https://a.example/v/abcdefghij/credential.json", "abcdefghij"),
        ("https://a.example:444/v/abcdefghij", None),
        ("https://a.example@b.example/v/abcdefghij", None),
        ("http://a.example/v/abcdefghij", None),
        ("https://a.example/v/abc/../../abcdefghij", None),
        ("https://a.example/my/credentials", None),
        ("https://[a/v/abcdefghij", None),
        ("abcdefghij", None),
    ],
)
def test_only_addresses_of_ours_have_a_token(text: str, token: str | None) -> None:
    assert handing.token_in(text, ["https://a.example"]) == token


# -- the number on paper --------------------------------------------------------------------------


@acceptance("12b")
def test_the_number_on_paper_tells_what_the_paper_must_say(
    client: PageClient, credential: Credential
) -> None:
    client.post("/v", data={"code": codes.shown(credential.check_code or "").lower()})
    assert client.page.heading == "この番号の証明は、発行されています"
    assert "第R8-0001号" in client.page.text
    assert "紙に書かれていることが同じか、見くらべてください" in client.page.text


@acceptance("2a")
def test_the_number_of_a_revoked_paper_says_so(
    session: Session, client: PageClient, credential: Credential
) -> None:
    revoke_credential(session, credential, reason="重複", by=None, now=NOW)
    session.commit()
    client.post("/v", data={"code": credential.check_code})
    assert client.page.heading == "いまは使えない証明です"


@acceptance("11b")
def test_a_childs_number_would_tell_nothing_but_whether_it_holds(
    session: Session, client: PageClient, signers: keys.Signers
) -> None:
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    session.commit()
    client.post("/v", data={"code": credential.check_code})
    assert client.page.heading == "この番号の証明は、発行されています"
    text = client.page.one("main").text
    for told in (child.given_name, credential.number, credential.achievement.content["name"]):
        assert told not in text


@pytest.mark.parametrize("number", ["R8-0001", "第R8-0001号", "ｒ８－０００１"])
@pytest.mark.usefixtures("credential")
def test_a_running_number_alone_opens_nothing(client: PageClient, number: str) -> None:
    found = client.post("/v", data={"code": number})
    assert found.status_code == 422
    assert "それだけでは確かめられません" in client.page.text
    assert f'value="{number}"' in found.get_data(as_text=True)


def test_a_number_that_nobody_has_is_told_from_one_that_was_mistyped(client: PageClient) -> None:
    client.post("/v", data={"code": codes.new()})
    assert "記録にありません" in client.page.text
    client.post("/v", data={"code": "7K4M-9QXD"})
    assert "13文字です" in client.page.text


def test_numbers_cannot_be_tried_for_long(session: Session, client: PageClient) -> None:
    answers = [client.post("/v", data={"code": codes.new()}).status_code for _ in range(21)]
    assert answers[:20] == [422] * 20
    assert answers[20] == 429
    assert session.scalar(sa.select(sa.func.count()).select_from(Credential)) == 0


@acceptance("13c")
def test_a_file_that_takes_too_long_is_asked_for_again(
    client: PageClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "TIMEOUT_SECONDS", 0.01)
    found = client.post("/v", data={"file": (io.BytesIO(b"%PDF-1.7 x"), "a.pdf")})
    assert found.status_code == 503
    assert "少し待ってから" in client.page.text


def test_a_file_that_nobody_can_read_is_told(client: PageClient) -> None:
    assert hand_in(client, b"%PDF-1.7 x") == "本物とは言えません"
    assert client.page.all("h3")[0].text.strip() == "証明のデータとして読めません"


def hand_over(client: PageClient, data: bytes, name: str) -> TestResponse:
    """Send a large file; the client itself would leave one open."""
    head = f'--edge\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    return client.post("/v", data=body, content_type="multipart/form-data; boundary=edge")


@acceptance("12b")
def test_a_photo_as_a_phone_takes_it_is_read(
    session: Session, client: PageClient, citizen: User, credential: Credential, settings: Settings
) -> None:
    token = share_credential(session, credential, holder=holder(session, citizen), now=NOW)
    session.commit()
    drawn = io.BytesIO()
    segno.make(f"{settings.public_url}/v/{token}").save(drawn, kind="png", scale=20, border=8)
    with Image.open(drawn) as code:
        photo = Image.effect_noise((4000, 3000), 30).convert("RGB")
        photo.paste(code.convert("RGB"), (1500, 1000))
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=88)
    assert 2 * 1024 * 1024 < len(out.getvalue()) < 8 * 1024 * 1024
    found = hand_over(client, out.getvalue(), "a.jpg")
    assert (found.status_code, found.location) == (303, f"/v/{token}")


def test_what_is_too_large_for_its_kind_is_refused_with_words(client: PageClient) -> None:
    data = b"%PDF-1.7" + bytes(3 * 1024 * 1024)
    assert hand_over(client, data, "a.pdf").status_code == 422
    assert "そのほかは2メガバイトまでです" in client.page.text
    data = b"\xff\xd8\xff" + bytes(8 * 1024 * 1024)
    assert hand_over(client, data, "a.jpg").status_code == 422
    data = b"\xff\xd8\xff" + bytes(9 * 1024 * 1024)
    assert hand_over(client, data, "a.jpg").status_code == 413
    assert "大きすぎました" in client.page.text
