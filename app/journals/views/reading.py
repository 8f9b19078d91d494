"""The journal of a project as each member may read it, and the teachers' lines."""

import uuid
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.journals import policy, queries, service
from app.journals.errors import NoSuchEntry
from app.journals.forms import WHY, ReplyForm
from app.journals.prompts import find_prompt, prompts_of
from app.journals.views.root import UNPROCESSABLE, bp, polite
from app.projects import doors
from app.projects.errors import ProjectRefused
from app.projects.queries import Standing
from app.projects.rules import MemberRole
from app.projects.stages import stages
from app.ui.reader import reader
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.projects.queries import Names


@bp.get("/projects/<key>/journal", endpoint="journal")
@doors.inside
def show_journal(standing: Standing) -> ResponseReturnValue:
    """Show the cards to whoever writes, and of one stage what the reader may read."""
    return _page(standing, _stage(standing, request.args.get("stage")), None, None)


@bp.post("/projects/<key>/journal/<uuid:entry_id>/reply", endpoint="reply")
@doors.inside
def take_reply(standing: Standing, entry_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a teacher's line."""
    form, stage = ReplyForm(), _stage(standing, request.form.get("stage"))
    if not standing.is_teacher:
        abort(404)
    if not form.validate():
        return _page(standing, stage, form, entry_id, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            words = form.reply.data.strip()
            service.reply(session, standing, entry_id, words, now=clock.now())
    except NoSuchEntry:
        abort(404)
    except ProjectRefused as refused:
        flash(str(WHY[refused.fault]), "note")
    else:
        flash(_("返事を書きました。書いた人に知らせます。"), "good")
    return redirect(url_for("journals.journal", key=standing.project.key, stage=stage), 303)


def _stage(standing: Standing, asked: str | None) -> str:
    """Return the stage that is asked for; the present one for anything else."""
    return asked if asked in {one.key for one in stages()} else standing.project.stage


def _page(
    standing: Standing,
    stage: str,
    form: ReplyForm | None,
    asked_of: uuid.UUID | None,
    *,
    status: int = 200,
) -> ResponseReturnValue:
    names = doors.names_for(standing)
    return doors.render_inside(
        "journals/journal.html",
        standing,
        status=status,
        stage=stage,
        stages=stages(),
        named=lambda user_id: polite(names, user_id),
        entries=queries.readable(reading(), standing, stage),
        card_of=lambda row: find_prompt(row.stage, row.prompt),
        replies=policy.replies(standing),
        reads=policy.reads(standing),
        form=form,
        asked_of=asked_of,
        grade=reader().grade,
        **_of_writer(standing),
        **_of_teacher(standing, names),
    )


def _of_writer(standing: Standing) -> dict[str, Any]:
    """Return what somebody finds who writes: the cards, and the stages that are open."""
    if not policy.writes(standing):
        return {"writes": False, "cards": (), "open_stages": ()}
    project = standing.project
    return {
        "writes": True,
        "cards": prompts_of(project.stage),
        "open_stages": queries.open_stages(reading(), project.id),
    }


def _of_teacher(standing: Standing, names: "Names") -> dict[str, Any]:
    """Return what a teacher finds: the learners, and in which stages each has written."""
    if not standing.is_teacher:
        return {"learners": (), "written": {}}
    return {
        "learners": names.current(MemberRole.LEARNER),
        "written": queries.written(reading(), standing.project.id),
    }
