"""Workers killed without warning: what was acknowledged happens, and happens once.

The processes are real: this module is also a program (``python -m tests.service.test_ops_killed``)
that loads the house once, and then forks writers and workers and kills them, round after round.
"""

import contextlib
import gc
import json
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NoReturn

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session, configure_mappers

from app import clock
from app.db import Base, db, transaction
from app.notify.models import Message
from app.outbox import queries, relay, service
from app.outbox.models import OutboxDelivery, OutboxEvent
from tests.conftest import ROOT

ROUNDS = 15
WORKERS = 2
LEASE = timedelta(seconds=0.2)
SECONDS = 120
"""The most that anything may take, on a machine that does much else besides."""


@dataclass(frozen=True, slots=True)
class KettleBoiled:
    number: int
    occurred_at: datetime


@dataclass(frozen=True, slots=True)
class TeaMade:
    number: int
    occurred_at: datetime


def make_tea(session: Session, event: KettleBoiled) -> None:
    """Write something and tell of it; killed anywhere, both happen or neither."""
    _write(session, f"tea-{event.number}")
    service.publish(session, TeaMade(event.number, event.occurred_at))


def drink(session: Session, event: TeaMade) -> None:
    _write(session, f"drunk-{event.number}")


def _write(session: Session, what: str) -> None:
    """Write a row whose key would not stop a second one: only the outbox does."""
    key = f"{what}/{uuid.uuid4()}"
    session.add(Message(key=key, message_id="", sent_at=clock.now()))
    session.flush()
    time.sleep(random.uniform(0, 0.004))  # noqa: S311  where the axe falls


LISTENING: relay.Subscribers = {KettleBoiled: [make_tea], TeaMade: [drink]}


def test_what_was_acknowledged_happens_once_though_every_process_is_killed(
    engine: str, tmp_path: Path
) -> None:
    if engine != "sqlite":
        pytest.skip("runs on a file of its own")
    done = subprocess.run(
        [sys.executable, "-m", __name__, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS * 2,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    wanted = {f"{what}-{number}" for number in found["acknowledged"] for what in ("tea", "drunk")}
    assert len(found["acknowledged"]) > ROUNDS
    assert found["killed"] == ROUNDS * (WORKERS + 1)
    assert wanted - set(found["effects"]) == set(), "lost"
    assert {what: n for what, n in found["effects"].items() if n != 1} == {}, "done twice"


# -- the program ----------------------------------------------------------------------------------


def main(folder: Path) -> None:
    """Write, work and kill; then let the work end, and print what came of it."""
    relay.LEASE = LEASE
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'killed.db'}"
    db.init_app(app)
    with app.app_context():
        tables = [Base.metadata.tables[one.__tablename__] for one in KEPT]
        Base.metadata.create_all(db.engine, tables=tables)
        db.engine.dispose()
        configure_mappers()
        gc.freeze()  # what every child would do first, each in a good part of its short life
        killed = 0
        for round_ in range(ROUNDS):
            children = [_fork(_work) for _ in range(WORKERS)]
            children.append(_fork(partial(_boil, folder, round_ * 10_000)))
            time.sleep(random.uniform(0.2, 0.7))  # noqa: S311  where the axe falls
            killed += sum(_kill(child) for child in children)
        end = time.monotonic() + SECONDS
        while queries.waiting(db.session(), now=clock.now()) and time.monotonic() < end:
            db.session.remove()
            if not relay.deliver_next(LISTENING, now=clock.now()):
                time.sleep(0.02)
        keys = db.session.scalars(sa.select(Message.key))
        effects = Counter(key.split("/")[0] for key in keys)
    acknowledged = [int(line) for line in (folder / "acknowledged").read_text().split()]
    json.dump({"acknowledged": acknowledged, "killed": killed, "effects": effects}, sys.stdout)


KEPT = (OutboxEvent, OutboxDelivery, Message)


def _fork(job: Callable[[], NoReturn]) -> int:
    child = os.fork()
    if child == 0:
        with contextlib.suppress(BaseException):
            job()
        os._exit(1)
    return child


def _kill(child: int) -> bool:
    """Kill a process; say whether it was still at work."""
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _work() -> NoReturn:
    while True:
        if not relay.deliver_next(LISTENING, now=clock.now()):
            db.session.remove()
            time.sleep(0.03)


def _boil(folder: Path, number: int) -> NoReturn:
    """Publish, and write down what was acknowledged, as a browser would have been told."""
    with (folder / "acknowledged").open("a") as told:
        while True:
            number += 1
            with transaction() as session:
                service.publish(session, KettleBoiled(number, clock.now()))
            told.write(f"{number}\n")
            told.flush()
            time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
