"""What is kept of staff, what for, and who sees it: one page of words for every feed."""

import pytest
from sqlalchemy.orm import Session

from app.talent.purposes import FEEDS
from app.talent.rules import Source
from tests.client import PageClient, sign_in
from tests.factories.identity import a_citizen, a_city, an_organization
from tests.factories.talent import a_staff_member, an_hr_officer


def test_every_source_of_attestations_has_its_words() -> None:
    told = {source for one in FEEDS for source in one.sources}
    assert {source.value for source in Source} <= told


@pytest.mark.parametrize("key", [one.key for one in FEEDS])
def test_every_feed_says_what_for_who_how_long_and_why(key: str) -> None:
    assert [one.key for one in FEEDS].count(key) == 1
    feed = next(one for one in FEEDS if one.key == key)
    for words in (feed.title, feed.purpose, feed.readers, feed.kept, feed.ground):
        assert len(str(words)) > 3


def test_staff_read_it_from_their_own_pages_and_hr_from_a_sheet(
    client: PageClient, session: Session
) -> None:
    tax = an_organization(session, "税務課", parent=a_city(session))
    clerk, officer = a_staff_member(session, tax), an_hr_officer(session, tax)
    signed = sign_in(client, clerk)
    page = signed.see("/my/skills/purposes")
    for feed in FEEDS:
        assert str(feed.title) in page.text
        assert str(feed.ground) in page.text
    for where in ("/my/skills", "/my/gaps", "/my/improvements", "/my/data/all"):
        links = [a.get("href") for a in signed.see(where).all("a")]
        assert "/my/skills/purposes" in links, where
    hr = sign_in(client, officer)
    hr.query_budget = 20
    sheet = hr.see(f"/talent/people/{clerk.id}")
    assert "/my/skills/purposes" in [a.get("href") for a in sheet.all("a")]
    assert "/my/skills/purposes" in [a.get("href") for a in hr.see("/improvements").all("a")]


def test_it_is_no_page_of_a_citizen(client: PageClient, session: Session) -> None:
    sign_in(client, a_citizen(session))
    assert client.get("/my/skills/purposes").status_code == 404
