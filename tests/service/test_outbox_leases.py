"""What a killed worker held is taken up as soon as another one starts on the same machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import db, transaction
from app.outbox import cli, leases, queries, service
from app.outbox.models import OutboxDelivery
from app.outbox.relay import LEASE, MAX_ATTEMPTS, Subscribers, deliver_next

NOON = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)

pytestmark = pytest.mark.skipif(leases.holder() is None, reason="the system does not tell")


@dataclass(frozen=True, slots=True)
class BellRung:
    """A fact for tests."""

    occurred_at: datetime


class Killed(BaseException):
    """Ends a worker without a word."""


@pytest.fixture
def another() -> Iterator["subprocess.Popen[bytes]"]:
    """Run another process."""
    waits = [sys.executable, "-c", "input()"]
    with subprocess.Popen(waits, stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


@pytest.fixture(autouse=True)
def told(session: Session) -> None:
    service.publish(session, BellRung(NOON))
    session.commit()


def ring_and_die(_session: Session, _event: BellRung) -> None:
    raise Killed


SUBSCRIBERS: Subscribers = {BellRung: [ring_and_die]}


def name_of(pid: int) -> str:
    """Return how a process would name itself."""
    mine = leases.holder()
    begun = leases._begun(pid)  # noqa: SLF001  what only the process itself says
    assert mine is not None
    return f"{mine.rsplit('/', 2)[0]}/{pid}/{begun}"


def held_by(name: str | None) -> None:
    """Let a delivery be held by somebody since noon."""
    with pytest.raises(Killed):
        deliver_next(SUBSCRIBERS, now=NOON)
    with transaction() as session:
        session.execute(sa.update(OutboxDelivery).values(held_by=name))


def row() -> OutboxDelivery:
    db.session.expire_all()
    return db.session.scalars(sa.select(OutboxDelivery)).one()


def release() -> int:
    with transaction() as session:
        return leases.release_abandoned(session, now=NOON)


def test_a_lease_names_its_process_until_the_work_is_done() -> None:
    seen: list[str | None] = []

    def ring(session: Session, _event: BellRung) -> None:
        seen.append(session.scalar(sa.select(OutboxDelivery.held_by)))

    deliver_next({BellRung: [ring]}, now=NOON)
    assert seen == [leases.holder()]
    assert (row().held_by, row().delivered_at) == (None, NOON)


def test_a_failure_lets_go_of_it() -> None:
    def ring(_session: Session, _event: BellRung) -> None:
        raise ValueError("no bell")

    deliver_next({BellRung: [ring]}, now=NOON)
    assert row().held_by is None
    assert release() == 0
    assert (row().next_try_at or NOON) > NOON, "a back-off is no lease"


def test_what_a_killed_process_held_is_taken_up_at_once(
    another: "subprocess.Popen[bytes]",
) -> None:
    held_by(name_of(another.pid))
    assert release() == 0, "it is at it"
    another.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, another.pid, os.WEXITED | os.WNOWAIT)
    assert release() == 1, "it has ended, though nobody waited for it yet"
    assert (row().next_try_at, row().held_by, row().attempts) == (NOON, None, 1)
    assert release() == 0


def test_one_that_was_waited_for_is_gone_as_well(another: "subprocess.Popen[bytes]") -> None:
    held_by(name_of(another.pid))
    another.kill()
    another.wait()
    assert release() == 1


def one_before_me() -> str:
    """Return the name of a process that had this one's number before."""
    mine = leases.holder()
    assert mine is not None
    place, _, begun = mine.rpartition("/")
    return f"{place}/{int(begun) - 1}"


def test_a_number_that_another_process_has_now_is_not_the_one_that_held_it() -> None:
    held_by(one_before_me())
    assert release() == 1


@pytest.mark.parametrize("place", ["another", "another/boot/pid:[1]"])
def test_what_cannot_be_told_from_here_waits_for_its_lease(place: str) -> None:
    held_by(f"{place}/{2**22 + 1}/1")
    assert release() == 0
    assert row().next_try_at == NOON + LEASE


def test_what_nobody_is_named_for_waits_for_its_lease() -> None:
    held_by(None)
    assert release() == 0
    assert row().next_try_at == NOON + LEASE


def test_what_kills_its_worker_each_time_comes_to_an_end_without_waiting() -> None:
    tries = 0
    for n in range(MAX_ATTEMPTS + 1):
        try:
            while deliver_next(SUBSCRIBERS, now=NOON + timedelta(seconds=n)):
                pass
        except Killed:
            tries += 1
        with transaction() as session:
            session.execute(sa.update(OutboxDelivery).values(held_by=one_before_me()))
            leases.release_abandoned(session, now=NOON)
    assert tries == MAX_ATTEMPTS
    assert len(queries.dead_deliveries(db.session())) == 1


def test_a_worker_that_starts_takes_up_what_was_left(
    another: "subprocess.Popen[bytes]", capsys: pytest.CaptureFixture[str]
) -> None:
    held_by(name_of(another.pid))
    another.kill()
    another.wait()
    cli.release()
    assert row().held_by is None
    assert "1" in capsys.readouterr().out
    cli.release()
    assert capsys.readouterr().out == ""
