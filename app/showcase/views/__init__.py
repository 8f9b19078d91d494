"""The pages of showcases, on ``bp``."""

from app.showcase.views import (
    commenting,
    deciding,
    editing,
    feed,
    following,
    gallery,
    inside,
    page,
    press,
    years,
)
from app.showcase.views.root import bp

__all__ = [
    "bp",
    "commenting",
    "deciding",
    "editing",
    "feed",
    "following",
    "gallery",
    "inside",
    "page",
    "press",
    "years",
]
