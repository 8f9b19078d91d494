"""What is asked for, and who is how far; each as frozen values, on a day."""

from app.workforce.queries.courses import NextStep, next_steps
from app.workforce.queries.gaps import (
    Behind,
    GapTable,
    PeoplePage,
    Standing,
    gap_table,
    people,
    progress,
)
from app.workforce.queries.members import Frame
from app.workforce.queries.own import PersonGaps, person_gaps
from app.workforce.queries.profiles import Profile, history, profile, profiles

__all__ = [
    "Behind",
    "Frame",
    "GapTable",
    "NextStep",
    "PeoplePage",
    "PersonGaps",
    "Profile",
    "Standing",
    "gap_table",
    "history",
    "next_steps",
    "people",
    "person_gaps",
    "profile",
    "profiles",
    "progress",
]
