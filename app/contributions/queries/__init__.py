"""Reading needs and offers: for everybody, for whoever gives, and for whoever settles."""

from app.contributions.queries.needs import (
    Asking,
    need,
    needs_of_challenge,
    needs_of_project,
    open_needs,
)
from app.contributions.queries.offers import (
    Seen,
    Settling,
    given_to,
    hours_given,
    offers_for,
    own_offer_to,
    own_offers,
    seen_offer,
    settling,
)

__all__ = [
    "Asking",
    "Seen",
    "Settling",
    "given_to",
    "hours_given",
    "need",
    "needs_of_challenge",
    "needs_of_project",
    "offers_for",
    "open_needs",
    "own_offer_to",
    "own_offers",
    "seen_offer",
    "settling",
]
