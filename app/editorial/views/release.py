"""What is settled before a draft is published."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import closed, may_all, my_standing
from app.authoring.checking.queries import left_before_publishing
from app.authoring.errors import DraftClosed
from app.authoring.policy import Action, Stage
from app.db import reading, transaction
from app.editorial import pages, service
from app.editorial.errors import NoteMissing, Overtaken
from app.editorial.service.release import Settled
from app.editorial.views.review import STAGES, bp
from app.identity.login import me
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

BEGUN = _l(
    "公開の準備を始めました。読みを付けて、新しい版にします。少ししてからこのページを開き直すと、どうなったか分かります。"
)
MISSING = {
    "for_learners": _l("学ぶ人に伝えることを、1行でよいので書きます。"),
    "reason": _l("ひとりで公開するわけを書きます。"),
}


@bp.get("/<uuid:draft_id>/publish")
@may_all(Action.SEE)
def release(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show what is to be settled before a draft is published."""
    return _page(draft_id)


@bp.post("/<uuid:draft_id>/publish")
@may_all(Action.SEE)
def publish(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Have the draft published as it was seen."""
    mine, settled = my_standing(), _settled()
    if not (mine.may(Action.PUBLISH) or mine.may(Action.ALONE)):
        return closed(draft_id) if mine.stage is Stage.PUBLISHED else abort(403)
    if left_before_publishing(reading(), draft_id):
        flash(_("まだ公開していません。公開の前にすることが、下にあります。"), "note")
        return redirect(url_for("checking.checks", draft_id=draft_id), 303)
    try:
        with transaction() as session:
            service.ask_to_publish(session, draft_id, settled, by=me().id, now=clock.now())
    except NoteMissing as missing:
        return _page(draft_id, sent=settled, missing=missing.fields)
    except (Overtaken, DraftClosed):
        flash(_("開いている間に、下書きが変わりました。まだ公開していません。"), "note")
        return _page(draft_id, sent=settled, status=409)
    flash(BEGUN.now(), "good")
    return redirect(url_for("authoring.draft", draft_id=draft_id), 303)


def _settled() -> Settled:
    number, sent = whole_number(request.form.get("number")), request.form
    return Settled(
        number=-1 if number is None else number,
        for_learners=sent.get("for_learners", ""),
        for_teachers=sent.get("for_teachers", ""),
        reason=sent.get("reason", ""),
        moves_learners=sent.get("learners") == "move",
    )


def _page(
    draft_id: uuid.UUID,
    *,
    sent: Settled | None = None,
    missing: tuple[str, ...] = (),
    status: int | None = None,
) -> ResponseReturnValue:
    found = pages.release_page(reading(), draft_id)
    return render_page(
        "editorial/release.html",
        "main",
        status=status or (422 if missing else 200),
        found=found,
        mine=my_standing(),
        stages=STAGES,
        sent=sent or _before(found),
        errors={name: MISSING[name].now() for name in missing},
    )


def _before(found: pages.ReleasePage) -> Settled:
    """Return what the form begins with: what was settled before, or what the changes propose."""
    asked, proposed = found.asked, found.proposed
    return Settled(
        number=found.head.number,
        for_learners=proposed.for_learners if asked is None else asked.for_learners,
        for_teachers=proposed.for_teachers if asked is None else asked.for_teachers,
        reason="" if asked is None else asked.reason,
        moves_learners=asked is not None and asked.moves_learners,
    )
