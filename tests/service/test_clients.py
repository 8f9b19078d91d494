"""Clients: let in, changed, rotated and ended, and what the database keeps of them."""

import dataclasses
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.clients import queries, rules, service
from app.clients.errors import NameTaken
from app.clients.models import Client, ClientUsage
from app.clients.service import Permissions
from tests.factories.clients import a_client
from tests.factories.identity import NOW, TODAY

DAY = timedelta(days=1)


def columns(session: Session) -> dict[str, Any]:
    """Return the one client's row, as the database has it."""
    return dict(session.execute(sa.select(Client.__table__)).mappings().one())


def test_the_secret_is_kept_as_a_digest_only(session: Session) -> None:
    issued = a_client(session)
    row = columns(session)
    assert issued.secret not in str(row)
    assert row["secret_sha256"] == rules.digest(issued.secret)
    assert rules.shaped(issued.key, issued.secret) is not None


def test_what_a_client_may_do_is_kept_in_order_and_once(session: Session) -> None:
    a_client(
        session,
        *("state", "statements/write"),
        origins=("https://a.example.jp", "https://a.example.jp"),
        reports_on=("https://x.example.jp/c",),
    )
    row = columns(session)
    assert row["scopes"] == ["statements/write", "state"]
    assert row["origins"] == ["https://a.example.jp"]
    assert row["reports_on"] == ["https://x.example.jp/c"]


def test_two_living_clients_have_two_names(session: Session) -> None:
    first = a_client(session, name="図書館")
    with pytest.raises(NameTaken):
        a_client(session, name="図書館")
    service.revoke_client(session, first.client_id, now=NOW)
    again = a_client(session, name="図書館")
    other = a_client(session, name="公民館")
    with pytest.raises(NameTaken):
        service.change_client(
            session, other.client_id, Permissions("図書館", frozenset({"all"})), now=NOW
        )
    service.change_client(
        session, again.client_id, Permissions("図書館", frozenset({"state"})), now=NOW
    )


def test_a_change_leaves_key_and_secret(session: Session) -> None:
    issued = a_client(session)
    before = columns(session)
    wanted = Permissions("新しい名前", frozenset({"profile"}), per_minute=7)
    service.change_client(session, issued.client_id, wanted, now=NOW)
    after = columns(session)
    assert after["name"] == "新しい名前"
    assert (after["scopes"], after["per_minute"]) == (["profile"], 7)
    assert [after[n] for n in ("key", "secret_sha256")] == [
        before[n] for n in ("key", "secret_sha256")
    ]


def test_a_rotation_ends_the_old_secret_at_once_or_after_its_grace(session: Session) -> None:
    old = a_client(session)
    new = service.rotate_secret(session, old.client_id, now=NOW, grace=DAY)
    assert new.secret != old.secret
    assert new.key == old.key
    known = queries.living(session)[old.key]
    digests = (rules.digest(new.secret), rules.digest(old.secret))
    assert known.secrets(NOW + DAY - timedelta(seconds=1)) == digests
    assert known.secrets(NOW + DAY) == digests[:1]
    newest = service.rotate_secret(session, old.client_id, now=NOW)
    assert queries.living(session)[old.key].secrets(NOW) == (rules.digest(newest.secret),)


@pytest.mark.parametrize("grace", [timedelta(days=8), timedelta(seconds=-1)])
def test_a_grace_has_an_end(session: Session, grace: timedelta) -> None:
    issued = a_client(session)
    with pytest.raises(ValueError, match="a week"):
        service.rotate_secret(session, issued.client_id, now=NOW, grace=grace)


def test_a_revoked_client_stays_on_record_and_can_do_nothing_more(session: Session) -> None:
    issued = a_client(session)
    service.rotate_secret(session, issued.client_id, now=NOW, grace=DAY)
    service.revoke_client(session, issued.client_id, now=NOW)
    assert queries.living(session) == {}
    assert columns(session)["previous_sha256"] is None
    wanted = Permissions("x", frozenset({"all"}))
    for attempt in (
        lambda: service.revoke_client(session, issued.client_id, now=NOW),
        lambda: service.rotate_secret(session, issued.client_id, now=NOW),
        lambda: service.change_client(session, issued.client_id, wanted, now=NOW),
        lambda: queries.living_client(session, issued.client_id, now=NOW),
        lambda: queries.living_client_with_key(session, issued.key),
    ):
        with pytest.raises(NoResultFound):
            attempt()
    assert queries.client(session, issued.client_id, now=NOW).revoked_on == TODAY


def test_nobody_is_found_under_an_unknown_id(session: Session) -> None:
    with pytest.raises(NoResultFound):
        queries.client(session, uuid.uuid4(), now=NOW)


# --- usage


def used(session: Session) -> dict[date, tuple[int, int, int]]:
    rows = session.scalars(sa.select(ClientUsage)).all()
    return {row.day: (row.requests, row.statements, row.refused) for row in rows}


def test_usage_is_added_up_by_day(session: Session) -> None:
    mine, other = a_client(session).client_id, a_client(session).client_id
    for _ in range(2):
        service.add_usage(session, {(mine, TODAY): (3, 50, 1), (mine, TODAY - DAY): (1, 0, 0)})
    assert used(session) == {TODAY: (6, 100, 2), TODAY - DAY: (2, 0, 0)}
    service.add_usage(session, {(other, TODAY): (1, 1, 0)})
    session.expire_all()
    row = queries.client(session, mine, now=NOW)
    assert (row.requests, row.statements, row.refused) == (8, 100, 2)


def test_usage_of_a_client_that_is_gone_is_left_out_and_the_rest_kept(session: Session) -> None:
    mine = a_client(session).client_id
    lost = {(uuid.UUID(int=number), TODAY): (1, 1, 1) for number in (0, 2**128 - 1)}
    service.add_usage(session, {**lost, (mine, TODAY): (1, 2, 0)})
    assert used(session) == {TODAY: (1, 2, 0)}


def test_two_sums_are_one() -> None:
    one, two = uuid.UUID(int=1), uuid.UUID(int=2)
    first: service.Sums = {(one, TODAY): (1, 2, 0)}
    second: service.Sums = {(one, TODAY): (1, 3, 1), (two, TODAY): (5, 5, 5)}
    both = {(one, TODAY): (2, 5, 1), (two, TODAY): (5, 5, 5)}
    assert service.together(first, second) == both
    assert service.together(second, first) == both
    assert first == {(one, TODAY): (1, 2, 0)}


def test_a_page_shows_thirty_days_of_japan_with_today_last(session: Session) -> None:
    issued = a_client(session)
    late = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # half past midnight of the 23rd in Japan
    days = {TODAY + DAY: 1, TODAY - 28 * DAY: 2, TODAY - 29 * DAY: 4}
    service.add_usage(
        session, {(issued.client_id, day): (count, 0, 0) for day, count in days.items()}
    )
    row = queries.client(session, issued.client_id, now=late)
    assert [row.days[0].on, row.days[-1].on] == [TODAY - 28 * DAY, TODAY + DAY]
    assert len(row.days) == queries.USAGE_DAYS
    assert row.requests == 3
    assert row.busiest == 2
    assert row.last_used_on == TODAY + DAY


def test_the_last_use_is_known_however_long_ago(session: Session) -> None:
    issued = a_client(session)
    service.add_usage(session, {(issued.client_id, date(2026, 4, 1)): (1, 0, 0)})
    row = queries.client(session, issued.client_id, now=NOW)
    assert row.last_used_on == date(2026, 4, 1)
    assert row.requests == 0


def test_the_living_come_first_by_name_then_the_revoked_newest_first(session: Session) -> None:
    for name, ended in (("い", None), ("う", NOW - DAY), ("あ", None), ("え", NOW)):
        issued = a_client(session, name=name)
        if ended:
            service.revoke_client(session, issued.client_id, now=ended)
    assert [row.name for row in queries.clients(session, now=NOW)] == ["あ", "い", "え", "う"]


def test_no_row_for_people_holds_a_digest(session: Session) -> None:
    issued = a_client(session)
    row = queries.client(session, issued.client_id, now=NOW)
    told = str(dataclasses.asdict(row))
    assert rules.digest(issued.secret) not in told
    assert issued.secret not in told
