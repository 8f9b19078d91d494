"""The page that holds a framework against the courses."""

from flask import Flask

from app.db import transaction
from tests.client import PageClient
from tests.factories.catalog import a_version
from tests.factories.identity import a_clerk, sign_in

PAGE = "/frameworks/digcomp@3.0/courses"


def test_a_course_stands_beside_the_item_it_serves_and_all_else_is_a_gap(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        a_version(session)
    page = client.see(PAGE)
    assert page.links["試しの講座"] == "/courses/tameshi"
    assert "まだありません" in page.text
    gaps = client.see(page.links["講座のない項目だけを見る"])
    assert "試しの講座" not in gaps.text
    assert client.see(gaps.links["すべての項目を見る"]).links["試しの講座"]


def test_without_any_course_everything_is_a_gap(client: PageClient) -> None:
    assert client.see(PAGE).text.count("まだありません") == len(
        [row for row in client.page.all("th") if row.get("scope") == "row"]
    )


def test_ways_lead_here_from_the_framework_and_from_the_courses_of_staff(
    app: Flask, client: PageClient
) -> None:
    assert client.see("/frameworks/digcomp@3.0").links["講座との対応表"] == PAGE
    with transaction() as session:
        clerk = a_clerk(session)
    sign_in(client, clerk)
    way = client.see("/courses").links["身につく力と講座の対応表を見る"]
    client.see(way)


def test_a_framework_that_is_not_on_file_is_not_there(client: PageClient) -> None:
    client.see("/frameworks/nothing@1/courses", status=404)
