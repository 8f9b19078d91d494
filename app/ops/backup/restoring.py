"""Put a backup into an empty installation: all of it, or nothing."""

import filecmp
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import DataError, IntegrityError

from app.config import Settings
from app.db import db, reading, transaction
from app.identity import queries as identity
from app.ops.backup import tables
from app.ops.backup.archive import BackupUnreadable, Manifest, Report, check, load, unpack
from app.ops.guard import refuse_mixed_demo
from app.ops.instance import remember_city
from app.ops.schema import is_known


class CannotRestore(Exception):
    """The place is not fit for this backup; nothing was changed."""


def restore(path: Path, settings: Settings, *, migrations: Path) -> Report:
    """Fill an empty installation from a backup, and bring it to today's schema.

    Args:
        path: The backup.
        settings: The installation, which must not be running.
        migrations: The folder of migrations.

    Raises:
        BackupUnreadable: The file is no backup, or was altered.
        CannotRestore: There is something here already, or the backup is of a later program.
        CannotStart: A demo would get real people, or the world demo people.
        OSError: The files could not be written.
    """
    manifest = check(path)
    _refuse_unknown_schema(manifest, migrations)
    standing = _empty_schema()
    with _unpacked(path, manifest, settings.instance_dir) as unpacked:
        _refuse_other_files(manifest, unpacked, settings.instance_dir)
        if standing not in {None, manifest.head}:
            downgrade(directory=str(migrations), revision="base")
        upgrade(directory=str(migrations), revision=manifest.head)
        _fill(path, manifest, settings, unpacked)
    upgrade(directory=str(migrations))
    remember_city(settings.instance_dir, identity.installation(reading()).issuer_did)
    return Report(manifest.rows, len(manifest.files), len(manifest.shapes))


def _refuse_unknown_schema(manifest: Manifest, migrations: Path) -> None:
    if not is_known(manifest.head, migrations):
        raise CannotRestore(
            f"この控えは、新しい版のプログラムで作られました（{manifest.head}）。"
            "プログラムを新しくしてから、もう一度どうぞ。"
        )


def _empty_schema() -> str | None:
    """Return the migration at which the empty database stands; None before the first."""
    db.session.remove()
    with db.engine.connect() as connection:
        if not tables.is_empty(connection):
            raise CannotRestore(
                "データベースが空ではありません。"
                "`make reset` で空にしてから（前のデータは控えとして残ります）、もう一度どうぞ。"
            )
        return tables.schema_version(connection)


def _fill(path: Path, manifest: Manifest, settings: Settings, unpacked: Path) -> None:
    try:
        with transaction() as session:
            load(session.connection(), path, manifest)
            refuse_mixed_demo(session, settings)
            _place(manifest, unpacked, settings.instance_dir)
    except (IntegrityError, DataError, KeyError, TypeError, ValueError) as error:
        raise BackupUnreadable("控えの中の行が、表と合いません。") from error


@contextmanager
def _unpacked(path: Path, manifest: Manifest, instance: Path) -> Iterator[Path]:
    """Unpack the files beside their places: whether there is room shows before anything moves."""
    folder = Path(tempfile.mkdtemp(prefix=".restore-", dir=instance))
    try:
        unpack(path, manifest, folder)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _refuse_other_files(manifest: Manifest, unpacked: Path, instance: Path) -> None:
    """Refuse to write over a file that says something else: it may be a key."""
    for name in manifest.files:
        there = instance / name
        if there.exists() and not filecmp.cmp(there, unpacked / name, shallow=False):
            raise CannotRestore(
                f"{there} に、控えとはちがうファイルがあります。"
                "別の場所に移してから、もう一度どうぞ。"
            )


def _place(manifest: Manifest, unpacked: Path, instance: Path) -> None:
    for name in manifest.files:
        target = instance / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        (unpacked / name).replace(target)
