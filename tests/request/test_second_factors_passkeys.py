"""Passkeys as a browser sees them: a whole sign-in, and attacks on it."""

from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.identity.factors.models import Passkey, SpentChallenge
from tests.client import PageClient, sign_in
from tests.factories.factors import Device, an_app
from tests.factories.identity import (
    a_user,
    is_in,
)
from tests.request.proving import (
    OWN,
    SECOND,
    START,
    a_teacher,
    acts,
    amr,
    another,
    begin,
    options,
    owner_of,
    proved_now,
    register,
)

pytestmark = pytest.mark.usefixtures("cheap_hash")


def test_a_passkey_alone_is_a_whole_sign_in(
    client: PageClient, session: Session, now: datetime
) -> None:
    device = Device()
    owner_of(client, session, device, now)
    asked = options(client, "/sign-in/passkey")
    assert asked["userVerification"] == "required"
    assert asked["allowCredentials"] == []
    sent = {"answer": device.answer(asked), "next": "/settings"}
    assert client.post("/sign-in/passkey", data=sent).location == "/settings"
    assert amr(client) == ["hwk", "mfa"]
    page = client.see(OWN)
    assert "学校のパソコン" in page.text
    passkey = session.scalars(sa.select(Passkey)).one()
    assert (passkey.sign_count, passkey.last_used_on) == (1, clock.day_of(now))


def test_a_teacher_who_must_sets_up_a_passkey_and_is_asked_for_it_after_the_password(
    client: PageClient, session: Session, now: datetime
) -> None:
    a_teacher(session)
    device = Device(is_synced=True, counts=False)
    assert begin(client, next="/courses") == START
    assert register(client, device).status_code == 200
    assert client.page.links["ひかえたので、続ける"] == "/courses"
    assert amr(client) == ["pwd", "swk", "mfa"]
    client.post("/sign-out")
    assert begin(client) == SECOND
    client.see(SECOND)
    asked = options(client, SECOND)
    assert len(asked["allowCredentials"]) == 1
    assert client.post(f"{SECOND}/passkey", data={"answer": device.answer(asked)}).location == "/"
    assert is_in(client)


def test_an_answer_is_taken_once_even_with_the_same_cookie(
    app: Flask, client: PageClient, session: Session, now: datetime
) -> None:
    device = Device(counts=False, is_synced=True)
    owner_of(client, session, device, now)
    asked = options(client, "/sign-in/passkey")
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    answer = device.answer(asked)
    assert client.post("/sign-in/passkey", data={"answer": answer}).location == "/"
    thief = another(app)
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert thief.post("/sign-in/passkey", data={"answer": answer}).location == "/sign-in?own=1"
    assert not is_in(thief)
    assert session.scalar(sa.select(sa.func.count()).select_from(SpentChallenge)) == 2


def test_the_challenge_of_another_session_or_purpose_is_refused(
    app: Flask, client: PageClient, session: Session, now: datetime
) -> None:
    device = Device()
    haru = owner_of(client, session, device, now)
    asked = options(client, "/sign-in/passkey")
    thief = another(app)
    sent = {"answer": device.answer(asked)}
    assert thief.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"
    options(thief, "/sign-in/passkey")
    assert thief.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"
    sign_in(thief, haru)
    asked = options(thief, f"{OWN}/confirm")
    sent = {"answer": device.answer(asked)}
    assert thief.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://localhost"},
        {"origin": "http://localhost.evil.example"},
        {"verifies": False},
        {"id": b"somebody else's!"},
    ],
)
def test_an_answer_that_does_not_hold_is_refused(
    client: PageClient, session: Session, now: datetime, change: dict[str, Any]
) -> None:
    device = Device()
    owner_of(client, session, device, now)
    for name, value in change.items():
        setattr(device, name, value)
    sent = {"answer": device.answer(options(client, "/sign-in/passkey"))}
    assert client.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"
    assert "はじめられませんでした" in client.see("/sign-in?own=1").text
    assert not is_in(client)


def test_a_copied_passkey_is_refused_and_written_down(
    client: PageClient, session: Session, now: datetime
) -> None:
    device = Device(counter=7)
    owner_of(client, session, device, now)
    copy = Device(counter=3, id=device.id, key=device.key, owner=device.owner)
    sent = {"answer": copy.answer(options(client, "/sign-in/passkey"))}
    assert client.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"
    assert not is_in(client)
    assert acts(session)[-1] == "factor.copied"


def test_nobody_proves_themselves_by_somebody_elses_passkey(
    client: PageClient, session: Session, now: datetime
) -> None:
    device = Device()
    owner_of(client, session, device, now)
    an_app(session, a_teacher(session), now=now)
    begin(client)
    sent = {"answer": device.answer(options(client, SECOND))}
    assert client.post(f"{SECOND}/passkey", data=sent).status_code == 422
    assert not is_in(client)
    mallory = a_user(session)
    sign_in(client, mallory)
    proved_now(client, now)
    asked = options(client, f"{OWN}/passkeys")
    sent = {"name": "x", "answer": device.make(asked)}
    assert client.post(f"{OWN}/passkeys/add", data=sent).status_code == 422, "it has an owner"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "null",
        "{",
        '{"id": 7}',
        '{"id":"","rawId":"","type":"x","response":[]}',
        "あ",
        "[" * 19_000,
        "x" * 30_000,
    ],
)
def test_what_is_no_answer_is_refused_in_words(client: PageClient, answer: str) -> None:
    options(client, "/sign-in/passkey")
    sent = {"answer": answer}
    assert client.post("/sign-in/passkey", data=sent).location == "/sign-in?own=1"
