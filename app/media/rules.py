"""What a file is, how large it may be, and what it is called in a course. Pure."""

import enum
import re
import unicodedata
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Final

from app.catalog.sources.lines import UNWANTED

MB: Final = 1_000_000

LARGEST_KEPT: Final = 5 * MB
"""Bytes of a file in the library: no file of a course may be larger, so it could not be used."""

LARGEST_PICTURE: Final = 20 * MB
"""Bytes of a picture as it comes: a telephone's photograph has up to 15 MB. It is made smaller."""

HEAD: Final = 4096
"""Bytes from the start of a file that tell its type."""

LONGEST_CAPTIONS: Final = 200_000
"""Bytes of a WebVTT file; an hour of talk has about 90,000."""


class MediaKind(enum.StrEnum):
    """What a file is to a lesson: the block that shows it."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class MediaType:
    """A type of file that the library takes.

    Attributes:
        suffix: As it ends a name in a course, without the dot.
        kind: The block that shows it.
        mimetype: As it is served.
        largest: Bytes of such a file as it comes.
    """

    suffix: str
    kind: MediaKind
    mimetype: str
    largest: int = LARGEST_KEPT


TYPES: Final[Mapping[str, MediaType]] = {
    one.suffix: one
    for one in (
        MediaType("png", MediaKind.IMAGE, "image/png", LARGEST_PICTURE),
        MediaType("jpg", MediaKind.IMAGE, "image/jpeg", LARGEST_PICTURE),
        MediaType("webp", MediaKind.IMAGE, "image/webp", LARGEST_PICTURE),
        MediaType("avif", MediaKind.IMAGE, "image/avif", LARGEST_PICTURE),
        MediaType("gif", MediaKind.IMAGE, "image/gif", LARGEST_PICTURE),
        MediaType("svg", MediaKind.IMAGE, "image/svg+xml"),
        MediaType("mp3", MediaKind.AUDIO, "audio/mpeg"),
        MediaType("m4a", MediaKind.AUDIO, "audio/mp4"),
        MediaType("ogg", MediaKind.AUDIO, "audio/ogg"),
        MediaType("mp4", MediaKind.VIDEO, "video/mp4"),
        MediaType("webm", MediaKind.VIDEO, "video/webm"),
        MediaType("pdf", MediaKind.FILE, "application/pdf"),
    )
}
"""By suffix. A course may hold no other kind, see ``catalog.sources``."""

_BRANDS: Final[Mapping[bytes, str]] = {
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "m4a"),
    **dict.fromkeys((b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42"), "mp4"),
    **dict.fromkeys((b"avc1", b"M4V ", b"dash", b"MSNV"), "mp4"),
}
"""Major brand of an ISO base media file → what it is. QuickTime and HEIF are none of ours."""

_STARTS: Final = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"OggS", "ogg"),
    (b"ID3", "mp3"),
    (b"%PDF-", "pdf"),
)
_MPEG_AUDIO: Final = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
"""A frame of MPEG audio: sync, layer III, a bit rate that exists."""
_SVG: Final = re.compile(rb"\s*<svg[\s>]")


def type_of(head: bytes) -> MediaType | None:
    """Tell a file's type by its first bytes; its name and what a browser says count for nothing.

    Args:
        head: The first ``HEAD`` bytes, or all of a shorter file.

    Returns:
        The type, or None for what the library does not take.

    Source:
        WHATWG MIME Sniffing 6; ISO/IEC 14496-12 4.3; RFC 9559 (Matroska); RFC 9649 (WebP).
    """
    suffix = next((suffix for start, suffix in _STARTS if head.startswith(start)), None)
    if suffix is None:
        suffix = _boxed(head)
    if suffix is None and _MPEG_AUDIO.match(head):
        suffix = "mp3"
    if suffix is None and _SVG.match(head.removeprefix(b"\xef\xbb\xbf")):
        suffix = "svg"
    return TYPES.get(suffix or "")


def _boxed(head: bytes) -> str | None:
    """Tell a file that says inside its first box what it is."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12])
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64]:
        return "webm"
    return None


def is_captions(data: bytes) -> bool:
    """Whether a file is WebVTT, and not longer than captions are."""
    if len(data) > LONGEST_CAPTIONS:
        return False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return re.match(r"WEBVTT(?:[ \t\r\n]|\Z)", text) is not None


# -- in a course ----------------------------------------------------------------------------------

_LONGEST_NAME: Final = 40
_NOT_IN_A_NAME: Final = re.compile(r"[^a-z0-9]+")


def asset_name(title: str, suffix: str, *, kind: MediaKind, taken: Container[str]) -> str:
    """Return a path for a file in a course's ``assets/``, safe and not taken yet.

    Args:
        title: What the file is called; only its ASCII letters and figures stay.
        suffix: How it has to end.
        kind: Gives a name where the title leaves none.
        taken: The paths that the course has.
    """
    ascii_only = unicodedata.normalize("NFKC", title).lower()
    stem = _NOT_IN_A_NAME.sub("-", ascii_only).strip("-")[:_LONGEST_NAME].strip("-")
    if not re.search("[a-z]", stem):
        stem = f"{kind.value}-{stem}".strip("-")
    path, number = f"assets/{stem}.{suffix}", 2
    while path in taken:
        path, number = f"assets/{stem}-{number}.{suffix}", number + 1
    return path


def block_text(kind: MediaKind, path: str, alt: str, *, captions: str | None = None) -> str:
    """Write the block of a lesson that shows a file.

    Args:
        kind: What it is.
        path: Where it lies in the course.
        alt: What is on the picture; what is said; what the file is.
        captions: Where a video's captions lie.
    """
    if kind is MediaKind.IMAGE:
        return f"![{_one_line(alt)}]({path})"
    more = f" captions={captions}" if captions else ""
    return f"::: {kind.value} src={path}{more}\n{_body(alt)}\n:::"


_MARKDOWN: Final = re.compile(r"([\\\[\]<>{}|｜《》*_`])")


def _one_line(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(UNWANTED.sub(" ", text).split()))


def _body(text: str) -> str:
    """Write paragraphs so that no line of them is anything else."""
    lines = (" ".join(UNWANTED.sub(" ", line).split()) for line in text.strip().splitlines())
    return "\n".join(
        re.sub(r"^([:#>+\-=]|[0-9]+[.)])", r"\\\1", _MARKDOWN.sub(r"\\\1", line)) for line in lines
    )


def credit_line(title: str, credit: str, license_name: str) -> str:
    """Say in a course's credits whose a file is, on one line."""
    whose = f"{credit}、" if credit else ""
    return " ".join(f"「{title}」（{whose}{license_name}）".split())


# -- what a course needs --------------------------------------------------------------------------


class Missing(enum.Enum):
    """What is not written yet of a file, and a course needs."""

    ALT = "alt"
    CAPTIONS = "captions"
    LICENSE = "license"
    CREDIT = "credit"


def missing(
    kind: MediaKind, *, alt: str, captions: str | None, license_known: bool, credit_due: bool
) -> tuple[Missing, ...]:
    """Return what is still to be written before a course may use a file.

    Args:
        kind: What it is.
        alt: What is written of what it shows or says.
        captions: A video's captions.
        license_known: Whether its terms are written.
        credit_due: Whether the terms ask for a name, and there is none.
    """
    found = {
        Missing.ALT: not alt.strip(),
        Missing.CAPTIONS: kind is MediaKind.VIDEO and not captions,
        Missing.LICENSE: not license_known,
        Missing.CREDIT: credit_due,
    }
    return tuple(one for one, is_missing in found.items() if is_missing)
