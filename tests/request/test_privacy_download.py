"""Everything about somebody in one file, and who looked at it."""

import io
import zipfile

import orjson
import pytest
from sqlalchemy.orm import Session

from app.identity import service as accounts
from app.identity.models import User
from tests.client import PageClient, sign_in
from tests.factories.identity import NOW, a_child, a_citizen, a_user, an_administrator
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons


def downloaded(client: PageClient) -> dict[str, str]:
    response = client.post("/my/data/download")
    assert response.status_code == 200
    assert response.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(response.get_data())) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


@pytest.fixture
def learner(session: Session) -> User:
    learner = a_citizen(session)
    own = a_run(session, learner=learner)
    finish_lessons(session, own)
    for key, response in RIGHT.items():
        answer(session, own, key, response, minutes=50)
    return learner


def test_the_file_holds_the_account_the_runs_and_every_statement(
    client: PageClient, session: Session, learner: User
) -> None:
    sign_in(client, learner)
    files = downloaded(client)
    assert set(files) == {"index.html", "data.json", "documents.json", "statements.jsonl"}
    data = orjson.loads(files["data.json"])
    rows = {one["table"]: one["rows"] for one in data["held"] if one["by"] != "merged_into_id"}
    assert rows["user"][0]["family_name"] == "森"
    assert "password_hash" not in rows["user"][0]
    assert len(rows["registration"]) == 1
    said = [orjson.loads(line) for line in files["statements.jsonl"].splitlines()]
    assert said
    assert {one["actor"]["account"]["name"] for one in said} == {str(learner.actor_name)}
    assert "森 さくらさんの記録" in files["index.html"]
    assert data["left_out"]


def test_the_file_of_one_holds_nothing_of_another(
    client: PageClient, session: Session, learner: User
) -> None:
    other = a_user(session, family_name="別府", given_name="健")
    sign_in(client, other)
    files = downloaded(client)
    assert str(learner.id) not in "".join(files.values())
    assert str(learner.actor_name) not in "".join(files.values())
    assert files["statements.jsonl"] == ""


def test_names_are_text_in_the_page(client: PageClient, session: Session) -> None:
    accounts.ensure_installation(session, "http://localhost", NOW)
    sign_in(client, a_user(session, family_name="<script>", given_name="x"))
    assert "<script>" not in downloaded(client)["index.html"]


def test_too_many_downloads_are_held_off(
    client: PageClient, session: Session, learner: User
) -> None:
    sign_in(client, learner)
    answers = [client.post("/my/data/download").status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_child_reads_who_looked_at_their_page(client: PageClient, session: Session) -> None:
    child = a_child(session)
    sign_in(client, child)
    assert "まだ、だれも見ていません" in client.see("/my/data/all").text.replace(" ", "")
    sign_in(client, an_administrator(session))
    client.see(f"/admin/people/{child.id}")
    sign_in(client, child)
    assert "かおる" in client.see("/my/data/all").text


def test_a_guest_is_asked_to_come_in(client: PageClient, session: Session) -> None:
    guest = accounts.make_guest(session, secret="x" * 40, now=NOW)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = f"{guest.entrance.user_id}:{guest.entrance.session_epoch}"
    assert client.get("/my/data/all").status_code == 302
