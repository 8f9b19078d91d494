"""Award an achievement to people, after a look at who that is; and how far it has come."""

import uuid
from typing import TYPE_CHECKING

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.achievements import policy, queries, rules
from app.achievements.errors import AwardRefused
from app.achievements.forms import WHY, AwardForm, WithdrawForm, unknown
from app.achievements.service import awarding
from app.achievements.views.root import UNPROCESSABLE, bp, reach, today, usable
from app.credentials import results
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, person, roles_required
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.achievements.models import Achievement
    from app.achievements.queries import Candidate


@bp.get("/achievements/<uuid:achievement_id>/award")
@roles_required(*policy.AWARDING)
def award(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of an award; ``place`` lists the people of an organization."""
    row = usable(achievement_id)
    form = _form(row).until(today(), awarded_on=today(), evidence=row.criteria)
    return _award_page(row, form)


@bp.post("/achievements/<uuid:achievement_id>/award")
@roles_required(*policy.AWARDING)
def take_award(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Show who it would be, or award, or go back to the form with everything kept."""
    row, step = usable(achievement_id), request.form.get("step")
    form = _form(row).until(today())
    if step == "edit":
        return _award_page(row, form)
    is_valid = form.validate()
    chosen = _chosen(row, form)
    if not is_valid or form.errors:
        return _award_page(row, form, status=UNPROCESSABLE)
    new = [one for one in chosen if not one.is_holding]
    if step != "issue":
        return _confirm_page(row, form, chosen)
    try:
        batch_id = _begin(row, form, new)
    except AwardRefused as refused:
        tell(form.people, WHY[refused.fault])
        return _award_page(row, form, status=UNPROCESSABLE)
    return redirect(url_for("achievements.batch", batch_id=batch_id), 303)


@bp.get("/achievements/batches/<uuid:batch_id>")
@roles_required(*policy.AWARDING)
def batch(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far a batch has come."""
    return batch_page(batch_id, WithdrawForm())


def batch_page(
    batch_id: uuid.UUID, form: WithdrawForm, *, status: int = 200
) -> ResponseReturnValue:
    """Return the page of a batch with the form that asks for its withdrawal."""
    found = queries.batch_row(reading(), batch_id, person(), reach())
    return render_page(
        "achievements/batch.html", "main", status=status, found=found, form=form, me=me().id
    )


def _form(row: "Achievement") -> type[AwardForm]:
    return AwardForm.told_in(results.read(row.results))


def _begin(row: "Achievement", form: AwardForm, new: "list[Candidate]") -> uuid.UUID:
    with transaction() as session:
        begun = awarding.begin_batch(
            session,
            row,
            [one.person.id for one in new],
            awarded_on=form.awarded_on.data,
            evidence=form.evidence.data.strip(),
            values=form.values(),
            reason=form.reason.data.strip(),
            by=me().id,
            now=clock.now(),
        )
        return begun.id


def _chosen(row: "Achievement", form: AwardForm) -> "list[Candidate]":
    """Return who was chosen, and tell the form of those who cannot be."""
    logins = list(rules.lines_of(form.logins.data or ""))
    named = queries.by_login(reading(), logins)
    ids = [*form.chosen(), *named.values()]
    found = queries.candidates(reading(), row, ids, by=person(), reach=reach(), on=today())
    allowed = {one.person.id for one in found}
    lost = unknown(logins, {login: one for login, one in named.items() if one in allowed})
    if lost:
        tell(form.logins, _("見つからない人がいます: %(logins)s", logins=lost))
    if not any(not one.is_holding for one in found) and not form.logins.errors:
        tell(form.people, WHY["nobody"])
    if len(found) > rules.MOST_PEOPLE:
        tell(form.people, _("1回に出せるのは、10,000人までです。"))
    return found


def _award_page(row: "Achievement", form: AwardForm, *, status: int = 200) -> ResponseReturnValue:
    place = request.values.get("place", type=uuid.UUID)
    there = identity.posts_beyond(reading(), place, on=today()) if place else []
    ids = [user.id for user, _post in there]
    found = queries.candidates(
        reading(), row, [*form.chosen(), *ids], by=person(), reach=reach(), on=today()
    )
    offered = [(str(one.person.id), one.person.name) for one in found]
    return render_page(
        "achievements/award.html",
        "main",
        status=status,
        row=row,
        form=form.offering(offered),
        places=_places(),
        place=place,
        holding={str(one.person.id) for one in found if one.is_holding},
    )


def _places() -> list[tuple[uuid.UUID, str]]:
    """Return the organizations whose people may be listed: for HR, the whole tree."""
    found = (
        identity.organization_tree(reading())
        if policy.reaches_all_staff(person())
        else identity.administered_places(reading(), person())
    )
    return [(node.id, "　" * node.depth + node.name) for node in found]


def _confirm_page(
    row: "Achievement", form: AwardForm, chosen: "list[Candidate]"
) -> ResponseReturnValue:
    return render_page("achievements/confirm.html", "main", row=row, form=form, chosen=chosen)
