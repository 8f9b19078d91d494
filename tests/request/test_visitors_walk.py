"""A visitor walks through a course with every kind of screen, and takes it home on paper."""

import re
import uuid

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from app.db import db, transaction
from app.identity.models import User
from app.identity.service import ensure_installation
from tests.client import PageClient
from tests.factories.catalog import a_version
from tests.factories.learning import NOON
from tests.factories.subete import FOLDER, RIGHT, WRONG, sent, the_lessons, where
from tests.request.drill import master

SAVED = ("保存しました", "しおりに保存")


@pytest.fixture
def version_id(app: Flask) -> uuid.UUID:
    """Publish the course of every kind as one for citizens, which is open to all."""
    paths = [path for path in FOLDER.rglob("*") if path.is_file()]
    files = {str(path.relative_to(FOLDER)): path.read_bytes() for path in paths}
    course = files["course.toml"].replace(
        b'audience = "child"\ngrades = [4]', b'audience = "citizen"'
    )
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        return a_version(session, {**files, "course.toml": course}, slug="subete").id


def post(client: PageClient, address: str, data: dict[str, list[str]]) -> TestResponse:
    """Send a form, and once more where a 307 says so, as a browser does."""
    response = client.post(address, data=data)
    while response.status_code == 307:
        response = client.post(response.location, data=data)
    return response


def test_a_visitor_looks_at_every_screen_and_is_promised_nothing(
    client: PageClient, version_id: uuid.UUID
) -> None:
    assert "/courses/subete" in client.see("/").html
    client.see("/courses/subete")
    for lesson in the_lessons():
        for number, _step in enumerate(lesson.steps, start=1):
            shown = client.get(f"/learn/{version_id}/{lesson.key}/{number}")
            if shown.status_code == 302:
                shown = client.get(shown.location)
            assert shown.status_code == 200
            assert not [words for words in SAVED if words in shown.text], (lesson.key, number)
    assert db.session.scalar(sa.select(sa.func.count(User.id))) == 0


@pytest.mark.parametrize("key", sorted(RIGHT))
def test_the_first_answer_of_every_kind_begins_the_run_and_is_taken(
    client: PageClient, version_id: uuid.UUID, key: str
) -> None:
    lesson, step = where(key)
    answered = post(
        client,
        f"/learn/{version_id}/{lesson}/{step}/answers",
        sent(key, WRONG.get(key, RIGHT[key])),
    )
    assert answered.status_code == 200
    assert SAVED[1] in answered.text
    assert str(version_id) not in re.findall(r'action="/learn/([^/]+)/', answered.text)


def test_a_visitor_finishes_prints_and_goes_on_at_another_device(
    app: Flask, client: PageClient, version_id: uuid.UUID
) -> None:
    client.query_budget = 12  # the very first look at a lesson also writes
    lesson, step = where("shashin-no-hanashi")
    story = client.get(client.get(f"/learn/{version_id}/{lesson}/{step}").location)
    ways = re.findall(r'name="to" value="([^"]+)"', story.text)
    chosen = post(client, story.request.path, {"to": ways[:1]})
    assert chosen.status_code == 303
    run = chosen.location.split("/")[2]
    assert run != str(version_id)
    assert "あなたの道" in client.get(chosen.location).text
    for key, response in RIGHT.items():
        lesson, step = where(key)
        address = f"/learn/{run}/{lesson}/{step}/answers"
        assert client.post(address, data=sent(key, response)).status_code == 200, key
    lesson, step = where("renshu")
    master(client, f"/learn/{run}/{lesson}/{step}")
    left = None
    for one in the_lessons():
        for number, _step in enumerate(one.steps, start=1):
            left = client.post(f"/learn/{run}/{one.key}/{number}/next")
    assert left is not None
    assert left.location == f"/learn/{run}/finished"
    assert "もちかえりの紙" in client.see(left.location).text
    words = re.findall(r"<li>([ぁ-ん]+)</li>", client.see("/bookmark/paper").html)
    assert len(words) == 4
    other = app.test_client()
    assert isinstance(other, PageClient)
    opened = other.post("/bookmark", data=dict(zip(("w1", "w2", "w3", "w4"), words, strict=True)))
    assert opened.location == f"/learn/{run}"
    assert other.see(f"/learn/{run}/finished").heading
