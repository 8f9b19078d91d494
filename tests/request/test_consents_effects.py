"""What refusing changes and what it does not; what an agreement opens, and for how long."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.consents.rules import Purpose, Said
from app.credentials.models import Visibility
from app.db import transaction
from tests.acceptance import acceptance
from tests.client import PageClient, sign_in
from tests.factories import subete
from tests.factories.consents import a_guardian, an_answer
from tests.factories.credentials import a_credential, an_issuer_on_record
from tests.factories.identity import a_child


def test_a_lesson_is_played_to_its_end_after_everything_was_refused(client: PageClient) -> None:
    with transaction() as session:
        subete.publish(session)
        child = a_child(session)
        tie = a_guardian(session, child)
        for purpose in Purpose:
            an_answer(session, tie, Said.REFUSED, purpose)
    sign_in(client, child)
    client.query_budget = 12  # the very first look at a lesson also writes
    client.see("/")
    run = str(client.post("/courses/subete/start").location).rsplit("/", 2)[0]
    lesson = subete.the_lessons()[0]
    for number, _ in enumerate(lesson.steps, start=1):
        client.see(f"{run}/{lesson.key}/{number}")
        assert client.post(f"{run}/{lesson.key}/{number}/next").status_code == 303


@acceptance("11b", "11c", "11d")
def test_a_pupil_shows_a_credential_while_consent_holds_and_never_a_name(
    session: Session, client: PageClient, settings: Settings
) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    child = a_child(session)
    own = f"/my/credentials/{a_credential(session, child, signers).id}"
    tie, now = a_guardian(session, child), clock.now()
    sign_in(client, child)
    assert client.post(f"{own}/link").status_code == 404
    assert "いいよ" in client.see(own).text
    an_answer(session, tie, purpose=Purpose.CREDENTIALS, now=now - timedelta(days=800))
    assert client.post(f"{own}/link").status_code == 404, "what has run out opens nothing"
    an_answer(session, tie, purpose=Purpose.CREDENTIALS, now=now)
    assert client.post(f"{own}/link").status_code == 303
    address = client.see(own)
    shown = next(u for u in address.links.values() if u.startswith("/v/"))
    assert child.given_name not in client.see(shown).text
    for copy in (f"{shown}/credential.json", f"{own}.json", f"{own}.jwt"):
        assert client.get(copy).status_code == 404, "a copy cannot be called back"
    an_answer(session, tie, Said.WITHDRAWN, Purpose.CREDENTIALS, now=now + timedelta(minutes=1))
    assert client.get(shown).status_code == 404


@acceptance("11a", "11b")
def test_nobody_finds_a_childs_credential_not_even_by_a_token_that_was_left(
    session: Session, client: PageClient, settings: Settings
) -> None:
    signers = an_issuer_on_record(session, settings.instance_dir)
    child = a_child(session)
    credential = a_credential(session, child, signers, audience="child")
    credential.share_token, credential.visibility = "a" * 22, Visibility.LINK
    session.commit()
    shown = f"/v/{credential.share_token}"
    for end in ("", *(f"/credential.{form}" for form in ("json", "jwt", "pdf", "png", "svg"))):
        assert client.get(f"{shown}{end}").status_code == 404
    for end in ("", ".json", ".jwt", ".pdf", ".png", ".svg"):
        assert client.get(f"/my/credentials/{credential.id}{end}").status_code in {302, 404}
    achievement = f"/ob/achievements/{credential.achievement_version_id}"
    for public in (achievement, f"{achievement}/image.svg", "/ob/status/1", "/ob/issuer"):
        told = client.get(public)
        assert told.status_code == 200
        assert not any(name in told.text for name in (child.given_name, child.family_name))
