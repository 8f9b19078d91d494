"""Find the credential in whatever file somebody hands in. For a process of its own (``opener``).

Every file is a stranger's: parsers run without entities, without a network and with bounds on
size, and the process that runs this has bounds on time and memory. Nothing found is proven yet.
"""

import io
from dataclasses import dataclass
from typing import Final

import zxingcpp
from lxml import etree
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from app.credentials.baking import NAMESPACE, SeveralCredentials, credential_in_png, kind_of
from app.credentials.verify import MAX_BYTES

ATTACHED: Final = frozenset({"credential.jwt", "credential.json"})
"""What the credential is called in a PDF."""

_FAULTY_PDF: Final = (
    *(PyPdfError, ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError),
    *(IndexError, AssertionError),
)
_FAULTY_PICTURE: Final = (
    *(UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError),
)
MOST_PIXELS: Final = 40_000_000
READ_AT: Final = 2_000
"""Pixels of the longer side at which a QR code is looked for."""

MOST_CODES: Final = 8
PHOTOS: Final = ("PNG", "JPEG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Opened:
    """What a file held.

    Attributes:
        kind: "text", "png", "svg", "pdf" or "photo"; "broken" for what no reader understands.
        document: The credential as it stood there; None where there is none.
        codes: What the QR codes in a picture say.
    """

    kind: str
    document: bytes | None = None
    codes: tuple[str, ...] = ()


def extract(data: bytes) -> Opened:
    """Return what a file holds; it raises nothing that the file could cause, but lack of memory.

    Args:
        data: The file, as it came.
    """
    try:
        return _READERS[kind_of(data)](data)
    except SeveralCredentials:
        return Opened("broken")


def _from_text(data: bytes) -> Opened:
    return Opened("text", data[: MAX_BYTES + 1])


def _from_png(data: bytes) -> Opened:
    document = credential_in_png(data)
    if document is not None:
        return Opened("png", document[: MAX_BYTES + 1])
    return Opened("png", codes=_codes(data))


def _from_photo(data: bytes) -> Opened:
    return Opened("photo", codes=_codes(data))


def _from_svg(data: bytes) -> Opened:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Opened("broken")
    if root.getroottree().docinfo.doctype:
        return Opened("broken")  # ours declare nothing, and entities are what declarations are for
    found = root.findall(f".//{{{NAMESPACE}}}credential")
    if len(found) > 1:
        raise SeveralCredentials
    told = (found[0].get("verify") or found[0].text or "").strip() if found else ""
    return Opened("svg", told.encode()[: MAX_BYTES + 1] or None)


def _from_pdf(data: bytes) -> Opened:
    try:
        files = PdfReader(io.BytesIO(data)).attachment_list
        attached = {one.content[: MAX_BYTES + 1] for one in files if one.name in ATTACHED}
    except _FAULTY_PDF:
        return Opened("broken")
    if len(attached) > 1:
        raise SeveralCredentials
    return Opened("pdf", next(iter(attached), None))


def _codes(data: bytes) -> tuple[str, ...]:
    """Return what the QR codes in a picture say; nothing for one that cannot be drawn."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2  # Pillow warns at this and refuses at twice of it
    try:
        with Image.open(io.BytesIO(data), formats=PHOTOS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                return ()
            opened.draft("L", (READ_AT, READ_AT))
            on_white = Image.alpha_composite(
                Image.new("RGBA", opened.size, "white"), opened.convert("RGBA")
            )
            picture = on_white.convert("L")
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        SyntaxError,
    ):
        return ()
    picture.thumbnail((READ_AT, READ_AT))
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(picture, formats=formats)
    return tuple(one.text for one in found)[:MOST_CODES]


_READERS: Final = {
    "text": _from_text,
    "png": _from_png,
    "photo": _from_photo,
    "svg": _from_svg,
    "pdf": _from_pdf,
}
