"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.identity.views import (
    acting,
    entry,
    joining,
    organizations,
    passwords,
    people,
    posts,
    settings,
)
from app.identity.views.root import bp

__all__ = [
    "acting",
    "bp",
    "entry",
    "joining",
    "organizations",
    "passwords",
    "people",
    "posts",
    "settings",
]
