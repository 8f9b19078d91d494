"""Fixtures of the request tests."""

import pytest
from sqlalchemy.orm import Session

from app.identity.service import ensure_installation
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
