"""Reading challenges and proposals: what the public sees, and what a department works on."""

from app.challenges.queries.desk import owners, staff_choices, theirs, theirs_by_slug
from app.challenges.queries.proposals import (
    ProposalRow,
    own_proposals,
    proposal,
    proposals,
    published_proposals,
)
from app.challenges.queries.shelf import Card, Shelf, Wanted, follows, public_challenge, shelf

__all__ = [
    "Card",
    "ProposalRow",
    "Shelf",
    "Wanted",
    "follows",
    "own_proposals",
    "owners",
    "proposal",
    "proposals",
    "public_challenge",
    "published_proposals",
    "shelf",
    "staff_choices",
    "theirs",
    "theirs_by_slug",
]
