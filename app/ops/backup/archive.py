"""The file of a backup: written whole or not at all, and checked before a word is believed."""

import contextlib
import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

import orjson
import sqlalchemy as sa

from app.ops.backup import tables
from app.ops.backup.tables import TableShape

FORMAT = 1
KEPT_FOLDERS = ("media", "mail", "themes")
KEY_FOLDER = "keys"
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
LARGEST_MANIFEST = 64 * BLOCK
PRIVATE = 0o600


class BackupUnreadable(Exception):
    """The file is no backup of ours, or was altered; nothing was changed."""


class NothingToBackUp(Exception):
    """The database has no tables yet."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a backup or a restore moved."""

    rows: int
    files: int
    tables: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        head: The migration of its schema.
        shapes: Its tables, each after those it needs.
        rows: How many there are.
        files: The instance's files in it, as relative paths.
    """

    head: str
    shapes: tuple[TableShape, ...]
    rows: int
    files: tuple[PurePosixPath, ...]


def back_up(
    engine: sa.Engine, path: Path, *, instance: Path, now: datetime, with_keys: bool
) -> Report:
    """Write every table, and the instance's files, to a zip at ``path``.

    Args:
        engine: The database; the dump reads one moment of it, while others go on writing.
        path: Where to write; written under another name first, so a full disk leaves no half file.
        instance: The instance folder.
        now: The instant, kept in the manifest.
        with_keys: Also the signing keys. Whoever holds such a file can sign as the city.

    Raises:
        FileExistsError: There is such a file; it is left as it is.
        NothingToBackUp: The database was never prepared.
        OSError: The file could not be written; nothing is left behind.
    """
    if path.exists():
        raise FileExistsError(path)
    partial = path.with_name(path.name + ".part")
    try:
        handle = os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, PRIVATE)
        with os.fdopen(handle, "w+b") as file:
            report = _write(file, engine, instance=instance, now=now, with_keys=with_keys)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            partial.unlink()
    return report


def _write(
    file: IO[bytes], engine: sa.Engine, *, instance: Path, now: datetime, with_keys: bool
) -> Report:
    described: list[dict[str, Any]] = []
    with (
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
        tables.snapshot(engine).connect() as connection,
    ):
        head = tables.schema_version(connection)
        if head is None:
            raise NothingToBackUp
        for shape in tables.shapes(connection):
            with contextlib.closing(tables.lines(connection, shape)) as lines:
                sha256, rows = _add(archive, _table(shape), lines)
            described.append(shape.as_json() | {"rows": rows, "sha256": sha256})
        files = {
            name: _add(archive, f"files/{name}", _blocks(instance / name))[0]
            for name in _names(instance, with_keys=with_keys)
        }
        manifest = {
            "format": FORMAT,
            "created_at": now,
            "head": head,
            "tables": described,
            "files": files,
        }
        archive.writestr(MANIFEST, orjson.dumps(manifest, option=orjson.OPT_INDENT_2))
    return Report(sum(one["rows"] for one in described), len(files), len(described))


def _table(shape: TableShape) -> str:
    return f"tables/{shape.name}.jsonl"


def _add(archive: zipfile.ZipFile, name: str, parts: Iterable[bytes]) -> tuple[str, int]:
    """Write a member; return its checksum and of how many parts it was made."""
    digest, count = hashlib.sha256(), 0
    with archive.open(name, "w", force_zip64=True) as member:
        for part in parts:
            member.write(part)
            digest.update(part)
            count += 1
    return digest.hexdigest(), count


def _names(instance: Path, *, with_keys: bool) -> list[str]:
    folders = (*KEPT_FOLDERS, KEY_FOLDER) if with_keys else KEPT_FOLDERS
    return [
        path.relative_to(instance).as_posix()
        for folder in folders
        for path in sorted((instance / folder).rglob("*"))
        if path.is_file() and not path.is_symlink()
    ]


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def check(path: Path) -> Manifest:
    """Read a backup from end to end, and return what it holds.

    Raises:
        BackupUnreadable: With the reason, for a person.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise BackupUnreadable("控えの目録が大きすぎます。")
            return _checked(archive, orjson.loads(archive.read(MANIFEST)))
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BackupUnreadable(
            f"控えのファイルとして読み取れません。途中で切れたか、別のファイルです（{error}）。"
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BackupUnreadable("寺子屋の控えのファイルではありません。") from error


def _checked(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> Manifest:
    if manifest["format"] != FORMAT:
        raise BackupUnreadable(
            "この控えの形式は、このプログラムでは読めません。新しい版のプログラムが要ります。"
        )
    shapes = tuple(TableShape.from_json(one) for one in manifest["tables"])
    files = tuple(_safe(name) for name in manifest["files"])
    wanted = {
        _table(shape): one["sha256"] for shape, one in zip(shapes, manifest["tables"], strict=True)
    }
    wanted |= {f"files/{name}": sha256 for name, sha256 in manifest["files"].items()}
    there = [name for name in archive.namelist() if name != MANIFEST]
    if sorted(there) != sorted(wanted):
        raise BackupUnreadable("控えの中身が、目録と合いません。書きかえられています。")
    for name, sha256 in wanted.items():
        if _digest(archive, name) != sha256:
            raise BackupUnreadable(f"控えの中の {name} が書きかえられています。")
    rows = sum(int(one["rows"]) for one in manifest["tables"])
    return Manifest(str(manifest["head"]), shapes, rows, files)


def _safe(name: str) -> PurePosixPath:
    path = PurePosixPath(name)
    folders = {*KEPT_FOLDERS, KEY_FOLDER}
    if (
        len(path.parts) < 2  # noqa: PLR2004  a folder and a file
        or path.parts[0] not in folders
        or ".." in path.parts
        or str(path) != name
        or any(ord(letter) < ord(" ") or letter == "\\" for letter in name)
    ):
        raise BackupUnreadable("控えの中に、置く場所のないファイルがあります。")
    return path


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as member:
        digest = hashlib.sha256()
        while block := member.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def load(connection: sa.Connection, path: Path, manifest: Manifest) -> None:
    """Fill the empty tables of the backup's own schema; the caller's transaction decides."""
    with zipfile.ZipFile(path) as archive:
        later = []
        for shape in manifest.shapes:
            with archive.open(_table(shape)) as member:
                later.append((shape, tables.fill(connection, shape, member)))
        for shape, references in later:
            tables.refer(connection, shape, references)
            tables.count_on(connection, shape)


def unpack(path: Path, manifest: Manifest, folder: Path) -> None:
    """Write the instance's files of a backup below ``folder``, readable by the owner only.

    Raises:
        OSError: The disk is full, for one.
    """
    with zipfile.ZipFile(path) as archive:
        for name in manifest.files:
            target = folder.joinpath(*name.parts)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(f"files/{name}") as member, _private(target) as file:
                while block := member.read(BLOCK):
                    file.write(block)


def _private(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE), "wb")
