"""A portfolio as a zip that opens without this house."""

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

import orjson

from app.media.errors import StorageAway
from app.portfolios import contents
from app.workroom import queries as workroom

if TYPE_CHECKING:
    from app.media.storage.port import Storage
    from app.portfolios.queries import Portfolio

README = """\
portfolio.txt は読むため、portfolio.pdf は印刷のためのものです。
portfolio.json は、ほかのしくみに移すためのものです。made には、作ったものが入っています。
"""
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in it: what was made is dated by what it says."""


def packed(found: "Portfolio", told: dict[str, Any], pdf: bytes, storage: "Storage") -> bytes:
    """Return the zip.

    A file whose bytes the storage does not give just now is named in ``missing.txt``: the rest is
    worth having.
    """
    missing: list[str] = []
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "README.txt", README.encode())
        _put(archive, "portfolio.pdf", pdf)
        _put(archive, "portfolio.txt", contents.text(told).encode())
        _put(archive, "portfolio.json", orjson.dumps(told, option=orjson.OPT_INDENT_2))
        for one in found.made:
            if one.version.sha256 is None or one.id not in found.alone:
                continue
            name = contents.file_name(one)
            try:
                _put(archive, name, workroom.read_bytes(storage, one.version))
            except (StorageAway, FileNotFoundError):
                missing.append(f"{name}\t{one.title}")
        if missing:
            _put(archive, "missing.txt", "\n".join(missing).encode())
    return made.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, FIRST_DAY)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, data)
