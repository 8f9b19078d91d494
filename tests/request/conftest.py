"""Fixtures of the request tests."""

from datetime import datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from app import clock
from app.identity.service import ensure_installation, passwords
from tests.client import PageClient
from tests.factories.clients import a_client, basic_of
from tests.factories.lrs import NOW
from tests.xapi import Api


@pytest.fixture
def authorization(session: Session) -> str:
    """Return the Authorization header of a program that may do everything."""
    ensure_installation(session, "http://localhost", NOW)
    return basic_of(a_client(session, "all"))


@pytest.fixture(params=["1.0.3", "2.0.0"])
def api(request: pytest.FixtureRequest, client: PageClient, authorization: str) -> Api:
    """Return a program that speaks xAPI; the test runs once for each edition."""
    return Api(client, request.param, authorization)


@pytest.fixture
def api_1_0(client: PageClient, authorization: str) -> Api:
    """Return a program that speaks xAPI 1.0.3."""
    return Api(client, "1.0.3", authorization)


@pytest.fixture
def api_2_0(client: PageClient, authorization: str) -> Api:
    """Return a program that speaks xAPI 2.0."""
    return Api(client, "2.0.0", authorization)


@pytest.fixture
def cheap_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hash with little work."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", cheap)
    monkeypatch.setattr(passwords, "_DECOY", cheap.hash("nobody"))


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Hold the clock still: a code changes every 30 seconds."""
    held = clock.now().replace(microsecond=0)
    monkeypatch.setattr(clock, "now", lambda: held)
    return held
