"""The pages of frameworks: what stands there, and who calls an item by a name of the city's."""

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.frameworks import queries
from app.identity.models import Role
from app.workforce.models import RoleProfile
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version
from tests.factories.identity import (
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer

ROLES = "/frameworks/city-roles@1"
LEADER = "city-roles@1/leader"
NAME = f"{ROLES}/leader/name"
KANAZAWA = "デジタル行政推進リーダー"
SENT = {"ja": KANAZAWA, "en": ""}
UNVERIFIED = "原文とまだ見くらべていません"
WORKING = "当システムの言いかたです。"
CITY = "市が決めた言いかたです"


@pytest.fixture
def officer(client: PageClient, session: Session) -> PageClient:
    """Return the browser of an HR officer of the city."""
    return sign_in(
        client, an_hr_officer(session, an_organization(session, parent=a_city(session)))
    )


def test_the_page_of_dss_p_shows_parts_types_and_roles(client: PageClient) -> None:
    page = client.see("/frameworks/dss-p@1.2")
    assert "49項目の名前" in page.text
    assert "5の類型に、15の役割があります" in page.text
    for told in ("戦略・マネジメント・システム", "ヒューマンスキル", "フロントエンドエンジニア"):
        assert told in page.text
    ids = {one.get("id") for one in page.all("tr")}
    assert {"B1", "B17", "D7", "T13", "S6", "P6", "role-ux-designer"} <= ids
    fields = [one.get("data-field") for one in page.all("th") if one.get("data-field")]
    assert fields == ["enji", "ai", "oudo", "kusa", "murasaki"]


def test_the_list_names_each_version(client: PageClient) -> None:
    page = client.see("/frameworks/")
    for ref in queries.framework_refs():
        assert ref in page.text
    assert "5の類型、15の役割" in page.text


@pytest.mark.parametrize(
    ("ref", "marks"),
    [
        ("dss-p@1.2", {UNVERIFIED, WORKING}),
        ("dss-l@1.2", {UNVERIFIED, WORKING}),
        ("digcomp@3.0", {WORKING}),
    ],
)
def test_above_a_table_stands_what_its_names_are(
    officer: PageClient, ref: str, marks: set[str]
) -> None:
    pages = (f"/frameworks/{ref}/courses", f"/talent/matrix?framework={ref}")
    for page in pages:
        text = officer.see(page).text
        assert {mark for mark in (UNVERIFIED, WORKING, CITY) if mark in text} == marks


def test_hr_calls_an_item_by_the_citys_name_and_takes_it_back(
    officer: PageClient, session: Session
) -> None:
    clerk = a_staff_member(session, an_organization(session, parent=a_city(session)))
    an_attestation(session, clerk, LEADER, 1)
    session.commit()
    assert officer.see(ROLES).links["呼び名を変える"].startswith(ROLES)
    page = officer.see(NAME)
    assert "もとの名前：DX推進リーダー" in page.text
    assert "もとの名前にもどす" not in page.text

    officer.post(NAME, data=SENT, follow_redirects=True)
    assert f"これからは「{KANAZAWA}」と呼びます。" in officer.page.text
    assert "もとの名前：DX推進リーダー" in officer.page.text
    assert CITY in officer.page.text
    sheet, matrix = f"/talent/people/{clerk.id}", "/talent/matrix?framework=city-roles@1"
    for address in (sheet, matrix, f"{ROLES}/courses"):
        text = officer.see(address).text
        assert KANAZAWA in text, address
        assert CITY in text, address
    assert KANAZAWA in officer.see("/workforce/roles/add").text
    assert "力の枠組みの項目に、市の呼び名をつけた" not in officer.see(ROLES).text

    assert "もとの名前にもどす" in officer.see(NAME).text
    officer.post(f"{NAME}/original", follow_redirects=True)
    assert "もとの名前「DX推進リーダー」にもどしました。" in officer.page.text
    assert KANAZAWA not in officer.see(matrix).text


def test_the_citys_name_in_english_shows_on_english_pages(officer: PageClient) -> None:
    officer.post(NAME, data={"ja": KANAZAWA, "en": "Digital leader"}, follow_redirects=True)
    assert "Digital leader" in officer.page.text
    assert "もとの名前：DX promotion leader" in officer.page.text


def test_everybody_reads_the_citys_name_and_only_who_names_is_asked(
    officer: PageClient, client: PageClient
) -> None:
    officer.post(NAME, data=SENT)
    with client.session_transaction() as cookie:
        cookie.clear()
    page = client.see(ROLES)
    assert KANAZAWA in page.text
    assert "呼び名を変える" not in page.text


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"ja": "", "en": ""}, "市の呼び名を入れてください。"),
        ({"ja": "　 ", "en": ""}, "市の呼び名を入れてください。"),
        ({"ja": "長" * 41, "en": ""}, "40文字までにしてください。"),
        ({"ja": "管理職", "en": ""}, "同じ名前の項目があります"),
        ({"ja": KANAZAWA, "en": "Senior specialist"}, "同じ名前の項目があります"),
    ],
)
def test_a_name_that_does_not_fit_is_told_beside_its_field(
    officer: PageClient, sent: dict[str, str], told: str
) -> None:
    answer = officer.post(NAME, data=sent)
    assert answer.status_code == 422
    assert told in officer.page.text
    assert any(one.get("value") == sent["en"] for one in officer.page.all("input"))
    assert queries.item(LEADER).label.ja == "DX推進リーダー"


@pytest.mark.parametrize(
    "address",
    [
        "/frameworks/dss-l@1.2/T5/name",
        f"{ROLES}/nobody/name",
        "/frameworks/none@1/leader/name",
        "/frameworks/dss-p@1.2/front-end/name",
    ],
)
def test_a_publishers_item_has_no_such_page(officer: PageClient, address: str) -> None:
    officer.see(address, status=404)
    assert officer.post(address, data=SENT).status_code == 404
    assert officer.post(f"{address}/original").status_code == 404
    assert "呼び名を変える" not in officer.see("/frameworks/dss-l@1.2").text


def test_the_citys_administrator_names_as_well(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    assert client.post(NAME, data=SENT).status_code == 303
    assert queries.item(LEADER).label.ja == KANAZAWA
    client.see("/admin/audit")
    assert "力の枠組みの項目に、市の呼び名をつけた" in client.page.text


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.HR])
def test_for_others_the_page_does_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user = a_user(session)
    a_post(session, user, a_school(session, parent=a_city(session)), role)
    sign_in(client, user)
    client.see(NAME, status=404)
    assert client.post(NAME, data=SENT).status_code == 404
    assert client.post(f"{NAME}/original").status_code == 404
    assert "呼び名を変える" not in client.see(ROLES).text


def test_a_role_profile_and_who_lacks_it_say_what_their_names_are(
    officer: PageClient, session: Session
) -> None:
    officer.post(NAME, data=SENT)
    sent = {
        "step": "save",
        "role_level": "",
        "framework": "",
        "name": "窓口職員",
        "purpose": "窓口で使う",
        "everyone": "y",
        "holds_from": "2026-04-01",
        f"need-{LEADER}": "1",
    }
    assert officer.post("/workforce/roles/add", data=sent).status_code == 303
    profile = session.scalars(sa.select(RoleProfile)).one()
    role = officer.see(f"/workforce/roles/{profile.id}").text
    own = officer.see("/my/gaps").text
    for text in (role, own):
        assert KANAZAWA in text
        assert CITY in text
        assert UNVERIFIED not in text


def test_the_list_of_courses_says_it_of_the_skills_to_choose_from(
    client: PageClient, session: Session
) -> None:
    a_version(session)
    assert WORKING in client.see("/courses?for=citizen&item=digcomp@3.0/4.2").text
