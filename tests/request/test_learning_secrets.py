"""What is kept from whom: right answers not found yet, and the papers of the staff's courses."""

import pytest
from flask import Flask

from app.db import transaction
from app.identity.models import User
from tests.client import PageClient
from tests.factories import subete
from tests.factories.catalog import COURSE, PLAN, a_version, course_files
from tests.factories.identity import a_child, a_citizen, a_clerk, sign_in

PATTERN = "correctResponsesPattern"


def test_ones_own_raw_data_tells_no_answer_before_it_was_found(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        own = subete.a_run(session)
        learner = session.get_one(User, own.registration.learner_id)
    sign_in(client, learner)
    client.query_budget = 12
    lesson, number = subete.where("dore")
    run = own.registration.id
    for key, is_told in (("tenki", False), ("gakko", True)):
        client.post(f"/learn/{run}/{lesson}/{number}/answers", data={"chosen": key})
        for page in ("/my/data", f"/my/data/{run}"):
            assert key in client.see(page).html
            assert (PATTERN in client.page.html) == is_told


@pytest.mark.parametrize("kind", ["plan", "family"])
def test_the_papers_of_a_course_are_for_those_who_may_read_it(
    app: Flask, client: PageClient, kind: str
) -> None:
    papers = {"plan.md": PLAN, "family.md": PLAN}
    with transaction() as session:
        a_version(session, course_files(**papers))
        staff = COURSE.replace('"citizen"', '"staff"')
        a_version(session, course_files(**papers, course=staff), slug="shokuin")
        readers = ((a_clerk(session), 200), (a_citizen(session), 404), (a_child(session), 404))
    assert client.get(f"/courses/shokuin/{kind}").status_code == 404
    assert client.get(f"/courses/tameshi/{kind}").status_code == 200
    for reader, status in readers:
        sign_in(client, reader)
        assert client.get(f"/courses/shokuin/{kind}").status_code == status
