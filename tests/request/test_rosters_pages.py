"""The pages of rosters: brought, looked at, mended, applied, undone."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.models import Organization, OrganizationKind, User
from app.outbox.relay import drain
from app.rosters.madeup.board import Size, board_roster
from app.rosters.models import RosterImport
from app.sheets.text import written_csv
from app.wiring import SUBSCRIBERS
from tests.client import PageClient, sign_in
from tests.factories.identity import TODAY, a_city, a_clerk, an_administrator, an_organization
from tests.factories.rosters import an_archive
from tests.factories.talent import a_staff_member, an_hr_officer

KANA = "metadata.jp.kanaGivenName"
SMALL = Size(schools=1, classes=1, pupils=3, with_guardians=False)


@pytest.fixture
def board(app: Flask, session: Session) -> Organization:
    city = a_city(session)
    return an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD, parent=city)


def _sent(client: PageClient, place: Organization, data: bytes, name: str = "meibo.zip") -> str:
    answer = client.post(
        "/admin/rosters/new", data={"place": str(place.id), "file": (BytesIO(data), name)}
    )
    assert answer.status_code == 303
    return str(answer.location)


def _work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


def test_a_roster_is_brought_looked_at_applied_and_undone(
    client: PageClient, session: Session, board: Organization
) -> None:
    sign_in(client, an_administrator(session, of=board))
    client.see("/admin/rosters")
    client.see("/admin/rosters/new")
    url = _sent(client, board, board_roster(SMALL, on=TODAY))
    assert "たしかめています" in client.see(url).text
    _work()
    assert "このように変わります" in client.see(url).text
    client.post(f"{url}/apply")
    assert "取り込んでいます" in client.see(url).text
    _work()
    assert "取り込みました" in client.see(url).text
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 6
    assert "まだ何も戻していません" in client.see(f"{url}/undo").text
    client.post(f"{url}/undo")
    _work()
    assert "元に戻しました" in client.see(url).text
    assert session.scalar(sa.select(sa.func.count()).select_from(User)) == 1
    client.see("/admin/rosters")
    assert session.scalar(sa.select(sa.func.count()).select_from(RosterImport)) == 1


def test_a_faulty_row_is_mended_on_the_page_and_another_left_out(
    client: PageClient, session: Session, board: Organization
) -> None:
    sign_in(client, an_administrator(session, of=board))
    data = an_archive(
        {"users": lambda rows: [rows[2].update({KANA: "ﾕｲ"}), rows[3].update(grades="3")]}
    )
    url = _sent(client, board, data)
    _work()
    text = client.see(url).text
    assert "users.csv" in text
    assert "半角のカナです" in text
    client.post(f"{url}/mend", data={"file": "users.csv", "line": "4", f"cell:{KANA}": "ユイ"})
    _work()
    client.post(f"{url}/mend", data={"file": "users.csv", "line": "5", "aside": "1"})
    _work()
    assert "このように変わります" in client.see(url).text
    assert client.post(f"{url}/undo").status_code == 303, "too early: led back, nothing done"


def test_a_row_with_too_few_cells_is_mended_on_the_page_as_a_whole(
    client: PageClient, session: Session, board: Organization
) -> None:
    sign_in(client, an_administrator(session, of=board))
    rows = [["所属", "姓", "名"], ["市民課", "森", "ゆい", "3年1組"]]
    url = _sent(client, board, written_csv(rows), "meibo.csv")
    _work()
    text = client.see(url).text
    assert "見出しは3列ですが、この行には4列あります。" in text
    assert "市民課,森,ゆい,3年1組 この行を直して" in text
    row = {"file": "meibo.csv", "line": "2"}
    client.post(f"{url}/mend", data={**row, "cell:*": "市民課,森,ゆい,,3年1組"})
    _work()
    assert "市民課,森,ゆい,,3年1組 この行を直して" in client.see(url).text, (
        "what was typed is kept"
    )
    client.post(f"{url}/mend", data={**row, "cell:*": "市民課,森,ゆい"})
    _work()
    assert "このように変わります" in client.see(url).text


def test_only_administrators_within_reach_see_an_import(
    client: PageClient, session: Session, board: Organization
) -> None:
    sign_in(client, an_administrator(session, of=board))
    url = _sent(client, board, an_archive())
    school = an_organization(session, "別の小学校", kind=OrganizationKind.SCHOOL, parent=board)
    sign_in(client, an_administrator(session, of=school))
    client.see(url, status=404)
    assert client.post(f"{url}/apply").status_code == 404
    sent = {"place": str(board.id), "file": (BytesIO(b"a"), "a.csv")}
    assert client.post("/admin/rosters/new", data=sent).status_code == 404
    assert (
        client.post(
            "/admin/rosters/export", data={"place": str(board.id), "form": "csv"}
        ).status_code
        == 404
    )
    sign_in(client, a_clerk(session))
    client.see("/admin/rosters", status=404)


def test_hr_brings_tables_of_staff_and_sees_no_other_roster(
    client: PageClient, session: Session, board: Organization
) -> None:
    city = session.scalars(sa.select(Organization).where(Organization.name == "犀川市")).one()
    tax = an_organization(session, "税務課", parent=city)
    sign_in(client, an_administrator(session, of=board))
    schools = _sent(client, board, board_roster(SMALL, on=TODAY))
    _work()
    sign_in(client, an_hr_officer(session, tax))
    assert client.get(schools).status_code == 404
    assert "まだ" in client.see("/admin/rosters").text
    assert "まだ入れません" in client.see("/admin/rosters/new").text
    rows = [["所属", "姓", "名", "任用形態", "職員番号"], ["税務課", "森", "ゆい", "常勤", "77"]]
    url = _sent(client, board, written_csv(rows), "shokuin.csv")  # the place is not theirs to say
    _work()
    assert "このように変わります" in client.see(url).text
    client.post(f"{url}/apply")
    _work()
    assert "職員の名簿を見る" in client.see(url).text
    assert "shokuin.csv" in client.see("/admin/rosters").text
    assert schools not in client.page.html
    assert "取り込んだ表" in client.see("/staff").text
    client.see("/admin/rosters/export")
    data = client.post("/admin/rosters/export", data={"form": "csv", "place": str(board.id)})
    text = data.get_data(as_text=True)
    assert "森" in text
    assert "学級" not in text
    assert client.post("/admin/rosters/export", data={"form": "zip"}).status_code == 400
    assert "休みなど" in client.get("/admin/rosters/form.csv").get_data(as_text=True)
    archive = _sent(client, board, board_roster(SMALL, on=TODAY))
    _work()
    assert "このファイルは読めませんでした" in client.see(archive).text
    client.post(f"{url}/undo")
    _work()
    assert "元に戻しました" in client.see(url).text
    sign_in(client, a_staff_member(session, tax))
    assert client.get("/admin/rosters").status_code == 404
