"""The pages of second factors, by job; all on one blueprint, ``bp``."""

from app.identity.factors.views import (
    confirming,
    entering,
    helping,
    organizations,
    own,
    passkeys,
    second,
)
from app.identity.factors.views.root import bp

__all__ = [
    "bp",
    "confirming",
    "entering",
    "helping",
    "organizations",
    "own",
    "passkeys",
    "second",
]
