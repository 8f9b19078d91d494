"""One address for the families of a class: what it shows, what it takes, and how it ends."""

import io
import re
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.consents import service
from app.consents.models import ClassLetter, Guardianship
from app.consents.rules import expires_on
from tests.client import PageClient, sign_in
from tests.factories.classes import an_enrollment
from tests.factories.consents import a_guardian, a_letter, ties
from tests.factories.identity import a_child, an_administrator
from tests.request.test_consents_pages import AtSchool, at_school


def made(session: Session, client: PageClient, here: AtSchool) -> ClassLetter:
    sign_in(client, here.teacher)
    day = clock.day_of(clock.now())
    answer = client.post(
        f"/school/consents/{here.room.id}/link", data={"ends_on": day.isoformat()}
    )
    assert answer.status_code == 303
    return session.scalars(sa.select(ClassLetter).filter_by(closed_at=None)).one()


def somebody(app: Flask) -> PageClient:
    found = app.test_client()
    assert isinstance(found, PageClient)
    return found


def test_whoever_opens_it_sees_nobody_and_the_code_of_a_child_leads_on(
    session: Session, client: PageClient, app: Flask
) -> None:
    here = at_school(session)
    letter = a_letter(session, here.child, now=clock.now())
    at = f"/g/class/{made(session, client, here).token}"
    guardian = somebody(app)
    page = guardian.see(at)
    for word in (here.child.given_name, here.room.title, here.school.name, here.teacher.name):
        assert word not in page.text
    assert guardian.post(at, data={"code": letter.code}).status_code == 303
    assert "ゆい" in guardian.see("/family/confirm").text
    sent = {"relation": "mother", "sure": "y"}
    assert guardian.post("/family/confirm", data=sent).status_code == 303
    assert guardian.see(f"/family/{here.child.id}").text
    assert session.scalars(sa.select(Guardianship)).one().child_id == here.child.id


def test_the_code_of_a_child_of_another_class_is_a_wrong_one_and_is_kept(
    session: Session, client: PageClient, app: Flask
) -> None:
    here, other = at_school(session), at_school(session)
    letter = a_letter(session, other.child, now=clock.now())
    at = f"/g/class/{made(session, client, here).token}"
    guardian = somebody(app)
    told = []
    for code in (letter.code, "123 456 7890"):
        assert guardian.post(at, data={"code": code}).status_code == 422
        assert code in guardian.page.html
        told.append(guardian.page.text)
    assert "番号がちがう" in told[0].replace(" ", "")
    assert guardian.see("/family/confirm", status=404)


def test_it_ends_by_its_day_and_at_once_and_a_new_one_closes_the_old(
    session: Session, client: PageClient, app: Flask
) -> None:
    here = at_school(session)
    first = made(session, client, here)
    second = made(session, client, here)
    stranger = somebody(app)
    gone = stranger.see(f"/g/class/{first.token}", status=404).text
    assert gone == stranger.see("/g/class/never-was", status=404).text
    stranger.see(f"/g/class/{second.token}")
    assert client.post(f"/school/consents/{here.room.id}/link/close").status_code == 303
    stranger.see(f"/g/class/{second.token}", status=404)
    assert stranger.post(f"/g/class/{second.token}", data={"code": "1"}).status_code == 404
    third = made(session, client, here)
    third.ends_on = clock.day_of(clock.now()) - timedelta(days=1)
    stranger.see(f"/g/class/{third.token}", status=404)
    client.see(f"/school/consents/{here.room.id}/link/sheet", status=404)
    acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    made_, closed = "guardian.class_letter_made", "guardian.class_letter_closed"
    assert acts == [made_, closed, made_, closed, made_]


def test_its_last_day_is_in_this_school_year(session: Session, client: PageClient) -> None:
    here = at_school(session)
    sign_in(client, here.teacher)
    at, today = f"/school/consents/{here.room.id}/link", clock.day_of(clock.now())
    client.see(at)
    for day in (today - timedelta(days=1), expires_on(today) + timedelta(days=1)):
        assert client.post(at, data={"ends_on": day.isoformat()}).status_code == 422
        assert day.isoformat() in client.page.html
    assert client.post(at, data={"ends_on": expires_on(today).isoformat()}).status_code == 303


def test_the_sheet_and_the_picture_hold_the_address(session: Session, client: PageClient) -> None:
    here = at_school(session)
    token = made(session, client, here).token
    at = f"/school/consents/{here.room.id}/link"
    for page in (client.see(at), client.see(f"{at}/sheet")):
        assert f"/g/class/{token}" in page.text
        assert here.child.given_name not in page.text
    picture = client.get(f"{at}/qr.png")
    assert picture.mimetype == "image/png"
    drawn = Image.open(io.BytesIO(picture.get_data()))
    assert drawn.width == drawn.height > 300


def test_slips_hold_codes_that_open_the_childs_page_and_nothing_else_is_on_them(
    session: Session, client: PageClient, app: Flask
) -> None:
    here = at_school(session)
    second = a_child(session, school=here.school)
    second.given_name = "れん"
    an_enrollment(session, here.room, second)
    token = made(session, client, here).token
    answer = client.post(f"/school/consents/{here.room.id}/letters", data={"as": "slips"})
    assert answer.status_code == 200
    codes = re.findall(r"\d{4}-\d{3}-\d{3}", client.page.text)
    assert len(codes) == 2
    assert "/g/" not in client.page.text
    guardian = somebody(app)
    assert guardian.post(f"/g/class/{token}", data={"code": codes[0]}).status_code == 303
    text = guardian.see("/family/confirm").text
    assert ("ゆい" in text) != ("れん" in text)


def test_a_closed_view_gets_no_further_by_the_classs_address(
    session: Session, client: PageClient, app: Flask
) -> None:
    here = at_school(session)
    a_guardian(session, here.child)
    (tie,) = ties(session, here.child.id)
    letter = a_letter(session, here.child, now=clock.now())
    by = an_administrator(session).id
    service.close_view(session, tie.id, here.child.id, by=by, now=clock.now())
    at = f"/g/class/{made(session, client, here).token}"
    guardian = somebody(app)
    assert guardian.post(at, data={"code": letter.code}).status_code == 422
    client.post(f"/school/consents/{here.room.id}/letters", data={"as": "slips"})
    assert not re.search(r"\d{4}-\d{3}-\d{3}", client.page.text)


def test_tries_are_counted_by_address_and_network(
    session: Session, client: PageClient, app: Flask
) -> None:
    here = at_school(session)
    letter = a_letter(session, here.child, now=clock.now())
    at = f"/g/class/{made(session, client, here).token}"
    stranger = somebody(app)
    for _ in range(service.TRIES_FROM_NETWORK):
        assert stranger.post(at, data={"code": "1234567890"}).status_code == 422
    assert stranger.post(at, data={"code": letter.code}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    answer = stranger.post(at, data={"code": letter.code}, environ_base=elsewhere)
    assert answer.status_code == 303


def test_it_is_for_the_classs_teacher_and_a_pupil_opens_nothing_by_it(
    session: Session, client: PageClient
) -> None:
    here, other = at_school(session), at_school(session)
    letter = a_letter(session, here.child, now=clock.now())
    token = made(session, client, here).token
    for place in ("", "/sheet", "/qr.png"):
        assert client.get(f"/school/consents/{other.room.id}/link{place}").status_code == 404
    sign_in(client, here.child)
    client.see(f"/g/class/{token}")
    client.post(f"/g/class/{token}", data={"code": letter.code})
    assert client.get("/family/confirm").status_code == 404
