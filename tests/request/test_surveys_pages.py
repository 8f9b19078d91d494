"""The pages of self-checks: HR's, a manager's, and one's own."""

import csv
import re
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.clock import day_of
from app.identity.models import User
from app.surveys import service
from app.surveys.forms.own import DONE, DRAFT
from app.surveys.models import SurveyInvitation, SurveyRound, SurveyTally
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen
from tests.factories.surveys import H3, T5, Hall, a_round, an_open_round, terms

HOUR = re.compile(r"\d{1,2}:\d{2}|午前|午後")
HIDDEN = "ほかの数から分かるので出しません"


@pytest.fixture
def hall(session: Session) -> Hall:
    return Hall(session)


@pytest.fixture
def hr(client: PageClient, hall: Hall) -> PageClient:
    return sign_in(client, hall.officer)


def opened(hall: Hall, *, items: tuple[str, ...] = (T5, H3)) -> SurveyRound:
    now = clock.now()
    described = terms(items, opens_on=day_of(now))
    row = an_open_round(hall.session, described, by=hall.officer.id, now=now)
    hall.session.commit()
    return row


def closed(hall: Hall, *, level: int = 3, but: tuple[User, ...] = ()) -> SurveyRound:
    row = opened(hall)
    people = [*hall.clerks, *hall.others, hall.officer, *hall.civilians]
    hall.answered(row, [one for one in people if one not in but], level, now=clock.now())
    service.close(hall.session, row, by=hall.officer.id, now=clock.now())
    hall.session.commit()
    return row


def sent(**changes: object) -> dict[str, object]:
    today = day_of(clock.now())
    return {
        "name": "令和8年度の自己チェック",
        "items": [H3, T5],
        "opens_on": today.isoformat(),
        "closes_on": (today + timedelta(days=20)).isoformat(),
        "text": "",
    } | changes


def test_hr_plans_changes_previews_opens_extends_and_closes(
    hr: PageClient, session: Session, hall: Hall
) -> None:
    assert "まだありません" in hr.see("/surveys").text
    hr.see("/surveys/new")
    boxes = [one for one in hr.page.all("input") if one.get("name") == "items"]
    ticked = [one for one in boxes if "checked" in one.attributes]
    assert len(ticked) == 5
    hr.see("/surveys/new?items=all")
    made = hr.post("/surveys/new", data=sent())
    assert made.status_code == 303
    row = session.scalars(sa.select(SurveyRound)).one()
    assert row.items == [T5, H3]  # in the framework's order
    assert "まだ始まっていません" in hr.see(made.location).text
    hr.see(f"{made.location}/change")
    assert hr.post(f"{made.location}/change", data=sent(text="春の確認です。")).status_code == 303
    preview = hr.see(f"{made.location}/preview")
    assert "春の確認です" in preview.text
    assert "はじめて聞いた" in preview.text
    hr.post(f"{made.location}/open")
    assert session.scalar(sa.select(sa.func.count()).select_from(SurveyInvitation)) == 21
    page = hr.see(made.location)
    assert "21人のうち0人が答えました" in page.text
    assert "税務課" in page.text
    assert hr.get(f"{made.location}/change").status_code == 303
    late = (day_of(clock.now()) + timedelta(days=30)).isoformat()
    assert hr.post(f"{made.location}/extend", data={"until": late}).status_code == 303
    bad = hr.post(f"{made.location}/extend", data={"until": "あした"})
    assert bad.status_code == 422
    assert "2026-04-01" in hr.page.text
    hr.post(f"{made.location}/discard")
    assert "もう始まっているので、変えられません" in hr.see(made.location).text
    hr.post(f"{made.location}/close")
    page = hr.see(made.location)
    assert "5人より少なかったので、結果は出しません" in page.text
    done = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert [one for one in done if one.startswith("surveys.")] == [
        *("surveys.planned", "surveys.changed", "surveys.opened"),
        *("surveys.extended", "surveys.closed"),
    ]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": ""}, "名前を入れてください"),
        ({"items": []}, "項目を1つ以上"),
        ({"items": ["dss-l@1.2/ZZ"]}, "一覧から選んでください"),
        ({"opens_on": "2020-01-01"}, "今日か、それよりあとの日"),
        ({"closes_on": "2020-01-01"}, "始まる日か、それよりあとの日"),
        ({"opens_on": "", "closes_on": ""}, "日付を入れてください"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    hr: PageClient, session: Session, changes: dict[str, object], told: str
) -> None:
    answer = hr.post("/surveys/new", data=sent(text="ひとこと。", **changes))
    assert answer.status_code == 422
    assert told in hr.page.text
    assert "ひとこと。" in answer.get_data(as_text=True)
    assert session.scalar(sa.select(sa.func.count()).select_from(SurveyRound)) == 0


def test_a_plan_is_dropped(hr: PageClient, session: Session, hall: Hall) -> None:
    row = a_round(
        session, terms(opens_on=day_of(clock.now())), by=hall.officer.id, now=clock.now()
    )
    session.commit()
    page = f"/surveys/{row.id}"
    assert hr.post(f"{page}/discard").location == "/surveys"
    assert session.scalar(sa.select(sa.func.count()).select_from(SurveyRound)) == 0
    assert hr.get(page).status_code == 404


def test_results_tell_of_items_sections_and_grades_and_hide_the_few(
    hr: PageClient, hall: Hall
) -> None:
    row = closed(hall, but=tuple(hall.civilians[:2]))
    page = hr.see(f"/surveys/{row.id}")
    assert "市全体では、21人のうち18人が答えました（86％）" in page.text
    assert HIDDEN in page.text  # four of 市民局, and so 総務局
    assert "税務課" in page.text
    assert not HOUR.search(page.text)
    for bound in (2, 3, 4):
        hr.see(f"/surveys/{row.id}?min={bound}")
    hr.see(f"/surveys/{row.id}?group=x&min=9")


def test_all_is_shown_where_nobody_is_few(hr: PageClient, hall: Hall) -> None:
    row = closed(hall)
    page = hr.see(f"/surveys/{row.id}")
    assert "総務局 税務課" in page.text
    links = [str(one.get("href")) for one in page.all("a") if "group=" in str(one.get("href"))]
    assert len(links) >= 4
    assert "では、9人のうち8人が答えました" in "".join(
        hr.see(link.partition("#")[0]).text for link in links
    )


def test_files_hold_no_more_than_pages(hr: PageClient, session: Session, hall: Hall) -> None:
    row = closed(hall, but=tuple(hall.civilians[:2]))
    answer = hr.get(f"/surveys/{row.id}/files/csv")
    table = list(csv.reader(StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    civil = [line for line in table if line[1] == "市民局"]
    assert len(civil) == 1
    assert civil[0][2:] == ["", "", "6", "5人より少ないか、ほかの数から分かるので出しません"]
    city = [line for line in table if line[0] == "市全体"]
    assert [line[2] for line in city] == ["T5", "H3"]
    assert city[0][4:] == ["21", "18", "100", "100", "0", "0", "0", "0", "18", "0"]
    book = ZipFile(BytesIO(hr.get(f"/surveys/{row.id}/files/xlsx").get_data()))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "市民局" in sheet
    assert not HOUR.search(sheet)
    assert hr.get(f"/surveys/{row.id}/files/pdf").status_code == 404
    acts = session.scalars(sa.select(AuditEntry.action)).all()
    assert acts.count("surveys.exported") == 2


def test_nothing_is_given_as_a_file_while_it_is_open(hr: PageClient, hall: Hall) -> None:
    row = opened(hall)
    assert hr.get(f"/surveys/{row.id}/files/csv").location == f"/surveys/{row.id}"


def test_years_are_compared(hr: PageClient, hall: Hall) -> None:
    assert "まだありません" in hr.see("/surveys/years").text
    closed(hall, level=1)
    assert "まだ1つしかありません" in hr.see("/surveys/years").text
    closed(hall, level=3)
    page = hr.see("/surveys/years")
    assert "2項目で増え、0項目で減りました" in page.text
    assert "＋100" in page.text
    hr.see(f"/surveys/years?part={hall.tax.id}&min=2")
    hr.see("/surveys/years?part=grade:1級")
    hr.see("/surveys/years?part=grade:9級")
    assert "年度をくらべる" in hr.see("/surveys").text


def test_a_manager_reads_the_own_unit_alone(client: PageClient, hall: Hall) -> None:
    row = closed(hall)
    sign_in(client, hall.chief)
    page = client.see(f"/surveys/{row.id}")
    assert "総務局 税務課では、9人のうち8人が答えました" in page.text
    assert "市民局" not in page.text
    assert "人事課" not in page.text
    assert "職級ごと" not in page.text
    rounds = client.see("/surveys").text
    assert "自己チェックを計画する" not in rounds
    assert "市全体" not in rounds
    assert "人のうち" not in rounds
    years = client.see("/surveys/years")
    assert "人事課" not in years.text
    body = client.get(f"/surveys/{row.id}/files/csv").get_data(as_text=True)
    assert "市民局" not in body
    assert "市全体" not in body
    assert client.post(f"/surveys/{row.id}/close").status_code == 404


def test_a_manager_of_a_few_is_told_why_there_is_nothing(client: PageClient, hall: Hall) -> None:
    row = closed(hall, but=tuple(hall.clerks[:5]))
    sign_in(client, hall.chief)
    assert "あなたの所属の結果は" in client.see(f"/surveys/{row.id}").text


def test_somebody_answers_by_screens_and_sees_the_own_result(
    client: PageClient, session: Session, hall: Hall
) -> None:
    row = opened(hall)
    sign_in(client, hall.clerks[0])
    assert "名前は残りません" in client.see("/").text
    page = client.see("/my/self-check")
    assert "質問は2問" in page.text
    first = client.see("/my/self-check/1")
    assert "AIに何ができて" in first.text
    later = client.post("/my/self-check/1", data={"T5": "1", "step": "later"})
    assert later.location == "/my/self-check"
    assert "続きから答える" in client.see("/my/self-check").text
    assert 'value="1" checked' in client.get("/my/self-check/1").get_data(as_text=True)
    assert client.post("/my/self-check/1", data={"step": "next"}).location == "/my/self-check/2"
    client.see("/my/self-check/send")
    assert "まだ答えていない質問が1問" in client.page.text
    assert client.post("/my/self-check/send").status_code == 422
    ready = client.post("/my/self-check/2", data={"H3": "4", "step": "next"})
    assert ready.location == "/my/self-check/send"
    assert "名前をつけずに送る" in client.see("/my/self-check/send").text
    before = session.scalar(sa.select(sa.func.count()).select_from(AuditEntry))
    assert client.post("/my/self-check/send").location == "/my/self-check/done"
    assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == before
    done = client.see("/my/self-check/done")
    assert "人に教えられる" in done.text
    assert "寺子屋には残りません" in done.text
    with client.session_transaction() as cookie:
        assert DRAFT not in cookie
        assert cookie[DONE]["told"] == {T5: 1, H3: 4}
    counted = session.execute(
        sa.select(SurveyTally.item_ref, SurveyTally.level, SurveyTally.count)
        .where(SurveyTally.count > 0)
        .distinct()
    ).all()
    assert sorted(counted) == [(H3, 4, 1), (T5, 1, 1)]
    assert "答えを受けとりました" in client.see("/my/self-check").text
    assert client.get("/my/self-check/1").location == "/my/self-check"
    assert client.post("/my/self-check/send").location == "/my/self-check"
    client.post("/my/self-check/forget")
    assert client.get("/my/self-check/done").location == "/my/self-check"
    assert "名前は残りません" not in client.see("/").text
    assert row.closed_on is None


def test_who_leaves_takes_the_draft_along(client: PageClient, hall: Hall) -> None:
    opened(hall)
    sign_in(client, hall.clerks[0])
    client.post("/my/self-check/1", data={"T5": "1", "step": "later"})
    with client.session_transaction() as cookie:
        assert cookie[DRAFT]["told"] == {T5: 1}
    client.post("/sign-out")
    with client.session_transaction() as cookie:
        assert DRAFT not in cookie


def test_a_course_for_what_is_known_least_is_offered(client: PageClient, hall: Hall) -> None:
    opened(hall, items=(T5,))
    sign_in(client, hall.clerks[0])
    client.post("/my/self-check/1", data={"T5": "0", "step": "next"})
    client.post("/my/self-check/send")
    assert "いまの答えに合う講座は、まだありません" in client.see("/my/self-check/done").text


def test_nothing_is_asked_where_nothing_is_open(client: PageClient, hall: Hall) -> None:
    sign_in(client, hall.clerks[0])
    assert "いま、答える自己チェックはありません" in client.see("/my/self-check").text
    for path in ("/my/self-check/1", "/my/self-check/send", "/my/self-check/done"):
        assert client.get(path).location == "/my/self-check"
    assert client.post("/my/self-check/1", data={"T5": "1"}).location == "/my/self-check"


def test_there_is_no_such_page_for_others(
    client: PageClient, session: Session, hall: Hall
) -> None:
    row = opened(hall)
    sign_in(client, hall.clerks[0])
    for path in ("/surveys", f"/surveys/{row.id}", "/surveys/years", "/surveys/new"):
        assert client.get(path).status_code == 404
    sign_in(client, a_citizen(session))
    assert client.get("/my/self-check").status_code == 404
