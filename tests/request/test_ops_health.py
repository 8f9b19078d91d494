"""A database that is gone: a kind page for people, a failing answer for monitors."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db
from app.identity.models import User
from tests.client import PageClient
from tests.factories.identity import a_citizen, sign_in


@pytest.fixture
def file(app: Flask, engine: str) -> Path:
    """Return the database's file."""
    if engine != "sqlite":
        pytest.skip("a file of its own is SQLite's")
    return Path(sa.make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")


def lose(file: Path) -> None:
    """Delete the database as a clumsy hand does, while connections are open."""
    db.session.commit()
    for end in ("", "-wal", "-shm"):
        file.with_name(file.name + end).unlink(missing_ok=True)


def test_a_site_that_is_well_says_so(client: PageClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}


def test_a_deleted_database_is_noticed_by_the_next_request(client: PageClient, file: Path) -> None:
    assert client.get("/healthz").status_code == 200
    lose(file)
    assert client.get("/healthz").status_code == 503
    page = client.see("/courses", status=503)
    assert "あなたのせいではありません" in page.text
    assert not file.exists()  # and no empty one has taken its place


def test_whoever_is_signed_in_reads_the_same_kind_page(
    client: PageClient, session: Session, file: Path
) -> None:
    sign_in(client, a_citizen(session))
    client.see("/")
    lose(file)
    assert "いま、開けません" in client.see("/", status=503).text


def test_another_file_in_its_place_is_not_taken_for_it(client: PageClient, file: Path) -> None:
    assert client.get("/healthz").status_code == 200
    lose(file)
    file.touch()
    assert client.get("/healthz").status_code == 503
    assert file.stat().st_size == 0


def test_nothing_is_written_into_a_file_without_a_name(client: PageClient, file: Path) -> None:
    client.get("/healthz")
    lose(file)
    response = client.post("/sign-up", data={"family_name": "森", "given_name": "さくら"})
    assert response.status_code in {422, 503}  # the form is judged before the database is asked
    assert client.post("/sign-in", data={"login": "a", "password": "b"}).status_code == 503


NEW = {
    "family_name": "髙橋",
    "given_name": "ハル",
    "password": "kumo no ue no sakana",
    "birth_year": "1954",
    "is_adult": "y",
}


def limit_pages(most: str) -> None:
    """Give the database so much room: a full disk answers as this does."""
    with db.engine.connect() as connection:  # the pool has one, which requests use too
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("VACUUM")  # migrations leave free pages
        connection.exec_driver_sql(f"PRAGMA max_page_count = {most}")


def signed_up(client: PageClient, login: str) -> int:
    status = client.post("/sign-up", data={**NEW, "login": login}).status_code
    client.delete_cookie("terakoya")
    return status


@pytest.mark.usefixtures("file")
def test_a_full_disk_is_told_kindly_and_loses_nothing(
    client: PageClient, session: Session
) -> None:
    limit_pages("1")  # SQLite makes this the size it has
    statuses = [signed_up(client, f"haru{number}") for number in range(30)]
    assert set(statuses) == {303, 503}
    assert "いま、開けません" in client.page.text
    limit_pages("1000000")
    assert signed_up(client, "aki") == 303
    logins = session.scalar(sa.select(sa.func.count()).select_from(User))
    assert logins == statuses.count(303) + 1
