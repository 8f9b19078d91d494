"""Why a course is not complete, wherever it is told, in every state of a run."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from app import clock
from app.credentials.queries import pages
from app.db import transaction
from app.identity.models import User
from app.learning import queries
from app.learning.queries import OwnRun
from tests.client import PageClient
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import a_child, a_citizen, a_clerk, sign_in
from tests.factories.learning import NOON, RIGHT, WRONG, a_run, answer, finish_lessons
from tests.page import Page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

PEOPLE = {"child": a_child, "citizen": a_citizen, "staff": a_clerk}


def a_learner(app: Flask, client: PageClient, audience: str = "citizen") -> tuple[User, OwnRun]:
    """Sign somebody in who has just begun a course of their own audience."""
    course = COURSE.replace('"citizen"', f'"{audience}"')
    course = course.replace("field =", "grades = [3]\nfield =") if audience == "child" else course
    with transaction() as session:
        learner = PEOPLE[audience](session)
        own = a_run(session, learner=learner, files=course_files(course=course))
    sign_in(client, learner)
    return learner, own


def panel(page: Page) -> str:
    """Return the text of the panel that says why."""
    (found,) = (one for one in page.all("section") if "why" in one.get("class").split())
    return " ".join(found.text.split())


def missing_links(page: Page) -> list[str]:
    """Return the addresses of the panel's buttons, in order."""
    (found,) = re.findall(r'<section class="why".*?</section>', page.html, flags=re.DOTALL)
    return re.findall(r'href="([^"]+)"', found)


def test_before_the_beginning_it_tells_all_there_is_to_do(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        learner = a_citizen(session)
        a_run(session)
    told = panel(client.see("/courses/tameshi"))
    assert "修了までにすること" in told
    assert "個人情報ってなに？8分 まとめ3分 問題4問2問で合格" in told
    sign_in(client, learner)
    page = client.see("/courses/tameshi")
    assert panel(page) == told
    assert missing_links(page) == []


def test_a_lesson_that_was_only_opened_and_one_half_seen_are_told_apart(
    app: Flask, client: PageClient
) -> None:
    _, own = a_learner(app, client)
    client.query_budget = 12  # the first look at a lesson also writes
    page = client.see("/courses/tameshi")
    assert "まだ開いていません（8分）" in panel(page)
    client.see(missing_links(page)[0])
    assert "開きました。1画面目の途中です" in panel(client.see("/courses/tameshi"))
    client.post(f"/learn/{own.registration.id}/nani/1/next")
    page = client.see("/courses/tameshi")
    assert "4画面のうち、1画面まで見ました" in panel(page)
    assert missing_links(page)[0].endswith("/nani/2")


def test_when_only_questions_are_missing_the_button_leads_to_one(
    app: Flask, client: PageClient
) -> None:
    _, own = a_learner(app, client)
    with transaction() as session:
        finish_lessons(session, own)
        answer(session, own, "doko", RIGHT["doko"], minutes=50)
    page = client.see("/courses/tameshi")
    told = panel(page)
    assert "2問で合格。いま1問なので、あと1問まだの問題を開く 2つの学びは終わっています" in told
    (link,) = missing_links(page)
    client.post(f"{link}/answers", data={"chosen": list(RIGHT["junban"])})
    assert "why" not in client.see("/courses/tameshi").html.split("</head>")[1]


def test_a_score_that_was_not_reached_leads_to_the_answer_to_mend(
    app: Flask, client: PageClient
) -> None:
    _, own = a_learner(app, client)
    with transaction() as session:
        finish_lessons(session, own)
        for minute, key in enumerate(("doko", "junban", "bango"), start=50):
            answer(session, own, key, WRONG[key], minutes=minute)
        answer(session, own, "dore", ("namae",), minutes=55)
    page = client.see("/courses/tameshi")
    assert "おしかった問題をやり直す" in panel(page)
    assert "おしかった答えも、点に入っています" in panel(page)
    short = queries.why(own.course, own.progress)
    assert short is not None
    assert f"あと{short.items_short}問" in panel(page)


@pytest.mark.parametrize("audience", PEOPLE)
def test_the_home_says_what_is_left_and_leads_there(
    app: Flask, client: PageClient, audience: str
) -> None:
    _, own = a_learner(app, client, audience)
    assert "のこりは、学び2つと、問題2問です" in client.see("/").text
    with transaction() as session:
        finish_lessons(session, own)
    page = client.see("/")
    assert ("問題があと2問" if audience == "child" else "あと2問、正しく") in page.text
    assert "あと0分" not in page.text
    resume = client.get(f"/learn/{own.registration.id}")
    assert resume.location.endswith("/nani/1"), "the first question that is not answered"


@pytest.mark.parametrize("audience", PEOPLE)
def test_what_one_can_do_now_stands_on_the_home(
    app: Flask, client: PageClient, audience: str
) -> None:
    _, own = a_learner(app, client, audience)
    assert "教えないものを見つけられる" not in client.see("/").text
    with transaction() as session:
        complete(session, own)
    page = client.see("/")
    assert "できるようになったこと" in page.text
    assert page.text.count("教えないものを見つけられる") == 1


def test_finishing_a_lesson_says_what_is_left(app: Flask, client: PageClient) -> None:
    _, own = a_learner(app, client)
    base = f"/learn/{own.registration.id}/matome/1"
    client.query_budget = 12  # the first look at a lesson also writes
    client.see(base)
    page = client.see(client.post(f"{base}/next").location)
    assert "「まとめ」が終わりましたのこりは、学び1つと、問題2問です" in page.text
    assert "終わりました" not in client.see("/courses/tameshi?ended=nani").text
    assert "終わりました" not in client.see("/courses/tameshi?ended=none-such").text


def test_the_records_of_a_run_say_why_too_and_what_is_complete(
    app: Flask, client: PageClient
) -> None:
    _, own = a_learner(app, client)
    address = f"/my/data/{own.registration.id}"
    page = client.see(address)
    assert panel(page) == panel(client.see("/courses/tameshi"))
    assert len(missing_links(page)) == 3
    with transaction() as session:
        complete(session, own)
    assert "この講座は、修了しています" in client.see(address).text


def test_a_run_goes_on_in_its_own_version_and_says_why_by_its_own_rule(
    app: Flask, client: PageClient
) -> None:
    a_learner(app, client)
    with transaction() as session:
        completion = course_files()["completion.toml"].decode().replace("0.5", "1.0")
        a_version(session, course_files(completion=completion), now=NOON)
    page = client.see("/courses/tameshi")
    assert "新しい版が出ています" in page.text
    assert "2問で合格" in panel(page)


def test_a_complete_course_can_be_read_again_and_nothing_earned_is_lost(
    app: Flask, client: PageClient
) -> None:
    learner, own = a_learner(app, client)
    with transaction() as session:
        complete(session, own)
    base = f"/learn/{own.registration.id}"
    before = state_of(learner, own)
    page = client.see(f"{base}/nani/1")
    assert "ここからは復習です" in page.text
    told = client.post(f"{base}/nani/1/answers", data={"chosen": WRONG["doko"][0]})
    assert "おしい" in told.text
    assert "ここからは復習です" in told.text
    for step in range(1, 5):
        client.post(f"{base}/nani/{step}/next")
    assert state_of(learner, own) == before
    assert "なぜ、まだ修了ではないのですか" not in client.see("/courses/tameshi").text


def test_an_open_course_says_nothing_of_review(app: Flask, client: PageClient) -> None:
    _, own = a_learner(app, client)
    client.query_budget = 12  # the first look at a lesson also writes
    assert "復習" not in client.see(f"/learn/{own.registration.id}/nani/1").text


def test_a_credential_that_has_not_arrived_is_told_and_for_long_too(
    app: Flask, client: PageClient
) -> None:
    learner, own = a_learner(app, client)
    with transaction() as session:
        complete(session, own)
        day = clock.day_of(NOON)
        told = [
            pages.waiting(session, learner.id, on=day + timedelta(days=days)) for days in (0, 1, 2)
        ]
    assert [one.is_late for (one,) in told] == [False, False, True]
    page = client.see("/my/credentials")
    assert "「試しの講座」は修了しています。証明を、いま準備しています。" in page.text
    assert "まだありません" not in page.text


def complete(session: "Session", own: OwnRun) -> None:
    """Complete a run."""
    for minute, (key, response) in enumerate(RIGHT.items(), start=50):
        answer(session, own, key, response, minutes=minute)
    finish_lessons(session, own, minutes=70)
    assert own.is_completed


def state_of(learner: User, own: OwnRun) -> tuple[object, ...]:
    """Return everything that was earned."""
    with transaction() as session:
        found = queries.own_run(session, own.registration.id, learner_id=learner.id)
        row = found.registration
        kept = (row.completed_at, row.score, row.lessons_done, row.items_right)
        return (*kept, found.progress.completed_at, found.progress.lessons)
