"""Serve the built style sheets and scripts, under names with a hash: they may be kept for ever."""

from flask import Flask, Response, request, send_from_directory

from app.ui.assets import DIST

FOREVER = "public, max-age=31536000, immutable"


def serve_static(app: Flask) -> None:
    """Serve ``static/dist`` at ``/static``, compressed where the build left a ``.gz`` beside."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_file)


def _file(filename: str) -> Response:
    packed = f"{filename}.gz"
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    if takes_gzip and (DIST / packed).is_file():
        response = send_from_directory(DIST, packed)
        response.headers["Content-Encoding"] = "gzip"
        response.mimetype = "text/css" if filename.endswith(".css") else "text/javascript"
    else:
        response = send_from_directory(DIST, filename)
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    return response
