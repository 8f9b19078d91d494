"""A course package: a course folder in one ZIP file, the folder itself at the top of it.

Packages come by mail and from anywhere, so nothing in one is believed: what an entry unpacks to
is counted while it is unpacked, never taken from what the entry says of itself; nothing is
written to a disk; every fault is told at once, and with a fault there is no course.
"""

import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import Final

from app.catalog.errors import CourseFaulty
from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.files import LARGEST_FILE, MOST_FILES
from app.catalog.sources.read import is_inside, read

LARGEST_PACKAGE: Final = 100_000_000
"""Bytes, packed and unpacked alike: all of a course is kept in memory while it is read."""

_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest instant of the format: the same files make the same package."""
_IS_UTF8: Final = 0x800
_IS_ENCRYPTED: Final = 0x1
_LITTER: Final = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")
"""What file managers add without being asked; no course could use it."""


def pack(slug: str, files: Iterable[tuple[str, bytes]]) -> bytes:
    """Return the package of a course; the same files give the same bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for path, data in sorted(files):
            entry = zipfile.ZipInfo(f"{slug}/{path}", _NO_DATE)
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, data)
    return buffer.getvalue()


def unpack(data: bytes) -> CourseSource:
    """Read a course from a package; a part of it that cannot be read is a fault of the course.

    Raises:
        CourseFaulty: It is no package of a course at all.
    """
    if len(data) > LARGEST_PACKAGE:
        raise _nothing("パッケージが大きすぎます", _most(LARGEST_PACKAGE))
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return _read(package)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        mend = "もう一度ZIPにまとめるか、受け取り直します。"
        raise _nothing("ZIPファイルとして読めません", mend) from error


def _read(package: zipfile.ZipFile) -> CourseSource:
    entries = [(name, entry) for name, entry in _named(package) if not entry.is_dir()]
    if len(entries) > MOST_FILES:
        mend = f"1つの講座は{MOST_FILES}ファイルまでです。"
        raise _nothing(f"ファイルが{len(entries)}個あります", mend)
    tops = {name.partition("/")[0] for name, _entry in entries}
    if len(tops) != 1 or not all("/" in name for name, _entry in entries):
        mend = "講座のフォルダーを、フォルダーごとZIPにまとめます。"
        raise _nothing("1つのフォルダーにまとまっていません", mend)
    slug, faults, files, room = tops.pop(), list[Fault](), dict[str, bytes](), LARGEST_PACKAGE
    for name, entry in entries:
        path = name.partition("/")[2]
        fault = _unfit(path, entry, known=files)
        if fault is not None:
            faults.append(fault)
            continue
        unpacked = _unpacked(package, entry)
        if isinstance(unpacked, str):
            faults.append(Fault(path, 1, unpacked, "ZIPを作り直します。"))
        elif len(unpacked) > LARGEST_FILE:
            faults.append(Fault(path, 1, "ファイルが大きすぎます", _most(LARGEST_FILE)))
        elif (room := room - len(unpacked)) < 0:
            raise _nothing("中身が大きすぎます", _most(LARGEST_PACKAGE))
        else:
            files[path] = unpacked
    return read(slug, files, faults)


def _named(package: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the entries with their names; Windows writes Japanese ones without saying how."""
    for entry in package.infolist():
        name = entry.filename
        if not entry.flag_bits & _IS_UTF8:
            raw = name.encode("cp437", "replace")
            for encoding in ("utf-8", "cp932"):
                try:
                    name = raw.decode(encoding)
                except UnicodeDecodeError:
                    continue
                break
        if not name.startswith(_LITTER[0]) and name.rpartition("/")[2] not in _LITTER:
            yield name, entry


def _unfit(path: str, entry: zipfile.ZipInfo, *, known: dict[str, bytes]) -> Fault | None:
    if not is_inside(path):
        return Fault(path, 1, "フォルダーの外を指す名前です", "名前を付け直します。")
    if path in known:
        return Fault(path, 1, "同じ名前のファイルが2つあります", "どちらかにします。")
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Fault(path, 1, "リンクは置けません", "ファイルそのものを置きます。")
    if entry.flag_bits & _IS_ENCRYPTED:
        return Fault(path, 1, "パスワードがかかっています", "パスワードなしでまとめ直します。")
    return None


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | str:
    """Return an entry's bytes, one more than allowed at the most; or what is wrong with it."""
    try:
        with package.open(entry) as opened:
            return opened.read(LARGEST_FILE + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError):
        return "ファイルがこわれています"


def _most(size: int) -> str:
    return f"{size // 1_000_000}MBまでです。画像は小さくします。"


def _nothing(message: str, mend: str) -> CourseFaulty:
    return CourseFaulty("package", (Fault(".", 1, message, mend),))
