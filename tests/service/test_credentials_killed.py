"""Workers are killed in the middle of a batch: in the end there is exactly one of everything.

The workers are the real ones; ``python -m benchmarks.credentials 10000 --kill`` is the same for
longer.
"""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.credentials.models import Credential
from app.outbox.models import OutboxEvent
from benchmarks.credentials.batch import add_completed_runs, count, issue
from benchmarks.lrs.server import Installation, installed
from tests.acceptance import acceptance
from tests.factories.learning import RIGHT, a_run, answer, finish_lessons

COMPLETIONS = 150
LEASE_SECONDS = 2.0


@pytest.fixture
def installation(engine: str, database_url: str) -> Iterator[Installation]:
    with installed(engine, database_url=database_url) as installation:
        yield installation


@acceptance("6b")
def test_killed_workers_leave_exactly_one_of_everything(installation: Installation) -> None:
    completed = add_completed_runs(installation, COMPLETIONS)
    issued = issue(installation, completed, kill=True, lease=LEASE_SECONDS)
    found = count(installation)
    assert issued.kills == 2
    assert found.is_exactly(COMPLETIONS), found


@acceptance("6a")
def test_the_request_that_completes_a_course_only_enqueues(session: Session) -> None:
    own = a_run(session)
    for key, response in RIGHT.items():
        answer(session, own, key, response)
    assert finish_lessons(session, own)
    told = session.scalars(sa.select(OutboxEvent.type)).all()
    assert told.count("CourseCompleted") == 1
    assert session.scalar(sa.select(sa.func.count()).select_from(Credential)) == 0
