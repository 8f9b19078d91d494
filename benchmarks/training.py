"""A list of 3,000 completions: how long its dry run, its application and its undoing take.

``python -m benchmarks.training [rows]`` makes a city hall of as many staff in an empty SQLite
database, and a list with a row for each and ten faulty ones; titles attest two items each. It is
read, compared, applied and undone as the worker does, in this process. Dry run and application
together are to take less than ten seconds; it fails where they take longer of CPU, so that a busy
machine tells the same. The clock is told beside.
"""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import clock
from app.config import Settings
from app.db import reading, transaction
from app.factory import create_app
from app.identity.models import OrganizationKind
from app.identity.service import create_organization
from app.rosters import service as rosters
from app.rosters.madeup.city import city_roster
from app.sheets.text import written_csv
from app.talent.models import SkillAttestation
from app.training import service
from app.training.models import TrainingImport, TrainingRecord
from app.training.presets import PRESETS
from app.training.service import Attests

ROOT = Path(__file__).resolve().parent.parent
SECONDS, FAULTY, TITLES = 10, 10, 5
ITEMS = ("dss-l@1.2/T5", "dss-l@1.2/H3")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="?", type=int, default=3_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as folder, _app(Path(folder)).app_context():
        upgrade(directory=str(ROOT / "migrations"))
        numbers = _staff(rows)
        sys.exit(not _measured(_list(numbers)))


def _measured(data: bytes) -> bool:
    told: dict[str, tuple[float, float]] = {}
    with transaction() as session:
        now = clock.now()
        source = service.add_source(session, "J-LIS", preset="j-lis", by=None, now=now)
        claims = tuple((ref, 1) for ref in ITEMS)
        service.keep_rule(session, source, Attests("研修*", claims, 36), by=None, now=now)
        kept = service.keep_list(session, source, "list.csv", data, by=None, now=now).id
    with _taken(told, "dry run"):
        plan = service.compare(reading(), kept, now=clock.now())
        with transaction() as session:
            service.keep_comparison(session, kept, plan)
    faults = reading().get_one(TrainingImport, kept).summary["counts"]["fault"]
    with _taken(told, "apply"):
        plan = service.compare(reading(), kept, now=clock.now())
        with transaction() as session:
            service.apply(session, kept, plan, now=clock.now())
    made, attested = _count(TrainingRecord), _count(SkillAttestation)
    with _taken(told, "undo"), transaction() as session:
        service.undo(session, kept, now=clock.now())
    left = _count(TrainingRecord) + _count(SkillAttestation)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{made:,} records, {attested:,} attestations, {faults} faulty rows, {left} once undone")
    for what, (seconds, cpu) in told.items():
        print(f"{what:<24}{seconds:8.1f} s, {cpu:.1f} s of CPU")
    whole = told["dry run"][1] + told["apply"][1]
    print(f"{'dry run and apply':<24}{whole:8.1f} s of CPU, of {SECONDS} s")
    print(f"{'memory at most':<24}{memory:8.0f} MB")
    return whole < SECONDS and faults == FAULTY and not left


@contextmanager
def _taken(told: dict[str, tuple[float, float]], what: str) -> Iterator[None]:
    begun, worked = time.monotonic(), time.process_time()
    yield
    told[what] = time.monotonic() - begun, time.process_time() - worked


def _count(table: type[TrainingRecord] | type[SkillAttestation]) -> int:
    return reading().scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _staff(count: int) -> list[str]:
    """Bring a city hall by its roster, and return the numbers of its people."""
    with transaction() as session:
        now = clock.now()
        city = create_organization(session, "犀川市", OrganizationKind.CITY)
        data = city_roster(staff=count)
        kept = rosters.keep_roster(session, "city.csv", data, city.id, by=None, now=now).id
    found = rosters.compare(reading(), kept, now=clock.now())
    with transaction() as session:
        rosters.keep_comparison(session, kept, found)
    with transaction() as session:
        rosters.approve(session, kept, by=None, now=clock.now())
    plan = rosters.compare(reading(), kept, now=clock.now()).plan
    ready = rosters.prepare(reading(), kept, plan, now=clock.now(), is_demo=False)
    with transaction() as session:
        rosters.apply(session, kept, ready, now=clock.now())
    numbers = sa.text("SELECT number FROM employee ORDER BY number")
    return list(reading().scalars(numbers))[:count]


def _list(numbers: list[str]) -> bytes:
    headings = list(PRESETS["j-lis"].columns.headings.values())
    day = date(2026, 3, 31)
    faulty = set(range(0, len(numbers), max(1, len(numbers) // FAULTY)))
    rows = [
        [
            number,
            "",
            f"研修{place % TITLES}",
            "きのう" if place in sorted(faulty)[:FAULTY] else str(day - timedelta(place % 300)),
            "6",
            "修了",
        ]
        for place, number in enumerate(numbers)
    ]
    return written_csv([headings, *rows])


def _app(folder: Path) -> Flask:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=f"sqlite:///{folder / 'bench.db'}",
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    return create_app(settings)


if __name__ == "__main__":
    main()
