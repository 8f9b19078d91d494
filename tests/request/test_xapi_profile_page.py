"""The xAPI Profile over HTTP: JSON-LD for programs, a page for people, a way from every word."""

import pytest
from sqlalchemy.orm import Session

from app.identity.service import ensure_installation
from app.xapi.iri import extension_iri
from app.xapi.profile import build_profile, faults_of_profile
from app.xapi.profile.names import version_iri
from app.xapi.vocabulary import Extension
from tests.client import PageClient, sign_in
from tests.factories.identity import a_child
from tests.factories.learning import NOON

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
BASE = "http://localhost/courses"


@pytest.fixture(autouse=True)
def _installed(session: Session) -> None:
    ensure_installation(session, "http://localhost", NOON)
    session.commit()


@pytest.mark.parametrize(
    "accept",
    ["application/ld+json", "application/json", "*/*", "application/ld+json, text/html;q=0.5"],
)
def test_a_program_gets_the_profile_as_linked_data(client: PageClient, accept: str) -> None:
    answer = client.get("/xapi/profile", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.vary
    document = answer.get_json(force=True)
    assert document == build_profile(BASE)
    assert faults_of_profile(document) == []


def test_who_names_no_kind_gets_linked_data(client: PageClient) -> None:
    assert client.get("/xapi/profile").mimetype == "application/ld+json"


def test_it_needs_neither_a_key_nor_a_version_header(client: PageClient) -> None:
    answer = client.get("/xapi/profile")
    assert answer.status_code == 200
    assert "X-Experience-API-Version" not in answer.headers


def test_who_has_it_already_is_told_so(client: PageClient) -> None:
    etag = client.get("/xapi/profile").headers["ETag"]
    again = client.get("/xapi/profile", headers={"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == etag
    assert client.get("/xapi/profile", headers={"If-None-Match": '"old"'}).status_code == 200


def test_a_browser_gets_a_page_in_japanese(client: PageClient) -> None:
    page = client.see("/xapi/profile", headers={"Accept": BROWSER})
    assert page.heading == "寺子屋の学びの記録"
    for words in (
        "答えた",
        "http://adlnet.gov/expapi/verbs/answered",
        "問いに答えた",
        "何回目の答えか",
    ):
        assert words in page.text
    for it in build_profile(BASE)["templates"]:
        assert it["prefLabel"]["ja"] in page.text
    assert page.links["プログラムのための形（JSON-LD）"] == "/xapi/profile.jsonld"


def test_the_page_varies_with_what_is_accepted(client: PageClient) -> None:
    answer = client.get("/xapi/profile", headers={"Accept": BROWSER})
    assert "Accept" in answer.vary


def test_a_child_can_open_the_page_too(client: PageClient, session: Session) -> None:
    sign_in(client, a_child(session))
    client.see("/xapi/profile", headers={"Accept": BROWSER})


def test_the_link_on_the_page_gives_linked_data_to_browsers_as_well(client: PageClient) -> None:
    answer = client.get("/xapi/profile.jsonld", headers={"Accept": BROWSER})
    assert answer.mimetype == "application/ld+json"
    assert answer.get_json(force=True) == build_profile(BASE)


def test_every_word_of_ours_leads_to_its_place_on_the_page(client: PageClient) -> None:
    page = client.see("/xapi/profile", headers={"Accept": BROWSER})
    places = {element.get("id") for element in page.elements}
    profile = build_profile(BASE)
    parts = (profile["versions"], profile["concepts"], profile["templates"], profile["patterns"])
    for it in [profile, *(it for part in parts for it in part)]:
        answer = client.get(it["id"].removeprefix("http://localhost"))
        assert answer.status_code == 303, it["id"]
        path, _, place = answer.headers["Location"].partition("#")
        assert path == "/xapi/profile"
        assert place in places


@pytest.mark.parametrize(
    "iri",
    [
        extension_iri(BASE, "mood"),
        version_iri(BASE, 99),
        f"{BASE}/_vocabulary/profile/",
        f"{BASE}/_vocabulary/",
    ],
)
def test_a_word_that_is_not_ours_is_not_found(client: PageClient, iri: str) -> None:
    assert client.get(iri.removeprefix("http://localhost")).status_code == 404


def test_words_keep_their_names_when_the_site_has_moved(
    client: PageClient, session: Session
) -> None:
    installation = ensure_installation(session, "http://localhost", NOON)
    installation.iri_base = "https://old.example.jp/courses"
    session.commit()
    document = client.get("/xapi/profile").get_json(force=True)
    assert document["id"].startswith("https://old.example.jp/courses/_vocabulary/")
    attempt = extension_iri("https://old.example.jp/courses", Extension.ATTEMPT)
    path = attempt.removeprefix("https://old.example.jp")
    assert client.get(path, base_url="https://old.example.jp").status_code == 303
