"""Serve the style sheets and scripts, under names with a hash: they may be kept for ever."""

from flask import Flask, Response, abort, request, send_from_directory

from app.ui.assets import DIST
from app.ui.site import site

FOREVER = "public, max-age=31536000, immutable"
FILES = frozenset({"static", "theme"})
"""Endpoints whose answers are the same for everybody: nobody has to be looked up for them."""


def serve_static(app: Flask) -> None:
    """Serve ``static/dist`` at ``/static``, compressed where the build left a ``.gz`` beside."""
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_file)


def serve_theme(app: Flask) -> None:
    """Serve the theme's style sheet under the name that its content gives it."""
    app.add_url_rule("/theme-<digest>.css", endpoint="theme", view_func=_theme)


def _theme(digest: str) -> Response:
    """Send the theme's style sheet; only the present one has an address."""
    theme = site().theme
    if digest != theme.digest:
        abort(404)
    packed = _takes_gzip()
    response = Response(theme.packed if packed else theme.css, mimetype="text/css")
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    return _kept(response)


def _file(filename: str) -> Response:
    packed = f"{filename}.gz"
    if _takes_gzip() and (DIST / packed).is_file():
        response = send_from_directory(DIST, packed)
        response.headers["Content-Encoding"] = "gzip"
        response.mimetype = "text/css" if filename.endswith(".css") else "text/javascript"
    else:
        # Python knows fonts only where the system's list of types does
        font = "font/woff2" if filename.endswith(".woff2") else None
        response = send_from_directory(DIST, filename, mimetype=font)
    return _kept(response)


def _takes_gzip() -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")


def _kept(response: Response) -> Response:
    response.headers["Cache-Control"] = FOREVER
    response.vary.add("Accept-Encoding")
    return response
