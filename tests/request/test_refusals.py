"""What no page may do, whoever asks: each of these was possible once."""

import hashlib

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.catalog import queries as catalog
from app.db import transaction
from app.identity import queries as identity
from app.identity.models import OrganizationKind, Role
from app.identity.service import ensure_installation
from app.identity.views.joining import SIGN_UPS
from app.learning import service
from app.learning.models import Registration
from tests.client import PageClient
from tests.factories.catalog import PICTURE, a_version, course_files
from tests.factories.identity import (
    NOW,
    TODAY,
    a_citizen,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
    sign_in,
)

PIXEL = b"\x89PNG\r\n\x1a\n" + b"alert(1)"


@pytest.mark.parametrize(
    "address", ["/courses/a%00b", "/v/a%00b", "/courses?q=%00", "/course-assets/a%00.png"]
)
def test_a_nul_in_an_address_is_a_kind_400(client: PageClient, address: str) -> None:
    assert client.get(address).status_code == 400


def test_a_nul_in_a_form_is_a_kind_400(client: PageClient) -> None:
    form = {"login": "a\0b", "password": "x"}
    assert client.post("/sign-in", data=form).status_code == 400


@pytest.mark.parametrize("number", ["9" * 40, "²", "-1", "1e9"])
def test_a_number_that_is_none_breaks_no_page(app: Flask, client: PageClient, number: str) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", clock.now())
        administrator = an_administrator(session)
    sign_in(client, administrator)
    assert client.get("/my/data", query_string={"before": number}).status_code == 200
    assert client.get("/admin/people", query_string={"page": number}).status_code == 200
    assert client.get(f"/ob/status/{number}").status_code == 404


def test_a_courses_file_is_shown_as_what_it_is_and_can_never_run(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        files = course_files(**{"assets/e.png": PIXEL})
        a_version(session, files)
    digest = hashlib.sha256(PIXEL).hexdigest()
    shown = client.get(f"/course-assets/{digest}.png")
    assert shown.mimetype == "image/png"
    policy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert shown.headers["Content-Security-Policy"] == policy
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    for other in ("js", "html", "svg", "jpg"):
        assert client.get(f"/course-assets/{digest}.{other}").status_code == 404


def test_a_courses_drawing_is_shown_and_can_neither_run_nor_load(
    app: Flask, client: PageClient
) -> None:
    drawing = PICTURE.format('<circle r="9"/>').encode()
    with transaction() as session:
        a_version(session, course_files(**{"assets/e.svg": drawing}))
    shown = client.get(f"/course-assets/{hashlib.sha256(drawing).hexdigest()}.svg")
    assert shown.mimetype == "image/svg+xml"
    assert shown.data == drawing
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert "script-src" not in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"


def test_whoever_learns_at_a_school_is_a_minor_even_without_a_grade(session: Session) -> None:
    pupil = a_user(session)
    a_post(session, pupil, a_school(session), Role.LEARNER)
    found = identity.person(session, pupil.id, on=TODAY)
    assert found.is_minor
    assert found.audience == "child"


def test_a_refused_sign_up_still_counts(client: PageClient, app: Flask) -> None:
    with transaction() as session:
        a_user(session, login_id="hanako")
    form = {
        "family_name": "森",
        "given_name": "花",
        "login": "hanako",
        "birth_year": "1960",
        "password": "yuki no asa ni aruku",
        "is_adult": "y",
    }
    statuses = [client.post("/sign-up", data=form).status_code for _ in range(SIGN_UPS)]
    assert statuses[0] == 422
    told = client.post("/sign-up", data=form).text
    assert "待って" in told


def test_two_starts_of_a_course_make_one_run(session: Session) -> None:
    ensure_installation(session, "http://localhost", NOW)
    version = catalog.version(session, a_version(session).id)
    learner = a_citizen(session)
    names = identity.installation(session)
    for _ in range(2):
        service.start_course(session, learner.id, learner.actor_name, version, names, now=NOW)
    assert session.query(Registration).count() == 1


def test_signing_out_ends_the_copy_of_a_cookie_too(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        administrator = an_administrator(session)
    sign_in(client, administrator)
    copy = app.test_client()
    sign_in(copy, administrator)
    assert copy.get("/admin/people").status_code == 200
    client.post("/sign-out")
    assert copy.get("/admin/people").status_code == 302


def test_a_page_does_not_send_the_session_again_with_every_file(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        user = a_citizen(session)
    sign_in(client, user)
    client.get("/help")
    assert "Set-Cookie" not in client.get("/help").headers
    assert "Set-Cookie" not in client.get("/.well-known/jwks.json").headers


def test_a_universitys_administrator_does_not_see_the_citys_queue(
    app: Flask, client: PageClient
) -> None:
    with transaction() as session:
        ensure_installation(session, "http://localhost", NOW)
        city = an_administrator(session)
        university = an_organization(session, "犀川大学", kind=OrganizationKind.UNIVERSITY)
        administrator = an_administrator(session, of=university)
    sign_in(client, administrator)
    assert client.get("/admin/people").status_code == 200
    assert client.get("/admin/deliveries").status_code == 404
    assert client.post("/admin/deliveries", data={"event_seq": "1"}).status_code == 404
    sign_in(client, city)
    assert client.get("/admin/deliveries").status_code == 200


def test_a_home_asked_for_by_htmx_is_no_fault(app: Flask, client: PageClient) -> None:
    with transaction() as session:
        user = a_citizen(session)
    sign_in(client, user)
    assert client.get("/", headers={"HX-Request": "true"}).status_code == 200
