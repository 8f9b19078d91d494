"""The preview's pages: the player for whom an author chooses, and what a voice would read."""

import uuid
from dataclasses import dataclass
from typing import Self

from flask import Blueprint, Response, abort, make_response, redirect, request
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all
from app.authoring.looks import Look, look_for, look_named
from app.authoring.policy import Action
from app.catalog.content import ASSET_ROOT
from app.catalog.edition import Audience
from app.catalog.files import served_file
from app.catalog.queries import view_of_reader
from app.db import reading
from app.identity.login import reader_like
from app.learning import trying
from app.learning.screens import Frame
from app.preview import queries
from app.preview.addresses import PreviewAddresses
from app.preview.queries import DraftLesson
from app.ui.page import render_page, whole_number
from app.ui.reader import Reader, set_reader
from app.ui.security import stand_in_own_frames


@dataclass(frozen=True, slots=True)
class Around:
    """What a preview says beside the screen: what of it is open, and how readings are got."""

    at: str
    later: str | None

    @classmethod
    def of(cls, lesson: DraftLesson, to: PreviewAddresses) -> Self:
        """Return it for one screen."""
        step, part = (0, "") if to.line is None else lesson.place_of(to.line)
        return cls(
            part if step == to.at else "", None if lesson.has_readings else to.with_readings
        )


bp = Blueprint("preview", __name__, template_folder="templates", url_prefix="/authoring")


@bp.get("/<uuid:draft_id>/preview/<path:path>")
@may_all(Action.SEE)
def screen(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Show the screen of a lesson on which a block stands, or one by its number."""
    lesson, to = _asked(draft_id, path)
    return _with_own_files(_screen(lesson, to), draft_id)


@bp.post("/<uuid:draft_id>/preview/<path:path>")
@may_all(Action.SEE)
def act(draft_id: uuid.UUID, path: str) -> ResponseReturnValue:
    """Answer a question, take a way, or go on: as it would be, and nothing is kept."""
    lesson, to = _asked(draft_id, path)
    way = request.form.get("to")
    if way is not None:
        return redirect(to.scene(way, before=request.args.get("before")), 303)
    if "leave" in request.args:
        return redirect(to.step(min(to.at + 1, len(lesson.content.steps))), 303)
    answer = trying.answer(reading(), _trial(lesson, to), now=clock.now())
    return _with_own_files(answer, draft_id)


@bp.get("/<uuid:draft_id>/preview-files/<digest>.<extension>")
@may_all(Action.SEE)
def file(draft_id: uuid.UUID, digest: str, extension: str) -> ResponseReturnValue:
    """Serve a file of a draft under its hash; it need not have been published."""
    found = queries.draft_file(reading(), draft_id, digest)
    if found is None:
        abort(404)
    return served_file(*found, extension, is_private=True)


def _with_own_files(answer: ResponseReturnValue, draft_id: uuid.UUID) -> Response:
    """Let a screen show the files of its draft, where a learner's shows published ones."""
    response = make_response(answer)
    if response.mimetype == "text/html":
        own = f"/authoring/{draft_id}/preview-files/"
        response.set_data(response.get_data(as_text=True).replace(ASSET_ROOT, own))
    return response


def _screen(lesson: DraftLesson, to: PreviewAddresses) -> ResponseReturnValue:
    if not lesson.content.steps:
        return render_page("preview/empty.html", "work", lesson=lesson, view=view_of_reader())
    if to.look is Look.ALOUD:
        return _aloud(lesson, to)
    trial, session, now = _trial(lesson, to), reading(), clock.now()
    if lesson.content.steps[to.at - 1].dilemma is None:
        return trying.show_step(session, trial, now=now)
    key, before = request.args.get("scene", ""), request.args.get("before")
    return trying.show_scene(session, trial, key, before=before, now=now)


def _asked(draft_id: uuid.UUID, path: str) -> tuple[DraftLesson, PreviewAddresses]:
    """Read the lesson, find the screen, and settle for whose eyes it is shown."""
    stand_in_own_frames()
    lesson = queries.draft_lesson(reading(), draft_id, path, waits="readings" in request.args)
    course = lesson.version.outline
    look = look_named(request.args.get("look"), look_for(course.audience, course.grades))
    set_reader(_reader(look, course.audience))
    line, step = (whole_number(request.args.get(name)) for name in ("block", "step"))
    if step is None:
        step, _part = lesson.place_of(line or 1)
    return lesson, PreviewAddresses(draft_id, path, look, step, line)


def _reader(look: Look, audience: Audience) -> Reader:
    if look.grade is not None:
        return reader_like("child", grade=look.grade)
    if look is Look.ALOUD:
        return reader_like(audience.value)
    return reader_like("staff" if look is Look.STAFF else "citizen")


def _trial(lesson: DraftLesson, to: PreviewAddresses) -> trying.Trial:
    frame = Frame("preview/screen.html", Around.of(lesson, to))
    return trying.Trial(
        version=lesson.version, content=lesson.content, step=to.at, to=to, frame=frame
    )


def _aloud(lesson: DraftLesson, to: PreviewAddresses) -> ResponseReturnValue:
    view = view_of_reader()
    return render_page(
        "preview/aloud.html",
        "work",
        lesson=lesson,
        said=queries.said_on(lesson.content, to.at, view),
        to=to,
        around=Around.of(lesson, to),
        view=view,
    )
