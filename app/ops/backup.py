"""Everything of an installation in one file, and back: on SQLite and on PostgreSQL alike."""

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import sqlalchemy as sa
from sqlalchemy.orm import Session

from app.db import Base

FORMAT = 1
KEPT_FOLDERS = ("media", "mail")
KEY_FOLDER = "keys"
CHUNK = 500


class BackupUnreadable(Exception):
    """The file is no backup of ours, or was altered; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a backup or a restore moved."""

    rows: int
    files: int
    tables: int


def back_up(
    session: Session, path: Path, *, instance: Path, now: datetime, head: str, with_keys: bool
) -> Report:
    """Write every table, and the instance's files, to a zip at ``path``.

    Args:
        session: A session; the dump reads one consistent snapshot of it.
        path: Where to write; written under another name first, so a full disk leaves no half file.
        instance: The instance folder.
        now: The instant, kept in the manifest.
        head: The migration the schema stands at.
        with_keys: Also the signing keys. Whoever holds such a file can sign as the city.

    Raises:
        OSError: The file could not be written; nothing is left behind.
    """
    partial = path.with_name(path.name + ".part")
    tables: dict[str, dict[str, Any]] = {}
    folders = (*KEPT_FOLDERS, KEY_FOLDER) if with_keys else KEPT_FOLDERS
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for table in _tables():
                digest, count = hashlib.sha256(), 0
                with archive.open(f"tables/{table.name}.jsonl", "w") as out:
                    for line in _lines(session, table):
                        out.write(line)
                        digest.update(line)
                        count += 1
                tables[table.name] = {"rows": count, "sha256": digest.hexdigest()}
            files = _add_files(archive, instance, folders)
            manifest = {"format": FORMAT, "created_at": now, "head": head, "tables": tables}
            archive.writestr("manifest.json", orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
        partial.chmod(0o600)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return Report(sum(t["rows"] for t in tables.values()), files, len(tables))


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest after checking every table's checksum.

    Raises:
        BackupUnreadable: With the reason.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = orjson.loads(archive.read("manifest.json"))
            if manifest.get("format") != FORMAT:
                raise BackupUnreadable("この控えの形式は、このプログラムでは読めません。")
            for name, facts in manifest["tables"].items():
                digest = hashlib.sha256(archive.read(f"tables/{name}.jsonl")).hexdigest()
                if digest != facts["sha256"]:
                    raise BackupUnreadable(f"控えの中の {name} が書きかえられています。")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise BackupUnreadable(f"控えのファイルを読み取れません（{error}）。") from error
    return manifest


def load(session: Session, path: Path, *, instance: Path) -> Report:
    """Fill the empty tables of ``session`` from the backup; the caller's transaction decides.

    Nullable references to the same or a later table are set in a second pass, so that neither
    engine has to switch its checks off.
    """
    rows = 0
    tables = _tables()
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        later: list[tuple[sa.Table, list[dict[str, Any]]]] = []
        for table in tables:
            member = f"tables/{table.name}.jsonl"
            if member not in names:
                continue
            postponed = _postponed(table, tables)
            updates: list[dict[str, Any]] = []
            for chunk in _chunks(archive, member, table):
                for row in chunk:
                    _postpone(row, table, postponed, updates)
                session.execute(sa.insert(table), chunk)
                rows += len(chunk)
            later.append((table, updates))
        for table, updates in later:
            _set_references(session, table, updates)
        _set_sequences(session, tables)
        files = _extract_files(archive, instance)
    return Report(rows, files, len(tables))


def is_empty(session: Session) -> bool:
    """Whether no table holds a row."""
    return not any(
        session.scalar(sa.select(sa.exists().select_from(table))) for table in _tables()
    )


def _tables() -> list[sa.Table]:
    return list(Base.metadata.sorted_tables)


def _lines(session: Session, table: sa.Table) -> Iterator[bytes]:
    result = session.execute(
        sa.select(table).order_by(*table.primary_key).execution_options(yield_per=CHUNK)
    )
    for row in result.mappings():
        yield orjson.dumps(dict(row), default=_as_text) + b"\n"


def _as_text(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return str(value)


def _chunks(
    archive: zipfile.ZipFile, member: str, table: sa.Table
) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    with archive.open(member) as raw:
        for line in io.BufferedReader(raw):  # type: ignore[type-var]  ZipExtFile reads bytes
            chunk.append(_row(orjson.loads(line), table))
            if len(chunk) == CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def _row(kept: dict[str, Any], table: sa.Table) -> dict[str, Any]:
    return {
        column.name: _value(kept.get(column.name), column.type)
        for column in table.columns
        if column.name in kept
    }


def _value(value: Any, kind: sa.types.TypeEngine[Any]) -> Any:  # noqa: ANN401  any column's value
    if value is None or isinstance(kind, sa.JSON):
        return value
    python_type = kind.python_type
    if python_type is bytes:
        return base64.b64decode(value)
    readers: dict[type, Any] = {
        UUID: UUID,
        datetime: datetime.fromisoformat,
        date: date.fromisoformat,
    }
    return readers[python_type](value) if python_type in readers else value


def _postponed(table: sa.Table, order: list[sa.Table]) -> list[str]:
    position = {t.name: i for i, t in enumerate(order)}
    return [
        column.name
        for column in table.columns
        if column.nullable
        for key in column.foreign_keys
        if position[key.column.table.name] >= position[table.name]
    ]


def _postpone(
    row: dict[str, Any], table: sa.Table, names: Iterable[str], updates: list[dict[str, Any]]
) -> None:
    kept = {name: row[name] for name in names if row.get(name) is not None}
    if kept:
        updates.append(kept | {f"pk_{c.name}": row[c.name] for c in table.primary_key})
        row.update(dict.fromkeys(kept))


def _set_references(session: Session, table: sa.Table, updates: list[dict[str, Any]]) -> None:
    for update in updates:
        where = [c == update[f"pk_{c.name}"] for c in table.primary_key]
        values = {k: v for k, v in update.items() if not k.startswith("pk_")}
        session.execute(sa.update(table).where(*where).values(values))


def _set_sequences(session: Session, tables: list[sa.Table]) -> None:
    """PostgreSQL counts on from where the restored rows end; SQLite does so by itself."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        for column in table.primary_key:
            sequence = session.scalar(
                sa.select(sa.func.pg_get_serial_sequence(f'"{table.name}"', column.name))
            )
            if sequence:
                last = session.scalar(sa.select(sa.func.max(column))) or 1
                session.execute(sa.select(sa.func.setval(sequence, last)))


def _add_files(archive: zipfile.ZipFile, instance: Path, folders: Iterable[str]) -> int:
    count = 0
    for folder in folders:
        for path in sorted((instance / folder).rglob("*")):
            if path.is_file():
                archive.write(path, f"files/{path.relative_to(instance)}")
                count += 1
    return count


def _extract_files(archive: zipfile.ZipFile, instance: Path) -> int:
    count = 0
    allowed = {*KEPT_FOLDERS, KEY_FOLDER}
    for member in archive.namelist():
        parts = Path(member).parts
        if len(parts) < 3 or parts[0] != "files" or parts[1] not in allowed or ".." in parts:  # noqa: PLR2004
            continue
        target = instance.joinpath(*parts[1:])
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        target.write_bytes(archive.read(member))
        if parts[1] == KEY_FOLDER:
            target.chmod(0o600)
        count += 1
    return count
