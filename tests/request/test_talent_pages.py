"""The registry's pages in a browser's eyes: who may look, what stands there, what never does."""

import re
import uuid
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.credentials.events import CredentialRevoked
from app.credentials.models import Credential, CredentialState, Visibility
from app.identity.models import Organization, OrganizationKind, Role, User
from app.talent.handlers import on_credential_revoked
from app.talent.models import AccessLog, Look
from tests.client import PageClient
from tests.factories.credentials import NOW
from tests.factories.identity import (
    a_child,
    a_citizen,
    a_city,
    a_post,
    a_user,
    an_administrator,
    an_organization,
    sign_in,
)
from tests.factories.talent import (
    a_credential,
    a_staff_member,
    an_attestation,
    an_hr_officer,
    delivered,
)

T5 = "dss-l@1.2/T5"
OPENED = 20
"""SQL statements of a page with one cell open: the credential is verified from its records."""

HOUR = re.compile(r"\d{1,2}:\d{2}|\d{1,2}時|[〇一二三四五六七八九十]時|午前|午後")
"""A time of day. 「時刻」 may be spoken of; no hour may be told."""


class Hall:
    """A city hall with 税務課, one clerk with a credential, and an HR officer."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.clerk: User = a_staff_member(session, self.tax, "髙橋", "タカハシ")
        self.officer: User = an_hr_officer(session, self.bureau)
        self.credential: Credential = a_credential(session, self.clerk, ((T5, 2),))
        delivered(session, self.credential)

    @property
    def sheet(self) -> str:
        return f"/talent/people/{self.clerk.id}"

    @property
    def cell(self) -> str:
        return f"/talent/matrix?person={self.clerk.id}&item=T5"


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(hall: Hall, client: PageClient) -> PageClient:
    sign_in(client, hall.officer)
    client.query_budget = OPENED
    return client


def looks(session: Session) -> list[tuple[Look, str | None]]:
    rows = session.scalars(sa.select(AccessLog).order_by(AccessLog.what, AccessLog.item_ref))
    return [(row.what, row.item_ref) for row in rows]


def test_the_matrix_names_departments_people_and_all_items(hr: PageClient) -> None:
    page = hr.see("/talent/matrix")
    assert page.heading == "スキルマップ"
    assert len([th for th in page.all("th") if th.get("scope") == "colgroup"]) == 4
    columns = [th.text.strip() for th in page.all("th") if th.get("scope") == "col"]
    assert len(columns) == 25  # the year, the departments, 23 items
    assert "税務課" in page.text
    assert "髙橋 さくら" in page.text
    assert "2人のうち1人" in page.text


def test_a_closed_matrix_keeps_the_query_budget_of_all_pages(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    for _ in range(30):
        an_attestation(session, a_staff_member(session, hall.tax))
    hr.query_budget = 8
    hr.see("/talent/matrix")


def test_a_cell_says_person_item_level_and_day_and_leads_to_its_evidence(hr: PageClient) -> None:
    page = hr.see("/talent/matrix")
    (cell,) = [a for a in page.all("a") if "レベル2 使える" in a.get("aria-label")]
    assert cell.get("aria-label") == (
        "髙橋 さくらさん、AI。レベル2 使える、令和8年10月6日（2026年）"
    )
    opened = hr.see(cell.get("href"))
    assert "生成AIの基礎" in opened.text
    assert "確認済み" in opened.text
    for word in ("署名", "発行者", "本人", "有効"):
        assert word in opened.text
    assert [a for a in opened.all("a") if a.get("aria-current") == "true"]


def test_an_htmx_request_gets_the_board_alone(hr: PageClient, hall: Hall) -> None:
    response = hr.fragment("GET", hall.cell)
    assert response.status_code == 200
    assert "<html" not in response.text
    assert 'id="board"' in response.text
    assert "生成AIの基礎" in response.text


def test_a_departments_cell_lists_who_reached_it(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    for number in range(4):
        an_attestation(session, a_staff_member(session, hall.tax, f"田中{number}", "タナカ"))
    page = hr.see(f"/talent/matrix?department={hall.tax.id}&item=T5")
    assert "／5人が、レベル1以上に届いています" in page.text
    assert "田中3 さくらさん" in page.text
    page = hr.see(f"/talent/matrix?department={hall.tax.id}&item=M1")
    assert "いません" in page.text


def test_filters_stand_in_the_address_and_stay(hr: PageClient, hall: Hall) -> None:
    page = hr.see(f"/talent/matrix?framework=digcomp@3.0&min=2&department={hall.tax.id}")
    assert "DigComp 3.0" in page.text
    chosen = [o.text for o in page.all("option") if "selected" in o.attributes]
    assert chosen == [
        *("DigComp 3.0（欧州デジタル能力枠組み）", "総務局 税務課", "2 中級以上"),
        *("すべて", "いつでも", "すべて"),
    ]
    department = page.links["税務課"]
    assert "framework=digcomp" in department
    assert "min=2" in department


@pytest.mark.parametrize(
    "query",
    [
        "framework=nothing@1",
        "department=nobody",
        f"department={uuid.UUID(int=7)}",
        "min=-1&page=x",
        "page=99999999999",
        "min=²",
        "item=T99",
    ],
)
def test_an_address_that_means_nothing_shows_the_whole_matrix(hr: PageClient, query: str) -> None:
    assert hr.see(f"/talent/matrix?{query}").heading == "スキルマップ"


def test_filters_in_force_are_chips_and_each_leads_to_the_page_without_it(
    hr: PageClient, hall: Hall
) -> None:
    assert "いまの絞り込み" not in hr.see("/talent/matrix").text
    query = f"department={hall.tax.id}&min=2&proofs=signed&fresh=90&kind=full_time"
    page = hr.see(f"/talent/matrix?{query}")
    ways = {a.get("aria-label"): a.get("href") for a in page.all("a") if a.text.strip() == "×"}
    assert list(ways) == [
        f"「{value}」の絞り込みをやめる"
        for value in ("総務局 税務課", "2 使える以上", "署名のあるものだけ", "90日以内", "常勤")
    ]
    for name, href in zip(
        ("department", "min", "proofs", "fresh", "kind"), ways.values(), strict=True
    ):
        assert f"{name}=" not in href
        assert href.count("=") == 4
    assert page.links["条件をすべて外す"] == "/talent/matrix"
    assert "あてはまる職員は、いません" in page.text
    files = hr.see(ways["「常勤」の絞り込みをやめる"]).links["Excelで書き出す"]
    assert all(part in files for part in query.split("&")[:-1])


def test_weaker_proofs_bear_a_mark_and_a_shape_and_stand_in_the_legend(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    an_attestation(session, hall.clerk, "dss-l@1.2/H3", 1)
    page = hr.see("/talent/matrix")
    by_shape = {
        "lv--said" in a.get("class"): a
        for a in page.all("a")
        if (a.get("class") or "").startswith("lv")
    }
    assert (by_shape[True].text, by_shape[True].get("data-sign")) == ("1", "外")
    assert "外部研修、署名なし" in by_shape[True].get("aria-label")
    assert by_shape[False].text == "2"
    assert "署名のない証明" in page.text
    signed = hr.see("/talent/matrix?proofs=signed")
    assert "署名のない証明" not in signed.text
    assert "外部研修" in hr.see(hall.sheet).text


def test_every_look_at_somebodys_evidence_is_noted_and_shown_to_them(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hr.see("/talent/matrix")
    assert looks(session) == []
    hr.see(hall.cell)
    hr.see(hall.sheet)
    hr.see(f"{hall.sheet}?item={T5}")
    assert looks(session) == [(Look.CELL, T5), (Look.CELL, T5), (Look.SHEET, None)]
    sign_in(hr, hall.clerk)
    page = hr.see("/my/skills")
    assert "林 さくら" in page.text
    assert "「T5 AI」の証明（2回）" in page.text
    assert len(looks(session)) == 3  # looking at oneself is no look


def test_the_person_sees_what_hr_sees(hr: PageClient, hall: Hall) -> None:
    theirs = hr.see(hall.sheet)
    sign_in(hr, hall.clerk)
    own = hr.see("/my/skills")
    assert own.heading == "わたしのスキル"
    rows = [[td.text.split() for td in page.all("td")] for page in (theirs, own)]
    assert rows[0] == rows[1]
    opened = hr.see(f"/my/skills?item={T5}")
    assert "生成AIの基礎" in opened.text
    assert "確認済み" in opened.text


def test_a_revoked_proof_greys_the_cell_and_says_why(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hall.credential.state, hall.credential.revoked_at = CredentialState.REVOKED, clock.now()
    hall.credential.revoked_reason = "別の職員に出した証明でした。"
    session.flush()
    on_credential_revoked(session, CredentialRevoked(hall.credential.id, clock.now()))
    page = hr.see("/talent/matrix")
    (cell,) = [a for a in page.all("a") if "いまは数えません" in a.get("aria-label")]
    assert "lv--none" in cell.get("class")
    for address in (cell.get("href"), hall.sheet, "/talent/"):
        assert "別の職員に出した証明でした。" in hr.see(address).text


def test_the_home_of_monday_begins_with_a_sentence(hr: PageClient) -> None:
    page = hr.see("/talent/")
    assert page.heading == "林 さくらさん、こんにちは"
    assert "先週" in page.text
    assert "／2人が、1つ以上の項目に届いています" in page.text
    assert page.links["スキルマップを開く"] == "/talent/matrix"


def test_monday_names_what_came_and_what_ends_soon(
    hr: PageClient, session: Session, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)  # when the credential is received, too
    today = clock.day_of(NOW)
    delivered(session, a_credential(session, hall.clerk, title="データの読み方", awarded_on=today))
    an_attestation(session, hall.clerk, "dss-l@1.2/H3", expires_on=today + timedelta(days=9))
    page = hr.see("/talent/")
    assert "あたらしく1人がスキルの証明を受け取りました" in page.text
    assert "修了証「データの読み方」" in page.text
    assert "60日のうちに期限がくる証明が1件あります" in page.text


def test_the_holders_own_link_is_offered_only_when_they_made_one(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "本人が公開した確認ページを開く" not in hr.see(hall.cell).text
    hall.credential.visibility, hall.credential.share_token = Visibility.LINK, "a" * 22
    session.flush()
    assert hr.see(hall.cell).links["本人が公開した確認ページを開く"] == f"/v/{'a' * 22}"


@pytest.mark.parametrize("path", ["/talent/", "/talent/matrix", "sheet", "cell"])
def test_nobody_but_hr_and_administrators_of_the_city_finds_the_registry(
    session: Session, hall: Hall, client: PageClient, path: str
) -> None:
    path = {"sheet": hall.sheet, "cell": hall.cell}.get(path, path)
    school = an_organization(session, kind=OrganizationKind.SCHOOL)
    principal = a_user(session)
    a_post(session, principal, school, Role.ADMINISTRATOR)
    of_a_bureau = an_administrator(session, of=hall.bureau)
    pupil = a_child(session, school=school)
    for person in (hall.clerk, principal, of_a_bureau, a_citizen(session), pupil):
        sign_in(client, person)
        client.see(path, status=404)
    sign_in(client, an_administrator(session))
    client.query_budget = OPENED
    client.see(path)


def test_visitors_are_sent_to_the_sign_in_page(hall: Hall, client: PageClient) -> None:
    for path in ("/talent/", "/talent/matrix", hall.sheet, "/my/skills"):
        assert client.get(path).status_code == 302


def test_there_is_no_sheet_of_a_citizen_or_a_child(
    hr: PageClient, session: Session, app: Flask
) -> None:
    for person in (a_citizen(session), a_child(session)):
        hr.see(f"/talent/people/{person.id}", status=404)
        hr.see(f"/talent/matrix?person={person.id}&item=T5", status=404)
        other = app.test_client()
        assert isinstance(other, PageClient)
        sign_in(other, person)
        other.see("/my/skills", status=404)
    hr.see(f"/talent/people/{uuid.uuid4()}", status=404)
    assert looks(session) == []


def test_no_page_of_the_registry_tells_an_hour(hr: PageClient, hall: Hall) -> None:
    pages = ["/talent/", "/talent/matrix", hall.cell, hall.sheet, f"{hall.sheet}?item={T5}"]
    for path in pages:
        assert not HOUR.search(hr.see(path).text), path
    sign_in(hr, hall.clerk)
    for path in ("/my/skills", f"/my/skills?item={T5}"):
        assert not HOUR.search(hr.see(path).text), path


def test_an_empty_city_gets_kind_empty_pages(session: Session, client: PageClient) -> None:
    sign_in(client, an_administrator(session))
    assert "まだ、だれも届いていません" in client.see("/talent/matrix").text
    assert "あたらしい証明はありません" in client.see("/talent/").text


def test_the_public_list_of_a_framework_is_where_credentials_point(
    client: PageClient, hall: Hall
) -> None:
    assert hall.credential.di
    assert "/frameworks/dss-l@1.2?level=2#T5" in hall.credential.di
    page = client.see("/frameworks/dss-l@1.2?level=2")
    assert [row for row in page.all("tr") if row.get("id") == "T5"]
    assert "仮訳" in page.text
    assert len([row for row in page.all("tr") if row.get("id")]) == 23
    assert "照合前" in page.text
    assert len(client.see("/frameworks/").links) >= 3
    client.see("/frameworks/dss-l@9", status=404)
