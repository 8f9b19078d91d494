"""Draw a QR code as an SVG that stands in a page."""

import io

import segno
from markupsafe import Markup


def drawn(text: str) -> Markup:
    """Return the QR code of ``text``, black on white whatever the page's colors are."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out,
        kind="svg",
        xmldecl=False,
        svgns=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return Markup(out.getvalue().decode())  # noqa: S704  drawn here, of numbers alone
