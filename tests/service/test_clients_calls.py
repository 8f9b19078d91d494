"""What every call goes through: who is it, may it go on, what did it use."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.clients import calls, service, tokens
from app.clients.caller import Caller
from app.clients.errors import NotAuthenticated, OriginRefused, TooManyRequests
from app.clients.models import ClientUsage
from app.clients.service import Issued, Permissions
from app.config import Settings
from app.db import db
from tests.factories.clients import a_client, basic, basic_of
from tests.factories.identity import NOW

SECOND = timedelta(seconds=1)
LATER = NOW + 6 * SECOND
PAGE = "https://app.example.jp"


@contextmanager
def asked() -> Iterator[list[str]]:
    """Collect the SQL statements that run meanwhile."""
    found: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            found.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def known(session: Session, *scopes: str, **more: object) -> tuple[Issued, Caller]:
    issued = a_client(session, *scopes, **more)  # type: ignore[arg-type]
    session.commit()
    calls.forget()
    return issued, calls.authenticate(basic_of(issued), now=NOW)


def a_token(
    caller: Caller, issued: Issued, settings: Settings, *scopes: str, now: datetime = NOW
) -> str:
    _caller, held = calls.authenticate_secret(issued.key, issued.secret, now=now)
    token = tokens.write(
        caller,
        frozenset(scopes) or caller.scopes,
        held=held,
        secret_key=settings.secret_key,
        now=now,
    )
    return f"Bearer {token}"


# --- who is it


def test_a_client_is_known_by_its_key_and_secret(session: Session) -> None:
    issued, caller = known(session, "state", origins=(PAGE,), reports_on=("https://x.jp/c",))
    assert caller == Caller(
        id=issued.client_id,
        key=issued.key,
        name=issued.name,
        scopes=frozenset({"state"}),
        reports_on=("https://x.jp/c",),
        origins=frozenset({PAGE}),
        per_minute=6000,
    )


def test_nobody_else_is(session: Session) -> None:
    mine, other = a_client(session), a_client(session)
    session.commit()
    for header in (
        None,
        "",
        basic(mine.key, other.secret),
        basic(mine.secret, mine.key),
        basic("tk" + "a" * 16, mine.secret),
        basic_of(mine)[:-4],
        "Bearer " + mine.secret,
        "Basic \udcff",
    ):
        with pytest.raises(NotAuthenticated):
            calls.authenticate(header, now=NOW)


def test_right_and_wrong_calls_ask_the_database_once_in_five_seconds(session: Session) -> None:
    issued, _caller = known(session)
    wrong = basic(issued.key, "tks" + "a" * 52)
    with asked() as statements:
        for number in range(50):
            calls.authenticate(basic_of(issued), now=NOW + number * SECOND / 20)
            with pytest.raises(NotAuthenticated):
                calls.authenticate(wrong, now=NOW)
    assert statements == []
    with asked() as statements:
        calls.authenticate(basic_of(issued), now=LATER)
    assert len(statements) == 1


def test_a_secret_made_by_another_process_holds_within_a_second(
    app: Flask, session: Session
) -> None:
    known(session)
    other = a_client(session)
    session.commit()
    app.extensions["clients"].read_at = NOW  # as if nobody here had made it
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(other), now=NOW + SECOND / 2)
    assert calls.authenticate(basic_of(other), now=NOW + SECOND).key == other.key


def test_wrong_headers_leave_nothing_in_memory(app: Flask, session: Session) -> None:
    issued, _caller = known(session)
    desk = app.extensions["clients"]
    for number in range(200):
        with pytest.raises(NotAuthenticated):
            calls.authenticate(basic(issued.key, f"tks{number:052d}"), now=NOW)
    assert len(desk.checked) == 1


def test_tokens_in_memory_have_an_end(
    app: Flask, session: Session, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls, "MOST_CHECKED", 10)
    issued, caller = known(session)
    for number in range(50):
        calls.authenticate(a_token(caller, issued, settings, now=NOW + number * SECOND), now=NOW)
        assert len(app.extensions["clients"].checked) <= 10


def test_no_secret_lies_in_the_memory_of_calls(app: Flask, session: Session) -> None:
    issued, _caller = known(session)
    desk = app.extensions["clients"]
    assert issued.secret not in str(desk.checked)
    assert issued.secret not in str(desk.known)


def test_a_revocation_holds_at_once_here_and_after_five_seconds_elsewhere(
    session: Session,
) -> None:
    issued, _caller = known(session)
    service.revoke_client(session, issued.client_id, now=NOW)
    session.commit()
    calls.authenticate(basic_of(issued), now=NOW + 4 * SECOND)  # as in another process
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(issued), now=LATER)
    other, _caller = known(session)
    service.revoke_client(session, other.client_id, now=NOW)
    session.commit()
    calls.forget()
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(other), now=NOW)


def test_a_clock_set_back_keeps_no_old_knowledge(session: Session) -> None:
    issued, _caller = known(session)
    service.revoke_client(session, issued.client_id, now=NOW)
    session.commit()
    with pytest.raises(NotAuthenticated):
        calls.authenticate(basic_of(issued), now=NOW - timedelta(hours=1))


def test_the_old_secret_holds_until_its_grace_ends_and_not_a_second_more(
    session: Session,
) -> None:
    old, _caller = known(session)
    new = service.rotate_secret(session, old.client_id, now=NOW, grace=3 * SECOND)
    session.commit()
    calls.forget()
    for issued in (old, new):
        calls.authenticate(basic_of(issued), now=NOW)
        calls.authenticate(basic_of(issued), now=NOW + 2 * SECOND)
    with pytest.raises(NotAuthenticated):  # though it was remembered as right
        calls.authenticate(basic_of(old), now=NOW + 3 * SECOND)
    calls.authenticate(basic_of(new), now=NOW + 3 * SECOND)


def test_the_callers_session_is_left_alone(session: Session) -> None:
    issued, _caller = known(session)
    waiting = a_client(session)  # flushed, not committed
    if db.engine.dialect.name == "sqlite":
        session.commit()  # there is one writer; what is read stands beside it in any case
    before = session.get_transaction()
    caller = calls.authenticate(basic_of(issued), now=LATER)
    calls.count(caller, statements=1, refused=False, now=LATER)
    assert session.get_transaction() is before
    session.rollback()
    assert waiting.key


# --- tokens


def test_a_token_opens_what_it_was_given_and_no_more(session: Session, settings: Settings) -> None:
    issued, caller = known(session, "all")
    header = a_token(caller, issued, settings, "state")
    found = calls.authenticate(header, now=NOW)
    assert found.id == caller.id
    assert found.scopes == {"state"}
    assert calls.authenticate(header, now=NOW) is found


def test_a_token_ends_after_an_hour(session: Session, settings: Settings) -> None:
    issued, caller = known(session)
    header = a_token(caller, issued, settings)
    almost = NOW + tokens.LIFE - SECOND
    calls.authenticate(header, now=almost)
    with pytest.raises(NotAuthenticated):
        calls.authenticate(header, now=NOW + tokens.LIFE)


def test_a_rotation_and_a_revocation_end_tokens(session: Session, settings: Settings) -> None:
    issued, caller = known(session)
    header = a_token(caller, issued, settings)
    calls.authenticate(header, now=NOW)
    new = service.rotate_secret(session, issued.client_id, now=NOW, grace=3 * SECOND)
    session.commit()
    calls.forget()
    newer = a_token(caller, new, settings)
    calls.authenticate(header, now=NOW + 2 * SECOND)
    with pytest.raises(NotAuthenticated):
        calls.authenticate(header, now=NOW + 3 * SECOND)
    calls.authenticate(newer, now=NOW + 3 * SECOND)
    service.revoke_client(session, issued.client_id, now=NOW)
    session.commit()
    calls.forget()
    with pytest.raises(NotAuthenticated):
        calls.authenticate(newer, now=NOW)


def test_a_scope_that_the_client_lost_is_gone_from_its_tokens(
    session: Session, settings: Settings
) -> None:
    issued, caller = known(session, "all")
    header = a_token(caller, issued, settings)
    service.change_client(
        session, issued.client_id, Permissions(issued.name, frozenset({"state"})), now=NOW
    )
    session.commit()
    calls.forget()
    assert not calls.authenticate(header, now=NOW).may("statements/write")


def test_a_changed_or_foreign_token_is_nobodys(session: Session, settings: Settings) -> None:
    issued, caller = known(session)
    header = a_token(caller, issued, settings)
    foreign = tokens.write(
        caller, caller.scopes, held="0" * 64, secret_key="another installation's", now=NOW
    )
    unsealed = tokens.write(
        caller, caller.scopes, held="0" * 64, secret_key=settings.secret_key, now=NOW
    )
    for wrong in (header[:-1], header + "A", f"Bearer {foreign}", f"Bearer {unsealed}"):
        with pytest.raises(NotAuthenticated):
            calls.authenticate(wrong, now=NOW)


# --- may it go on


def test_a_client_that_is_too_fast_waits_as_long_as_it_is_told(session: Session) -> None:
    _issued, caller = known(session, per_minute=20)  # ten for each of the two processes
    for _ in range(10):
        calls.admit(caller, now=NOW)
    with pytest.raises(TooManyRequests) as held_back:
        calls.admit(caller, now=NOW)
    assert held_back.value.retry_after_seconds == 6
    calls.admit(caller, now=NOW + 6 * SECOND)


def test_one_clients_haste_holds_no_other_back(session: Session) -> None:
    _issued, fast = known(session, per_minute=2)
    _issued, slow = known(session, per_minute=2)
    calls.admit(fast, now=NOW)
    with pytest.raises(TooManyRequests):
        calls.admit(fast, now=NOW)
    calls.admit(slow, now=NOW)


# --- pages of others


def test_only_origins_of_living_clients_are_answered(session: Session) -> None:
    issued, caller = known(session, origins=(PAGE,))
    assert calls.allowed_origins(NOW) == {PAGE}
    preflight = calls.cors_headers(PAGE, None, now=NOW, is_preflight=True)
    assert preflight["Access-Control-Allow-Origin"] == PAGE
    assert "X-Experience-API-Version" in preflight["Access-Control-Allow-Headers"]
    answer = calls.cors_headers(PAGE, caller, now=NOW)
    assert "X-Experience-API-Consistent-Through" in answer["Access-Control-Expose-Headers"]
    for headers in (preflight, answer):
        assert headers["Vary"] == "Origin"
        assert "Access-Control-Allow-Credentials" not in headers
        assert "*" not in headers.values()
    service.revoke_client(session, issued.client_id, now=NOW)
    session.commit()
    calls.forget()
    assert calls.cors_headers(PAGE, None, now=NOW, is_preflight=True) == {"Vary": "Origin"}


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", PAGE + ".evil.example"])
def test_other_origins_get_no_headers(session: Session, origin: str | None) -> None:
    _issued, caller = known(session, origins=(PAGE,))
    for who in (caller, None):
        assert calls.cors_headers(origin, who, now=NOW) == {"Vary": "Origin"}


def test_a_page_reads_only_with_the_key_it_belongs_to(session: Session) -> None:
    _issued, caller = known(session)
    known(session, origins=(PAGE,))
    assert calls.cors_headers(PAGE, caller, now=NOW) == {"Vary": "Origin"}


def test_a_page_of_another_origin_changes_nothing(session: Session, settings: Settings) -> None:
    _issued, caller = known(session, origins=(PAGE,))
    for origin in (None, PAGE, settings.public_url):
        calls.check_origin(origin, caller, method="POST")
    calls.check_origin("https://evil.example", caller, method="GET")
    for method in ("PUT", "POST", "DELETE"):
        for origin in ("https://evil.example", "null", ""):
            with pytest.raises(OriginRefused):
                calls.check_origin(origin, caller, method=method)


# --- what did it use


def kept(session: Session) -> tuple[int, int, int]:
    session.rollback()
    row = session.execute(
        sa.select(ClientUsage.requests, ClientUsage.statements, ClientUsage.refused)
    ).one_or_none()
    return (0, 0, 0) if row is None else (row[0], row[1], row[2])


def test_usage_is_gathered_and_written_by_whoever_comes_after_five_seconds(
    session: Session,
) -> None:
    _issued, caller = known(session)
    calls.count(caller, statements=1, refused=False, now=NOW)
    assert kept(session) == (1, 1, 0)
    for number in range(5):
        calls.count(caller, statements=50, refused=number == 0, now=NOW + number * SECOND / 2)
    assert kept(session) == (1, 1, 0)
    calls.count(caller, statements=0, refused=True, now=LATER)
    assert kept(session) == (7, 251, 2)


def test_a_page_can_have_the_sums_at_once(session: Session) -> None:
    _issued, caller = known(session)
    calls.count(caller, statements=1, refused=False, now=NOW)
    calls.count(caller, statements=1, refused=False, now=NOW)
    calls.keep_sums(now=NOW, at_once=True)
    assert kept(session) == (2, 2, 0)
    with asked() as statements:
        calls.keep_sums(now=NOW, at_once=True)
    assert statements == []


def test_a_busy_database_fails_no_call_and_loses_no_sum(
    session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    issued, caller = known(session)

    def busy(*_: object) -> None:
        raise OperationalError("UPDATE", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(service, "add_usage", busy)
        calls.count(caller, statements=3, refused=False, now=NOW)
    assert "waits for the database" in caplog.text
    assert issued.secret not in caplog.text
    calls.count(caller, statements=4, refused=False, now=NOW + 59 * SECOND)
    assert kept(session) == (0, 0, 0)
    calls.count(caller, statements=0, refused=True, now=NOW + 60 * SECOND)
    assert kept(session) == (3, 7, 1)


def test_a_database_that_is_locked_keeps_the_sums(session: Session) -> None:
    _issued, caller = known(session)
    impatient = db.engine.execution_options(sqlite_begin="IMMEDIATE")
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has more than one writer")
    with impatient.connect() as writer, db.engine.connect() as free:
        free.exec_driver_sql("PRAGMA busy_timeout=10")  # the pool's next connection
        writer.execute(sa.select(1))
        free.close()
        calls.count(caller, statements=1, refused=False, now=NOW)
    assert kept(session) == (0, 0, 0)
    calls.count(caller, statements=1, refused=False, now=NOW + timedelta(minutes=1))
    assert kept(session) == (2, 2, 0)


def test_processes_that_write_at_once_lose_nothing(app: Flask, session: Session) -> None:
    issued, _caller = known(session)
    day = NOW.date()

    def write() -> None:
        with app.app_context():
            for _ in range(10):
                with (
                    Session(db.engine.execution_options(sqlite_begin="IMMEDIATE")) as own,
                    own.begin(),
                ):
                    service.add_usage(own, {(issued.client_id, day): (1, 2, 0)})

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kept(session) == (30, 60, 0)
