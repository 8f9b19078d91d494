"""Who writes, who answers, and of which reach somebody reads what others wrote."""

from typing import TYPE_CHECKING

from app.journals import rules

if TYPE_CHECKING:
    from app.journals.rules import Reach
    from app.projects.queries import Standing


def writes(standing: "Standing") -> bool:
    """Whether they learn in a project that goes on."""
    return standing.is_active and standing.is_learner


def replies(standing: "Standing") -> bool:
    """Whether they teach in a project that goes on."""
    return standing.is_active and standing.is_teacher


def reads(standing: "Standing") -> "frozenset[Reach]":
    """Return of which reach they read what others wrote."""
    in_team = standing.is_learner or standing.is_teacher
    return rules.read_by(in_team=in_team, is_mentor=standing.is_mentor)
