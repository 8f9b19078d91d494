"""Who assesses whom."""

from typing import TYPE_CHECKING

from app.assessments.rules import FEWEST
from app.projects.rules import MemberRole

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterable

    from app.projects.queries import Called, Names, Standing


def may_settle(standing: "Standing", called: "Called") -> bool:
    """Whether a teacher assesses a learner: one of their own organization, or an adult."""
    return standing.is_teacher and (
        called.member.organization_id in standing.organization_ids or not called.is_minor
    )


def settled_by(standing: "Standing", names: "Names") -> "tuple[Called, ...]":
    """Return today's learners whom a teacher assesses."""
    learners = names.current(MemberRole.LEARNER)
    return tuple(one for one in learners if may_settle(standing, one))


def why_no_split(
    standing: "Standing", named: "Iterable[uuid.UUID]", *, is_told: bool
) -> str | None:
    """Say why a learner is not asked how the work was split; None where they are.

    Args:
        standing: The learner's.
        named: Today's learners whom they know by name, themselves included.
        is_told: Whether their own result was told.

    Returns:
        ``ended``, ``learner``, ``asks``, ``small`` or ``closed``, as ``AssessmentRefused`` has
        them.
    """
    faults = {
        "ended": not standing.is_active,
        "learner": not standing.is_learner,
        "asks": not standing.project.asks_peers,
        "small": len(set(named)) < FEWEST,
        "closed": is_told,
    }
    return next((fault for fault, is_so in faults.items() if is_so), None)
