"""The screens of the player drawn, whoever's they are."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask.typing import ResponseReturnValue

from app.catalog import queries as catalog
from app.identity.login import visitor
from app.learning import policy, queries
from app.ui.page import render_answer, render_page

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.learning.addresses import Addresses
    from app.learning.forms import AnswerForm
    from app.learning.queries import FeedbackView, StepPage

PLAYER: Final = "learning/player.html"
DILEMMA: Final = "learning/dilemma.html"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a screen that is no learner's own.

    Attributes:
        template: It extends the template that is called ``shown`` there.
        more: What it shows besides, as ``around``.
    """

    template: str
    more: object


def show(
    page: "StepPage",
    to: "Addresses",
    *,
    form: "AnswerForm | None" = None,
    feedback: "FeedbackView | None" = None,
    completed: bool = False,
    status: int = 200,
    frame: Frame | None = None,
) -> ResponseReturnValue:
    """Draw a screen.

    Args:
        page: The screen.
        to: Where its ways lead.
        form: What was sent and is no answer yet.
        feedback: What an answer is told.
        completed: Whether that answer completed the course.
        status: Of the response.
        frame: What stands around it.
    """
    view = catalog.view_of_reader()
    return render_answer(
        PLAYER if frame is None else frame.template,
        "learning/answered.html",
        status=status,
        page=page,
        to=to,
        question=page.question
        if form is None or page.question is None
        else form.held(page.question),
        error=None if form is None else form.error,
        feedback=feedback,
        completed=completed,
        view=view,
        spoken=queries.spoken(page, feedback, view),
        shown=PLAYER,
        around=None if frame is None else frame.more,
    )


def show_scene(
    session: "Session",
    page: "StepPage",
    key: str,
    to: "Addresses",
    *,
    frame: Frame | None = None,
) -> ResponseReturnValue:
    """Draw a scene of the dilemma on a screen; arguments as of ``show``.

    Raises:
        NotInCatalog: The screen has no such scene.
    """
    view = catalog.view_of_reader()
    scene = queries.scene_view(session, page, key, view)
    said = queries.spoken_scene(page, scene, view)
    reveals = bool(scene.ways) and not page.own.is_draft and policy.may_reveal(visitor())
    return render_page(
        DILEMMA if frame is None else frame.template,
        "work",
        page=page,
        scene=scene,
        reveals=reveals,
        to=to,
        view=view,
        spoken=said,
        shown=DILEMMA,
        around=None if frame is None else frame.more,
    )
