"""Response headers, the Content-Security-Policy's nonce, and the rule on other origins.

Source: OWASP ASVS 5.0 3.4. No library: flask-talisman is an unmaintained fork, this is short.
"""

import secrets

from flask import Flask, Response, g, has_request_context, request


def csp_nonce() -> str:
    """Return this response's nonce, for ``<script nonce>``."""
    if not has_request_context():
        return ""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


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
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def protect(app: Flask, *, is_https: bool) -> None:
    """Send the security headers with every response of ``app``."""

    @app.after_request
    def _headers(response: Response) -> Response:
        headers = response.headers
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.endpoint == "static":
            return response
        headers["Content-Security-Policy"] = _policy()
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
        headers.setdefault("Cache-Control", "no-store")
        if is_https:
            headers["Strict-Transport-Security"] = "max-age=31536000"
        return response
