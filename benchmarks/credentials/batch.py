"""Completions by the thousand, the real workers that issue for them, and what came of it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import clock
from app.catalog.models import Course, CourseVersion
from app.credentials.models import (
    AuditEvent,
    Credential,
    CredentialAudit,
    CredentialState,
    Delivery,
    DeliveryState,
)
from app.credentials.status import LENGTH
from app.db import db, transaction
from app.factory import create_app
from app.identity.models import Organization
from app.learning.events import CourseCompleted
from app.learning.models import Registration
from app.outbox import queries as outbox
from app.outbox import service as outbox_service
from app.outbox.relay import LEASE
from app.talent.models import ReceiptState, ReceivedCredential
from benchmarks.credentials import working
from benchmarks.credentials.working import Writing
from benchmarks.lrs.server import Installation
from tests.factories.catalog import a_version
from tests.factories.identity import a_post, a_user, an_organization

ROOT = Path(__file__).resolve().parents[2]
Column = sa.ColumnElement[Any] | InstrumentedAttribute[Any]

WORKERS = 2
LOOK_SECONDS = 0.1
IDLE_SECONDS = 0.25
PEOPLE_AT_ONCE = 1000


@dataclass
class Worker:
    """A running worker."""

    process: "subprocess.Popen[bytes]"
    figures: Path

    def cpu_seconds(self) -> float:
        """Return the CPU time that it has used so far."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@dataclass(frozen=True)
class Issued:
    """How it went: seconds of the whole, of the telling alone, and of the workers' CPU.

    ``writing`` is of the workers that were not killed.
    """

    took: float
    told: float
    cpu: float
    kills: int
    writing: Writing


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


def issue(
    installation: Installation,
    completed: list[CourseCompleted],
    *,
    kill: bool = False,
    lease: float = LEASE.total_seconds(),
) -> Issued:
    """Tell of completions, and let two workers issue and deliver until nothing is left to do.

    Args:
        installation: A prepared one, whose completions ``add_completed_runs`` made.
        completed: What is told.
        kill: Whether one worker is killed after a third of the arrivals, and the other one after
            two thirds; a new one takes its place each time.
        lease: Seconds after which somebody else takes up what a killed worker had claimed.
    """
    killed: list[float] = []
    with _working(installation, lease) as workers:
        started = {worker.process.pid: worker.cpu_seconds() for worker in workers}

        def replace_one() -> None:
            victim = workers.pop(0)
            killed.append(victim.cpu_seconds() - started.get(victim.process.pid, 0))
            victim.kill()
            workers.append(start_worker(installation, lease))

        n = len(completed)
        marks = [n // 3, 2 * n // 3] if kill else []
        begun = time.monotonic()
        _tell(installation, completed)
        told = time.monotonic() - begun
        _wait_for(installation, n, seconds=n + 2 * lease + 120, at=marks, do=replace_one)
        took = time.monotonic() - begun
        used = sum(w.cpu_seconds() - started.get(w.process.pid, 0) for w in workers)
    writing = sum((working.read(worker.figures) for worker in workers), Writing())
    return Issued(took, told, used + sum(killed), len(killed), writing)


@contextlib.contextmanager
def _working(installation: Installation, lease: float) -> Iterator[list[Worker]]:
    """Run the workers, ready to work, until the block ends; the list may be changed."""
    workers = [start_worker(installation, lease) for _ in range(WORKERS)]
    try:
        for worker in workers:
            _wait_until_idle(worker)
        yield workers
    finally:
        for worker in workers:
            worker.process.terminate()
        for worker in workers:
            worker.process.wait(60)


def start_worker(installation: Installation, lease: float) -> Worker:
    """Start a worker as the site does, but for its lease and for what is measured."""
    figures = installation.settings.instance_dir / f"worker-{uuid.uuid4()}.json"
    words = [str(lease), str(figures), "--app", "app.worker", "outbox", "run"]
    process = subprocess.Popen(
        [sys.executable, "-m", working.__name__, *words],
        cwd=ROOT,
        env={**os.environ, **installation.environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    return Worker(process, figures)


def _wait_until_idle(worker: Worker) -> None:
    """Wait until it has loaded everything: a waiting worker uses next to no time."""
    used, quiet = worker.cpu_seconds(), 0
    while quiet < 4:  # noqa: PLR2004  looks in a row
        time.sleep(IDLE_SECONDS)
        before, used = used, worker.cpu_seconds()
        quiet = quiet + 1 if used > 0.3 and used - before < 0.05 else 0  # noqa: PLR2004  seconds


def _tell(installation: Installation, completed: list[CourseCompleted]) -> None:
    """Tell of all completions at once, as the requests did that completed them one by one."""
    with _opened(installation), transaction() as session:
        for event in completed:
            outbox_service.publish(session, event)


def _wait_for(
    installation: Installation,
    n: int,
    *,
    seconds: float,
    at: list[int],
    do: Callable[[], None],
) -> None:
    """Wait until ``n`` credentials have arrived in the registry and nothing more is to do.

    Args:
        installation: Where the workers work.
        n: How many.
        seconds: The most to wait.
        at: Numbers of arrivals at which ``do`` is called, in order.
        do: Something to do.
    """
    until = time.monotonic() + seconds
    marks = list(at)
    with _opened(installation):
        while time.monotonic() < until:
            arrived = db.session.scalar(_ARRIVED) or 0
            if marks and arrived >= marks[0]:
                del marks[0]
                do()
            if arrived >= n and not outbox.waiting(db.session(), now=clock.now()):
                return
            db.session.remove()
            time.sleep(LOOK_SECONDS)


_ARRIVED = (
    sa.select(sa.func.count())
    .select_from(Delivery)
    .where(Delivery.state == DeliveryState.DELIVERED)
)


def count(installation: Installation) -> Counted:
    """Count everything that there must be one of for each completion."""
    place = sa.cast(Credential.status_list_number, sa.BigInteger) * LENGTH
    signed = (Credential.state == CredentialState.ISSUED) & Credential.jwt.is_not(None)
    accepted = ReceivedCredential.state == ReceiptState.ACCEPTED
    is_issue = CredentialAudit.what == AuditEvent.ISSUED
    with _opened(installation):
        return Counted(
            credentials=_distinct(Credential.id),
            numbers=_distinct(Credential.number),
            places=_distinct(place + Credential.status_index),
            signed=_distinct(Credential.di, signed),
            issues=_rows(CredentialAudit.seq, is_issue),
            deliveries=db.session.scalar(_ARRIVED) or 0,
            received=_distinct(ReceivedCredential.credential_uri, accepted),
            faults=len(outbox.dead_deliveries(db.session())),
        )


def _rows(column: Column, *where: "sa.ColumnElement[bool]") -> int:
    return db.session.scalar(sa.select(sa.func.count(column)).where(*where)) or 0


def _distinct(column: Column, *where: "sa.ColumnElement[bool]") -> int:
    return db.session.scalar(sa.select(sa.func.count(sa.distinct(column))).where(*where)) or 0


@contextlib.contextmanager
def _opened(installation: Installation) -> Iterator[None]:
    with create_app(installation.settings).app_context():
        yield
        db.session.remove()
        db.engine.dispose()
