"""The pages of showcases, on ``bp``."""

from app.showcase.views import (
    commenting,
    crediting,
    deciding,
    editing,
    embedding,
    feed,
    following,
    gallery,
    inside,
    page,
    press,
    years,
)
from app.showcase.views.root import bp, init_app

__all__ = [
    "bp",
    "commenting",
    "crediting",
    "deciding",
    "editing",
    "embedding",
    "feed",
    "following",
    "gallery",
    "init_app",
    "inside",
    "page",
    "press",
    "years",
]
