"""The folder beside an export: the bytes of attachments, each in a file named by its hash."""

import os
from pathlib import Path

from app.lrs.multipart import has_hash

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


class Folder:
    """A folder of attachments. Names are hashes that a validated statement named."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._checked: dict[str, bool] = {}

    def make(self) -> None:
        """Make the folder, readable by its owner only.

        Raises:
            OSError: It cannot be made.
        """
        self._path.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)

    def has(self, sha2: str) -> bool:
        """Whether there is such a file and its bytes are what its name says; read once."""
        if sha2 not in self._checked:
            path = self._path / sha2
            self._checked[sha2] = path.is_file() and has_hash(path.read_bytes(), sha2)
        return self._checked[sha2]

    def size(self, sha2: str) -> int:
        """Return how many bytes a file has."""
        return (self._path / sha2).stat().st_size

    def read(self, sha2: str) -> bytes:
        """Return the bytes of a file that ``has`` has found."""
        return (self._path / sha2).read_bytes()

    def write(self, sha2: str, content: bytes) -> bool:
        """Write a file, whole or not at all; return False when the bytes are not what they should.

        Raises:
            OSError: It could not be written.
        """
        if not has_hash(content, sha2):
            return False
        partial = self._path / f"{sha2}.part"
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self._path / sha2)
        self._checked[sha2] = True
        return True
