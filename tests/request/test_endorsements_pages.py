"""The pages of endorsements in a browser's eyes: who gives, reads, objects, and settles."""

import re
import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.clock import day_of
from app.endorsements import service
from app.endorsements.models import Contest, Endorsement, EndorsementInvitation
from app.endorsements.rules import Outcome
from app.identity.models import User
from app.talent.models import SkillAttestation
from tests.client import PageClient
from tests.factories.endorsements import PROJECT, REASON, T5, WORDS, Hall
from tests.factories.identity import a_citizen, sign_in
from tests.factories.talent import a_credential, delivered

HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時(?!間)|午前|午後")
OPENED = 20
"""SQL statements of a page with a cell open, as of the registry's own."""


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


def as_(client: PageClient, user: User) -> PageClient:
    sign_in(client, user)
    return client


def sent(**changes: str) -> dict[str, str]:
    until = day_of(clock.now()) + timedelta(days=365)
    return {
        "level": "2",
        "work": WORDS.work,
        "reason": REASON,
        "thing": "待ち時間の集計表",
        "link": "https://intra.example/shukei",
        "expires_on": until.isoformat(),
    } | changes


def endorsed(hall: Hall) -> Endorsement:
    row = hall.endorsed(now=clock.now())
    hall.session.commit()
    return row


def contested(hall: Hall, row: Endorsement) -> Contest:
    found = service.contest(
        hall.session,
        hall.attestation(row).id,
        "この仕事はほかの人がしました。",
        by=hall.clerk.id,
        now=clock.now(),
    )
    hall.session.commit()
    return found


# -- the chief ------------------------------------------------------------------------------------


def test_a_chief_finds_an_item_and_says_what_they_saw(
    session: Session, hall: Hall, client: PageClient
) -> None:
    chief = as_(client, hall.chief)
    here = f"/endorsements/people/{hall.clerk.id}/add"
    assert "まず、どの項目" in chief.see(here).text
    page = chief.see(f"{here}?words=AI")
    assert f"{here}?item={T5}" in {link.replace("%2F", "/") for link in page.links.values()}
    page = chief.see(f"{here}?item={T5}")
    assert "総務局 税務課 課長" in page.text
    assert chief.post(f"{here}?item={T5}", data=sent()).status_code == 303
    row = session.scalars(sa.select(Endorsement)).one()
    assert (row.level, row.reason, row.thing) == (2, REASON, "待ち時間の集計表")
    page = chief.see("/endorsements")
    assert "推薦しました" in page.text
    assert hall.clerk.name in page.text
    assert "取り下げる" in page.text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reason": ""}, "1〜3文で書いてください"),
        ({"reason": "よい人。"}, "10文字から"),
        ({"level": ""}, "レベルを選んで"),
        ({"work": ""}, "どの仕事で見たか"),
        ({"link": "intra/shukei"}, "https:// からはじまる"),
        ({"expires_on": "2020-01-01"}, "5年のうち"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    session: Session, hall: Hall, client: PageClient, changes: dict[str, str], told: str
) -> None:
    chief = as_(client, hall.chief)
    here = f"/endorsements/people/{hall.clerk.id}/add?item={T5}"
    answer = chief.post(here, data=sent(**changes))
    assert answer.status_code == 422
    assert told in chief.page.text
    assert "待ち時間の集計表" in answer.get_data(as_text=True)
    assert session.scalars(sa.select(Endorsement)).all() == []


def test_from_the_matrix_a_chief_comes_to_it_and_hr_does_not(
    hall: Hall, client: PageClient
) -> None:
    endorsed(hall)
    chief = as_(client, hall.chief)
    chief.query_budget = OPENED
    page = chief.see(f"/talent/matrix?person={hall.clerk.id}&item=T5")
    assert "この項目で推薦する" in page.text
    page = chief.see(f"/talent/people/{hall.clerk.id}")
    assert "推薦する" in page.text
    assert "協力者に推薦を頼む" in page.text
    officer = as_(client, hall.officer)
    page = officer.see(f"/talent/people/{hall.clerk.id}")
    assert f"/endorsements/people/{hall.clerk.id}/add" not in page.links.values()
    officer.see(f"/endorsements/people/{hall.clerk.id}/add", status=404)


def test_the_cell_opens_to_reason_assessor_day_and_artifact(
    hall: Hall, client: PageClient
) -> None:
    words = service.Words(
        T5, 2, REASON, work="窓口の仕事", thing="集計表", link="https://intra.example/a"
    )
    hall.endorsed(words, now=clock.now())
    hall.session.commit()
    officer = as_(client, hall.officer)
    officer.query_budget = OPENED
    page = officer.see(f"/talent/matrix?person={hall.clerk.id}&item=T5")
    for told in (REASON, hall.chief.name, "総務局 税務課 課長", "窓口の仕事", "集計表", "推薦"):
        assert told in page.text
    assert "https://intra.example/a" in page.links.values()
    assert not HOUR.search(page.text)


def test_what_is_taken_back_needs_a_reason(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = endorsed(hall)
    chief = as_(client, hall.chief)
    here = f"/endorsements/{row.id}/withdraw"
    chief.see(here)
    assert chief.post(here, data={"reason": ""}).status_code == 422
    assert chief.post(here, data={"reason": "ほかの人の仕事でした。"}).status_code == 303
    assert "取り下げたわけ：ほかの人の仕事でした。" in chief.see("/endorsements").text
    chief.see(here, status=404)
    clerk = as_(client, hall.clerk)
    assert "取り下げられた推薦が1件" in clerk.see("/").text
    assert "取り下げたわけ：ほかの人の仕事でした。" in clerk.see("/my/endorsements").text
    session.expire_all()
    assert session.scalars(sa.select(SkillAttestation.state)).one() == "revoked"


# -- the partner ----------------------------------------------------------------------------------


def test_hr_asks_a_partner_who_then_says_what_they_saw(
    session: Session, hall: Hall, client: PageClient
) -> None:
    officer = as_(client, hall.officer)
    here = f"/endorsements/people/{hall.clerk.id}/ask"
    officer.see(here)
    until = (day_of(clock.now()) + timedelta(days=30)).isoformat()
    asked = {"partner": hall.other.login_id, "project": PROJECT, "ends_on": until}
    assert officer.post(here, data=asked).status_code == 422
    assert "協力者として登録されている人" in officer.page.text
    asked["partner"] = hall.partner.email or ""
    assert officer.post(here, data=asked).status_code == 303
    assert PROJECT in officer.see("/endorsements/desk?show=partners").text
    partner = as_(client, hall.partner)
    assert "いっしょだった1人について" in partner.see("/").text
    page = partner.see("/endorsements")
    assert (PROJECT in page.text, hall.clerk.name in page.text) == (True, True)
    add = f"/endorsements/people/{hall.clerk.id}/add?item={T5}"
    page = partner.see(add)
    assert "犀川大学 准教授" in page.text
    assert partner.post(add, data=sent(work="x")).status_code == 303
    assert session.scalars(sa.select(Endorsement.work)).one() == PROJECT
    partner.see(f"/talent/people/{hall.clerk.id}", status=404)
    officer = as_(client, hall.officer)
    row = session.scalars(sa.select(EndorsementInvitation)).one()
    assert officer.post(f"/endorsements/invitations/{row.id}/end").status_code == 303
    partner = as_(client, hall.partner)
    partner.see(add, status=404)
    assert PROJECT in partner.see("/endorsements").text


# -- the person -----------------------------------------------------------------------------------


def test_the_person_reads_it_at_once_and_says_it_is_fine(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = endorsed(hall)
    clerk = as_(client, hall.clerk)
    assert "新しい推薦か" in clerk.see("/").text
    page = clerk.see("/my/endorsements")
    for told in (REASON, hall.chief.name, "総務局 税務課 課長", "新しい推薦"):
        assert told in page.text
    assert "新しい推薦か" not in clerk.see("/").text
    assert clerk.post(f"/my/endorsements/{row.id}/accept").status_code == 303
    session.refresh(row)
    assert row.accepted_on is not None
    other = as_(client, hall.other)
    assert other.post(f"/my/endorsements/{row.id}/accept").status_code == 404


def test_the_person_objects_hr_settles_and_the_person_reads_why(
    session: Session, hall: Hall, client: PageClient
) -> None:
    row = endorsed(hall)
    attested = hall.attestation(row)
    clerk = as_(client, hall.clerk)
    clerk.query_budget = OPENED
    here = f"/my/skills/contest/{attested.id}"
    assert here in clerk.see(f"/my/skills?item={T5}").links.values()
    clerk.query_budget = 8
    clerk.see(here)
    assert clerk.post(here, data={"words": "ちがう"}).status_code == 422
    assert clerk.post(here, data={"words": "ほかの人の仕事でした。"}).status_code == 303
    assert "確認中" in clerk.see("/my/endorsements").text
    found = session.scalars(sa.select(Contest)).one()

    assert "本人の申し立てで確認中" in as_(client, hall.chief).see("/endorsements").text
    officer = as_(client, hall.officer)
    officer.query_budget = OPENED
    board = officer.get(f"/talent/matrix?person={hall.clerk.id}&item=T5").get_data(as_text=True)
    assert "lv--asked" in board
    assert "本人の申し立てで確認中です" in board
    assert "確認中" in officer.see(f"/talent/people/{hall.clerk.id}").text
    officer.query_budget = 8
    assert "1件の申し立て" in officer.see("/endorsements/desk").text
    settling = f"/endorsements/contests/{found.id}"
    assert "ほかの人の仕事でした。" in officer.see(settling).text
    wrong = officer.post(settling, data={"outcome": "corrected", "level": "", "reason": REASON})
    assert wrong.status_code == 422
    answer = {"outcome": "corrected", "level": "1", "reason": "日誌で確かめて、1に直しました。"}
    too_long = officer.post(settling, data=answer | {"reason": "長" * 401})  # no room beside it
    assert too_long.status_code == 422
    assert "400文字まで" in too_long.get_data(as_text=True)
    assert officer.post(settling, data=answer).status_code == 303
    assert "いま、答えを待っているものはありません" in officer.see("/endorsements/desk").text

    clerk = as_(client, hall.clerk)
    assert "あなたの申し立て1件に、答えが出ました" in clerk.see("/").text
    page = clerk.see("/my/endorsements")
    assert "日誌で確かめて、1に直しました。" in page.text
    assert "レベル2を1に直しました" in page.text
    assert not HOUR.search(page.text)


def test_of_our_own_credential_the_desk_leads_to_where_it_is_mended(
    session: Session, hall: Hall, client: PageClient
) -> None:
    credential = a_credential(session, hall.clerk, ((T5, 2),))
    delivered(session, credential)
    attested = session.scalars(sa.select(SkillAttestation)).one()
    found = service.contest(
        session, attested.id, "この講座は受けていません。", by=hall.clerk.id, now=clock.now()
    )
    session.commit()
    officer = as_(client, hall.officer)
    page = officer.see(f"/endorsements/contests/{found.id}")
    assert f"/admin/credentials/{credential.id}" in page.links.values()
    assert "数えるのをやめる" not in page.text
    forced = {"outcome": "withdrawn", "reason": "取り消したことにします。"}
    assert officer.post(f"/endorsements/contests/{found.id}", data=forced).status_code == 422


def test_hr_does_not_settle_their_own(session: Session, hall: Hall, client: PageClient) -> None:
    found = Contest(
        person_id=hall.officer.id,
        attestation_id=uuid.uuid4(),
        item_ref=T5,
        level=1,
        source="external_training",
        words="受けていません。",
        opened_on=day_of(clock.now()),
        outcome=Outcome.OPEN,
    )
    session.add(found)
    session.commit()
    officer = as_(client, hall.officer)
    page = officer.see(f"/endorsements/contests/{found.id}")
    assert "自分の申し立てには、ほかの担当者が答えます" in page.text
    answer = {"outcome": "upheld", "reason": "そのままで問題ありません。"}
    assert officer.post(f"/endorsements/contests/{found.id}", data=answer).status_code == 422


def test_what_is_empty_says_what_will_stand_there(hall: Hall, client: PageClient) -> None:
    clerk = as_(client, hall.clerk)
    page = clerk.see("/my/endorsements")
    assert page.text.count("まだありません") >= 2
    officer = as_(client, hall.officer)
    for shown in ("contests", "learning", "endorsements", "partners", "nothing-of-the-kind"):
        officer.see(f"/endorsements/desk?show={shown}")
    assert "まだ、推薦していません" in as_(client, hall.chief).see("/endorsements").text


def test_the_desk_stays_within_its_budget_with_many(hall: Hall, client: PageClient) -> None:
    for n in range(60):
        hall.endorsed(replace(WORDS, reason=f"{n}日目に、窓口で見ました。"), now=clock.now())
    contested(hall, endorsed(hall))
    officer = as_(client, hall.officer)
    assert "次の50件" in officer.see("/endorsements/desk?show=endorsements").text
    assert "前の50件" in officer.see("/endorsements/desk?show=endorsements&page=2").text


@pytest.mark.parametrize(
    "address", ["/endorsements", "/endorsements/desk", "/my/endorsements", "/my/learning/add"]
)
def test_nobody_else_comes_in(
    app: Flask, session: Session, hall: Hall, client: PageClient, address: str
) -> None:
    assert app
    assert hall
    citizen = a_citizen(session)
    session.commit()
    as_(client, citizen).see(address, status=404)
