"""The QR code of a letter, as a drawing inside the page or as a picture. Pure."""

import io

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    """Draw the QR code of an address, as an SVG element of our own making."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, nl=False, border=2, svgclass="qr",
        lineclass=None, omitsize=True,
    )  # fmt: skip
    return Markup(out.getvalue().decode())  # noqa: S704  drawn by the library from the address


def qr_picture(address: str) -> bytes:
    """Draw the QR code of an address as PNG, for a document written elsewhere."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=12, border=4)
    return out.getvalue()
