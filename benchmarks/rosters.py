"""A roster of 20,000 rows: how long a dry run and its application take, and how much memory.

``python -m benchmarks.rosters [pupils]`` makes a OneRoster archive of that many pupils, brings it
into an empty SQLite database as the worker does, in a process of its own, and undoes it again. The
seconds are CPU time, so that a busy machine tells the same; those of the write lock and the waits
of others are seconds of the clock as well, since others wait by the clock.

``--staff 3000`` brings a city hall's table instead, with numbers and employments and ten faulty
rows: all of it, from the dry run to the undoing, is to take less than ten seconds of the clock.

Meanwhile another process writes, as somebody who answers questions does, twenty times a second,
and tells how long it had to wait at most. It fails where a limit is not kept.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from select import select
from subprocess import PIPE

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.exc import OperationalError

from app import clock
from app.audit.models import AuditEntry
from app.config import Settings
from app.db import reading, transaction
from app.factory import create_app
from app.identity.models import OrganizationKind
from app.identity.service import create_organization
from app.outbox.service import publish
from app.personnel.models import Employment
from app.rosters import service
from app.rosters.events import RosterReceived
from app.rosters.madeup.board import Size, board_roster
from app.rosters.madeup.city import city_roster
from app.rosters.models import RosterImport

ROOT = Path(__file__).resolve().parent.parent
DRY_RUN_SECONDS, APPLY_SECONDS, MEGABYTES = 20, 60, 300
STAFF_SECONDS, FAULTY = 10, 10
ARCHIVE = "bench.zip"
AGAIN = [sys.executable, "-m", "benchmarks.rosters"]
PUPILS_OF_A_CLASS, CLASSES_OF_A_SCHOOL = 32, 18


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pupils", nargs="?", type=int, default=20_000)
    parser.add_argument("--in", dest="folder", type=Path, help="where the archive lies already")
    parser.add_argument("--staff", type=int, help="a city hall of so many, in place of pupils")
    parser.add_argument("--write", action="store_true", help="be the other who writes")
    asked = parser.parse_args()
    if asked.write:
        _write_meanwhile(asked.folder)
        return
    if asked.staff is not None:
        sys.exit(not _measured_staff(asked.staff))
    if asked.folder is not None:
        sys.exit(not _measured(asked.folder, (asked.folder / ARCHIVE).read_bytes()))
    schools = max(1, round(asked.pupils / (PUPILS_OF_A_CLASS * CLASSES_OF_A_SCHOOL)))
    size = Size(schools, CLASSES_OF_A_SCHOOL, PUPILS_OF_A_CLASS, with_guardians=False)
    with tempfile.TemporaryDirectory() as folder:
        data = board_roster(size, on=clock.day_of(clock.now()))
        (Path(folder) / ARCHIVE).write_bytes(data)
        measure = [*AGAIN, "--in", folder]
        sys.exit(subprocess.run(measure, check=False, cwd=ROOT).returncode)


class Watch:
    """Takes the time, of the processor and of the clock; ``most`` is of memory, in MB."""

    def __init__(self) -> None:
        self.cpu, self.clock = time.process_time(), time.monotonic()

    def stop(self) -> "Watch":
        """Keep what has gone by since."""
        self.cpu, self.clock = time.process_time() - self.cpu, time.monotonic() - self.clock
        self.most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return self


def _measured(folder: Path, data: bytes) -> bool:
    with _app(folder).app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            board = create_organization(session, "犀川市教育委員会", OrganizationKind.BOARD)
            kept = service.keep_roster(
                session, "bench.zip", data, board.id, by=None, now=clock.now()
            ).id
        size, data = len(data), b""
        with _somebody_writes(folder) as waited:
            dry, looking = _dry_run(kept)
            applied, applying = _apply(kept)
            undone, undoing = _undo(kept)
    print(f"{_counted(folder):,} rows, a zip of {size:,} bytes")
    rows = (
        ("dry run", dry.cpu, DRY_RUN_SECONDS, "s"),
        ("apply", applied.cpu, APPLY_SECONDS, "s"),
        ("memory, dry run", dry.most, MEGABYTES, "MB"),
        ("memory at most", undone.most, MEGABYTES, "MB"),
    )
    for what, figure, limit, unit in rows:
        print(f"{what:<16}{figure:8.1f} {unit} of {limit} {unit}")
    print(f"{'undo':<16}{undone.cpu:8.1f} s")
    for what, lock in (("dry run", looking), ("apply", applying), ("undo", undoing)):
        print(f"{f'lock, {what}':<16}{lock.cpu:8.1f} s, {lock.clock:.1f} s by the clock")
    count, longest, failed = waited
    print(
        f"{'another writer':<16}{longest:8.1f} s at most, {count:.0f} times, {failed:.0f} failed"
    )
    return not failed and all(figure < limit for _, figure, limit, _ in rows)


def _measured_staff(staff: int) -> bool:
    """Bring a city hall's table with ten faulty rows; say how long each step takes."""
    data = _with_faults(city_roster(staff=staff))
    with tempfile.TemporaryDirectory() as name, _app(Path(name)).app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            city = create_organization(session, "犀川市", OrganizationKind.CITY)
            kept = service.keep_roster(
                session, "shokuin.csv", data, city.id, by=None, now=clock.now()
            ).id
        whole = Watch()
        dry, _ = _dry_run(kept)
        faults = reading().get_one(RosterImport, kept).summary["counts"]["fault"]
        applied, _ = _apply(kept)
        employed = reading().scalar(sa.select(sa.func.count(Employment.id)))
        undone, _ = _undo(kept)
        left = reading().scalar(sa.select(sa.func.count(Employment.id)))
        whole.stop()
    print(
        f"{staff:,} staff, {faults} faulty rows listed, {employed:,} employed, {left} once undone"
    )
    for what, watch in (("dry run", dry), ("apply", applied), ("undo", undone)):
        print(f"{what:<16}{watch.cpu:8.1f} s, {watch.clock:.1f} s by the clock")
    print(f"{'all of it':<16}{whole.clock:8.1f} s by the clock of {STAFF_SECONDS} s")
    return whole.clock < STAFF_SECONDS and faults == FAULTY and not left


def _with_faults(table: bytes) -> bytes:
    """Break the kind of employment in some rows, evenly over the table."""
    lines = table.decode().splitlines()
    rows = [place for place, line in enumerate(lines) if ",主務," in line]
    for place in rows[:: len(rows) // FAULTY][:FAULTY]:
        lines[place] = (
            lines[place].replace("任用", "人用").replace("勤", "金").replace("登用", "投用")
        )
    return "\n".join(lines).encode()


def _dry_run(kept: uuid.UUID) -> tuple[Watch, Watch]:
    whole = Watch()
    found = service.compare(reading(), kept, now=clock.now())
    lock = Watch()
    with transaction() as session:
        service.keep_comparison(session, kept, found)
    lock.stop()
    with transaction() as session:
        service.approve(session, kept, by=None, now=clock.now())
    return whole.stop(), lock


def _apply(kept: uuid.UUID) -> tuple[Watch, Watch]:
    whole = Watch()
    plan = service.compare(reading(), kept, now=clock.now()).plan
    ready = service.prepare(reading(), kept, plan, now=clock.now(), is_demo=False)
    del plan
    lock = Watch()
    with transaction() as session:
        service.apply(session, kept, ready, now=clock.now())
    return whole.stop(), lock.stop()


def _undo(kept: uuid.UUID) -> tuple[Watch, Watch]:
    with transaction() as session:
        service.ask_undo(session, kept, by=None, now=clock.now())
    whole = Watch()
    found = service.foresee(reading(), kept)
    lock = Watch()
    with transaction() as session:
        service.undo(session, kept, found, now=clock.now())
    return whole.stop(), lock.stop()


def _app(folder: Path) -> Flask:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=f"sqlite:///{folder / 'bench.db'}",
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    return create_app(settings)


def _counted(folder: Path) -> int:
    with _app(folder).app_context():
        told = reading().scalar(
            sa.select(AuditEntry.details).where(AuditEntry.action == "roster.applied")
        )
    count: int = (told or {})["changes"]
    return count


@contextmanager
def _somebody_writes(folder: Path) -> Iterator[list[float]]:
    """Let another process write meanwhile; yield what will hold how often and how long."""
    told: list[float] = []
    words = [*AGAIN, "--in", str(folder), "--write"]
    with subprocess.Popen(words, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdout is not None
        other.stdout.readline()  # it has begun
        yield told
        told += map(float, other.communicate("\n")[0].split())


def _write_meanwhile(folder: Path) -> None:
    """Write until a line comes in; print how often, the longest wait in seconds, and failures."""
    count, longest, failed = 0, 0.0, 0
    with _app(folder).app_context():
        print("begun", flush=True)
        while not select([sys.stdin], [], [], 0.05)[0]:
            begun = time.monotonic()
            try:
                with transaction() as session:
                    publish(session, RosterReceived(uuid.uuid4(), clock.now()))
            except OperationalError:
                failed += 1
            count, longest = count + 1, max(longest, time.monotonic() - begun)
    print(count, longest, failed)


if __name__ == "__main__":
    main()
