"""Short lists, what the person on one reads, and room said by oneself or a chief."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.identity.models import Organization, Role, User
from app.staffing.models import Availability, Listed, ShortList
from app.staffing.rules import Room, Stage
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, a_city, an_organization
from tests.factories.staffing import H3, T5, a_list, a_room
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import a_plan_item, a_profile, told

LIST = {
    "step": "save",
    "name": "窓口の待ち時間をへらす",
    "purpose": "待つ人をへらします",
    "source": "",
    "s": [f"{T5}:2", f"{H3}:1", ""],
}
CLOCK = re.compile(r"\d{1,2}:\d\d|\d{1,2}時\d{1,2}分")


class Hall:
    """税務課 with its chief and two clerks, one in 市民課, and HR."""

    def __init__(self, session: Session) -> None:
        city = a_city(session)
        self.tax: Organization = an_organization(session, "税務課", parent=city)
        self.desk: Organization = an_organization(session, "市民課", parent=city)
        self.mori: User = a_staff_member(session, self.tax, "森", "モリ")
        self.ono: User = a_staff_member(session, self.tax, "小野", "オノ")
        self.kita: User = a_staff_member(session, self.desk, "北", "キタ")
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer: User = an_hr_officer(session, self.desk)
        an_attestation(session, self.mori, T5, 2)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def test_a_list_is_made_filled_from_the_search_asked_and_closed(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "一覧はまだありません" in hr.see("/staffing/lists").text
    hr.see(f"/staffing/lists/add?s={T5}:2&s={H3}:1")
    assert "選んだスキル（2）" in hr.page.text
    assert hr.post("/staffing/lists/add", data=LIST).status_code == 303
    row = session.scalars(sa.select(ShortList)).one()
    assert row.needs == {"needs": [[T5, 2], [H3, 1]]}
    page = f"/staffing/lists/{row.id}"
    assert "候補は、まだいません" in hr.see(page).text
    (search,) = [a for a in hr.page.all("a") if "人をさがして加える" in a.text]
    hr.see(search.get("href") or "")
    (ticked,) = [one for one in hr.page.all("input") if one.get("name") == "person"]
    sent = {"list": str(row.id), "person": [ticked.get("value"), "x", str(hall.kita.id)]}
    assert hr.post("/staffing/lists/people", data=sent).status_code == 303
    shown = hr.see(page).text
    assert "2人を合わせても、いる力2項目のうち1項目が、まだ足りません" in shown
    assert not CLOCK.search(shown)
    member = session.scalars(sa.select(Listed).where(Listed.person_id == hall.mori.id)).one()
    hr.see(f"/staffing/members/{member.id}")
    told_of = {"stage": "asked", "note": "説明会で\r\n話した"}
    assert hr.post(f"/staffing/members/{member.id}", data=told_of).status_code == 303
    session.refresh(member)
    assert (member.stage, member.note) == (Stage.ASKED, "説明会で 話した")
    assert hr.post(f"/staffing/members/{member.id}/remove").status_code == 303
    hr.post(f"{page}/close")
    assert "終わりにしました" in hr.see(page).text
    assert "人をさがして加える" not in hr.page.text
    assert hr.get(f"{page}/change").status_code == 404
    assert hr.post("/staffing/lists/people", data=sent).location.endswith("/staffing/lists")
    hr.post(f"{page}/open")
    assert "人をさがして加える" in hr.see(page).text
    assert "窓口の待ち時間" in hr.see("/staffing/lists").text


def test_nobody_ticked_changes_nothing(hr: PageClient, session: Session, hall: Hall) -> None:
    row = a_list(session, by=hall.officer.id)
    for sent in ({"list": str(row.id)}, {"person": str(hall.mori.id)}, {}):
        answer = hr.post("/staffing/lists/people", data={"s": f"{T5}:2"} | sent)
        assert answer.location.startswith("/staffing/find?s=")
    assert session.scalars(sa.select(Listed)).all() == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "プロジェクトの名前を入れてください"),
        ({"purpose": ""}, "何のためかを"),
        ({"s": [f"{T5}:99", ""]}, "いる力を1つ以上選んで"),
        ({"name": "あ" * 81}, "80文字までに"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    hr: PageClient, session: Session, wrong: dict[str, object], said: str
) -> None:
    assert hr.post("/staffing/lists/add", data=LIST | wrong).status_code == 422
    assert said in hr.page.text
    if "purpose" not in wrong:
        assert "待つ人をへらします" in hr.page.html
    assert session.scalar(sa.select(sa.func.count()).select_from(ShortList)) == 0


def test_skills_are_looked_for_and_taken_from_a_role_or_the_plan(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hr.post("/staffing/lists/add", data=LIST | {"step": "search", "q": "ネットワーク"})
    assert "見つかったスキル" in hr.page.text
    assert "待つ人をへらします" in hr.page.html
    role = a_profile(session, told({T5: 3, "digcomp@3.0/1.1": 2}), by=hall.officer.id)
    plan = a_plan_item(session, by=hall.officer.id, needs={"dss-l@1.2/M1": 1})
    hr.see("/staffing/lists/add")
    for source, count in ((role.id, 3), (plan.id, 3), ("", 2)):
        hr.post("/staffing/lists/add", data=LIST | {"step": "fill", "source": str(source)})
        assert f"選んだスキル（{count}）" in hr.page.text


def test_a_list_is_changed(hr: PageClient, session: Session, hall: Hall) -> None:
    row = a_list(session, by=hall.officer.id)
    assert "窓口の待ち時間をへらす" in hr.see(f"/staffing/lists/{row.id}/change").html
    changed = LIST | {"name": "待たない窓口", "s": f"{H3}:2"}
    assert hr.post(f"/staffing/lists/{row.id}/change", data=changed).status_code == 303
    assert hr.post(f"/staffing/lists/{row.id}/change", data=LIST | {"s": ""}).status_code == 422
    session.refresh(row)
    assert (row.name, row.needs) == ("待たない窓口", {"needs": [[H3, 2]]})


def test_a_stage_that_is_none_is_refused(hr: PageClient, session: Session, hall: Hall) -> None:
    a_list(session, [hall.mori], by=hall.officer.id)
    member = session.scalars(sa.select(Listed)).one()
    refused = hr.post(f"/staffing/members/{member.id}", data={"stage": "x", "note": "い" * 201})
    assert refused.status_code == 422
    assert "200文字までに" in hr.page.text


def test_a_list_is_taken_along_with_one_entry(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_list(session, [hall.mori, hall.ono], by=hall.officer.id, needs={T5: 2, H3: 1})
    given = hr.post(f"/staffing/lists/{row.id}/file", data={"form": "csv"})
    text = given.get_data(as_text=True)
    assert "小野" in text
    assert "T5 0→2" in text
    assert not CLOCK.search(text)
    assert hr.post(f"/staffing/lists/{row.id}/file", data={"form": "xlsx"}).data[:2] == b"PK"
    assert hr.post(f"/staffing/lists/{row.id}/file", data={"form": "x"}).status_code == 400
    acts = sa.select(AuditEntry).where(AuditEntry.action == "staffing.list_exported")
    assert [one.details["form"] for one in session.scalars(acts)] == ["csv", "xlsx"]


def test_who_is_on_a_list_reads_what_hr_reads(
    client: PageClient, session: Session, hall: Hall
) -> None:
    a_list(session, [hall.mori], by=hall.officer.id)
    member = session.scalars(sa.select(Listed)).one()
    hr = sign_in(client, hall.officer)
    hr.post(f"/staffing/members/{member.id}", data={"stage": "decided", "note": "12月から"})
    own = sign_in(client, hall.mori)
    assert "いまの余裕と、候補になったプロジェクト" in own.see("/my/skills").text
    page = own.see("/my/room").text
    for word in ("窓口の待ち時間をへらす", "待つ人をへらします", "決まった", "12月から"):
        assert word in page
    assert "令和8年11月22日" in page
    other = sign_in(client, hall.ono)
    assert "候補になっているプロジェクトはありません" in other.see("/my/room").text


ROOM = {
    "room": "helps",
    "starts_on": clock.day_of(clock.now()).isoformat(),
    "until": (clock.day_of(clock.now()) + timedelta(days=30)).isoformat(),
    "hours": "4",
    "note": "表の作り方なら",
}


def test_somebody_says_how_much_room_there_is_and_takes_it_back(
    client: PageClient, session: Session, hall: Hall
) -> None:
    own = sign_in(client, hall.mori)
    assert "人事と所属長には「わからない」と出ています" in own.see("/my/room").text
    assert own.post("/my/room", data=ROOM).status_code == 303
    assert "人事と所属長には「手伝える」と出ています" in own.see("/my/room").text
    hr = sign_in(client, hall.officer)
    page = hr.see(f"/staffing/find?s={T5}:2&room=helps").text
    assert "手伝える" in page
    assert "表の作り方なら" in page
    assert "週4時間" in page
    own = sign_in(client, hall.mori)
    assert own.post("/my/room/end").status_code == 303
    assert session.scalars(sa.select(Availability)).all() == []
    later = {"starts_on": ROOM["until"]}
    own.post("/my/room", data=ROOM | later)
    assert "それまでは「わからない」です" in own.see("/my/room").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"room": ""}, "どれか1つを選んでください"),
        ({"room": "x"}, "一覧から選んでください"),
        ({"until": "2020-01-01"}, "今日か、始まりの日より後に"),
        ({"until": "2999-01-01"}, "1年先までに"),
        ({"until": ""}, "日付を入れてください"),
        ({"hours": "41"}, "1から40までの数字"),
        ({"hours": "たくさん"}, "数字で入れてください"),
        ({"note": "あ" * 121}, "120文字までに"),
    ],
)
def test_what_cannot_be_is_said(
    client: PageClient, session: Session, hall: Hall, wrong: dict[str, str], said: str
) -> None:
    own = sign_in(client, hall.mori)
    assert own.post("/my/room", data=ROOM | wrong).status_code == 422
    assert said in own.page.text
    assert session.scalars(sa.select(Availability)).all() == []


def test_a_chief_says_it_for_the_unit_with_a_reason(
    client: PageClient, session: Session, hall: Hall
) -> None:
    a_room(session, hall.mori, Room.HELPS, now=clock.now(), note="はじめの言葉")
    chief = sign_in(client, hall.head)
    page = f"/staffing/people/{hall.mori.id}/room"
    assert "はじめの言葉" in chief.see(page).text
    assert chief.post(page, data=ROOM).status_code == 422
    assert "わけを書いてください" in chief.page.text
    sent = ROOM | {"room": "busy", "reason": "議会の準備"}
    assert chief.post(page, data=sent).status_code == 303
    shown = sign_in(client, hall.mori).see("/my/room").text
    assert "人事と所属長には「いまは難しい」と出ています" in shown
    assert "議会の準備" in shown
    assert hall.head.name in shown


def test_nobody_else_says_it(client: PageClient, session: Session, hall: Hall) -> None:
    page = f"/staffing/people/{hall.mori.id}/room"
    for one in (hall.officer, hall.ono, hall.mori, hall.kita):
        assert sign_in(client, one).get(page).status_code == 404
        assert sign_in(client, one).post(page, data=ROOM).status_code == 404
    chief = sign_in(client, hall.head)
    for other in (hall.kita, hall.head, a_citizen(session)):
        session.flush()
        assert chief.get(f"/staffing/people/{other.id}/room").status_code == 404
    assert sign_in(client, a_citizen(session)).get("/my/room").status_code == 404
