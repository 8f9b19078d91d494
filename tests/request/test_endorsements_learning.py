"""What was learned elsewhere, in a browser's eyes: handed in with a file, and assessed."""

from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.endorsements import service
from app.endorsements.models import PriorLearning, PriorLearningFile
from app.endorsements.rules import Stage
from app.talent.models import ReceivedCredential, SkillStanding
from app.talent.rules import Source
from tests.client import PageClient
from tests.factories.endorsements import H3, LEARNED, T5, Hall
from tests.factories.exchange import an_issuer_elsewhere, trusted
from tests.factories.identity import sign_in
from tests.factories.media import a_picture

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
4 0 obj<</Author(HIMITSU)>>endobj
xref
0 5
0000000000 65535 f\x20
0000000009 00000 n\x20
0000000054 00000 n\x20
0000000105 00000 n\x20
0000000167 00000 n\x20
trailer<</Size 5/Root 1 0 R/Info 4 0 R>>
startxref
201
%%EOF
"""


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def clerk(hall: Hall, client: PageClient) -> PageClient:
    sign_in(client, hall.clerk)
    return client


def sent(**changes: Any) -> dict[str, Any]:  # noqa: ANN401  files and texts
    return {
        "title": LEARNED.title,
        "place": LEARNED.place,
        "finished_on": "2026-08-31",
        "hours": "20",
        "learned": "統計の基礎",
        f"need-{T5}": "2",
        f"need-{H3}": "1",
        "step": "send",
    } | changes


def claimed(hall: Hall, *, shown: service.Shown | None = None) -> PriorLearning:
    row = service.claim(hall.session, hall.clerk.id, LEARNED, shown=shown, now=clock.now())
    hall.session.commit()
    return row


def test_items_are_searched_for_and_what_was_picked_stays(hall: Hall, clerk: PageClient) -> None:
    assert hall
    clerk.see("/my/learning/add")
    asked = sent(step="search", words="データ")
    answer = clerk.post("/my/learning/add", data=asked)
    assert answer.status_code == 200
    body = answer.get_data(as_text=True)
    assert LEARNED.title in body
    assert "選んだ項目（2）" in clerk.page.text
    assert "見つかった項目" in clerk.page.text
    clerk.post("/my/learning/add", data=sent(step="search", words="zzzzzz"))
    assert "ほかの項目は見つかりません" in clerk.page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "研修や資格の名前"),
        ({"finished_on": "2999-01-01"}, "今日か、それより前"),
        ({f"need-{T5}": "0", f"need-{H3}": "0"}, "項目を1つ以上"),
        ({"file": (BytesIO(b"MZ\x90\x00"), "a.exe")}, "PDF・PNG・JPEG"),
        ({"hours": "たくさん"}, "1から999まで"),
    ],
)
def test_what_is_wrong_is_said(
    session: Session, hall: Hall, clerk: PageClient, changes: dict[str, Any], told: str
) -> None:
    assert hall
    answer = clerk.post("/my/learning/add", data=sent(**changes))
    assert answer.status_code == 422
    assert told in clerk.page.text
    assert session.scalars(sa.select(PriorLearning)).all() == []


def test_a_file_is_kept_without_what_it_tells_beside_what_it_shows(
    session: Session, hall: Hall, clerk: PageClient
) -> None:
    done = clerk.post("/my/learning/add", data=sent(file=(BytesIO(PDF), "shuryo.pdf")))
    assert done.status_code == 303
    row = session.scalars(sa.select(PriorLearning)).one()
    assert (row.asked, row.hours, row.words) == ({T5: 2, H3: 1}, 20, "統計の基礎")
    kept = session.scalars(sa.select(PriorLearningFile)).one()
    assert kept.suffix == "pdf"
    assert b"HIMITSU" not in kept.content
    given = clerk.get(f"/my/learning/{row.id}/file")
    assert given.data == kept.content
    assert given.headers["Content-Disposition"].startswith("attachment")
    picture = (BytesIO(a_picture()), "a.png")
    assert clerk.post(f"/my/learning/{row.id}", data=sent(file=picture)).status_code == 303
    session.expire_all()
    assert session.scalars(sa.select(PriorLearningFile.suffix)).one() == "jpg"
    sign_in(clerk, hall.other)
    assert clerk.get(f"/my/learning/{row.id}/file").status_code == 404
    assert clerk.get(f"/my/learning/{row.id}").status_code == 404
    sign_in(clerk, hall.officer)
    assert clerk.get(f"/endorsements/learning/{row.id}/file").status_code == 200
    assert (
        session.scalars(
            sa.select(AuditEntry.action).where(AuditEntry.subject_id == hall.clerk.id)
        ).all()[-1]
        == "endorsements.file_opened"
    )


def test_hr_asks_the_person_answers_and_it_counts_lower(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = claimed(hall)
    sign_in(client, hall.officer)
    assert "ほかで学んだことが1件" in client.see("/endorsements/desk").text
    assert LEARNED.title in client.see("/endorsements/desk?show=learning").text
    here = f"/endorsements/learning/{row.id}"
    assert "犀川大学" in client.see(here).text
    assert client.post(here, data={"stage": "accepted", "reason": ""}).status_code == 422
    question = {"stage": "asked", "reason": "試験の点は何点でしたか。"}
    assert client.post(here, data=question).status_code == 303

    sign_in(client, hall.clerk)
    assert "ほかで学んだこと1件に、人事の返事があります" in client.see("/").text
    assert "試験の点は何点でしたか。" in client.see("/my/endorsements").text
    own = f"/my/learning/{row.id}"
    assert "試験の点は何点でしたか。" in client.see(own).text
    assert client.post(own, data=sent(reply="80点でした。")).status_code == 303

    sign_in(client, hall.officer)
    assert "80点でした。" in client.see(here).text
    nothing = {"stage": "accepted", "reason": "確かめました。よい点です。"}
    none = {f"need-{T5}": "0", f"need-{H3}": "0"}
    assert client.post(here, data=nothing | none).status_code == 422
    given = {f"need-{T5}": "1", f"need-{H3}": "0"}
    assert client.post(here, data=nothing | given).status_code == 303
    session.expire_all()
    kept = session.get_one(SkillStanding, (hall.clerk.id, T5))
    assert (kept.level, kept.source) == (1, Source.PRIOR_LEARNING)
    client.query_budget = 20
    page = client.see(f"/talent/matrix?person={hall.clerk.id}&item=T5")
    assert "確かめました。よい点です。" in page.text
    assert "ほかで学んだこと（署名なし）" in client.see(f"/talent/people/{hall.clerk.id}").text

    client.query_budget = 8
    sign_in(client, hall.clerk)
    assert "レベル1と数えます" in client.see(own).text
    assert "認められた" in client.see("/my/endorsements").text


def test_it_is_taken_back(session: Session, hall: Hall, clerk: PageClient) -> None:
    row = claimed(hall, shown=service.Shown("pdf", PDF))
    assert clerk.post(f"/my/learning/{row.id}/back").status_code == 303
    session.expire_all()
    assert session.get_one(PriorLearning, row.id).stage is Stage.TAKEN_BACK
    assert session.scalars(sa.select(PriorLearningFile)).all() == []
    assert "本人が取り下げた" in clerk.see(f"/my/learning/{row.id}").text


def test_hr_does_not_assess_their_own(session: Session, hall: Hall, client: PageClient) -> None:
    row = service.claim(session, hall.officer.id, LEARNED, now=clock.now())
    session.commit()
    sign_in(client, hall.officer)
    here = f"/endorsements/learning/{row.id}"
    assert "自分が出したものには、ほかの担当者が答えます" in client.see(here).text
    accepted = {"stage": "accepted", "reason": "問題ありません。確かめました。"}
    assert client.post(here, data=accepted).status_code == 422


def test_a_credential_says_what_became_of_it(
    session: Session, hall: Hall, clerk: PageClient
) -> None:
    clerk.see("/my/learning/credential")
    assert clerk.post("/my/learning/credential", data={}).status_code == 422
    assert "ファイルを選ぶか" in clerk.page.text
    broken = {"text": "a.b.c"}
    assert clerk.post("/my/learning/credential", data=broken).status_code == 200
    assert "受けとれませんでした" in clerk.page.text
    with an_issuer_elsewhere() as issuer:
        token = issuer.token(issuer.credential(hall.clerk.id))
        clerk.post("/my/learning/credential", data={"file": (BytesIO(token), "a.jwt")})
        assert "署名のない資料として、人事が見ます" in clerk.page.text
        assert "市の登録簿にない発行者です" in clerk.page.text
        row = session.scalars(sa.select(PriorLearning)).one()
        assert f"/my/learning/{row.id}" in clerk.page.links.values()
        assert session.scalars(sa.select(ReceivedCredential)).all() == []
        trusted(session, issuer, now=clock.now())
        session.commit()
        clerk.post("/my/learning/credential", data={"text": token.decode()})
        assert "発行者に確かめているところです" in clerk.page.text
    sign_in(clerk, hall.officer)
    assert "本人が出したデジタルの証明" in clerk.see(f"/endorsements/learning/{row.id}").text
    assert clerk.get(f"/endorsements/learning/{row.id}/file").data == token
