"""The page on which the city's administrators erase a person's records."""

import uuid

import orjson
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.identity.models import Role, User
from app.identity.service import disable_user, ensure_installation
from app.lrs import service
from app.lrs.models import Erasure, StoredStatement
from app.lrs.service import erasure
from app.lrs.views import erasure as page
from tests.client import PageClient
from tests.factories.identity import (
    NOW,
    a_child,
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    sign_in,
)
from tests.factories.lrs import HOME, a_statement, an_actor


@pytest.fixture(autouse=True)
def _started(session: Session) -> None:
    ensure_installation(session, HOME, NOW)
    session.commit()


def a_learner(session: Session, *, statements: int = 2) -> User:
    user = a_user(session, login_id="sakura")
    for _ in range(statements):
        service.record(session, a_statement(actor=an_actor(user.actor_name)), now=NOW)
    context = {"instructor": an_actor(user.actor_name)}
    service.record(session, a_statement(context=context), now=NOW)
    return user


def docs(session: Session) -> list[dict[str, object]]:
    return [orjson.loads(doc) for doc in session.scalars(sa.select(StoredStatement.doc))]


def close(session: Session, user: User) -> None:
    disable_user(session, user.id, now=NOW)
    session.commit()


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_for_others_the_page_does_not_exist(
    client: PageClient, session: Session, role: Role
) -> None:
    user, city = a_user(session), a_city(session)
    a_post(session, user, city, role)
    sign_in(client, user)
    expect_none(client, session)


def test_an_administrator_of_a_school_has_no_such_page(
    client: PageClient, session: Session
) -> None:
    school = a_school(session)
    sign_in(client, an_administrator(session, of=school))
    expect_none(client, session, a_child(session, school=school))


def expect_none(client: PageClient, session: Session, user: User | None = None) -> None:
    user = user or a_learner(session)
    close(session, user)
    before = len(docs(session))
    url = f"/records/erase/{user.id}"
    assert client.get(url).status_code == 404
    assert client.post(url, data={"typed": user.login_id}).status_code == 404
    assert client.get(f"/records/erasures/{uuid.uuid4()}").status_code == 404
    assert len(docs(session)) == before


def test_the_page_says_what_goes_and_what_stays(client: PageClient, session: Session) -> None:
    sign_in(client, an_administrator(session))
    user = a_learner(session)
    close(session, user)
    client.query_budget = 12  # the person, and everything that is theirs, is counted
    shown = client.see(f"/records/erase/{user.id}").text
    assert "本人の記録2件" in shown.replace(" ", "").replace("\n", "")
    assert "まだ何も変わっていません" in shown
    assert "修了証" in shown
    assert "バックアップ" in shown
    assert client.get(f"/records/erase/{uuid.uuid4()}").status_code == 404


def test_while_somebody_can_still_learn_nothing_is_erased(
    client: PageClient, session: Session
) -> None:
    sign_in(client, an_administrator(session))
    user = a_learner(session)
    client.query_budget = 12
    shown = client.see(f"/records/erase/{user.id}")
    assert "先に登録を止めて" in shown.text
    response = client.post(f"/records/erase/{user.id}", data={"typed": "sakura"})
    assert response.status_code == 422
    assert len(docs(session)) == 3


@pytest.mark.parametrize("typed", ["", "sakur", "yui"])
def test_the_login_has_to_be_typed(client: PageClient, session: Session, typed: str) -> None:
    sign_in(client, an_administrator(session))
    user = a_learner(session)
    close(session, user)
    client.query_budget = 12
    response = client.post(f"/records/erase/{user.id}", data={"typed": typed})
    assert response.status_code == 422
    assert len(docs(session)) == 3


def test_an_erasure_ends_on_a_page_that_names_nobody(client: PageClient, session: Session) -> None:
    boss = an_administrator(session)
    sign_in(client, boss)
    user = a_learner(session)
    close(session, user)
    client.query_budget = 60  # an erasure is many small statements
    response = client.post(f"/records/erase/{user.id}", data={"typed": " Sakura "})
    noted = session.scalars(sa.select(Erasure)).one()
    assert response.status_code == 303
    assert response.location == f"/records/erasures/{noted.id}"
    assert (noted.statements, noted.rewritten, noted.erased_by) == (2, 1, boss.id)
    left = docs(session)
    assert [one["actor"] for one in left] == [an_actor()]
    assert str(user.actor_name) not in str(left)
    shown = client.see(response.location).text
    assert "記録を消しました" in shown
    assert "控え" in shown
    assert user.name not in shown


def test_whoever_has_very_much_is_erased_by_pressing_again(
    client: PageClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MOST_STEPS", 1)
    monkeypatch.setattr(erasure, "AT_ONCE", 2)
    sign_in(client, an_administrator(session))
    user = a_learner(session, statements=3)
    close(session, user)
    client.query_budget = 60
    url = f"/records/erase/{user.id}"
    first = client.post(url, data={"typed": "sakura"})
    assert first.location == url
    assert "まだ残りがあります" in client.see(url).text
    assert len(docs(session)) == 2
    client.post(url, data={"typed": "sakura"})
    client.post(url, data={"typed": "sakura"})
    assert len(docs(session)) == 1
    assert sum(session.scalars(sa.select(Erasure.statements))) == 3
