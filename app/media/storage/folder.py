"""Files in a folder of this machine."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from app.media.errors import StorageAway
from app.media.storage.port import KEY, Stored, checked

PRIVATE_FOLDER: Final = 0o700
PRIVATE_FILE: Final = 0o600


@dataclass(frozen=True, slots=True)
class FolderStorage:
    """A folder, with 256 folders in it. A name that ends in ``.part`` was never finished."""

    root: Path

    def put(self, key: str, file: Path) -> None:
        """Write under another name, then give it its own: a full disk leaves no half file."""
        target = self._path(key)
        partial = target.with_name(f"{target.name}.{os.getpid()}.part")
        with _told():
            try:
                target.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
                handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
                with os.fdopen(handle, "wb") as copy, file.open("rb") as source:
                    shutil.copyfileobj(source, copy)
                    copy.flush()
                    os.fsync(copy.fileno())
                partial.replace(target)
                _sync_folder(target.parent)
            finally:
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)

    def open(self, key: str) -> BinaryIO:
        """Open the file itself."""
        path = self._path(key)
        try:
            return path.open("rb")
        except FileNotFoundError:
            raise
        except OSError as error:
            raise StorageAway(str(error)) from error

    def delete(self, key: str) -> None:
        """Remove the file."""
        with _told():
            self._path(key).unlink(missing_ok=True)

    def address(self, key: str) -> str:
        """Return its path."""
        return str(self._path(key))

    def stored(self) -> Iterator[Stored]:
        """Look through the folders; what was never finished is left out."""
        with _told():
            for path in sorted(self.root.glob("??/*")):
                if KEY.fullmatch(path.name):
                    at = datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)
                    yield Stored(path.name, at)

    def _path(self, key: str) -> Path:
        return self.root / checked(key)[:2] / key


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageAway(str(error)) from error


def _sync_folder(folder: Path) -> None:
    """Let the name survive a power cut as well as the bytes do."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
