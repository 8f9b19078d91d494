"""Telling of a mistake in a lesson, and answering."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.db import transaction
from app.identity.models import Role, SignInAttempt, User
from app.identity.service import make_guest
from app.mistakes import queries, service
from app.mistakes.events import MistakeReported
from app.mistakes.handlers import on_mistake_reported
from app.mistakes.models import LessonReport, MistakeKind, ReportState
from app.outbox.models import OutboxEvent
from tests.client import PageClient
from tests.factories.catalog import COURSE, LESSON, a_version, course_files
from tests.factories.identity import (
    NOW,
    a_child,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_user,
    an_administrator,
    sign_in,
)
from tests.factories.learning import a_run

FORM = "/courses/tameshi/mistake"
LIST = "/admin/mistakes"
GOOD = {"spot": "nani/1/b1", "kind": "reading", "words": "「名前」の読みです。", "homepage": ""}
ON_SCREEN = f"{FORM}?lesson=nani&step=1"


def told(session: Session) -> list[LessonReport]:
    """Return every report, in the order of telling."""
    return list(session.scalars(sa.select(LessonReport).order_by(LessonReport.told_at)))


@pytest.fixture
def course(app: Flask) -> None:
    with transaction() as session:
        a_version(session)


@pytest.mark.usefixtures("course")
def test_anybody_tells_of_a_mistake_and_no_name_is_kept(
    client: PageClient, session: Session
) -> None:
    page = client.see("/courses/tameshi")
    page = client.see(page.links["まちがいを知らせる"])
    assert page.heading == "まちがいを知らせる"
    answer = client.post(FORM, data={**GOOD, "spot": "nani", "back": "/courses/tameshi"})
    assert (answer.status_code, answer.location) == (303, "/courses/tameshi")
    assert "ありがとうございます" in client.see(answer.location).text
    (report,) = told(session)
    assert (report.lesson, report.step, report.block) == ("nani", None, None)
    assert (report.told_by_id, report.state) == (None, ReportState.OPEN)
    assert "127.0.0.1" not in str(vars(report))


@pytest.mark.usefixtures("course")
def test_from_the_player_the_block_goes_along_with_its_text_and_one_comes_back(
    client: PageClient, session: Session
) -> None:
    with transaction() as inner:
        learner = a_citizen(inner)
        own = a_run(inner, learner=learner)
    sign_in(client, learner)
    client.query_budget = 12  # the first look at a lesson also writes
    here = f"/learn/{own.registration.id}/nani/1"
    address = client.see(here).links["まちがいを知らせる"]
    page = client.see(address, headers={"Referer": f"http://localhost{here}"})
    offered = [one.get("value") for one in page.all("option")]
    assert offered == ["nani/1", "nani/1/b1", "nani/1/b2", "nani/1/qdoko", "nani", "matome", ""]
    back = next(one.get("value") for one in page.all("input") if one.get("name") == "back")
    assert back == here
    sent = {**GOOD, "spot": "nani/1/b2", "back": back}
    assert client.post(address, data=sent).location == here
    (report,) = told(session)
    assert (report.lesson, report.step, report.block) == ("nani", 1, 2)
    assert report.excerpt.startswith("だれか分かることがらです。")
    assert report.course_version_id == own.registration.course_version_id
    assert report.told_by_id == learner.id


@pytest.mark.usefixtures("course")
def test_a_child_tells_by_two_presses(client: PageClient, session: Session) -> None:
    child_course = COURSE.replace('"citizen"', '"child"\ngrades = [3]')
    with transaction() as inner:
        a_version(inner, course_files(course=child_course), slug="kodomo")
        child = a_child(inner)
    sign_in(client, child)
    address = "/courses/kodomo/mistake?lesson=nani&step=2"
    page = client.see(address)
    assert page.all("option")[0].get("value") == "nani/2"
    answer = client.post(address, data={"spot": "nani/2", "kind": "broken"})
    assert answer.status_code == 303
    assert told(session)[0].words == ""


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": ""}, "どんなまちがいか、一つえらんでください"),
        ({"kind": "other", "words": "  "}, "すこし書いてください"),
        ({"words": "あ" * 1001}, "1000文字まで"),
        ({"spot": "nani/1/b9"}, "もう一度えらんでください"),
        ({"spot": "../x"}, "もう一度えらんでください"),
    ],
)
def test_bad_input_loses_nothing(
    client: PageClient, session: Session, change: dict[str, str], says: str
) -> None:
    sent = {**GOOD, **change, "back": "/courses/tameshi"}
    answer = client.post(ON_SCREEN, data=sent)
    assert answer.status_code == 422
    assert says in answer.text
    assert sent["words"] in answer.text
    fields = {one.get("name"): one for one in client.page.all("input")}
    assert fields["back"].get("value") == "/courses/tameshi"
    if change.get("kind", "reading") == "reading":
        ticked = [one for one in client.page.all("input") if "checked" in one.attributes]
        assert "reading" in [one.get("value") for one in ticked]
    assert told(session) == []


@pytest.mark.usefixtures("course")
def test_one_comes_back_to_the_screen_even_from_its_answer(client: PageClient) -> None:
    screen = "/learn/00000000-0000-4000-8000-000000000000/nani/1"
    answer = client.post(ON_SCREEN, data={**GOOD, "back": f"{screen}/answers"})
    assert answer.location == screen


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "back", ["/no-such-page", "https://example.jp/", "//example.jp", "/\\example.jp", ""]
)
def test_nobody_is_led_away(client: PageClient, back: str) -> None:
    answer = client.post(ON_SCREEN, data={**GOOD, "back": back})
    assert answer.location == "/courses/tameshi"


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize(
    "query",
    [
        "version=x",
        "version=00000000-0000-4000-8000-000000000000",
        "lesson=no",
        "step=99&lesson=nani",
        "step=-1&lesson=nani",
        "step=1",
        "lesson=%2e%2e",
        "lesson=nani&step=1/b1",
    ],
)
def test_a_strange_address_still_asks_where(client: PageClient, query: str) -> None:
    page = client.see(f"{FORM}?{query}")
    assert {"nani", "matome", ""} <= {one.get("value") for one in page.all("option")}


@pytest.mark.usefixtures("course")
def test_a_machine_is_thanked_and_nothing_is_kept(client: PageClient, session: Session) -> None:
    answer = client.post(ON_SCREEN, data={**GOOD, "homepage": "https://buy.example"})
    assert answer.status_code == 303
    assert told(session) == []


@pytest.mark.usefixtures("course")
def test_who_tells_too_often_waits_and_keeps_the_words(
    client: PageClient, session: Session
) -> None:
    with transaction() as inner:
        learner, other = a_citizen(inner), a_citizen(inner)
    sign_in(client, learner)
    for _ in range(10):
        assert client.post(ON_SCREEN, data=GOOD).status_code == 303
    answer = client.post(ON_SCREEN, data=GOOD)
    assert answer.status_code == 429
    assert GOOD["words"] in answer.text
    assert "15分" in answer.text
    assert len(told(session)) == 10
    sign_in(client, other)
    assert client.post(ON_SCREEN, data=GOOD).status_code == 303


@pytest.mark.usefixtures("course")
def test_visitors_and_guests_of_one_network_are_counted_together(
    app: Flask, client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_FROM_ADDRESS", 4)
    for host in range(1, 4):
        near = {"REMOTE_ADDR": f"2001:db8::{host}"}
        assert client.post(ON_SCREEN, data=GOOD, environ_base=near).status_code == 303
    for number, status in enumerate((303, 429)):
        with transaction() as inner:
            guest = make_guest(inner, secret="x" * 32, now=NOW)
            sign_in(client, inner.get_one(User, guest.entrance.user_id))
        near = {"REMOTE_ADDR": f"2001:db8::ffff:{number}"}
        assert client.post(ON_SCREEN, data=GOOD, environ_base=near).status_code == status
    far = {"REMOTE_ADDR": "2001:db8:0:1::1"}
    assert client.post(ON_SCREEN, data=GOOD, environ_base=far).status_code == 303
    assert {one.told_by_id for one in told(session)} == {None}
    counted = session.scalars(sa.select(SignInAttempt.address)).all()
    assert [one for one in counted if ":" in one] == []


def test_the_text_of_staff_lessons_is_quoted_to_staff_alone(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        a_version(session, course_files(course=COURSE.replace('"citizen"', '"staff"')))
        clerk = a_clerk(session)
    assert "だれか分かることがら" not in client.see(ON_SCREEN).text
    sign_in(client, clerk)
    assert "だれか分かることがら" in client.see(ON_SCREEN).text


def test_a_report_names_the_version_its_reader_saw(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        first = a_version(session)
        new = LESSON.replace("{名前|なまえ}や", "{生年月日|せいねんがっぴ}や")
        a_version(session, course_files(lesson=new))
        old = str(first.id)
    assert "名前や住所" in client.see(f"{ON_SCREEN}&version={old}").text
    assert "名前や住所" not in client.see(ON_SCREEN).text


# -- answering ------------------------------------------------------------------------------------


@pytest.fixture
def report(client: PageClient, session: Session, course: None) -> LessonReport:
    client.post(ON_SCREEN, data=GOOD)
    return told(session)[0]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_list_does_not_exist(
    client: PageClient, session: Session, report: LessonReport, role: Role
) -> None:
    with transaction() as inner:
        user = a_user(inner)
        a_post(inner, user, a_city(inner), role)
    sign_in(client, user)
    assert client.get(LIST).status_code == 404
    assert client.post(f"{LIST}/{report.id}", data={"state": "mended"}).status_code == 404
    assert "まちがいの知らせ" not in client.see("/").text


def test_who_publishes_reads_answers_and_takes_an_answer_back(
    client: PageClient, session: Session, report: LessonReport
) -> None:
    with transaction() as inner:
        boss = an_administrator(inner)
    sign_in(client, boss)
    assert "答えていないもの1件" in client.see("/").text
    page = client.see(LIST)
    for words in ("ふりがなのまちがい", GOOD["words"], "1画面目、上から1番目", "登録していない人"):
        assert words in page.text
    link = page.links["いまの版で、そこを開く"]
    assert 'id="s1b1"' in client.see(link.partition("#")[0]).html
    assert link.endswith("#s1b1")
    assert client.post(f"{LIST}/{report.id}", data={"state": "mended"}).location == LIST
    assert GOOD["words"] not in client.see(LIST).text
    assert "答えていないもの0件" in client.see("/").text
    page = client.see(f"{LIST}?state=answered")
    assert "直した" in page.text
    client.post(f"{LIST}/{report.id}", data={"state": "left"})
    assert "このままにした" in client.see(f"{LIST}?state=answered").text
    client.post(f"{LIST}/{report.id}", data={"state": "open"})
    assert GOOD["words"] in client.see(LIST).text


def test_an_answer_that_is_none_is_refused(client: PageClient, report: LessonReport) -> None:
    with transaction() as session:
        boss = an_administrator(session)
    sign_in(client, boss)
    assert client.post(f"{LIST}/{report.id}", data={"state": "gone"}).status_code == 400
    nobody = "00000000-0000-4000-8000-000000000000"
    assert client.post(f"{LIST}/{nobody}", data={"state": "left"}).status_code == 404


def test_every_report_is_on_some_page_of_the_list_the_newest_first(
    client: PageClient, session: Session, report: LessonReport
) -> None:
    with transaction() as inner:
        boss = an_administrator(inner)
        for number in range(60):
            inner.add(
                LessonReport(
                    course_version_id=report.course_version_id,
                    excerpt="",
                    kind=MistakeKind.OTHER,
                    words=f"word-{number:02}",
                    told_at=report.told_at + timedelta(minutes=1 + number),
                )
            )
    sign_in(client, boss)
    first = client.see(LIST)
    assert re.findall(r"word-\d\d", first.text) == [f"word-{n:02}" for n in range(59, 9, -1)]
    second = client.see(first.links["もっと前を見る"])
    assert re.findall(r"word-\d\d", second.text) == [f"word-{n:02}" for n in range(9, -1, -1)]
    assert GOOD["words"] in second.text
    assert "もっと前を見る" not in second.links
    assert client.see(second.links["新しいほうへ"]).links.keys() == first.links.keys()
    assert "知らせは、ありません" in client.see(f"{LIST}?state=answered&page=7").text


def test_words_are_shown_as_words(client: PageClient, course: None) -> None:
    client.post(ON_SCREEN, data={**GOOD, "words": "<script>alert(1)</script>"})
    with transaction() as session:
        boss = an_administrator(session)
    sign_in(client, boss)
    client.checks_words = False
    assert "<script>alert" not in client.get(LIST).text


# -- the letter -----------------------------------------------------------------------------------


class TestLetter:
    """Whoever keeps the courses is written to, once a report, and learns no name."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return Settings(
            **{name: getattr(settings, name) for name in settings.__slots__}
            | {"maintainer": "kouza@example.jp"}
        )

    def test_it_says_what_was_told_and_where(
        self, session: Session, settings: Settings, report: LessonReport
    ) -> None:
        (event,) = session.scalars(sa.select(OutboxEvent).filter_by(type="MistakeReported"))
        assert event.payload["report_id"] == str(report.id)
        for _ in range(2):
            on_mistake_reported(session, MistakeReported(report.id, NOW))
        (path,) = (settings.instance_dir / "mail").glob("*.eml")
        mail = message_from_bytes(path.read_bytes(), policy=default)
        assert mail["To"] == "kouza@example.jp"
        assert "試しの講座" in mail["Subject"]
        body = mail.get_body()
        assert body is not None
        for words in (GOOD["words"], "nani/1/b1", "http://localhost/admin/mistakes"):
            assert words in body.get_content()


def test_without_a_maintainer_nobody_is_written_to(
    session: Session, settings: Settings, report: LessonReport
) -> None:
    on_mistake_reported(session, MistakeReported(report.id, NOW))
    assert not (settings.instance_dir / "mail").exists()
    assert queries.open_count(session) == 1
