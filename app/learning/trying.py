"""A lesson tried by its author: the learner's own screens and feedback, and nothing is kept."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask.typing import ResponseReturnValue

from app.catalog import queries as catalog
from app.catalog.errors import NotInCatalog
from app.items.kinds import kind_of
from app.learning import queries, rules, screens
from app.learning.forms import AnswerForm

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.catalog.lessons import LessonContent
    from app.catalog.queries import CourseVersionView
    from app.learning.addresses import Addresses
    from app.learning.queries import FeedbackView, StepPage
    from app.learning.screens import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One screen of a lesson that is tried.

    Attributes:
        version: What the course would be if it were published now.
        content: The lesson.
        step: The screen, from 1.
        to: Where its ways lead.
        frame: What stands around it.
    """

    version: "CourseVersionView"
    content: "LessonContent"
    step: int
    to: "Addresses"
    frame: "Frame"

    def page(self, session: "Session", progress: rules.Progress, *, now: "datetime") -> "StepPage":
        """Return the screen after what was done on it.

        Raises:
            NotInCatalog: The lesson has no such screen.
        """
        own = queries.nobodys_run(session, self.version)
        own.is_draft, own.progress = True, progress
        number = 1 if progress.drills else None
        at = queries.screen_of(own, self.content, self.step, number=number)
        return queries.page_of(session, at, catalog.view_of_reader(), now=now)

    def draw(
        self,
        page: "StepPage",
        *,
        form: AnswerForm | None = None,
        feedback: "FeedbackView | None" = None,
        status: int = 200,
    ) -> ResponseReturnValue:
        """Draw the screen in its frame."""
        return screens.show(
            page,
            self.to,
            form=form,
            feedback=feedback,
            status=status,
            frame=self.frame,
        )


def show_step(session: "Session", trial: Trial, *, now: "datetime") -> ResponseReturnValue:
    """Show a screen as a learner comes to it."""
    page = trial.page(session, rules.Progress(), now=now)
    return trial.draw(page)


def answer(session: "Session", trial: Trial, *, now: "datetime") -> ResponseReturnValue:
    """Tell what a learner would be told of the answer that was sent.

    Raises:
        NotInCatalog: The screen asks nothing.
    """
    page = trial.page(session, rules.Progress(), now=now)
    if page.asked is None:
        raise NotInCatalog(str(trial.step))
    form = AnswerForm.for_item(page.asked.item)
    response = form.response()
    if response is None:
        status = 422 if form.error else 200
        return trial.draw(page, form=form, status=status)
    kind = kind_of(page.asked.item)
    grade = kind.grade(page.asked.item, response)
    act = rules.Act(
        "answered",
        page.asked.key,
        now.isoformat(),
        score=grade.score,
        response=kind.response_text(response),
        lesson=trial.content.key,
        drill=None if page.drill is None else page.drill.key,
    )
    page = trial.page(session, rules.step(rules.Progress(), act), now=now)
    view = catalog.view_of_reader()
    feedback = queries.feedback_view(page, grade.score, grade.option_keys, view)
    return trial.draw(page, feedback=feedback)


def show_scene(
    session: "Session", trial: Trial, key: str, *, before: str | None, now: "datetime"
) -> ResponseReturnValue:
    """Show a scene of a dilemma as a learner comes to it.

    Args:
        session: A session.
        trial: The screen.
        key: The scene; empty for the first one.
        before: The scene from which one comes, or None.
        now: This instant.

    Raises:
        NotInCatalog: The screen has no such scene.
    """
    dilemma = trial.content.steps[trial.step - 1].dilemma
    if dilemma is None:
        raise NotInCatalog(key)
    paths = {dilemma.key: (f"{before}>{key}",)} if before else {}
    page = trial.page(session, rules.Progress(paths=paths), now=now)
    scene = key or dilemma.scenes[0].key
    return screens.show_scene(session, page, scene, trial.to, frame=trial.frame)
