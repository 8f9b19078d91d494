"""Completions by the thousand, the real workers that issue for them, and what came of it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import psutil
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app import clock
from app.catalog.models import Course, CourseVersion
from app.credentials.models import (
    Credential,
    CredentialAudit,
    CredentialState,
    Delivery,
    DeliveryState,
)
from app.db import db, transaction
from app.factory import create_app
from app.identity.models import Organization
from app.learning.events import CourseCompleted
from app.learning.models import Registration
from app.outbox import queries as outbox
from app.outbox import service as outbox_service
from app.talent.models import ReceiptState, ReceivedCredential
from benchmarks.lrs.server import Installation
from tests.factories.catalog import a_version
from tests.factories.identity import a_post, a_user, an_organization

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
LOOK_SECONDS = 0.25
PEOPLE_AT_ONCE = 1000


@dataclass
class Worker:
    """A running worker."""

    process: "subprocess.Popen[bytes]"

    def cpu_seconds(self) -> float:
        """Return the CPU time that it has used so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Counted:
    """What stands in the database; of a run of N completions, each figure is N, faults are 0."""

    credentials: int
    numbers: int
    places: int
    signed: int
    issues: int
    deliveries: int
    received: int
    faults: int

    def is_exactly(self, n: int) -> bool:
        """Whether there is one of everything for each completion, and nothing gave up."""
        found = (
            self.credentials,
            self.numbers,
            self.places,
            self.signed,
            self.issues,
            self.deliveries,
            self.received,
        )
        return set(found) == {n} and self.faults == 0


def add_completed_runs(
    installation: Installation, n: int, *, slug: str = ""
) -> list[CourseCompleted]:
    """Let ``n`` clerks have completed a course; return what is to be told of it.

    Args:
        installation: A prepared one.
        n: How many.
        slug: A course it has published; without it, the little course of the tests.
    """
    now = clock.now()
    told: list[CourseCompleted] = []
    with _opened(installation):
        with transaction() as session:
            department = an_organization(session)
            version = _version(session, slug)
        for start in range(0, n, PEOPLE_AT_ONCE):
            with transaction() as session:
                count = min(PEOPLE_AT_ONCE, n - start)
                told += [_completed(session, version, department, now) for _ in range(count)]
    return told


def _version(session: Session, slug: str) -> CourseVersion:
    if not slug:
        return a_version(session)
    is_current = Course.current_version_id == CourseVersion.id
    asked = sa.select(CourseVersion).join(Course, is_current).where(Course.slug == slug)
    return session.scalars(asked).one()


def _completed(
    session: Session, version: CourseVersion, department: Organization, now: datetime
) -> CourseCompleted:
    clerk = a_user(session, login_id=f"clerk-{uuid.uuid4().hex[:12]}")
    a_post(session, clerk, department)
    run = Registration(
        id=uuid.uuid4(),
        learner_id=clerk.id,
        course_id=version.course_id,
        course_version_id=version.id,
        started_at=now,
        last_active_at=now,
        completed_at=now,
    )
    session.add(run)
    return CourseCompleted(run.id, clerk.id, version.id, now)


def tell(installation: Installation, completed: list[CourseCompleted]) -> None:
    """Tell of all completions at once, as the requests did that completed them one by one."""
    with _opened(installation), transaction() as session:
        for event in completed:
            outbox_service.publish(session, event)


@contextlib.contextmanager
def working(installation: Installation) -> Iterator[list[Worker]]:
    """Run the workers, ready to work, until the block ends; the list may be changed."""
    workers = [start_worker(installation) for _ in range(WORKERS)]
    try:
        for worker in workers:
            _wait_until_idle(worker)
        yield workers
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.wait(60)


def start_worker(installation: Installation) -> Worker:
    """Start a worker as the site does."""
    return Worker(
        subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app.worker", "outbox", "run"],
            cwd=ROOT,
            env={**os.environ, **installation.environment},
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
    )


def _wait_until_idle(worker: Worker) -> None:
    """Wait until it has loaded everything: a waiting worker uses next to no time."""
    used, quiet = worker.cpu_seconds(), 0
    while quiet < 4:  # noqa: PLR2004  looks in a row
        time.sleep(LOOK_SECONDS)
        before, used = used, worker.cpu_seconds()
        quiet = quiet + 1 if used > 0.3 and used - before < 0.05 else 0  # noqa: PLR2004  seconds


def wait_for(
    installation: Installation,
    n: int,
    *,
    seconds: float,
    at: Mapping[int, Callable[[], None]] | None = None,
) -> None:
    """Wait until ``n`` credentials have arrived in the registry and nothing more is to do.

    Args:
        installation: Where the workers work.
        n: How many.
        seconds: The most to wait.
        at: Number of arrivals → what is then done, once.
    """
    until = time.monotonic() + seconds
    pending = dict(at or {})
    with _opened(installation):
        while time.monotonic() < until:
            arrived = db.session.scalar(_arrived()) or 0
            for mark in [mark for mark in pending if arrived >= mark]:
                pending.pop(mark)()
            if arrived >= n and not outbox.waiting(db.session(), now=clock.now()):
                return
            db.session.remove()
            time.sleep(LOOK_SECONDS)


def _arrived() -> "sa.Select[tuple[int]]":
    delivered = Delivery.state == DeliveryState.DELIVERED
    return sa.select(sa.func.count()).select_from(Delivery).where(delivered)


def count(installation: Installation) -> Counted:
    """Count everything that there must be one of for each completion."""
    how_many = sa.func.count()
    place = sa.func.count(
        sa.distinct(
            sa.cast(Credential.status_list_number * 131_072, sa.BigInteger)
            + Credential.status_index
        )
    )
    signed = (Credential.state == CredentialState.ISSUED) & Credential.jwt.is_not(None)
    accepted = ReceivedCredential.state == ReceiptState.ACCEPTED
    with _opened(installation):
        asked = [
            sa.select(how_many).select_from(Credential),
            sa.select(sa.func.count(sa.distinct(Credential.number))),
            sa.select(place),
            sa.select(sa.func.count(sa.distinct(Credential.di))).where(signed),
            sa.select(how_many)
            .select_from(CredentialAudit)
            .where(CredentialAudit.what == "issued"),
            _arrived(),
            sa.select(sa.func.count(sa.distinct(ReceivedCredential.credential_uri))).where(
                accepted
            ),
        ]
        found = [db.session.scalar(one) or 0 for one in asked]
        return Counted(*found, faults=len(outbox.dead_deliveries(db.session())))


@contextlib.contextmanager
def _opened(installation: Installation) -> Iterator[None]:
    with create_app(installation.settings).app_context():
        yield
        db.session.remove()
        db.engine.dispose()
