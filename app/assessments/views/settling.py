"""A teacher reads what was said of a learner, and settles."""

import uuid
from dataclasses import dataclass

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.assessments import policy, queries, service
from app.assessments.errors import AssessmentRefused
from app.assessments.forms import WHY, SettleForm
from app.assessments.queries import Before
from app.assessments.rubric import rubric
from app.assessments.rules import Flag, in_steps, may_tell_share
from app.assessments.views.root import UNPROCESSABLE, back, bp, learners_of, polite
from app.db import reading, transaction
from app.projects import doors
from app.projects.queries import Called, Names, Standing
from app.ui.fields import tell
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

FLAGS = {
    Flag.FAR: _l("自分でつけた点数と、ほかの人がつけた点数が、大きくちがいます。"),
    Flag.WIDE: _l("ほかの人のつけた点数が、人によって大きくちがいます。"),
    Flag.ALL_SELF: _l("すべての点数を自分につけています。この人の答えは、計算に入れていません。"),
    Flag.FEW: _l("書いた人が2人より少ないので、点数は本人に知らせられません。"),
}


@dataclass(frozen=True, slots=True)
class About:
    """A learner whom a teacher assesses, with what they read before."""

    called: Called
    names: Names
    found: Before


@bp.get("/projects/<key>/assessment/learners/<uuid:learner_id>", endpoint="learner")
@doors.inside
def show_learner(standing: Standing, learner_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was said of a learner, and ask for the lines."""
    about = _about(standing, learner_id)
    return _page(standing, about, SettleForm.of(about.found))


@bp.post("/projects/<key>/assessment/learners/<uuid:learner_id>", endpoint="settle")
@doors.inside
def settle(standing: Standing, learner_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what a teacher has so far, or settle it and tell the learner."""
    about = _about(standing, learner_id)
    form, keeps = SettleForm.of(about.found), request.form.get("step") == "keep"
    if not _is_good(form, keeps=keeps):
        return _page(standing, about, form, status=UNPROCESSABLE)
    try:
        _write(standing, about, form, keeps=keeps)
    except AssessmentRefused as refused:
        tell(form.words, WHY[refused.fault])
        return _page(standing, about, form, status=UNPROCESSABLE)
    if keeps:
        flash(_("残しました。本人には、まだ知らせていません。"), "good")
        address = url_for("assessments.learner", key=standing.project.key, learner_id=learner_id)
        return redirect(address, 303)
    flash(_("決めました。本人に知らせました。"), "good")
    return back(standing)


def _is_good(form: SettleForm, *, keeps: bool) -> bool:
    """Say whether it can be kept or settled, by somebody who read what holds now."""
    if keeps:
        return form.validate()
    if _seen() != form.number:
        tell(form.words, WHY["meanwhile"])
        return False
    return form.is_ready()


def _seen() -> int:
    return whole_number(request.form.get("seen")) or 0


def _write(standing: Standing, about: About, form: SettleForm, *, keeps: bool) -> None:
    now, members = clock.now(), learners_of(about.names)
    with transaction() as session:
        if keeps:
            service.keep(session, standing, about.called, form.seen(), now=now)
        else:
            verdict = form.verdict()
            service.settle(
                session, standing, about.called, verdict, seen=_seen(), members=members, now=now
            )


def _about(standing: Standing, learner_id: uuid.UUID) -> About:
    """Return the learner, or end in 404 for anybody whom this teacher does not assess."""
    names = doors.names_for(standing)
    assessed = policy.settled_by(standing, names)
    called = next((one for one in assessed if one.member.user_id == learner_id), None)
    if called is None:
        abort(404)
    found = queries.before(
        reading(),
        standing.project.id,
        learner_id,
        teacher_id=standing.user_id,
        members=learners_of(names),
    )
    return About(called, names, found)


def _page(
    standing: Standing, about: About, form: SettleForm, *, status: int = 200
) -> ResponseReturnValue:
    share = about.found.share
    return doors.render_inside(
        "assessments/learner.html",
        standing,
        status=status,
        called=about.called,
        named=lambda user_id: polite(about.names, user_id),
        before=about.found,
        form=form,
        rubric=rubric(),
        flags=[FLAGS[one] for one in Flag if share and one in share.flags],
        told=in_steps(share.points) if share and share.points is not None else None,
        may_tell=may_tell_share(share),
    )
