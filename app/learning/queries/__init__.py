"""Read what one learner may see; a run that is not theirs is simply not found."""

from app.learning.queries.aloud import spoken, spoken_scene
from app.learning.queries.claiming import may_take_over, within_tries
from app.learning.queries.course import CoursePage, course_page, has_moved
from app.learning.queries.dilemma import SceneView, revealed, scene_view, where_in_dilemma
from app.learning.queries.missing import ItemsLeft, LessonLeft, Why, why
from app.learning.queries.moving import runs_to_move, under_way
from app.learning.queries.places import Place, completion_rule, place_of_question, resume_place
from app.learning.queries.player import (
    FeedbackView,
    Screen,
    StepPage,
    earlier_feedback,
    feedback_view,
    page_of,
    screen,
    screen_of,
    step_page,
)
from app.learning.queries.printing import PrintedLesson, printed_lesson
from app.learning.queries.private import OwnWords, own_words, runs_with_own_words
from app.learning.queries.runs import (
    CompletedRun,
    LearningDay,
    OwnRun,
    RunCard,
    all_runs,
    completed_run,
    days_of_learning,
    held_run,
    kept_statements,
    own_cards,
    own_run,
    own_run_of_course,
    run_of,
    statements_of_run,
)
from app.learning.queries.visitors import asks_the_same, nobodys_run, open_version, visitors_run

__all__ = [
    "CompletedRun",
    "CoursePage",
    "FeedbackView",
    "ItemsLeft",
    "LearningDay",
    "LessonLeft",
    "OwnRun",
    "OwnWords",
    "Place",
    "PrintedLesson",
    "RunCard",
    "SceneView",
    "Screen",
    "StepPage",
    "Why",
    "all_runs",
    "asks_the_same",
    "completed_run",
    "completion_rule",
    "course_page",
    "days_of_learning",
    "earlier_feedback",
    "feedback_view",
    "has_moved",
    "held_run",
    "kept_statements",
    "may_take_over",
    "nobodys_run",
    "open_version",
    "own_cards",
    "own_run",
    "own_run_of_course",
    "own_words",
    "page_of",
    "place_of_question",
    "printed_lesson",
    "resume_place",
    "revealed",
    "run_of",
    "runs_to_move",
    "runs_with_own_words",
    "scene_view",
    "screen",
    "screen_of",
    "spoken",
    "spoken_scene",
    "statements_of_run",
    "step_page",
    "under_way",
    "visitors_run",
    "where_in_dilemma",
    "why",
    "within_tries",
]
