"""Roles, stages and acts. Pure."""

import secrets
from enum import StrEnum
from typing import Final

KEY_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
KEY_LENGTH: Final = 10


class MemberRole(StrEnum):
    """What somebody does in a project."""

    LEARNER = "learner"
    TEACHER = "teacher"
    COORDINATOR = "coordinator"
    """Keeps school, university and city together; sees what a teacher sees."""
    MENTOR = "mentor"
    OWNER = "owner"
    """Of the city's department: answers the team."""
    SUPPORTER = "supporter"
    """Staff of a partner who helps: data, a place, a ride in the snow plow."""
    JUDGE = "judge"


class PartnerRole(StrEnum):
    """What an organization does in a project."""

    LEAD_SCHOOL = "lead_school"
    SCHOOL = "school"
    UNIVERSITY = "university"
    DEPARTMENT = "department"
    COMPANY = "company"


class ProjectState(StrEnum):
    """Whether a project goes on."""

    ACTIVE = "active"
    ENDED = "ended"


class Act(StrEnum):
    """What a member did; ``statements`` says each in xAPI's words."""

    JOINED = "joined"
    PASSED_GATE = "passed_gate"
    MET_MILESTONE = "met_milestone"
    FINISHED_CARD = "finished_card"
    ATTENDED_MEETING = "attended_meeting"
    DECIDED = "decided"
    SHARED_ARTIFACT = "shared_artifact"
    ASKED_MENTOR = "asked_mentor"
    ANSWERED_TICKET = "answered_ticket"
    WROTE_JOURNAL = "wrote_journal"
    ASSESSED_PEERS = "assessed_peers"
    WAS_ASSESSED = "was_assessed"
    SUBMITTED_PROPOSAL = "submitted_proposal"
    PUBLISHED_SHOWCASE = "published_showcase"
    GAVE_HOURS = "gave_hours"


def new_key() -> str:
    """Return a key that nobody can guess and everybody can type."""
    return "".join(secrets.choice(KEY_LETTERS) for _ in range(KEY_LENGTH))
