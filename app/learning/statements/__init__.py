"""The xAPI statements that learning makes, and how progress reads them back: nowhere else."""

from app.learning.statements.own import (
    Answer,
    Run,
    answered,
    course_ended,
    course_failed,
    course_initialized,
    lesson_completed,
    lesson_initialized,
    progressed,
)
from app.learning.statements.reading import is_by_learner, read

__all__ = [
    "Answer",
    "Run",
    "answered",
    "course_ended",
    "course_failed",
    "course_initialized",
    "is_by_learner",
    "lesson_completed",
    "lesson_initialized",
    "progressed",
    "read",
]
