"""Reading proposals: for the public and the team, for the department, and as figures."""

from app.adoption.queries.cases import (
    Case,
    budget_dates,
    case,
    colleagues,
    in_places,
    templates_of,
)
from app.adoption.queries.endings import (
    GoingOn,
    all_offers,
    going_on,
    offer,
    offers_open,
    own_look,
)
from app.adoption.queries.inbox import Asked, Inbox, InboxRow, home_cues, inbox
from app.adoption.queries.sums import Sums, sums
from app.adoption.queries.trails import (
    Trail,
    TrailStep,
    of_project,
    status_of,
    trail,
    trail_of,
)

__all__ = [
    "Asked",
    "Case",
    "GoingOn",
    "Inbox",
    "InboxRow",
    "Sums",
    "Trail",
    "TrailStep",
    "all_offers",
    "budget_dates",
    "case",
    "colleagues",
    "going_on",
    "home_cues",
    "in_places",
    "inbox",
    "of_project",
    "offer",
    "offers_open",
    "own_look",
    "status_of",
    "sums",
    "templates_of",
    "trail",
    "trail_of",
]
