"""What one screen of a lesson shows."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup

from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.items.kinds import kind_of
from app.learning.queries.asking import QuestionView, question_view
from app.learning.queries.drilling import DrillView, drill_view
from app.learning.queries.private import last_answer

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.edition import LessonHead
    from app.catalog.lessons import LessonContent
    from app.catalog.queries import BlockHtml
    from app.catalog.questions import Question
    from app.learning.queries.runs import OwnRun


@dataclass(frozen=True, slots=True)
class FeedbackView:
    """What an answer is told: ``good``, ``close``, or ``kept`` where nothing is judged; and why.

    ``reasons`` are (option text or None, explanation), ``explained`` the keys of these options;
    ``evidence`` is the place in the lesson's text: None, or (lesson key, step from 1, anchor).
    """

    kind: str
    explained: tuple[str, ...]
    reasons: tuple[tuple[Markup | None, Markup], ...]
    closing: Markup | None
    evidence_step: int | None
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Where in a lesson one is, and what is asked there.

    ``step`` counts from 1. ``content`` is the lesson; with a drill, as it is while the drawn
    question is ``asked``.
    """

    own: "OwnRun"
    lesson: "LessonHead"
    content: "LessonContent"
    step: int
    asked: "Question | None"
    drill: DrillView | None

    @property
    def is_last(self) -> bool:
        """Whether the lesson ends here."""
        return self.step == self.lesson.steps

    def asks(self, number: int | None) -> bool:
        """Whether an answer sent for a drill's question of this number is one to what it shows."""
        return self.drill is None or self.drill.number == number


@dataclass(frozen=True, slots=True, kw_only=True)
class StepPage(Screen):
    """One screen of a lesson as it is shown; ``answer`` is the last one given, as xAPI has it."""

    blocks: "tuple[BlockHtml, ...]"
    question: QuestionView | None
    answer: str


def screen(
    session: "Session", own: "OwnRun", lesson_key: str, step: int, *, number: int | None = None
) -> Screen:
    """Return one screen of a run, without what its page shows.

    ``number`` is the question of a drill that is wanted, see ``drilling.drill_view``.

    Raises:
        NotInCatalog: The run's course version has no such lesson or step.
    """
    content = catalog.lesson(session, own.registration.course_version_id, lesson_key)
    return screen_of(own, content, step, number=number)


def screen_of(
    own: "OwnRun", content: "LessonContent", step: int, *, number: int | None = None
) -> Screen:
    """Return one screen of a lesson at hand; see ``screen``."""
    head = own.course.lesson_head(content.key)
    if head is None or not 1 <= step <= head.steps:
        raise NotInCatalog(f"{content.key}/{step}")
    asked, drill = content.steps[step - 1].question, None
    if (wanted := content.steps[step - 1].drill) is not None:
        drill, asked = drill_view(own, wanted, number)
        content = content.asking(step - 1, asked)
    return Screen(own=own, lesson=head, content=content, step=step, asked=asked, drill=drill)


def step_page(
    session: "Session",
    own: "OwnRun",
    lesson_key: str,
    step: int,
    view: "View",
    *,
    now: "datetime",
    number: int | None = None,
) -> StepPage:
    """Return one screen for one reader, as it is at ``now``; see ``screen``."""
    at = screen(session, own, lesson_key, step, number=number)
    return page_of(session, at, view, now=now)


def page_of(session: "Session", at: Screen, view: "View", *, now: "datetime") -> StepPage:
    """Return a screen as one reader sees it at ``now``."""
    own, step = at.own, at.step
    question, answered = None, ""
    if at.asked is not None:
        answered = last_answer(session, own, at.asked)
        texts = catalog.question_html(at.content, step - 1, view)
        is_new = at.drill is not None and not at.drill.is_answered
        question = question_view(own, at.asked, answered, texts, now=now, is_new=is_new)
    return StepPage(
        own=own,
        lesson=at.lesson,
        content=at.content,
        step=step,
        asked=at.asked,
        drill=at.drill,
        blocks=catalog.step_blocks(at.content, step - 1, view),
        question=question,
        answer=answered,
    )


def feedback_view(
    page: StepPage, score: float, keys: tuple[str, ...], view: "View"
) -> FeedbackView:
    """Return what to tell the learner about an answer just graded (or graded before)."""
    asked = page.asked
    if asked is None:
        raise LookupError("this step asks nothing")
    texts = catalog.question_html(page.content, page.step - 1, view)
    kind, is_right = kind_of(asked.item), score >= 1
    shown = tuple(key for key in keys if texts.explanations.get(key))
    is_named = len(shown) > 1 or kind.base_type == "directedPair"
    reasons = tuple(
        (texts.options[key] if is_named else None, texts.explanations[key]) for key in shown
    )
    closing = texts.closing if (is_right and not kind.needs_closing) else None
    if not reasons and texts.closing is not None:  # a typed answer nobody foresaw
        reasons = ((None, texts.closing),)
    return FeedbackView(
        kind="kept" if not kind.is_graded else "good" if is_right else "close",
        explained=shown,
        reasons=reasons,
        closing=closing,
        evidence_step=None if is_right or asked.seen_on is None else asked.seen_on + 1,
        anchor=f"see-{asked.key}",
    )


def earlier_feedback(page: StepPage, view: "View") -> FeedbackView | None:
    """Return the feedback of the last answer given before, for someone who comes back.

    It tells what was told then, so it reveals nothing new: of a wrong answer, why *that* is wrong.
    """
    state = None if page.asked is None else page.own.progress.items.get(page.asked.key)
    is_new = page.drill is not None and not page.drill.is_answered
    if page.asked is None or state is None or is_new:
        return None
    kind = kind_of(page.asked.item)
    response = kind.read_response(page.answer)
    if not kind.accepts(page.asked.item, response):
        return None
    grade = kind.grade(page.asked.item, response)
    if grade.is_right != (state.last >= 1):
        return None  # another tool called right what is not, or the reverse: the page says nothing
    return feedback_view(page, grade.score, grade.option_keys, view)
