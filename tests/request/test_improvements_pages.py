"""The pages of memos: written after a course, confirmed with one press, summed for HR."""

import re

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.identity.models import Role
from app.improvements.models import ImprovementMemo
from app.improvements.rules import State
from tests.client import PageClient, sign_in
from tests.factories.assignments import SLUG, Hall
from tests.factories.catalog import COURSE, course_files
from tests.factories.identity import a_citizen
from tests.factories.improvements import a_memo
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons

MEMO = {
    "course": SLUG,
    "tried": "お知らせ文を、下書きから作った",
    "before": "３０",
    "after": "0",
    "times": "4",
    "people": "2",
}
HOUR = re.compile(r"\d{1,2}:\d{2}|午前|午後")


@pytest.fixture
def hall(session: Session) -> Hall:
    hall = Hall(session)
    hall.chief.posts[0].role = Role.MANAGER
    for user in (hall.chief, hall.clerk, hall.other):
        hall.finished(user)
    return hall


def rows(session: Session) -> list[ImprovementMemo]:
    session.commit()
    return list(session.scalars(sa.select(ImprovementMemo)))


def test_a_memo_is_written_confirmed_and_summed(
    client: PageClient, session: Session, hall: Hall
) -> None:
    clerk = sign_in(client, hall.clerk)
    assert "まだありません" in clerk.see("/my/improvements").text
    form = clerk.see(f"/my/improvements/new?course={SLUG}")
    assert f'<option selected value="{SLUG}">' in form.html
    assert clerk.post("/my/improvements/new", data=MEMO).status_code == 303
    assert "待っています" in clerk.see("/my/improvements").text
    (row,) = rows(session)
    chief = sign_in(client, hall.chief)
    page = chief.see("/improvements")
    assert "待っているものが1件" in page.text
    assert hall.clerk.name in page.text
    assert chief.post(f"/improvements/{row.id}/confirm").status_code == 303
    assert "年に48.0時間、短くなりました" in chief.see("/improvements").text
    hr = sign_in(client, hall.officer)
    page = hr.see("/improvements")
    assert "確かめを待っているメモ" not in page.text
    (link, *_) = [a for a in page.all("a") if "/improvements/memos" in a.get("href")]
    listed = hr.see(link.get("href"))
    assert hall.clerk.name in listed.text
    assert "30 → 0" in listed.text
    for form_ in ("csv", "xlsx"):
        sent = hr.get(f"/improvements/files/{form_}?department={hall.tax.id}")
        assert sent.status_code == 200
        assert len(sent.get_data()) > 100
    told = hr.get("/improvements/files/csv").get_data(as_text=True)
    assert "48.0" in told
    assert not HOUR.search(told)
    assert hr.get("/improvements/files/pdf").status_code == 404
    assert hr.post(f"/improvements/{row.id}/confirm").status_code == 404


def test_what_the_chief_confirms_is_what_the_chief_read(
    client: PageClient, session: Session, hall: Hall
) -> None:
    row = a_memo(session, hall.clerk)
    session.commit()
    path = f"/improvements/{row.id}/confirm"
    chief = sign_in(client, hall.chief)

    def sent() -> dict[str, str]:
        fields = chief.see("/improvements").all("input")
        (read,) = [one.get("value") or "" for one in fields if one.get("name") == "read"]
        return {"read": read}

    before = sent()
    sign_in(client, hall.clerk)
    client.post(f"/my/improvements/{row.id}", data=MEMO | {"before": "6000"})
    sign_in(client, hall.chief)
    assert chief.post(path, data=before).status_code == 303
    assert "いまのようすを見てください" in chief.see("/improvements").text
    assert [one.state for one in rows(session)] == [State.WAITING]
    assert chief.post(path, data=sent()).status_code == 303
    assert [one.state for one in rows(session)] == [State.CONFIRMED]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"course": ""}, "一覧から選んで"),
        ({"tried": ""}, "何を試したかを"),
        ({"before": "たくさん"}, "0から6000まで"),
        ({"before": ""}, "数字を入れてください"),
        ({"after": "6001"}, "0から6000まで"),
        ({"times": "0"}, "1から999まで"),
        ({"people": ""}, "数字を入れてください"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: PageClient, session: Session, hall: Hall, wrong: dict[str, str], said: str
) -> None:
    clerk = sign_in(client, hall.clerk)
    answer = clerk.post("/my/improvements/new", data=MEMO | wrong)
    assert answer.status_code == 422
    assert said in clerk.page.text
    if "tried" not in wrong:
        assert MEMO["tried"] in clerk.page.html
    assert rows(session) == []


def test_a_chief_asks_back_and_the_person_answers(
    client: PageClient, session: Session, hall: Hall
) -> None:
    row = a_memo(session, hall.clerk, now=clock.now())
    page, ask = f"/my/improvements/{row.id}", f"/improvements/{row.id}/ask"
    chief = sign_in(client, hall.chief)
    assert chief.post(ask, data={"question": ""}).status_code == 422
    assert "聞きたいことを入れて" in chief.page.text
    assert chief.post(ask, data={"question": "何人でですか"}).status_code == 303
    assert "いま、待っているメモはありません" in chief.see("/improvements").text
    clerk = sign_in(client, hall.clerk)
    assert "何人でですか" in clerk.see("/my/improvements").text
    assert "何人でですか" in clerk.see(page).text
    assert clerk.post(page, data=MEMO | {"tried": ""}).status_code == 422
    assert clerk.post(page, data=MEMO | {"people": "3"}).status_code == 303
    assert rows(session)[0].people == 3
    chief = sign_in(client, hall.chief)
    chief.post(f"/improvements/{row.id}/confirm")
    clerk = sign_in(client, hall.clerk)
    assert clerk.get(page).location == "/my/improvements", "it can no longer be changed"
    assert clerk.post(page, data=MEMO).status_code == 422
    assert clerk.post(f"{page}/withdraw").status_code == 303
    assert rows(session)[0].state is State.WITHDRAWN
    assert "取り下げました" in clerk.see("/my/improvements").text


def test_a_memo_is_nobody_elses(client: PageClient, session: Session, hall: Hall) -> None:
    row = a_memo(session, hall.clerk, now=clock.now())
    other = sign_in(client, hall.other)
    assert other.get(f"/my/improvements/{row.id}").status_code == 404
    assert other.post(f"/my/improvements/{row.id}/withdraw").status_code == 404
    assert other.get("/improvements").status_code == 404
    citizen = sign_in(client, a_citizen(session))
    assert citizen.get("/my/improvements").status_code == 404


def test_the_closing_page_and_the_own_skills_lead_to_it(
    client: PageClient, session: Session, hall: Hall
) -> None:
    files = course_files(course=COURSE.replace('"citizen"', '"staff"'))
    own = a_run(session, learner=hall.officer, files=files)
    for key in ("doko", "dore"):
        answer(session, own, key, RIGHT[key])
    finish_lessons(session, own)
    officer = sign_in(client, hall.officer)
    page = officer.see(f"/learn/{own.registration.id}/finished")
    (link,) = [a for a in page.all("a") if "/my/improvements/new" in a.get("href")]
    assert link.get("href").endswith("?course=tameshi")
    assert "改善メモ" in officer.see("/my/skills").text


def test_an_empty_city_says_so(client: PageClient, session: Session, hall: Hall) -> None:
    hr = sign_in(client, hall.officer)
    assert "まだありません" in hr.see("/improvements?on=2020-01-01").text
    assert "あてはまる改善メモは、ありません" in hr.see("/improvements/memos").text
    assert "1つ修了すると" in hr.see("/my/improvements").text
    assert "1つ修了すると" in hr.see("/my/improvements/new").text
