"""Signing up: adult citizens, and nobody else."""

import re
import uuid
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.config import Settings
from app.identity.models import Post, User
from tests.client import PageClient
from tests.conftest import settings_for
from tests.factories.identity import (
    PASSWORD,
    a_user,
    is_in,
)

HARU = {
    "family_name": "髙橋",
    "given_name": "ハル",
    "login": "haru",
    "password": PASSWORD,
    "birth_year": "昭和29年",
    "is_adult": "y",
}


@pytest.fixture
def settings(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Settings:
    """Return settings; a test asks for more with ``@pytest.mark.parametrize("settings", …)``."""
    more = getattr(request, "param", {})
    return settings_for(tmp_path / "instance", database_url, **more)


DEMO = pytest.mark.parametrize("settings", [{"demo": True}], indirect=True)


def count(session: Session, table: type) -> int:
    return session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def test_a_citizen_joins_and_is_in(client: PageClient, session: Session) -> None:
    client.see("/sign-up")
    response = client.post("/sign-up", data={**HARU, "next": "/settings"})
    assert (response.status_code, response.location) == (303, "/settings")
    user = session.scalars(sa.select(User)).one()
    assert (user.name, user.login_id, user.grade, user.is_demo) == (
        "髙橋 ハル",
        "haru",
        None,
        False,
    )
    assert count(session, Post) == 0
    assert "髙橋 ハル" in client.see("/settings").text or is_in(client)


@pytest.mark.parametrize(
    "forged",
    [
        {"role": "administrator"},
        {"organization": str(uuid.UUID(int=7))},
        {"organization_id": "1"},
        {"grade": "3"},
        {"is_demo": "1"},
        {"password_hash": "x"},
    ],
)
def test_forged_fields_are_refused_and_nothing_is_stored(
    client: PageClient, session: Session, forged: dict[str, str]
) -> None:
    assert client.post("/sign-up", data={**HARU, **forged}).status_code == 400
    assert count(session, User) == 0


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"birth_year": "2015"}, "18歳になっていない方は"),
        ({"birth_year": "来年"}, "「1954」か「昭和29年」"),
        ({"is_adult": None}, "しるしを付けてください"),
        ({"password": "short"}, "もう少し長い"),
        ({"password": "髙橋の庭に来る鳥たち"}, "お名前やID"),
        ({"login": "はる"}, "半角の英字と数字"),
        ({"family_name": " "}, "姓を入れてください"),
        ({"given_name": "あ" * 61}, "60文字まで"),
    ],
)
def test_each_fault_is_told_beside_its_field_and_the_rest_is_kept(
    client: PageClient, session: Session, change: dict[str, str | None], told: str
) -> None:
    sent = {name: value for name, value in {**HARU, **change}.items() if value is not None}
    response = client.post("/sign-up", data=sent)
    body = response.get_data(as_text=True)
    assert response.status_code == 422
    assert told in client.page.text
    assert sent["password"] not in re.sub(r"髙橋の庭.*?鳥たち", "", body) or "髙橋の庭" not in body
    assert f'value="{HARU["birth_year"]}"' in body or "birth_year" in change
    assert count(session, User) == 0


def test_a_taken_id_is_told_and_nothing_changes(client: PageClient, session: Session) -> None:
    a_user(session, login_id="haru")
    assert client.post("/sign-up", data=HARU).status_code == 422
    assert "このIDは使えません" in client.page.text
    assert count(session, User) == 1


@DEMO
def test_whoever_joins_a_demo_is_marked(client: PageClient, session: Session) -> None:
    client.post("/sign-up", data=HARU)
    assert session.scalars(sa.select(User.is_demo)).one() is True
