"""The pages of what the city asks of its people: written, counted, opened to people, one's own."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.identity.models import Organization, Role, User
from app.talent.models import AccessLog
from app.workforce.models import Need, PlanItem, ProfileVersion, RoleProfile, Target
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, a_city, a_post, an_organization
from tests.factories.talent import a_staff_member, an_attestation, an_hr_officer
from tests.factories.workforce import H3, T5, a_plan_item, a_profile, told

ROLE = {
    "step": "save",
    "name": "窓口職員",
    "purpose": "窓口で使う",
    "holds_from": "2026-04-01",
    "everyone": "y",
    "role_level": "",
    "framework": "",
    f"need-{T5}": "2",
    f"need-{H3}": "0",
}


class Hall:
    """税務課 with six clerks, its head, and an HR officer beside it."""

    def __init__(self, session: Session) -> None:
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.clerks = [a_staff_member(session, self.tax, "髙橋") for _ in range(6)]
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.bureau)
        session.flush()


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def test_a_role_is_written_found_again_changed_and_closed(
    hr: PageClient, session: Session
) -> None:
    assert "まだありません" in hr.see("/workforce").text
    hr.see("/workforce/roles/add")
    found = hr.post(
        "/workforce/roles/add", data=ROLE | {"step": "search", "words": "セキュリティ"}
    )
    assert found.status_code == 200
    assert "セキュリティ" in hr.page.text
    (chosen,) = [one for one in hr.page.all("select") if one.get("name") == f"need-{T5}"]
    assert re.search(r'value="2"[^>]*selected', str(chosen) + hr.page.html)
    assert hr.post("/workforce/roles/add", data=ROLE).status_code == 303
    row = session.scalars(sa.select(RoleProfile)).one()
    assert session.execute(sa.select(Need.item_ref, Need.level)).all() == [(T5, 2)]
    page = f"/workforce/roles/{row.id}"
    assert "8人のうち0人が、すべて届いています" in hr.see(page).text
    assert "窓口職員" in hr.see("/workforce").text
    hr.see(f"{page}/change")
    late = ROLE | {f"need-{T5}": "3", "holds_from": "2999-01-01"}
    assert hr.post(f"{page}/change", data=late).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(ProfileVersion)) == 2
    assert "第2版" in hr.see(page).text
    hr.post(f"{page}/close")
    assert "終わりにしました" in hr.see(page).text
    hr.post(f"{page}/open")
    session.refresh(row)
    assert row.closed_on is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "役割の名前を入れてください"),
        ({f"need-{T5}": "0"}, "求める項目を1つ以上選んで"),
        ({f"need-{T5}": "99"}, "求める項目を1つ以上選んで"),
        ({"everyone": ""}, "求める人を、すべての職員"),
        ({"people": "dareka"}, "職員として見つからない人がいます: dareka"),
        ({"holds_from": "きのう"}, "日付を"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    hr: PageClient, session: Session, wrong: dict[str, str], said: str
) -> None:
    sent = {name: value for name, value in (ROLE | wrong).items() if value or name != "everyone"}
    assert hr.post("/workforce/roles/add", data=sent).status_code == 422
    assert said in hr.page.text
    assert "窓口で使う" in hr.page.html
    assert session.scalar(sa.select(sa.func.count()).select_from(RoleProfile)) == 0


def test_a_citizen_by_name_is_nobody_of_whom_it_is_asked(hr: PageClient, session: Session) -> None:
    citizen = a_citizen(session)
    sent = ROLE | {"people": citizen.login_id or ""}
    assert hr.post("/workforce/roles/add", data=sent).status_code == 422
    assert "職員として見つからない" in hr.page.text


def test_a_change_is_refused_for_a_day_that_is_counted(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_profile(session, by=hall.officer.id)
    assert hr.post(f"/workforce/roles/{row.id}/change", data=ROLE).status_code == 422
    assert "今日かそれより後の日" in hr.page.text


def test_a_role_is_copied(hr: PageClient, session: Session, hall: Hall) -> None:
    row = a_profile(session, told(people=hall.clerks[:1]), by=hall.officer.id)
    page = hr.see(f"/workforce/roles/add?copy={row.id}")
    assert "窓口で使う" in page.html
    assert (hall.clerks[0].login_id or "?") in page.html
    assert "選んだ項目（1）" in page.text


def test_a_figure_opens_to_its_people_and_they_to_their_gaps(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    row = a_profile(session, told({T5: 2, H3: 1}), by=hall.officer.id)
    an_attestation(session, hall.clerks[0], T5, 2)
    page = hr.see(f"/workforce/roles/{row.id}")
    (cell,) = [a for a in page.all("a") if a.get("aria-label").startswith("総務局 税務課、AI")]
    assert cell.text.strip() == "6"
    listed = hr.see(cell.get("href"))
    assert "まだ届いていない人は、6人です" in listed.text
    (link, *_) = [a for a in listed.all("a") if "/workforce/people/" in a.get("href")]
    gaps = hr.see(link.get("href"))
    assert "2項目のうち0項目に届いています" in gaps.text
    assert session.scalar(sa.select(sa.func.count()).select_from(AccessLog)) == 1


def test_a_manager_reads_the_own_unit_and_writes_nothing(
    client: PageClient, session: Session, hall: Hall
) -> None:
    row = a_profile(session, by=hall.officer.id)
    chief = sign_in(client, hall.head)
    assert "7人のうち0人" in chief.see(f"/workforce/roles/{row.id}").text
    assert chief.get(f"/workforce/people/{hall.officer.id}").status_code == 404
    chief.query_budget = 9  # the unit is read, and the look is noted
    assert chief.get(f"/workforce/people/{hall.clerks[0].id}").status_code == 200
    assert chief.get("/workforce/roles/add").status_code == 404


def test_the_person_reads_the_same_words(client: PageClient, session: Session, hall: Hall) -> None:
    a_profile(session, told({T5: 3, H3: 1}), by=hall.officer.id)
    an_attestation(session, hall.clerks[0], T5, 1)
    own = sign_in(client, hall.clerks[0])
    assert "求められている力を見る" in own.see("/my/skills").text
    page = own.see("/my/gaps")
    assert "窓口職員として、2項目のうち0項目に届いています" in page.text
    assert "あと2" in page.text
    citizen = a_citizen(session)
    assert sign_in(client, citizen).get("/my/gaps").status_code == 404


def test_everybody_meets_it_or_nobody_is_meant(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    nobody = a_profile(session, told(people=[]), by=hall.officer.id)
    page = hr.see(f"/workforce/roles/{nobody.id}?on=2020-01-01")
    assert "いま、この役割の人はいません" in page.text
    for one in (*hall.clerks, hall.head, hall.officer):
        an_attestation(session, one, T5, 2)
    assert "8人みんなが、すべて届いています" in hr.see(f"/workforce/roles/{nobody.id}").text
    met = hr.see(f"/workforce/roles/{nobody.id}/people?who=met&page=99")
    assert "すべてに届いた人は、8人です" in met.text
    a_post(session, hall.clerks[0], hall.bureau)
    gaps = hr.see(f"/workforce/people/{hall.clerks[0].id}")
    assert "求められている力に、すべて届いています" in gaps.text


TARGET = {
    "name": "DX推進リーダー",
    "reason": "DX推進計画",
    "counts": "item",
    "profile": "",
    "item": f"{T5} 2",
    "achievement": "",
    "organization": "",
    "unit": "people",
    "steps": "2027-03-31 4\n2028-03-31 9",
    "grades": "A 100\nB 80\nC 50\nD 0",
}


def test_a_target_is_set_followed_opened_changed_and_closed(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hr.see("/workforce/targets/add")
    assert hr.post("/workforce/targets/add", data=TARGET).status_code == 303
    row = session.scalars(sa.select(Target)).one()
    for one in hall.clerks[:2]:
        an_attestation(session, one, T5, 2)
    page = f"/workforce/targets/{row.id}"
    shown = hr.see(page)
    assert "「DX推進リーダー」は、いま2人です" in shown.text
    assert "目標は4人です" in shown.text
    assert "50％以上" in shown.text
    assert "「DX推進リーダー」は、いま2人です" in hr.see("/workforce").text
    assert "目標に数えた人は、2人です" in hr.see(f"{page}/people?who=met").text
    assert "まだ数えていない人は、6人です" in hr.see(f"{page}/people").text
    hr.see(f"{page}/change")
    rate = TARGET | {"unit": "rate", "steps": "2027-03-31 50"}
    assert hr.post(f"{page}/change", data=rate).status_code == 303
    assert "8人のうち2人、25.0％" in hr.see(page).text
    hr.post(f"{page}/close")
    assert "終わりにしました" in hr.see(page).text
    assert "目標は、まだありません" in hr.see("/workforce").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "目標の名前を入れてください"),
        ({"item": "nowhere@1/X 2"}, "枠組みの項目とレベルを"),
        ({"counts": "profile"}, "どの役割の人を数えるか"),
        ({"counts": "achievement"}, "どの証明を数えるか"),
        ({"counts": "heads"}, "一覧から選んでください"),
        ({"steps": "2027-03-31 4\n2027-03-31 5"}, "日付ごとに1回"),
        ({"unit": "rate", "steps": "2027-03-31 101"}, "100までの数"),
        ({"grades": "A 100"}, "最後は0にしてください"),
    ],
)
def test_a_target_that_cannot_be_counted_is_refused_and_kept(
    hr: PageClient, session: Session, wrong: dict[str, str], said: str
) -> None:
    assert hr.post("/workforce/targets/add", data=TARGET | wrong).status_code == 422
    assert said in hr.page.text
    assert "DX推進計画" in hr.page.html
    assert session.scalar(sa.select(sa.func.count()).select_from(Target)) == 0


def test_departments_get_numbers_of_their_own_with_the_target(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    hr.see("/workforce/targets/add")
    sent = TARGET | {"sections": "総務局　税務課　２"}
    assert hr.post("/workforce/targets/add", data=sent).status_code == 303
    rows = {one.organization_id: one.steps for one in session.scalars(sa.select(Target))}
    assert len(rows) == 2
    assert rows[hall.tax.id]["steps"] == [["2028-03-31", 2]]
    assert "総務局 税務課" in hr.see("/workforce").text


@pytest.mark.parametrize(
    "lines", ["どこかの課 2", "総務局 税務課", "総務局 税務課 1\n総務局 税務課 2"]
)
def test_numbers_of_departments_that_mean_nothing_are_refused(
    hr: PageClient, session: Session, lines: str
) -> None:
    sent = TARGET | {"sections": lines}
    assert hr.post("/workforce/targets/add", data=sent).status_code == 422
    assert "所属の名前と数を" in hr.page.text
    assert session.scalar(sa.select(sa.func.count()).select_from(Target)) == 0


PLAN = {
    "code": "3-2-1",
    "title": "窓口でAIを使う",
    "field": "行政サービス",
    "owner": "",
    "from_year": "2026",
    "to_year": "2028",
    "text": "下書きを作ります。",
    "tags": ["ai-rpa"],
    "needs": f"{T5} 2",
}


def test_a_plan_item_is_written_and_traced_down_and_up(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "まだありません" in hr.see("/workforce/plan").text
    role = a_profile(session, told({H3: 1}), by=hall.officer.id)
    hr.see("/workforce/plan/add")
    sent = PLAN | {"profiles": [str(role.id)]}
    assert hr.post("/workforce/plan/add", data=sent).status_code == 303
    row = session.scalars(sa.select(PlanItem)).one()
    assert (row.tags, row.profiles) == (["ai-rpa"], [str(role.id)])
    an_attestation(session, hall.clerks[0], T5, 2)
    page = f"/workforce/plan/{row.id}"
    shown = hr.see(page)
    assert "この項目には、2個の力がいります" in shown.text
    assert "自治体のAI・RPAの利用推進" in shown.text
    (link, *_) = [a for a in shown.all("a") if "/workforce/item" in a.get("href")]
    item = hr.see(link.get("href"))
    assert "レベル2以上の人は、1人です" in item.text
    assert "3-2-1 窓口でAIを使う" in item.text
    assert "窓口職員" in hr.see(f"/workforce/item?item={H3}").text
    assert hr.get("/workforce/item?item=nowhere").status_code == 404
    hr.see(f"{page}/change")
    assert hr.post(f"{page}/change", data=PLAN | {"title": "別の名前"}).status_code == 303
    assert "別の名前" in hr.see("/workforce/plan").text
    hr.post(f"{page}/close")
    assert "終わりにしました" in hr.see(page).text
    assert "求める計画の項目や役割は、まだありません" in hr.see(f"/workforce/item?item={T5}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"code": ""}, "計画のなかの番号"),
        ({"code": "3-2-1"}, "もうあります"),
        ({"from_year": "令和8"}, "西暦で入れてください"),
        ({"to_year": "2020"}, "始まりの年度かそれより後"),
        ({"needs": "nowhere@1/X 1"}, "枠組みにありません"),
    ],
)
def test_a_plan_item_that_cannot_be_kept_is_refused(
    hr: PageClient, session: Session, hall: Hall, wrong: dict[str, str], said: str
) -> None:
    a_plan_item(session, by=hall.officer.id)
    sent = PLAN | {"code": "4-1"} | wrong
    assert hr.post("/workforce/plan/add", data=sent).status_code == 422
    assert said in hr.page.text
    assert "下書きを作ります" in hr.page.html
    assert session.scalar(sa.select(sa.func.count()).select_from(PlanItem)) == 1


def test_a_cell_of_the_matrix_leads_up_to_the_plan(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    a_plan_item(session, by=hall.officer.id)
    an_attestation(session, hall.clerks[0], T5, 2)
    hr.query_budget = 20  # the cell is open
    drawer = hr.see(f"/talent/matrix?person={hall.clerks[0].id}&item=T5")
    (up,) = [a for a in drawer.all("a") if "/workforce/item" in a.get("href")]
    (plan,) = [a for a in hr.see(up.get("href")).all("a") if "/workforce/plan/" in a.get("href")]
    assert "窓口でAIを使う" in hr.see(plan.get("href")).text


def test_the_whole_plan_is_printed_and_taken_along(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "まだありません" in hr.see("/workforce/plan/whole").text
    role = a_profile(session, told({H3: 1}), by=hall.officer.id)
    a_plan_item(session, by=hall.officer.id, profiles=[role])
    an_attestation(session, hall.clerks[0], T5, 2)
    page = hr.see("/workforce/plan/whole")
    assert "3-2-1" in page.text
    assert "計画の項目は1件" in page.text
    sent = hr.get("/workforce/plan/files/csv").get_data(as_text=True).splitlines()
    assert len(sent) == 3, "the headings, and a row for each of two needs"
    assert "まだありません" not in sent[1]
    (line,) = [one for one in sent if "T5" in one]
    assert ",1,7," in line  # one stands there, seven do not
    assert hr.get("/workforce/plan/files/xlsx").get_data().startswith(b"PK")
    assert hr.get("/workforce/plan/files/pdf").status_code == 404
