"""Files of courses on their way to a browser: they can never change, and can never run."""

from typing import TYPE_CHECKING, Final

from flask import Response, abort, request

from app.catalog.rules import file_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "vtt": "text/vtt",
}
"""What a course may show; nothing that a browser would run.

An SVG could be run, were it opened by itself: it was checked when it was published, and the
policy below lets nothing in it run or load.
"""
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def served_file(path: str, data: bytes, extension: str, *, is_private: bool = False) -> Response:
    """Answer with a file whose address holds its hash; 404 where the ending is not its own.

    Args:
        path: What the course calls it.
        data: Its bytes.
        extension: The ending that was asked for.
        is_private: Whether only who asks may keep it.
    """
    kind = KINDS.get(extension)
    if kind is None or not path.lower().endswith(f".{extension}"):
        abort(404)
    response = Response(data, mimetype=kind)
    kept = "private" if is_private else "public"
    response.headers["Cache-Control"] = f"{kept}, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = POLICY
    # some browsers play no sound and no video that cannot be asked for in parts
    response.make_conditional(request, accept_ranges=True, complete_length=len(data))
    return response


def with_hash(files: "Iterable[tuple[str, bytes]]", digest: str) -> tuple[str, bytes] | None:
    """Return the file with this hash, as (path, bytes), if it is among these."""
    return next((one for one in files if file_hash(one[1]) == digest), None)
