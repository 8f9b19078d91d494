"""Staff lessons are whole at a locked-down desk: no sound, download, clipboard or new window."""

from collections.abc import Iterator
from functools import cache

import pytest
from flask import Flask

from app.catalog.service import publish_course, read_course
from app.catalog.service.reading import ReadCourse
from app.catalog.sources.files import read_folder
from app.db import transaction
from app.identity.service import ensure_installation
from tests.client import PageClient
from tests.conftest import COURSES
from tests.factories import subete
from tests.factories.furigana import the_engine
from tests.factories.identity import a_clerk, sign_in
from tests.factories.learning import NOON
from tests.page import Page

STAFF = sorted(
    folder.parent.name
    for folder in COURSES.glob("*/course.toml")
    if 'audience = "staff"' in folder.read_text(encoding="utf-8")
)


@cache
def our_own(slug: str) -> ReadCourse:
    return read_course(read_folder(COURSES / slug), the_engine(), {})


def needs(page: Page) -> Iterator[str]:
    """Yield what of a page is lost at a desk without sound, downloads and new windows."""
    for element in page.elements:
        if element.tag in {"audio", "video"}:
            yield f"{element}: sound"
        if "download" in element.attributes:
            yield f"{element}: a download"
        if element.get("target") not in {"", "_self"} or "formtarget" in element.attributes:
            yield f"{element}: a new window"


def test_there_are_courses_for_staff() -> None:
    assert STAFF


@pytest.mark.parametrize("slug", STAFF)
def test_our_own_staff_lessons_need_none_of_it(app: Flask, client: PageClient, slug: str) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOON)
        publish_course(session, our_own(slug), now=NOON)
        clerk = a_clerk(session)
    sign_in(client, clerk)
    client.query_budget = 12  # the very first look at a lesson also writes
    run = str(client.post(f"/courses/{slug}/start").location).rsplit("/", 2)[0]
    for lesson in our_own(slug).edition.lessons:
        for number, step in enumerate(lesson.steps, start=1):
            at = f"{run}/{lesson.key}/{number}"
            assert list(needs(client.see(at, follow_redirects=True))) == []
            for scene in step.dilemma.scenes if step.dilemma else ():
                assert list(needs(client.see(f"{at}/scenes/{scene.key}"))) == []


def test_what_can_be_heard_can_be_read_as_well(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        subete.publish(session)
        clerk = a_clerk(session)
    sign_in(client, clerk)
    client.query_budget = 12
    run = str(client.post("/courses/subete/start").location).rsplit("/", 2)[0]
    heard = 0
    for lesson in subete.the_lessons():
        for number in range(1, len(lesson.steps) + 1):
            page = client.see(f"{run}/{lesson.key}/{number}", follow_redirects=True)
            sounds = len(page.all("audio", "video"))
            assert sum("内容を読む" in one.text for one in page.all("summary")) >= sounds
            heard += sounds
    assert heard >= 2, "the sample course has a recording and a film"
