"""Start afresh, keeping a copy: everything of the instance moves into ``instance/backups``."""

import shutil
from pathlib import Path

import sqlalchemy as sa

from app import clock
from app.config import Settings
from app.ops.guard import CannotStart
from app.ops.instance import unwritable
from app.ops.lock import NAME as LOCK
from app.ops.lock import running

STAYS = {"README.md", "backups", LOCK}
BESIDE_SQLITE = ("", "-wal", "-shm")
"""A database is three files while it is open; after a crash they belong together."""


def set_aside(settings: Settings) -> str:
    """Move the instance's data aside; return a sentence that says where it is.

    Raises:
        CannotStart: The site is running, its data lies in a database server, or the folder
            cannot be written.
    """
    database = sa.make_url(settings.database_url)
    if database.get_backend_name() != "sqlite":
        raise CannotStart(
            "PostgreSQL の中身は、ここからは消しません。`flask backup` で控えを取ってから、"
            "データベースを作りなおしてください。"
        )
    instance = settings.instance_dir
    with running(instance):
        moving = _of_instance(instance) + _elsewhere(Path(database.database or ""), instance)
        if not moving:
            return "もともと空でした。何も変わっていません。"
        try:
            target = _new_folder(instance / "backups")
            for path in moving:
                shutil.move(path, target / path.name)
        except OSError as error:
            raise unwritable(instance, error) from error
    return f"はじめの状態にもどしました。前のデータは {target} にあります。"


def _of_instance(instance: Path) -> list[Path]:
    return [path for path in sorted(instance.iterdir()) if path.name not in STAYS]


def _elsewhere(database: Path, instance: Path) -> list[Path]:
    """Return the files of a database that DATABASE_URL puts outside of the instance."""
    if database.parent.resolve() == instance:
        return []
    files = (database.with_name(database.name + end) for end in BESIDE_SQLITE)
    return [file for file in files if file.is_file()]


def _new_folder(backups: Path) -> Path:
    stamp = clock.now().astimezone(clock.JST).strftime("%Y%m%d-%H%M%S")
    names = [stamp, *(f"{stamp}-{count}" for count in range(2, 100))]
    target = next(backups / name for name in names if not (backups / name).exists())
    target.mkdir(parents=True, mode=0o700)
    return target
