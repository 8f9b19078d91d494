"""Decode a picture, and write it anew from nothing but its pixels.

Of what a camera writes beside the picture (place, time, device, owner, a second picture) nothing
comes along; its orientation and its colors are worked into the pixels.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image, ImageCms, ImageOps

from app.media.errors import NotTaken, Refusal
from app.media.rules import LARGEST_KEPT

MOST_PIXELS: Final = 64_000_000
"""Of the picture as it comes: a telephone's camera makes 12, 48 or 50 million."""

LONGEST_SIDE: Final = 2_400
"""Pixels kept: twice the width of a lesson on a wide screen, to be looked at closely."""

SMALL_SIDE: Final = 480
"""Pixels of the small copy that lists show."""

FORMATS: Final = ("PNG", "JPEG", "WEBP", "AVIF", "GIF")
_KEPT_AS: Final = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp", "AVIF": "avif", "GIF": "png"}
_WRITTEN: Final[dict[str, dict[str, int | bool | str]]] = {
    "png": {"format": "PNG", "optimize": True},
    "jpg": {"format": "JPEG", "quality": 85, "optimize": True, "progressive": True},
    "webp": {"format": "WEBP", "quality": 85, "method": 4},
    "avif": {"format": "AVIF", "quality": 70, "speed": 8},
}
_BROKEN: Final = (OSError, SyntaxError, ValueError, EOFError, OverflowError)
"""What Pillow's decoders raise for bytes that are no picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept. ``suffix`` without the dot; sizes in pixels."""

    suffix: str
    width: int
    height: int


def reencode(source: Path, kept: Path, small: Path) -> Picture:
    """Write a picture anew, and a small copy of it.

    Args:
        source: The file as it came.
        kept: Where to write the picture.
        small: Where to write the small copy, a WebP.

    Raises:
        NotTaken: It is broken, moves, or is too large.
    """
    try:
        with Image.open(source, formats=FORMATS) as opened:
            pixels, suffix = _pixels(opened), _KEPT_AS[opened.format or ""]
    except (Image.DecompressionBombError, MemoryError) as error:
        raise NotTaken(Refusal.TOO_MANY_PIXELS) from error
    except _BROKEN as error:
        raise NotTaken(Refusal.BROKEN) from error
    data, suffix = _written(pixels, suffix)
    kept.write_bytes(data)
    copy = pixels.copy()
    copy.thumbnail((SMALL_SIDE, SMALL_SIDE))
    copy.save(small, format="WEBP", quality=75)
    return Picture(suffix, *pixels.size)


def _pixels(opened: Image.Image) -> Image.Image:
    """Return the picture upright, in sRGB, not larger than it is kept, and without any notes."""
    if opened.width * opened.height > MOST_PIXELS:
        raise NotTaken(Refusal.TOO_MANY_PIXELS)
    if getattr(opened, "is_animated", False):
        raise NotTaken(Refusal.ANIMATED)
    opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded smaller at once
    profile = opened.info.get("icc_profile")
    upright = ImageOps.exif_transpose(opened)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = _in_srgb(_in_color(upright), profile)
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def _in_color(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode in {"1", "L", "I", "I;16", "F"}:
        return picture.convert("L")
    return picture if picture.mode in {"RGB", "CMYK"} else picture.convert("RGB")


def _in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Work a color profile into the pixels; one that does not fit is left out."""
    mode = "RGBA" if picture.mode == "RGBA" else "RGB"
    if profile and picture.mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            srgb = ImageCms.createProfile("sRGB")
            found = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
        except (ImageCms.PyCMSError, OSError):
            found = None
        if found is not None:
            return found
    return picture if picture.mode in {"L", mode} else picture.convert(mode)


def _written(picture: Image.Image, suffix: str) -> tuple[bytes, str]:
    """Return the file, and what it is: a photograph as PNG may be too large for a course."""
    for kind in (suffix, "webp"):
        buffer = io.BytesIO()
        picture.save(buffer, **_WRITTEN[kind])  # type: ignore[arg-type]  # save() takes what a format takes
        if buffer.tell() <= LARGEST_KEPT:
            return buffer.getvalue(), kind
    raise NotTaken(Refusal.TOO_LARGE, largest=LARGEST_KEPT)
