"""Course folders on disk: bytes in, bytes out. The one module here that touches the disk."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from app.catalog.sources.course import CourseSource
from app.catalog.sources.faults import Fault
from app.catalog.sources.read import is_inside, read

LARGEST_FILE: Final = 5_000_000
"""Bytes. A lesson is text; an image for the web is far smaller."""

MOST_FILES: Final = 2_000


def read_folder(folder: Path) -> CourseSource:
    """Read a course folder; what cannot be read is a fault, never an exception."""
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    try:
        paths = sorted(p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir())
    except OSError:
        paths = []
    if not folder.is_dir():
        faults.append(Fault(".", 1, "フォルダーがありません", f"{folder.name}/ を作ります。"))
    if len(paths) > MOST_FILES:
        mend = f"1つの講座は{MOST_FILES}ファイルまでです。"
        faults.append(Fault(".", 1, f"ファイルが{len(paths)}個あります", mend))
    for path in paths[:MOST_FILES]:
        name = path.relative_to(folder).as_posix()
        fault = _unfit(path, name)
        if fault:
            faults.append(fault)
            continue
        try:
            files[name] = path.read_bytes()
        except OSError as error:
            mend = f"ファイルの権限などを確かめます（{error.strerror}）。"
            faults.append(Fault(_printable(name), 1, "ファイルを読めません", mend))
    return read(folder.resolve().name, files, faults)


def _unfit(path: Path, name: str) -> Fault | None:
    if path.is_symlink():
        return Fault(_printable(name), 1, "リンクは置けません", "ファイルそのものを置きます。")
    if not path.is_file():
        return Fault(_printable(name), 1, "ふつうのファイルではありません", "消します。")
    if name != _printable(name):
        return Fault(
            _printable(name), 1, "ファイル名がUTF-8ではありません", "名前を付け直します。"
        )
    if path.stat().st_size > LARGEST_FILE:
        mend = f"1つのファイルは{LARGEST_FILE // 1_000_000}MBまでです。画像は小さくします。"
        return Fault(name, 1, "ファイルが大きすぎます", mend)
    return None


def _printable(name: str) -> str:
    """Replace what UTF-8 cannot write: a name that came from a disk may hold anything."""
    return name.encode("utf-8", "replace").decode("utf-8")


def write_folder(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write a course's files into a folder that does not exist yet, or is empty.

    Raises:
        FileExistsError: The folder holds something; nothing was written.
        ValueError: A file's path would lead out of the folder; nothing was written.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(folder)
    kept = list(files)
    if not all(is_inside(name) for name, _ in kept):
        raise ValueError("a file's path leads out of the course folder")
    for name, data in kept:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def change_files(folder: Path, files: Mapping[str, bytes | None]) -> list[str]:
    """Bring some files of a course folder to a new content; those that have it are not touched.

    Args:
        folder: The course folder, read without a fault, so that nothing in it leads elsewhere.
        files: Path → its bytes, or None to remove it.

    Returns:
        The paths that changed, in order.

    Raises:
        ValueError: A file's path would lead out of the folder; nothing was changed.
    """
    if not all(map(is_inside, files)):
        raise ValueError("a file's path leads out of the course folder")
    changed = []
    for name, data in sorted(files.items()):
        path = folder / name
        before = path.read_bytes() if path.is_file() else None
        if before == data:
            continue
        changed.append(name)
        if data is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    return changed


def course_folders(root: Path) -> list[Path]:
    """Return the folders under ``root`` that may hold a course, by name."""
    if not root.is_dir():
        return []
    return sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith("."))
