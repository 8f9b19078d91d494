"""The blueprint of this package's pages, the words for its pictures, and QR codes."""

import uuid
from collections.abc import Mapping
from typing import Any

import segno
from flask import Blueprint
from markupsafe import Markup
from sqlalchemy.orm import Session

from app import clock
from app.classes.cards import queries
from app.classes.cards.queries import ClassView
from app.identity.login import person
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("class_cards", "app.classes.cards", template_folder="templates")

PICTURE_NAMES: Mapping[str, Any] = {
    "apple": _l("りんご"),
    "ball": _l("ボール"),
    "umbrella": _l("かさ"),
    "star": _l("ほし"),
    "boat": _l("ふね"),
    "flower": _l("はな"),
    "train": _l("でんしゃ"),
    "key": _l("かぎ"),
    "clock": _l("とけい"),
    "cake": _l("ケーキ"),
    "moon": _l("つき"),
    "house": _l("いえ"),
    "rabbit": _l("うさぎ"),
    "cat": _l("ねこ"),
    "dog": _l("いぬ"),
    "bear": _l("くま"),
    "bird": _l("とり"),
    "fish": _l("さかな"),
    "turtle": _l("かめ"),
    "elephant": _l("ぞう"),
}


def own_class(session: Session, class_id: uuid.UUID) -> ClassView:
    """Return a class of whoever asks, or end in 404."""
    return queries.class_of(session, class_id, person(), on=clock.day_of(clock.now()))


def qr_of(url: str) -> Markup:
    """Draw a QR code of an address as an SVG for the page itself."""
    drawn = segno.make(url, error="m", micro=False).svg_inline(
        omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return Markup(drawn)  # noqa: S704  black squares; the address is not in it as text
