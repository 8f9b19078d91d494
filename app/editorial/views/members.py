"""Who takes part in a draft: invited by name, and out again."""

import uuid

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.authoring.access import may_all, my_standing
from app.authoring.models import MemberRole
from app.authoring.policy import Action
from app.db import reading, transaction
from app.editorial import pages, service
from app.editorial.errors import AlreadyMember, LastAuthor
from app.editorial.views.review import bp
from app.identity import queries as identity
from app.identity.login import me, person
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

ROLE_NAMES = {
    MemberRole.AUTHOR: _l("作者"),
    MemberRole.CO_AUTHOR: _l("いっしょに書く人"),
    MemberRole.REVIEWER: _l("見る人"),
}
LONGEST_NAME = 60


@bp.get("/<uuid:draft_id>/members")
@may_all(Action.SEE)
def members(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Show who takes part, and look for somebody by name."""
    name = request.args.get("name", "").strip()[:LONGEST_NAME]
    found, today = [], clock.day_of(clock.now())
    if name and my_standing().may(Action.INVITE):
        found = identity.colleagues(reading(), person(), name, on=today)
    page = pages.members_page(reading(), draft_id)
    there = {one.user_id for one in page.members}
    return render_page(
        "editorial/members.html",
        "main",
        page=page,
        mine=my_standing(),
        me=me().id,
        roles=ROLE_NAMES,
        name=name,
        found=[one for one in found if one.id not in there],
    )


@bp.post("/<uuid:draft_id>/members")
@may_all(Action.INVITE)
def invite(draft_id: uuid.UUID) -> ResponseReturnValue:
    """Invite a colleague who was found by name; nobody else can be invited."""
    role, name = request.form.get("role", ""), request.form.get("name", "")
    now = clock.now()
    found = identity.colleagues(reading(), person(), name, on=clock.day_of(now))
    chosen = next((one for one in found if str(one.id) == request.form.get("user")), None)
    if chosen is None or role not in set(MemberRole):
        abort(400)
    try:
        with transaction() as session:
            service.invite(session, draft_id, chosen.id, MemberRole(role), by=me().id, now=now)
        flash(_("%(name)sさんを招きました。", name=chosen.name), "good")
    except AlreadyMember:
        flash(_("%(name)sさんは、もう入っています。", name=chosen.name), "note")
    return redirect(url_for("editorial.members", draft_id=draft_id), 303)


@bp.post("/<uuid:draft_id>/members/<uuid:user_id>/remove")
@may_all(Action.SEE)
def remove(draft_id: uuid.UUID, user_id: uuid.UUID) -> ResponseReturnValue:
    """Let somebody out of a draft: oneself, or as an author anybody."""
    is_me = user_id == me().id
    if not my_standing().may(Action.LEAVE if is_me else Action.INVITE):
        abort(403)
    try:
        with transaction() as session:
            service.leave(session, draft_id, user_id)
        flash(_("はずれました。書いたことは、のこっています。"), "good")
    except LastAuthor:
        flash(
            _("作者がいなくなるので、はずせません。先に、ほかの人を作者として招きます。"), "note"
        )
    if is_me:
        return redirect(url_for("authoring.home"), 303)
    return redirect(url_for("editorial.members", draft_id=draft_id), 303)
