"""The pages of this package, by job; all on one blueprint, ``bp``."""

from app.identity.views import (
    accounts,
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
    "accounts",
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
