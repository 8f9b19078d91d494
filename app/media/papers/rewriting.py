"""Read a PDF, and write it anew from what its pages need.

Source:
    ISO 32000-1 14.3 (metadata), 14.5 (page-piece dictionaries), 12.6 (actions), 7.11.4 (files).
"""

from io import BytesIO
from pathlib import Path
from typing import Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from app.media.errors import NotTaken, Refusal
from app.media.rules import LARGEST_KEPT

_NOTES: Final = ("/Metadata", "/PieceInfo", "/LastModified")
"""What any object may say of who made it, and with what."""
_OF_ALL: Final = ("/AF", "/AA", "/OpenAction")
_OF_NAMES: Final = ("/EmbeddedFiles", "/JavaScript")
_BROKEN: Final = (
    PyPdfError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    AttributeError,
    OSError,
    RecursionError,
)
"""What comes out of a PDF that is not as it says."""


def rewrite(source: Path, kept: Path) -> None:
    """Write a PDF anew.

    Raises:
        NotTaken: It cannot be read, has a password, or became too large.
    """
    try:
        reader = PdfReader(source)
        if reader.is_encrypted:
            raise NotTaken(Refusal.LOCKED)
        if not reader.pages:
            raise NotTaken(Refusal.UNREADABLE)
        once = BytesIO()
        _forgetful(reader).write(once)
        # what is read once more is what the pages lead to: the rest hangs on nothing any more
        _forgetful(PdfReader(once)).write(kept)
    except _BROKEN as error:
        raise NotTaken(Refusal.UNREADABLE) from error
    if kept.stat().st_size > LARGEST_KEPT:
        raise NotTaken(Refusal.TOO_LARGE, largest=LARGEST_KEPT)


def _forgetful(reader: PdfReader) -> PdfWriter:
    writer = PdfWriter(clone_from=reader)
    writer.pdf_header = reader.pdf_header
    writer.metadata = None
    root = writer.root_object
    for name in _OF_ALL:
        root.pop(name, None)
    names = root.get("/Names")
    if isinstance(held := names.get_object() if names else None, DictionaryObject):
        for name in _OF_NAMES:
            held.pop(name, None)
    for one in writer._objects:  # noqa: SLF001  there is no other way to every object
        if isinstance(one, DictionaryObject):
            for name in _NOTES:
                one.pop(name, None)
    return writer
