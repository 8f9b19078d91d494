"""The list of courses, and the files that lessons show."""

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue

from app.catalog import queries
from app.catalog.edition import Audience
from app.db import reading
from app.ui.page import render_page
from app.ui.reader import reader

bp = Blueprint("catalog", __name__, template_folder="templates")
SHORT_MINUTES = 15
LONGEST_QUERY = 100
KINDS = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "pdf": "application/pdf",
}
"""What a course may show; nothing that a browser would run."""


@bp.get("/courses")
def courses() -> ResponseReturnValue:
    """List the courses of one audience, narrowed by words and by time."""
    audience = _audience(request.args.get("for"))
    words = request.args.get("q", "").strip()[:LONGEST_QUERY]
    short = request.args.get("short") == "1"
    found = queries.find_courses(
        reading(), audience, words=words, minutes=SHORT_MINUTES if short else None
    )
    return render_page(
        "catalog/courses.html",
        "main",
        audience=audience,
        words=words,
        short=short,
        found=found,
        view=queries.view_of_reader(),
    )


@bp.get("/course-assets/<digest>.<extension>")
def asset(digest: str, extension: str) -> ResponseReturnValue:
    """Serve a course's file under its hash: it can never change, and can never run."""
    found = queries.asset(reading(), digest)
    kind = KINDS.get(extension)
    if kind is None or not found.path.endswith(f".{extension}"):
        abort(404)
    response = Response(found.data, mimetype=kind)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _audience(asked: str | None) -> Audience:
    """Return the audience asked for; children see their own courses whatever was asked."""
    if reader().audience == "child":
        return Audience.CHILD
    if asked in {member.value for member in Audience}:
        return Audience(asked)
    return Audience(reader().audience)
