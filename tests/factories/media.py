"""Pictures, recordings and files of the library, small and made here."""

import io
import struct
import zlib
from typing import TYPE_CHECKING

from PIL import Image

from app.media import service
from app.media.intake import received
from tests.factories.catalog import PICTURE
from tests.factories.identity import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.media.models import MediaFile
    from app.media.storage.port import Storage

SVG = PICTURE.format('<circle cx="4" cy="4" r="3" fill="#9b2335"/>').encode()
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\n\xe9\x9d\x92\xe3\x81\x84\xe4\xb8\xb8\n"


def a_picture(
    form: str = "JPEG", size: tuple[int, int] = (40, 30), *, left: str = "red", **more: object
) -> bytes:
    """Draw a picture whose left half has another color than the right one."""
    picture = Image.new("RGB", size, "blue")
    picture.paste(Image.new("RGB", (size[0] // 2, size[1]), left))
    buffer = io.BytesIO()
    picture.save(buffer, format=form, **more)
    return buffer.getvalue()


def a_photograph() -> bytes:
    """Take a photograph with a turned camera that writes where and with what it was taken."""
    notes = Image.Exif()
    notes[0x0112] = 6  # the top is on the right
    notes[0x010F] = "Kamera-no-mise"
    place = notes.get_ifd(0x8825)
    place[1], place[2] = "N", (36.0, 33.0, 40.0)
    return a_picture("JPEG", (40, 30), exif=notes, comment=b"himitsu no kotoba")


def a_moving_picture() -> bytes:
    """Draw two pictures that follow each other."""
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    buffer = io.BytesIO()
    first.save(buffer, format="GIF", save_all=True, append_images=[second], duration=100)
    return buffer.getvalue()


def a_bomb(side: int = 30_000) -> bytes:
    """Write a PNG of a few kilobytes that unpacks to ``side`` × ``side`` pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    rows = zlib.compress(bytes(1 + side) * 64, 9)
    head = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def an_mp3(seconds: int = 2) -> bytes:
    """Write frames of MPEG 1, layer III, 64 kbit/s, 44.1 kHz."""
    frame = b"\xff\xfb\x50\x00" + bytes(204)
    return frame * (seconds * 44_100 // 1152 + 1)


def an_mp4(seconds: int = 3, brand: bytes = b"isom") -> bytes:
    """Write a film of nothing that says how long it is."""
    mvhd = bytes(4) + struct.pack(">IIII", 0, 0, 1000, seconds * 1000) + bytes(80)
    box = struct.pack(">I4s", 8 + len(mvhd), b"mvhd") + mvhd
    moov = struct.pack(">I4s", 8 + len(box), b"moov") + box
    return struct.pack(">I4s4sI", 16, b"ftyp", brand, 0) + moov


def a_pdf(*objects: bytes, root: bytes = b"", trailer: bytes = b"") -> bytes:
    """Write a paper of one empty page, with more objects (from number 4 on) if wanted."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    data = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(
        (b"<</Type/Catalog/Pages 2 0 R" + root + b">>", pages, page, *objects), start=1
    ):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(places) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
        + b"trailer\n<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n"
        % (count, trailer, len(data))
    )


PDF = a_pdf()


def a_media_file(
    session: "Session",
    by: "User",
    storage: "Storage",
    data: bytes | None = None,
    *,
    title: str = "校門",
    alt: str = "校門の前で手をふる二人。",
    license: str = "own",  # noqa: A002  as the column
    credit: str = "",
    captions: str | None = None,
) -> "MediaFile":
    """Keep a file in the library of the first organization of ``by``; a picture unless said."""
    about = service.About(title, alt, license, credit, captions)
    shelf = service.Shelf(by.posts[0].organization_id, by.id)
    with received(io.BytesIO(a_picture() if data is None else data)) as file:
        service.put_away(storage, file)
        return service.keep_file(session, file, about, shelf, now=NOW)[0]
