"""The pages of words: of a draft's course, and of an organization."""

from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.authoring import queries
from app.authoring.models import Draft
from app.furigana.models import OrganizationWord
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.catalog import a_version
from tests.factories.identity import a_city, a_post, a_user, an_administrator

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

HOME = "/authoring/"


@pytest.fixture
def boss(client: PageClient, session: "Session") -> PageClient:
    a_version(session)
    return sign_in(client, an_administrator(session))


def test_a_word_of_the_course_is_added_refused_and_removed(
    boss: PageClient, session: "Session"
) -> None:
    boss.see(HOME)
    boss.post(f"{HOME}courses/tameshi")
    draft_id = session.scalars(sa.select(Draft.id)).one()
    here = f"{HOME}{draft_id}/words"
    assert boss.see(f"{HOME}{draft_id}").links["言葉と読み"] == here
    boss.see(here)
    word = {"surface": "一日", "reading": "いち|にち", "where": "nani"}
    assert boss.post(here, data={**word, "reading": "day"}).status_code == 422
    assert "この読みは、言葉と合いません" in boss.page.text
    assert boss.post(here, data={**word, "where": "nai"}).status_code == 400
    boss.post(here, data=word, follow_redirects=True)
    assert "「一日」を加えました" in boss.page.text
    text = dict(queries.files(session, draft_id))["readings.toml"].decode()
    assert text == '[lessons.nani.words]\n"一日" = "いち|にち"\n'
    gone = {"surface": "一日", "where": "nani", "seen": "ついたち"}
    boss.post(f"{here}/remove", data=gone, follow_redirects=True)
    assert "ほかの人が先に変えた" in boss.page.text
    boss.post(f"{here}/remove", data={**gone, "seen": "いち|にち"}, follow_redirects=True)
    assert "「一日」を消しました" in boss.page.text


def test_a_teacher_keeps_the_words_of_the_own_place_and_of_no_other(
    client: PageClient, session: "Session"
) -> None:
    city, teacher = a_city(session), a_user(session)
    a_post(session, teacher, city, Role.TEACHER)
    sign_in(client, teacher)
    assert client.see("/words").links[city.name] == f"/words/{city.id}"
    client.see(f"/words/{city.id}")
    data = {"surface": "校歌", "reading": "こう|か"}
    client.post(f"/words/{city.id}", data=data, follow_redirects=True)
    assert "「校歌」を加えました" in client.page.text
    assert client.post(f"/words/{city.id}", data={**data, "reading": ""}).status_code == 422
    word_id = session.scalars(sa.select(OrganizationWord.id)).one()
    client.post(f"/words/{city.id}/{word_id}/remove", follow_redirects=True)
    assert "「校歌」を消しました" in client.page.text
    nowhere = "00000000-0000-4000-8000-000000000000"
    assert client.get(f"/words/{nowhere}").status_code == 404
    assert client.post(f"/words/{nowhere}", data=data).status_code == 404
    assert client.post(f"/words/{nowhere}/{word_id}/remove").status_code == 404


def test_a_learner_keeps_no_words(client: PageClient, session: "Session") -> None:
    learner = a_user(session)
    a_post(session, learner, a_city(session), Role.LEARNER)
    sign_in(client, learner)
    assert client.get("/words").status_code == 404
