"""The store is killed without warning: what was acknowledged is there, once and whole.

The server is the real one, and so is the load; ``python -m benchmarks.lrs --kill 100`` is the same
for longer.
"""

from collections.abc import Iterator

import pytest

from benchmarks.lrs.killed import kill_under_load
from benchmarks.lrs.server import Installation, installed

KILLS = ("worker", "worker", "all", "worker", "worker")


@pytest.fixture
def installation(engine: str, database_url: str) -> Iterator[Installation]:
    with installed(engine, database_url=database_url) as installation:
        yield installation


def test_no_acknowledged_statement_is_lost_or_stored_twice(installation: Installation) -> None:
    toll = kill_under_load(installation, KILLS)
    assert toll.is_well, toll.told
    assert toll.acknowledged > 50, toll.told
    assert toll.interrupted > 0, toll.told
