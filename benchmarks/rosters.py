"""A roster of 20,000 rows: how long a dry run and its application take, and how much memory.

``python -m benchmarks.rosters [pupils]`` makes a OneRoster archive of that many pupils, and brings
it into an empty SQLite database as the worker does, in a process of its own. The seconds are CPU
time, so that a busy machine tells the same. It fails where a limit is not kept.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade

from app import clock
from app.config import Settings
from app.db import reading, transaction
from app.factory import create_app
from app.identity.models import OrganizationKind
from app.identity.service import create_organization
from app.rosters import service
from app.rosters.madeup.board import Size, board_roster

ROOT = Path(__file__).resolve().parent.parent
DRY_RUN_SECONDS, APPLY_SECONDS, MEGABYTES = 20, 60, 300
ARCHIVE = "bench.zip"
PUPILS_OF_A_CLASS, CLASSES_OF_A_SCHOOL = 32, 18


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pupils", nargs="?", type=int, default=20_000)
    parser.add_argument("--in", dest="folder", type=Path, help="where the archive lies already")
    asked = parser.parse_args()
    if asked.folder is not None:
        sys.exit(not _measured(asked.folder, (asked.folder / ARCHIVE).read_bytes()))
    schools = max(1, round(asked.pupils / (PUPILS_OF_A_CLASS * CLASSES_OF_A_SCHOOL)))
    size = Size(schools, CLASSES_OF_A_SCHOOL, PUPILS_OF_A_CLASS, with_guardians=False)
    with tempfile.TemporaryDirectory() as folder:
        data = board_roster(size, on=clock.day_of(clock.now()))
        (Path(folder) / ARCHIVE).write_bytes(data)
        measure = [sys.executable, "-m", "benchmarks.rosters", "--in", folder]
        sys.exit(subprocess.run(measure, check=False, cwd=ROOT).returncode)


def _measured(folder: Path, data: bytes) -> bool:
    settings = Settings(
        secret_key="a secret for measuring only, long enough",  # noqa: S106  of a throw-away site
        database_url=f"sqlite:///{folder / 'bench.db'}",
        public_url="http://localhost:8000",
        instance_dir=folder,
        courses_dir=ROOT / "courses",
    )
    app = create_app(settings)
    with app.app_context():
        upgrade(directory=str(ROOT / "migrations"))
        with transaction() as session:
            board = create_organization(session, "犀川市教育委員会", OrganizationKind.BOARD)
            kept = service.keep_roster(
                session, "bench.zip", data, board.id, by=None, now=clock.now()
            ).id
        begun = time.process_time()
        found = service.compare(reading(), kept, now=clock.now())
        with transaction() as session:
            service.keep_comparison(session, kept, found)
        dry = time.process_time() - begun
        people = len(found.plan.findings)
        del found
        begun = time.process_time()
        with transaction() as session:
            service.approve(session, kept, by=None, now=clock.now())
        found = service.compare(reading(), kept, now=clock.now())
        locked = time.process_time()
        with transaction() as session:
            service.apply(session, kept, found, now=clock.now(), is_demo=False)
        applied = time.process_time() - begun
        held = time.process_time() - locked
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{people:,} people, {len(found.plan.changes):,} rows, a zip of {len(data):,} bytes")
    rows = (
        ("dry run", dry, DRY_RUN_SECONDS, "s"),
        ("apply", applied, APPLY_SECONDS, "s"),
        ("memory at most", memory, MEGABYTES, "MB"),
    )
    for what, figure, limit, unit in rows:
        print(f"{what:<16}{figure:8.1f} {unit} of {limit} {unit}")
    print(f"{'the write lock':<16}{held:8.1f} s of that")
    return all(figure < limit for _, figure, limit, _ in rows)


if __name__ == "__main__":
    main()
