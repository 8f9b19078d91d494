"""Who awards to whom."""

from typing import TYPE_CHECKING

from app.projects.rules import ANSWERING, MemberRole

if TYPE_CHECKING:
    from app.projects.queries import Called, Standing


def may_award(standing: "Standing") -> bool:
    """Whether somebody awards anything in a project: its teachers and coordinators."""
    return standing.is_teacher


def may_award_to(standing: "Standing", member: "Called") -> bool:
    """Whether somebody awards to a member: own pupils, any adult, never oneself."""
    row = member.member
    if row.user_id == standing.user_id:
        return False
    if member.is_minor or row.role is MemberRole.LEARNER:
        return bool(standing.roles_at(row.organization_id) & ANSWERING)
    return True
