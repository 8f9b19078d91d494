"""A lesson on paper: all of it, and nothing that gives an answer away."""

import pytest
from flask import Flask

from app.db import transaction
from tests.client import PageClient
from tests.factories.catalog import COURSE, LESSON, a_version, course_files
from tests.factories.identity import a_child, a_citizen, a_clerk, sign_in
from tests.factories.learning import NOON, a_run

PAPER = "/courses/tameshi/lessons/nani/print"


def test_every_screen_and_question_stands_on_one_page(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        a_version(session)
    page = client.see(client.see("/courses/tameshi").links["個人情報ってなに？"])
    assert page.heading == "個人情報ってなに？"
    for words in (
        "だれか分かることがらです。",
        "ゆっくりでいいのです。",
        "教えてはいけないのは？",
        "すきなキャラクター",
        "個人情報はどれ？",
        "相談する電話の番号は？",
    ):
        assert page.text.count(words) == 1, words
    assert [f"問題{n}" in page.text for n in range(1, 6)] == [True] * 4 + [False]


def test_nothing_on_it_tells_what_is_right(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        a_version(session)
    page = client.see(PAPER)
    for words in ("会いに来られます", "よくできました", "そうです", "188", "センターの番号です"):
        assert words not in page.text, words
    assert "checked" not in page.html.split("<main")[1].split("</main")[0]
    right = [page.text.index(words) for words in ("止まる", "考える", "話す")]
    assert right != sorted(right), "things to order come in another order than the right one"


def test_what_is_offered_to_a_screen_is_offered_to_paper(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        a_version(session)
    page = client.see(PAPER)
    kinds = [one.get("class") for one in page.all("ul") if one.get("class").startswith("blanks")]
    assert kinds == [f"blanks blanks--{kind}" for kind in ("choice", "order", "multiple-response")]


def test_readings_are_those_of_the_screen(app: Flask, client: PageClient) -> None:
    course = COURSE.replace('"citizen"', '"child"\ngrades = [3]')
    with transaction() as session:
        a_version(session, course_files(course=course))
        child = a_child(session)
    assert client.see(PAPER).readings == []
    sign_in(client, child)
    kana = "".join(kana for _word, kana in client.see(PAPER).readings)
    assert "こじんじょうほう" in kana


def test_who_learns_an_earlier_version_prints_that_one(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        learner = a_citizen(session)
        a_run(session, learner=learner)
        new = LESSON.replace("{名前|なまえ}や", "{生年月日|せいねんがっぴ}や")
        a_version(session, course_files(lesson=new), now=NOON)
    assert "生年月日や" in client.see(PAPER).text
    sign_in(client, learner)
    page = client.see(PAPER)
    assert "名前や" in page.text
    assert "第1版" in page.text


@pytest.mark.parametrize(
    ("audience", "statuses"), [("citizen", [200, 200, 404, 200]), ("staff", [404, 404, 404, 200])]
)
def test_staff_lessons_are_for_staff_and_what_is_for_all_is_for_all(
    app: Flask, client: PageClient, audience: str, statuses: list[int]
) -> None:
    with transaction() as session:
        a_version(session, course_files(course=COURSE.replace('"citizen"', f'"{audience}"')))
        people = [a_citizen(session), a_child(session), a_clerk(session)]
    assert client.get(PAPER).status_code == statuses[0]
    assert ("この学びを" in client.see("/courses/tameshi").text) is False
    for person, status in zip(people, statuses[1:], strict=True):
        sign_in(client, person)
        assert client.get(PAPER).status_code == status
        course = client.see("/courses/tameshi")
        assert ("紙に印刷する" in course.text) == (status == 200)


@pytest.mark.parametrize("path", ["tameshi/lessons/none", "none/lessons/nani"])
def test_what_is_not_there_is_a_kind_404(app: Flask, client: PageClient, path: str) -> None:
    with transaction() as session:
        a_version(session)
    client.see(f"/courses/{path}/print", status=404)
