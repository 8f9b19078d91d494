"""Challenges, needs, offers and proposals that addresses name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tests.factories.challenges import a_proposal
from tests.factories.contributions import a_need, an_offer
from tests.factories.projects import a_challenge

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User


def called(session: "Session", city: "Organization", proposer: "User") -> dict[str, str]:
    """Return a challenge that everybody reads, a need of it, and a proposal that waits."""
    challenge = a_challenge(session, city)
    return {
        "challenge": challenge.slug,
        "need_id": str(a_need(session, city, challenge=challenge).id),
        "proposal_id": str(a_proposal(session, proposer).id),
    }


def of_department(session: "Session", place: "Organization") -> dict[str, str]:
    """Return a challenge of a department, and a need of it."""
    challenge = a_challenge(session, place)
    return {
        "slug": challenge.slug,
        "need_id": str(a_need(session, place, challenge=challenge).id),
    }


def let_offer(
    session: "Session",
    city: "Organization",
    people: "Mapping[str, User]",
    personal: Mapping[str, dict[str, str]],
) -> None:
    """Let everybody offer something to the city itself, and put each offer into addresses."""
    need = a_need(session, city, challenge=a_challenge(session, city))
    for name, user in people.items():
        personal[name]["offer_id"] = str(an_offer(session, need, user).id)
