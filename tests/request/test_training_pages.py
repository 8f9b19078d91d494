"""The pages of training outside: sources, lists on their way, sums, one's own records."""

from io import BytesIO

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.models import Organization, Role, User
from app.outbox.relay import drain
from app.talent.models import AccessLog, SkillAttestation
from app.training.models import (
    ImportState,
    TrainingColumns,
    TrainingFile,
    TrainingImport,
    TrainingRecord,
    TrainingRule,
    TrainingSource,
)
from app.wiring import SUBSCRIBERS
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, a_city, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer
from tests.factories.training import (
    BASICS,
    T5,
    Row,
    a_list,
    a_numbered_member,
    a_rule,
    a_source,
    brought,
    entered,
    row,
)


class Hall:
    """税務課 below 総務局 with two numbered clerks and its head, and an HR officer."""

    def __init__(self, session: Session) -> None:
        self.bureau = an_organization(session, "総務局", parent=a_city(session))
        self.tax: Organization = an_organization(session, "税務課", parent=self.bureau)
        self.mori = a_numbered_member(session, self.tax, "001001", "森")
        self.taka = a_numbered_member(session, self.tax, "001002", "髙橋")
        self.head: User = a_staff_member(session, self.tax, "鴻池", title="課長")
        self.head.posts[0].role = Role.MANAGER
        self.officer = an_hr_officer(session, self.bureau)
        session.flush()


@pytest.fixture
def hall(app: Flask, session: Session) -> Hall:
    assert app
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def _sent(hr: PageClient, source: TrainingSource, data: bytes, name: str = "list.csv") -> str:
    answer = hr.post(
        f"/training/sources/{source.id}/imports", data={"file": (BytesIO(data), name)}
    )
    assert answer.status_code == 303
    return str(answer.location)


def _work() -> None:
    drain(SUBSCRIBERS, now=clock.now)


def _looked_at(hr: PageClient, source: TrainingSource, *rows: Row) -> str:
    page = _sent(hr, source, a_list(rows))
    assert "たしかめています" in hr.see(page).text
    _work()
    return page


def test_a_source_begins_with_our_columns_which_are_marked(
    hr: PageClient, session: Session
) -> None:
    assert "まだありません" in hr.see("/training").text
    page = hr.see("/training/sources/add")
    assert "実際の表と照らし合わせていません" in page.text
    assert "Udemy Business" in page.text
    answer = hr.post("/training/sources/add", data={"preset": "udemy-business"})
    row_ = session.scalars(sa.select(TrainingSource)).one()
    assert answer.location == f"/training/sources/{row_.id}"
    page = hr.see(answer.location)
    assert "寺子屋に用意してある例です" in page.text
    assert "Course Title" in page.text
    assert "用意した例のまま" in hr.see("/training").text
    assert hr.post("/training/sources/add", data={"preset": "udemy-business"}).status_code == 303
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingSource)) == 1


def test_a_source_of_another_kind_is_named_and_named_anew(
    hr: PageClient, session: Session
) -> None:
    a_source(session)
    assert hr.post("/training/sources/add", data={"name": ""}).status_code == 422
    assert "名前を入れてください" in hr.page.text
    assert hr.post("/training/sources/add", data={"name": "J-LIS"}).status_code == 422
    assert "もうあります" in hr.page.text
    assert hr.post("/training/sources/add", data={"name": "自治大学校"}).status_code == 303
    made = session.scalars(sa.select(TrainingSource).filter_by(name="自治大学校")).one()
    page = f"/training/sources/{made.id}"
    assert "まだ決まっていません" in hr.see(page).text
    hr.see(f"{page}/change")
    assert hr.post(f"{page}/change", data={"name": "J-LIS"}).status_code == 422
    sent = {"name": "自治大", "note": "名簿"}
    assert hr.post(f"{page}/change", data=sent).status_code == 303
    assert "自治大" in hr.see(page).text


def test_a_list_is_looked_at_taken_in_and_undone(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    a_rule(session, source)
    old = hall.taka.name.replace("髙", "高")
    page = _looked_at(hr, source, row(hall.mori, "001001"), row(old, "1002", "AI入門"))
    shown = hr.see(page)
    assert "このように変わります" in shown.text
    assert "氏名" in shown.text
    assert "まだ決めていない研修（1）" in shown.text
    assert "AI入門" in shown.text
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingRecord)) == 0
    assert hr.post(f"{page}/apply").status_code == 303
    _work()
    assert "取り込みました" in hr.see(page).text
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingRecord)) == 2
    assert session.scalar(sa.select(sa.func.count()).select_from(SkillAttestation)) == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingFile)) == 0
    assert "2件の記録を消します" in hr.see(f"{page}/undo").text
    assert hr.post(f"{page}/undo").status_code == 303
    assert "元に戻しています" in hr.see(page).text
    _work()
    assert "2件の記録を消し" in hr.see(page).text
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingRecord)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(SkillAttestation)) == 0
    assert hr.get(f"{page}/undo").status_code == 303
    assert hr.post(f"{page}/apply").status_code == 303  # too late, and led back
    assert "ほかの操作が先に" in hr.see(page).text


def test_faulty_rows_say_how_to_mend_them_and_are_mended_or_left_out(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    gone = a_numbered_member(session, hall.tax, "009", "辻")
    gone.posts[0].ends_on = gone.posts[0].starts_on
    session.flush()
    page = _looked_at(
        hr,
        source,
        row(hall.mori, "001001", day="きのう"),
        row("森 太郎", "999999"),
        row("別人", "001002"),
        row(gone, "009"),
        row(hall.mori, "001001", result="未修了"),
    )
    shown = hr.see(page)
    assert "日付として読めません" in shown.text
    assert "この番号の人の氏名は" in shown.text
    assert "2行目" in shown.text
    assert "この番号やメールアドレスの職員がいません" in hr.see(f"{page}?show=unknown").text
    assert "いまの職員の記録だけです" in hr.see(f"{page}?show=left").text
    assert "修了した行だけ" in hr.see(f"{page}?show=unfinished").text
    mend = {"line": "2", "cell:修了日": "R8.3.31"}
    assert hr.post(f"{page}/mend", data=mend).status_code == 303
    _work()
    known = hall.taka.name
    assert hr.post(f"{page}/mend", data={"line": "4", "cell:氏名": known}).status_code == 303
    _work()
    assert hr.post(f"{page}/mend", data={"line": "3", "aside": "1"}).status_code == 303
    _work()
    assert "今回は取り込まない行が、1あります" in hr.see(page).text
    kept = session.scalars(sa.select(TrainingImport)).one()
    session.refresh(kept)
    assert kept.summary["counts"] == {
        **dict.fromkeys(("fault", "unknown", "changed", "same"), 0),
        "new": 2,
        "left": 1,
        "unfinished": 1,
        "unmapped": 1,
    }
    hr.post(f"{page}/rows-back")
    _work()
    assert "この番号やメールアドレスの職員がいません" in hr.see(page).text


def test_other_columns_are_chosen_beside_the_first_values_and_kept_as_a_version(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    headings = ("Email", "講座", "終わった日", "備考")
    rows = [[hall.mori.login_id or "", "AI入門", "2026年3月31日", "x"]]
    page = _sent(hr, source, a_list(rows, headings))
    _work()
    shown = hr.see(page)
    assert "どの列が何かを選んでください" in shown.text
    assert "修了区分" in shown.text
    form = hr.see(f"{page}/columns")
    assert "2026年3月31日" in form.text
    (guessed,) = [one for one in form.all("select") if one.get("name") == "means-0"]
    assert guessed
    refused = hr.post(f"{page}/columns", data={"means-0": "login", "done_words": "修了"})
    assert refused.status_code == 422
    assert "研修の名前の列を選んで" in hr.page.text
    assert "修了した日の列を選んで" in hr.page.text
    twice = {"means-0": "login", "means-1": "title", "means-2": "day", "means-3": "day"}
    assert hr.post(f"{page}/columns", data=twice).status_code == 422
    assert "同じ意味の列が2つ" in hr.page.text
    chosen = {"means-0": "login", "means-1": "title", "means-2": "day", "done_words": "修了"}
    assert hr.post(f"{page}/columns", data=chosen).status_code == 303
    _work()
    assert "このように変わります" in hr.see(page).text
    versions = session.scalars(sa.select(TrainingColumns).order_by(TrainingColumns.number)).all()
    assert [(one.number, one.is_ours) for one in versions] == [(1, True), (2, False)]
    assert "第2版" in hr.see(f"/training/sources/{source.id}").text


def test_a_title_is_mapped_from_the_dry_run_and_back(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    page = _looked_at(
        hr, source, row(hall.mori, "001001"), row(hall.mori, "001001", "接遇"), row("x", "9")
    )
    shown = hr.see(page)
    (link,) = [
        one.get("href") for one in shown.all("a") if "情報" in (one.get("aria-label") or "")
    ]
    form = hr.see(link)
    assert BASICS in form.html
    sent = {"pattern": BASICS, "step": "save", "for_all": "y", "framework": ""}
    assert hr.post(link, data=sent).status_code == 422
    assert "証明する項目とレベルを決めるか" in hr.page.text
    search = {"pattern": BASICS, "step": "search", "words": "T5", f"need-{T5}": "2"}
    search["framework"] = ""
    assert hr.post(link, data=search).status_code == 200
    assert "選んだ項目（1）" in hr.page.text
    answer = hr.post(link, data=sent | {f"need-{T5}": "2", "months": "24"})
    assert answer.location == page
    _work()
    assert "レベル2" in hr.see(f"{page}?show=new").text
    hr.post(f"{page}/hours-only", data={"title": "接遇"})
    _work()
    assert "まだ決めていない研修" not in hr.see(page).text
    rules = session.scalars(sa.select(TrainingRule).order_by(TrainingRule.pattern)).all()
    assert [(one.pattern, one.claims["claims"], one.months) for one in rules] == [
        (BASICS, [[T5, 2]], 24),
        ("接遇", [], None),
    ]
    hr.post(f"{page}/apply")
    _work()
    (ends,) = session.scalars(sa.select(SkillAttestation.expires_on)).all()
    assert str(ends) == "2028-03-31"


def test_a_rule_is_changed_for_what_is_there_and_removed(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    brought(session, source, [row(hall.mori, "001001")])
    page = hr.see(f"/training/sources/{source.id}")
    assert "まだ決めていない研修（時間だけ数えています）" in page.text
    rule = a_rule(session, source, for_all=True)
    change = f"/training/rules/{rule.id}/change"
    assert "選んだ項目（1）" in hr.see(change).text
    sent = {"pattern": "＊", "step": "save", f"need-{T5}": "1", "framework": ""}
    assert hr.post(change, data=sent).status_code == 422
    assert "どの研修のことか決まりません" in hr.page.text
    assert hr.post(change, data=sent | {"months": "999"}).status_code == 422
    sent |= {"pattern": "情報＊", f"need-{T5}": "3", "for_all": "y"}
    assert hr.post(change, data=sent).status_code == 303
    assert session.scalars(sa.select(SkillAttestation.level)).all() == [3]
    hr.post(change, data=sent | {"step": "hours"})
    assert "なし（時間だけ数えます）" in hr.see(f"/training/sources/{source.id}").text
    hr.post(f"/training/rules/{rule.id}/remove")
    assert "まだ決まっていません" in hr.see(f"/training/sources/{source.id}").text
    assert hr.get(change).status_code == 404


def test_who_completed_together_is_ticked_on_a_list(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "先に提供元を加えて" in hr.see("/training/by-hand").text
    source = a_source(session, "class", name="集合研修")
    a_rule(session, source, "接遇")
    hr.see("/training/by-hand")
    sent = {
        "source": str(source.id),
        "title": "接遇",
        "completed_on": "2026-04-10",
        "hours": "1時間30分",
        "department": str(hall.tax.id),
    }
    assert hr.post("/training/by-hand", data=sent | {"step": "show"}).status_code == 200
    assert hall.mori.name in hr.page.text
    assert hr.post("/training/by-hand", data=sent | {"step": "save"}).status_code == 422
    assert "1人以上選んで" in hr.page.text
    wrong = sent | {"completed_on": "2999-01-01", "hours": "長い", "others": "dareka"}
    assert hr.post("/training/by-hand", data=wrong).status_code == 422
    assert "これから来る日" in hr.page.text
    assert "時間として読めません" in hr.page.text
    assert hr.post("/training/by-hand", data=sent | {"others": "dareka"}).status_code == 422
    assert "見つからない人がいます" in hr.page.text
    ticked = sent | {"people": [str(hall.mori.id)], "others": "1002\n"}
    answer = hr.post("/training/by-hand", data=ticked | {"step": "save"})
    assert answer.status_code == 303
    assert "手で入れた" in hr.see("/training/imports").text
    assert {
        (one.person_id, one.minutes) for one in session.scalars(sa.select(TrainingRecord))
    } == {
        (hall.mori.id, 90),
        (hall.taka.id, 90),
    }
    assert "取り込みました" in hr.see(answer.location).text
    hr.post(f"{answer.location}/undo")
    _work()
    assert session.scalar(sa.select(sa.func.count()).select_from(TrainingRecord)) == 0


def test_hours_are_summed_by_department_and_open_to_people(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    rows = [
        row(hall.mori, "001001", day="R8.5.1"),
        row(hall.taka, "001002", day="R8.5.1", hours="1.5"),
    ]
    brought(session, source, rows)
    entered(session, source, [hall.mori], "接遇", minutes=None)
    page = hr.see("/training?year=2026")
    assert "実人数2人、延べ3件、合わせて7.5時間" in page.text
    (link,) = [a.get("href") for a in page.all("a") if "税務課" in a.text]
    people = hr.see(link)
    assert "実人数2人" in people.text
    assert "6時間" in people.text
    (own,) = [a.get("href") for a in people.all("a") if hall.mori.name in a.text]
    shown = hr.see(own)
    assert "外部研修（申告）" in shown.text
    assert session.scalar(sa.select(sa.func.count()).select_from(AccessLog)) == 1
    hall.taka.posts[0].ends_on = hall.taka.posts[0].starts_on
    session.flush()
    page = hr.see("/training?year=2026")
    assert "その日に所属のない人" in page.text
    assert "実人数1人" in hr.see("/training/people?year=2026&left=1").text
    assert "あてはまる人はいません" in hr.see("/training/people?year=1999").text
    assert "まだありません" in hr.see("/training?year=1999").text


def test_the_person_sees_what_hr_sees_and_the_manager_the_own_unit(
    client: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    a_rule(session, source)
    brought(session, source, [row(hall.mori, "001001")])
    own = sign_in(client, hall.mori)
    assert "外部研修の一覧を見る" in own.see("/my/skills").text
    page = own.see("/my/trainings")
    assert "J-LIS" in page.text
    assert "6時間" in page.text
    assert "list.csv" in page.text
    assert "この記録を消す" not in page.text
    own.query_budget = 11  # sheet and cell, and what is told of its ground
    cell = own.see(f"/my/skills?item={T5}")
    own.query_budget = 8
    assert "外部研修（申告）" in cell.text
    assert "6時間" in cell.text
    assert "list.csv" in cell.text
    assert "弱い証拠" in cell.text
    chief = sign_in(client, hall.head)
    chief.query_budget = 9  # the unit is read, and the look is noted
    assert "J-LIS" in chief.see(f"/training/people/{hall.mori.id}").text
    assert chief.get(f"/training/people/{hall.officer.id}").status_code == 404
    assert chief.get("/training").status_code == 404
    assert "まだありません" in sign_in(client, hall.taka).see("/my/trainings").text
    assert sign_in(client, a_citizen(session)).get("/my/trainings").status_code == 404


def test_one_record_that_was_wrong_is_removed(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    a_rule(session, source)
    brought(session, source, [row(hall.mori, "001001")])
    remove = f"/training/records/{session.scalars(sa.select(TrainingRecord.id)).one()}/remove"
    answer = hr.post(remove)
    assert answer.location == f"/training/people/{hall.mori.id}"
    assert "まだありません" in hr.see(answer.location).text
    assert session.scalar(sa.select(sa.func.count()).select_from(SkillAttestation)) == 0
    assert hr.post(remove).status_code == 404


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_and_changes_nothing(
    hr: PageClient, session: Session, hall: Hall, form: str
) -> None:
    source = a_source(session)
    rows = [row(hall.mori, "001001", "=式のような名前", hours="1.67"), row(hall.taka, "1002")]
    brought(session, source, rows)
    answer = hr.get(f"/training/sources/{source.id}/files/{form}")
    page = _sent(hr, source, answer.data, f"out.{form}")
    _work()
    assert "表のとおりになっています" in hr.see(page).text
    kept = session.scalars(sa.select(TrainingImport).filter_by(name=f"out.{form}")).one()
    assert kept.state is ImportState.READY
    assert kept.summary["counts"]["same"] == 2
    assert kept.summary["changes"] == 0
    assert hr.get(f"/training/files/{form}?year=2025").status_code == 200
    assert hr.get("/training/files/pdf").status_code == 404
    assert hr.get(f"/training/sources/{source.id}/files/pdf").status_code == 404
    assert hr.post(f"{page}/cancel").status_code == 303
    assert hr.get(page).status_code == 404


def test_what_is_no_table_is_refused_in_words(hr: PageClient, session: Session) -> None:
    source = a_source(session)
    address = f"/training/sources/{source.id}/imports"
    assert hr.post(address, data={}).status_code == 422
    assert "ファイルが選ばれていない" in hr.page.text
    page = _sent(hr, source, b"\xd0\xcf\x11\xe0old", "old.xls")
    _work()
    assert "古い形のExcel" in hr.see(page).text
    page = _sent(hr, source, b"\n\n", "empty.csv")
    _work()
    assert "中身がありません" in hr.see(page).text


def test_the_drawer_of_the_matrix_says_how_weak_it_is(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    source = a_source(session)
    a_rule(session, source)
    brought(session, source, [row(hall.mori, "001001")])
    hr.query_budget = 20  # matrix, cell, look, and what is told of its ground
    cell = f"department={hall.tax.id}&person={hall.mori.id}&item=T5"
    page = hr.see(f"/talent/matrix?{cell}")
    assert "外部研修（申告）" in page.text
    assert "J-LIS" in page.text
    assert "list.csv" in page.text
    assert "弱い証拠" in page.text
