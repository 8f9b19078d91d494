"""Who offers, and who settles."""

import uuid
from typing import TYPE_CHECKING

from app.challenges import policy as challenges

if TYPE_CHECKING:
    from app.contributions.models import Need
    from app.identity.person import Person
    from app.projects.queries import Standing


def may_offer(person: "Person") -> bool:
    """Whether somebody offers by themselves; for minors their teacher does."""
    return challenges.may_propose(person)


def settles_in(standing: "Standing") -> bool:
    """Whether somebody writes the needs of a project and answers what is offered."""
    return standing.is_teacher or standing.is_owner


def settles(
    need: "Need", departments: frozenset[uuid.UUID], projects: frozenset[uuid.UUID]
) -> bool:
    """Whether a need is settled by somebody of these departments and projects.

    Args:
        need: The need.
        departments: Those for which the person writes challenges.
        projects: Those in which they settle.
    """
    if need.challenge_id is not None:
        return need.organization_id in departments
    return need.project_id in projects
