"""The one door to writing: what is read behind it is of now, and nobody writes meanwhile."""

import threading

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.db import db, reading, transaction
from app.identity.models import User
from tests.factories.identity import a_child


def test_what_a_page_has_read_is_read_anew_before_it_writes(app: Flask, session: Session) -> None:
    user_id = a_child(session).id
    session.commit()
    seen = reading().get_one(User, user_id)
    with Session(db.engine) as other:  # somebody else, between the reading and the writing
        other.execute(sa.update(User).where(User.id == user_id).values(nickname="はる"))
        other.commit()
    with transaction() as writing:
        assert writing.get_one(User, user_id).nickname == "はる"
        assert seen.nickname == "はる"


def test_two_that_have_read_add_to_each_other(app: Flask, session: Session) -> None:
    user_id = a_child(session).id
    session.commit()

    def add() -> None:
        for _ in range(20):
            with app.app_context():  # a request
                reading().get_one(User, user_id)
                with transaction() as own:
                    own.get_one(User, user_id, with_for_update=True).session_epoch += 1

    before = session.get_one(User, user_id).session_epoch
    session.commit()
    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert session.get_one(User, user_id).session_epoch == before + 60


def test_a_fault_in_the_middle_leaves_nothing_and_frees_the_lock(
    app: Flask, session: Session
) -> None:
    user_id = a_child(session).id
    session.commit()
    reading().get_one(User, user_id)
    with pytest.raises(RuntimeError), transaction() as writing:
        writing.execute(sa.update(User).values(nickname="なし"))
        raise RuntimeError
    with transaction() as writing:
        assert writing.get_one(User, user_id).nickname != "なし"
