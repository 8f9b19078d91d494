"""After an erasure nothing in the database or the instance's files leads to the person."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.config import Settings
from app.db import Base, db, transaction
from app.identity import service as accounts
from app.identity.events import PasswordResetRequested
from app.identity.models import User
from app.learning.models import PrivateAnswer
from app.lrs.models import ErasedTally
from app.outbox import service as outbox
from app.outbox.relay import drain
from app.privacy import service
from app.privacy.holdings import HOLDINGS
from app.wiring import SUBSCRIBERS
from tests.factories.everything import MARK, fill
from tests.factories.identity import a_user, an_administrator
from tests.factories.learning import NOON, a_run, answer, finish_lessons

MAIL = "yukino.asa@example.jp"
ANSWER = "9461-5378-2207"
SECRET_ANSWER = "わたしだけのひみつのこたえ"

WORK = "work for an organization stays, without a name"
STAYS = {
    ("audit_entry", "subject_id"): "the log holds ids alone, and they lead nowhere",
    ("audit_entry", "actor_id"): "as above",
    ("audit_entry", "acting_as_id"): "as above",
    ("client", "created_by"): "who let a program in is the city's to answer for",
    ("erasure", "erased_by"): "who erased somebody else's records",
    ("forwarder", "created_by"): "who lets records leave the city",
    ("forwarder", "children_asked_by"): "as above",
    ("forwarder", "children_agreed_by"): "as above",
    ("registry_elsewhere", "created_by"): "who lets credentials leave the city",
    ("trusted_issuer", "added_by"): "who lets credentials of others into the registry",
    ("outbox_event", "payload"): "the event of the erasure itself, with the id",
    ("user", "id"): "an account without a name, to which work leads",
}
WORK_OF = {
    "assessment_view",
    "adoption",
    "agreement",
    "access_log",
    "class_door",
    "class_letter",
    "consent_record",
    "guardian_letter",
    "published_text",
    "draft",
    "draft_change",
    "draft_release",
    "endorsement",
    "item_bank",
    "mentor_vetting",
    "ticket",
    "item_import",
    "item_version",
    "media_file",
    "opened_page",
    "review_comment",
    "review_step",
}
"""Tables whose rows stay and lead to the account without a name; see ``holdings``."""


def everything(session: Session) -> dict[tuple[str, str], str]:
    """Return all that the database holds, by table and column, as one text each."""
    found = {}
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            raw = sa.type_coerce(column, sa.LargeBinary) if is_bytes(column) else column
            values = [value for value in session.scalars(sa.select(raw)) if value is not None]
            found[(table.name, column.name)] = " ".join(as_text(value) for value in values)
    return found


def is_bytes(column: "sa.Column[object]") -> bool:
    return isinstance(column.type, sa.LargeBinary)


def as_text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def where(session: Session, *words: str) -> set[tuple[str, str]]:
    return {
        place for place, text in everything(session).items() if any(word in text for word in words)
    }


def test_nothing_that_was_a_persons_is_found_after_they_were_erased(
    app: Flask, session: Session, settings: Settings
) -> None:
    with transaction():
        boss = an_administrator(session)
        person = a_user(
            session,
            family_name=MARK,
            given_name="雪乃",
            family_kana="ユキノアサ",
            given_kana="ユキノ",
            email=MAIL,
        )
        own = a_run(session, learner=person)
        finish_lessons(session, own)
        answer(session, own, "bango", (ANSWER,), minutes=50)
        session.add(
            PrivateAnswer(
                registration_id=own.registration.id,
                item="bango",
                text=SECRET_ANSWER,
                answered_at=NOON,
            )
        )
        accounts.begin_check(session, person.id, address="192.0.2.77", now=NOON)
        outbox.publish(session, PasswordResetRequested(person.id, clock.now()))
        fill(session, person.id, boss.id)
        ids = [person.id, person.actor_name, own.registration.id]
        boss_id, person_id = boss.id, person.id
    drain({PasswordResetRequested: SUBSCRIBERS[PasswordResetRequested]}, now=clock.now)
    assert MAIL in letters(settings)
    words = [MARK, "雪乃", "ユキノ", MAIL, ANSWER, SECRET_ANSWER]
    known = [*words, *(spelling for one in ids for spelling in (str(one), one.hex))]
    before = {table for table, _column in where(session, *known)}
    unseen = {"bookmark", "notice_reading"}  # guests alone; no word and no id of the person
    assert {one.table for one in HOLDINGS} - before == unseen, "the test forgets a table"

    with transaction():
        service.ask_for_erasure(
            session, person_id, by=boss_id, asked_by="guardian", now=clock.now()
        )
    drain(SUBSCRIBERS, now=lambda: clock.now() + timedelta(hours=2))
    db.session.rollback()
    db.session.expire_all()

    names = where(session, "雪乃", "ユキノ", MAIL, ANSWER, SECRET_ANSWER)
    assert names == set()
    left = {place for place in where(session, *known) if place not in STAYS}
    assert {table for table, _column in left} - WORK_OF == set()
    assert MAIL not in letters(settings)
    assert session.get_one(User, person_id).family_name == "登録を消した人"
    assert session.scalar(sa.select(sa.func.sum(ErasedTally.statements))) is not None


def letters(settings: Settings) -> str:
    folder = settings.instance_dir / "mail"
    return " ".join(path.read_text() for path in folder.glob("*.eml"))


def test_an_account_to_which_no_work_leads_is_gone(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        own = a_run(session)
        finish_lessons(session, own)
        person_id = own.registration.learner_id
        service.ask_for_erasure(session, person_id, by=boss.id, asked_by="person", now=NOON)
    drain(SUBSCRIBERS, now=lambda: clock.now() + timedelta(hours=2))
    db.session.rollback()
    assert session.get(User, person_id) is None


def test_who_is_opened_again_before_the_worker_comes_is_not_erased(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        own = a_run(session)
        person_id = own.registration.learner_id
        service.ask_for_erasure(session, person_id, by=boss.id, asked_by="person", now=NOON)
        accounts.enable_user(session, person_id, now=NOON, by=boss.id)
    drain(SUBSCRIBERS, now=lambda: clock.now() + timedelta(hours=2))
    db.session.rollback()
    assert session.get_one(User, person_id).family_name == "森"
