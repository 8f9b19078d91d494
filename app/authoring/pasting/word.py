"""A Word file (.docx) → HTML, by mammoth; what it may unpack to is counted before it sees it."""

import zipfile
import zlib
from io import BytesIO
from typing import Any, Final
from xml.parsers.expat import ExpatError

import mammoth

from app.authoring.pasting.shapes import PastingFault, Unpasted

LARGEST_PART: Final = 2_000_000
"""Bytes a part unpacks to: its XML is kept as a tree, some thirty times as large."""

MOST_PARTS: Final = 400
_BROKEN: Final = (
    *(zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError),
    *(KeyError, ValueError, AttributeError, TypeError, RuntimeError),  # of XML that is no Word's
    ExpatError,
)
_NEEDED: Final = (
    "[Content_Types].xml",
    "_rels/",
    "word/_rels/",
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/footnotes.xml",
    "word/endnotes.xml",
)
"""Pictures, fonts, macros and comments are not even unpacked."""


def html_of_word(data: bytes) -> str:
    """Return a Word file as HTML.

    Raises:
        Unpasted: It cannot be read, or unpacks to too much.
    """
    try:
        slim = _slim(data)
        done = mammoth.convert_to_html(BytesIO(slim), convert_image=_picture)
    except _BROKEN as error:
        raise Unpasted(PastingFault.UNREADABLE) from error
    return str(done.value)


@mammoth.images.img_element  # type: ignore[untyped-decorator]
def _picture(image: Any) -> dict[str, str]:  # noqa: ANN401  mammoth ships no types
    return {"src": "", "alt": image.alt_text or ""}


def _slim(data: bytes) -> bytes:
    """Return the same file with nothing but the parts that hold its text."""
    slim = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as package, zipfile.ZipFile(slim, "w") as kept:
        names = [name for name in package.namelist() if name.startswith(_NEEDED)]
        if len(names) > MOST_PARTS:
            raise Unpasted(PastingFault.TOO_MUCH)
        for name in names:
            with package.open(name) as part:
                unpacked = part.read(LARGEST_PART + 1)
            if len(unpacked) > LARGEST_PART:
                raise Unpasted(PastingFault.TOO_MUCH)
            kept.writestr(name, unpacked)
    return slim.getvalue()
