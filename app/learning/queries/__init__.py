"""Read what one learner may see; a run that is not theirs is simply not found."""

from app.learning.queries.aloud import spoken
from app.learning.queries.course import CoursePage, course_page
from app.learning.queries.player import (
    FeedbackView,
    StepPage,
    earlier_feedback,
    feedback_view,
    step_page,
)
from app.learning.queries.runs import (
    CompletedRun,
    LearningDay,
    OwnRun,
    Place,
    RunCard,
    all_runs,
    completed_run,
    days_of_learning,
    held_run,
    own_cards,
    own_run,
    own_run_of_course,
    place_of_question,
    resume_place,
    run_of,
    statements_of_run,
)
from app.learning.queries.visitors import open_version, visitors_run

__all__ = [
    "CompletedRun",
    "CoursePage",
    "FeedbackView",
    "LearningDay",
    "OwnRun",
    "Place",
    "RunCard",
    "StepPage",
    "all_runs",
    "completed_run",
    "course_page",
    "days_of_learning",
    "earlier_feedback",
    "feedback_view",
    "held_run",
    "open_version",
    "own_cards",
    "own_run",
    "own_run_of_course",
    "place_of_question",
    "resume_place",
    "run_of",
    "spoken",
    "statements_of_run",
    "step_page",
    "visitors_run",
]
