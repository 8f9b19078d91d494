"""Response headers, the Content-Security-Policy's nonce, and the rule on other origins.

Source: OWASP ASVS 5.0 3.4. No library: flask-talisman is an unmaintained fork, this is short.
"""

import secrets

from flask import Flask, Response, abort, g, has_request_context, request, session
from flask_wtf.csrf import generate_csrf

from app.ui.files import FILES


def csp_nonce() -> str:
    """Return this response's nonce, for ``<script nonce>``."""
    if not has_request_context():
        return ""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def form_token() -> str:
    """Return the token of this page's forms: the one that came with the request, or a new one.

    Signing another for the answer to a form took a thirtieth of its time. A token that was checked
    (``csrf_valid``) holds as long as the session, so it is as good as new, unless the session has
    just ended.
    """
    if "csrf_token" not in g and g.get("csrf_valid") and "csrf_token" in session:
        sent = request.form.get("csrf_token")
        if sent is not None:
            g.csrf_token = sent
    token: str = generate_csrf()
    return token


def hold_own_frames() -> None:
    """Let the page that is answered now hold pages of this site in frames."""
    g.csp_frame_source = "frame-src 'self'"


def stand_in_own_frames() -> None:
    """Let the page that is answered now stand in a frame of this site."""
    g.csp_frame_ancestors = "frame-ancestors 'self'"


def stand_in_any_frame() -> None:
    """Let the page that is answered now stand in frames of other sites; it may change nothing."""
    g.csp_frame_ancestors = "frame-ancestors 'self' https:"


def _policy() -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'nonce-{csp_nonce()}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "media-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            g.get("csp_frame_source", "frame-src 'none'"),
            "form-action 'self'",
            "base-uri 'none'",
            g.get("csp_frame_ancestors", "frame-ancestors 'none'"),
        )
    )


OK = 200
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}
"""Other bodies have no fields; to ask for these would hold them to the size of a form."""
FOR_PROGRAMS = frozenset({"lrs"})
"""Blueprints that look for themselves: they keep a body as it came, even one that says it is a
form, and they refuse in words for programs."""


def _refuse_nul() -> None:
    """PostgreSQL keeps no U+0000, and nobody types it: refuse it once, for every field."""
    if request.blueprint in FOR_PROGRAMS:
        return
    given = [request.path, *request.args.values(), *request.args]
    if request.mimetype in FORMS:
        given += request.form.values()
    if any("\0" in text for text in given):
        abort(400)


def protect(app: Flask, *, is_https: bool) -> None:
    """Send the security headers with every response of ``app``; refuse what no text may hold."""
    app.before_request(_refuse_nul)

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.endpoint in FILES and response.status_code == OK:
            return response
        headers.setdefault("Content-Security-Policy", _policy())
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers.setdefault("Cache-Control", "no-store")
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
