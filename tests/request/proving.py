"""Walks through the pages of second factors that several tests take."""

import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.identity.models import Role, User
from tests.client import PageClient, sign_in
from tests.factories.factors import Device
from tests.factories.identity import PASSWORD, a_post, a_school, a_user

SECOND = "/sign-in/second"
OWN = "/settings/second-factors"
START = f"{OWN}/start"


def a_teacher(session: Session) -> User:
    teacher = a_user(session, login_id="madoka", password=PASSWORD)
    a_post(session, teacher, a_school(session), Role.TEACHER)
    return teacher


def begin(client: PageClient, login: str = "madoka", **more: str) -> str:
    """Send login and password; return where they lead."""
    sent = {"login": login, "password": PASSWORD, **more}
    return str(client.post("/sign-in", data=sent).location)


def another(app: Flask) -> PageClient:
    client = app.test_client()
    assert isinstance(client, PageClient)
    return client


def proved_now(client: PageClient, now: datetime) -> None:
    """Let a client's person have proved themselves just now."""
    with client.session_transaction() as cookie:
        cookie["auth_time"] = int(now.timestamp())


def amr(client: PageClient) -> list[str]:
    with client.session_transaction() as cookie:
        return list(cookie.get("amr", ()))


def acts(session: Session) -> list[str]:
    return list(session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)))


def options(client: PageClient, path: str) -> dict[str, Any]:
    response = client.post(f"{path}/challenge")
    assert response.status_code == 200
    return dict(json.loads(response.data))


def register(client: PageClient, device: Device, name: str = "学校のパソコン") -> Any:  # noqa: ANN401  a response
    asked = options(client, f"{OWN}/passkeys")
    sent = {"name": name, "answer": device.make(asked)}
    return client.post(f"{OWN}/passkeys/add", data=sent)


def owner_of(client: PageClient, session: Session, device: Device, now: datetime) -> User:
    """Give a citizen a passkey and sign them out."""
    haru = a_user(session, login_id="haru", password=PASSWORD)
    sign_in(client, haru)
    proved_now(client, now)
    assert register(client, device).status_code == 200
    client.post("/sign-out")
    return haru
