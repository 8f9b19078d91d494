"""The zip around a OneRoster roster: opened with care, and packed."""

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from app.sheets.errors import Unreadable

MOST_FILES: Final = 5_000
MOST_BYTES: Final = 100 * 1024 * 1024
"""Of all files together, unpacked: what was really read, whatever the archive says of itself."""
MOST_TIMES: Final = 100
"""So many times may a file be larger than it is packed."""

_CHUNK: Final = 256 * 1024
_SYMLINK: Final = 0o120000
_KIND: Final = 0o170000
_ENCRYPTED: Final = 0x1
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
_COMPRESSED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError),
)
_NO_ARCHIVE: Final = "ZIPファイルとして読めません。校務のシステムから、もう一度書き出します。"
_TOO_LARGE: Final = "ZIPの中のファイルが大きすぎます（開くと全部で100MBまで）。"


class Archive:
    """The CSV files of an archive, by name without ``.csv``; a folder around them is fine.

    Each is unpacked when it is asked for, so that only one of them stands in memory.
    """

    def __init__(self, data: bytes) -> None:
        """Open an archive.

        Raises:
            Unreadable: It is no archive, or one that is not opened: too many files, names that
                lead elsewhere, one name twice, links, passwords.
        """
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise Unreadable(_NO_ARCHIVE) from error
        entries = [entry for entry in self._archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_FILES:
            raise Unreadable(f"ZIPの中のファイルが多すぎます（{MOST_FILES:,}個まで）。")
        for entry in entries:
            _refuse_odd(entry)
        self._entries = _named(entries)
        self._sizes: dict[str, int] = {}

    def __contains__(self, name: object) -> bool:
        """Say whether there is a file of this name."""
        return name in self._entries

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._entries)

    def __getitem__(self, name: str) -> bytes:
        """Unpack a file.

        Raises:
            Unreadable: It, or all that was unpacked so far, is too large, or it is broken.
        """
        left = MOST_BYTES - sum(size for one, size in self._sizes.items() if one != name)
        try:
            content = _content(self._archive, self._entries[name], left)
        except _BROKEN as error:
            raise Unreadable(_NO_ARCHIVE) from error
        self._sizes[name] = len(content)
        return content


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files by their whole names."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, _EARLIEST), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _refuse_odd(entry: zipfile.ZipInfo) -> None:
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in entry.filename:
        raise Unreadable("ZIPの中に、外を指す名前のファイルがあるので、開きませんでした。")
    if (entry.external_attr >> 16) & _KIND == _SYMLINK:
        raise Unreadable("ZIPの中に、ほかの場所へのリンクがあるので、開きませんでした。")
    if entry.flag_bits & _ENCRYPTED:
        raise Unreadable("パスワードの付いたZIPは読めません。パスワードを外して書き出します。")
    if entry.compress_type not in _COMPRESSED:
        raise Unreadable(_NO_ARCHIVE)


def _named(entries: Iterable[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.suffix.lower() != ".csv" or path.name.startswith("."):
            continue
        if path.stem in found:
            raise Unreadable(f"ZIPの中に、{path.name} が2つあります。")
        found[path.stem] = entry
    return found


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Unpack one file, counting what comes out of it."""
    most = min(left, max(entry.compress_size, _CHUNK) * MOST_TIMES)
    pieces, size = list[bytes](), 0
    with archive.open(entry) as file:
        while piece := file.read(_CHUNK):
            size += len(piece)
            if size > most:
                raise Unreadable(_TOO_LARGE)
            pieces.append(piece)
    return b"".join(pieces)
