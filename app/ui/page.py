"""Answer with a whole page, or with the one block of it that htmx asked for."""

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue
from jinja2_fragments import BlockNotFoundError
from jinja2_fragments.flask import render_block

LONGEST_NUMBER = 15
"""Digits: more than any row has, and fewer than what breaks a database's integer."""


def whole_number(text: str | None) -> int | None:
    """Read a number from an address: ASCII digits, not too many; None for anything else."""
    if text and text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER:
        return int(text)
    return None


def is_fragment() -> bool:
    """Whether htmx asked, and so wants only a part of the page."""
    return "HX-Request" in request.headers and "HX-Boosted" not in request.headers


def here() -> str | None:
    """Return the address to come back to: of this page, or of the one whose form was sent.

    What answers a form stands at an address that may take no GET.

    Returns:
        A path of this site with its query; None when the browser does not say.
    """
    if request.method == "GET":
        return request.full_path.rstrip("?")
    return came_from()


def came_from() -> str | None:
    """Return the address on this site whose link or form was followed; None if none is told."""
    own = request.host_url.rstrip("/")
    referrer = request.referrer or ""
    return referrer.removeprefix(own) if referrer.startswith(own + "/") else None


def render_page(
    template: str, block: str, *, status: int = 200, **context: object
) -> ResponseReturnValue:
    """Render ``template``; for an htmx request, only its ``block``.

    Page and fragment are the same lines of one file, so they cannot drift apart.
    """
    text = (
        _part(template, block, context) if is_fragment() else render_template(template, **context)
    )
    response = make_response(text, status)
    response.vary.add("HX-Request")
    return response


def render_answer(
    template: str, parts: str, *, status: int = 200, **context: object
) -> ResponseReturnValue:
    """Render ``template``; for an htmx request ``parts``, a template of what an answer changes.

    Both include the same files, so they cannot drift apart. Parts beside the first one say
    themselves what they take the place of (``hx-swap-oob``).
    """
    response = make_response(
        render_template(parts if is_fragment() else template, **context), status
    )
    response.vary.add("HX-Request")
    return response


def _part(template: str, block: str, context: dict[str, object]) -> str:
    """Render one block; a template that inherits it from its parent answers whole."""
    try:
        return str(render_block(template, block, **context))
    except BlockNotFoundError:
        return render_template(template, **context)
