"""Choosing blocks of a published course for a lesson of a draft."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.authoring import queries
from app.authoring.models import Draft
from app.identity.models import Role
from tests.client import PageClient, sign_in
from tests.factories.catalog import COURSE, a_version, course_files
from tests.factories.identity import a_post, a_school, a_user, an_administrator

LESSON = "010-jibun/010-nani.md"
NAMED = {"title": "うつし", "reading": "うつし"}


def test_a_course_a_lesson_and_blocks_of_it_are_chosen(
    client: PageClient, session: Session
) -> None:
    a_version(session)
    a_version(session, slug="moto")
    boss = sign_in(client, an_administrator(session))
    boss.see("/authoring/")
    boss.post("/authoring/courses/tameshi")
    draft = session.scalars(sa.select(Draft)).one()
    here = boss.see(f"/authoring/{draft.id}/files/{LESSON}").links["ほかの講座から入れる"]
    boss.see(here)
    page = boss.see(f"{here}?lesson=moto/nani")
    assert "問題：1つ選ぶ" in page.text
    fields = {one.get("name"): one.get("value") for one in page.all("input")}
    place = next(one for one in page.all("option") if "はじめに" in one.text)
    sent = {"lesson": "moto/nani", "number": fields["number"], "place": place.get("value") or ""}
    assert boss.post(here, data=sent).status_code == 422
    assert "1つ以上選んでください" in boss.page.text
    unit = next(one.get("value") for one in boss.page.all("input") if one.get("name") == "unit")
    boss.post(here, data={**sent, "unit": [unit or "", "2"]}, follow_redirects=True)
    assert "入れました" in boss.page.text
    source = queries.source_of(session, draft)
    assert b"#doko-1" in source.lessons[0].data
    assert "一部のもと" in source.credits[-1]
    assert boss.get(f"{here}?lesson=nai/nai").status_code == 200
    assert boss.get(f"/authoring/{draft.id}/borrow/nai.md").status_code == 404


def test_a_teacher_takes_nothing_of_what_is_made_for_the_city_s_staff_or_is_not_free(
    client: PageClient, session: Session
) -> None:
    for slug, changed in (("shokuin", ('"citizen"', '"staff"')), ("hokan", ("CC-BY-4.0", "©市"))):
        a_version(session, course_files(course=COURSE.replace(*changed)), slug=slug)
    a_version(session, slug="moto")
    teacher = a_user(session)
    a_post(session, teacher, a_school(session), Role.TEACHER)
    sensei = sign_in(client, teacher)
    started = sensei.post("/authoring/courses/moto/copy", data=NAMED)
    assert started.status_code == 303
    draft = session.scalars(sa.select(Draft)).one()
    here = f"/authoring/{draft.id}/borrow/{LESSON}"
    offered = {one.get("value") for one in sensei.see(here).all("option")}
    assert "moto/nani" in offered
    for slug, status in (("shokuin", 404), ("hokan", 403)):
        assert f"{slug}/nani" not in offered
        page = sensei.see(f"{here}?lesson={slug}/nani")
        assert not [one for one in page.all("input") if one.get("name") == "unit"]
        sent = {"lesson": f"{slug}/nani", "place": f"{LESSON}:0", "unit": ["0", "1"]}
        assert sensei.post(here, data=sent).status_code == 404
        for method in ("GET", "POST"):
            asked = sensei.open(f"/authoring/courses/{slug}/copy", method=method, data=NAMED)
            assert asked.status_code == status
