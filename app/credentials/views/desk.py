"""Those who answer for credentials: what was issued, taking one back, signing one anew."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.credentials.errors import NotCorrectable, NotRevocable
from app.credentials.forms import REASONS, WHAT, CorrectForm, RevokeForm
from app.credentials.models import CorrectionReason, Credential
from app.credentials.queries import desk, issuers
from app.credentials.service.correcting import Changes, ask_correction
from app.credentials.service.revoking import revoke_credential
from app.credentials.views.root import bp
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.page import render_page, whole_number
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

UNPROCESSABLE = 422
SAME = _l("書くことは、いまと同じです。何も変わっていません。")
WHY_NOT = {
    True: _l("前の出し直しの署名を待っています。終わってから、もう一度お試しください。"),
    False: _l("いま有効な証明ではないので、出し直せません。何も変わっていません。"),
}
"""Why it is not signed anew, by whether another correction waits."""


@bp.get("/admin/credentials")
@roles_required(Role.ADMINISTRATOR)
def issued() -> ResponseReturnValue:
    """List the credentials of the people within reach, the newest first."""
    search = request.args.get("q", "")[:100]
    found = desk.issued_page(
        reading(),
        identity.administered_by(reading(), person()),
        search=search,
        page=max(1, whole_number(request.args.get("page")) or 1),
        on=clock.day_of(clock.now()),
    )
    return render_page("credentials/issued.html", "main", found=found, search=search)


@bp.get("/admin/credentials/<uuid:credential_id>")
@roles_required(Role.ADMINISTRATOR)
def issued_one(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Show a credential, what happened to it, and what can be done."""
    row = _within(credential_id)
    return _page(row, CorrectForm(evidence=row.evidence), RevokeForm.offered())


@bp.post("/admin/credentials/<uuid:credential_id>/correct")
@roles_required(Role.ADMINISTRATOR)
def correct(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Have it signed anew with another account of how it was earned, or under today's name."""
    row, form = _within(credential_id), CorrectForm()
    if not form.validate():
        return _page(row, form, RevokeForm.offered(), status=UNPROCESSABLE)
    try:
        asked = _ask(row, form)
    except NotCorrectable as refused:
        flash(WHY_NOT[refused.is_waiting].now(), "note")
    else:
        flash(_("署名しなおしています。番号は変わりません。") if asked else SAME.now(), "good")
    return redirect(url_for("credentials.issued_one", credential_id=credential_id), 303)


@bp.post("/admin/credentials/<uuid:credential_id>/revoke")
@roles_required(Role.ADMINISTRATOR)
def revoke(credential_id: uuid.UUID) -> ResponseReturnValue:
    """Take it back, for good."""
    row, form = _within(credential_id), RevokeForm.offered()
    if not form.validate():
        return _page(row, CorrectForm(evidence=row.evidence), form, status=UNPROCESSABLE)
    reason = f"{REASONS[form.code.data]}　{form.details.data.strip()}".strip()
    try:
        with transaction() as session:
            revoke_credential(session, row, reason=reason, by=me().id, now=clock.now())
    except NotRevocable:
        flash(_("まだ出ていないか、もう取り消されています。何も変わっていません。"), "note")
    else:
        flash(_("取り消しました。確認のページには、すぐに出ます。"), "good")
    return redirect(url_for("credentials.issued_one", credential_id=credential_id), 303)


def _ask(row: Credential, form: CorrectForm) -> bool:
    with transaction() as session:
        asked = ask_correction(
            session,
            row,
            reason=CorrectionReason.MISTAKE,
            issuer_name=issuers.issuer_facts(session, row.issuer, city=site().city).name,
            by=me().id,
            now=clock.now(),
            changes=Changes(note=form.note.data.strip(), evidence=form.evidence.data.strip()),
        )
        return asked is not None


def _within(credential_id: uuid.UUID) -> Credential:
    reach = identity.administered_by(reading(), person())
    return desk.within(reading(), credential_id, reach, on=clock.day_of(clock.now()))


def _page(
    row: Credential, correcting: CorrectForm, revoking: RevokeForm, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "credentials/issued_one.html",
        "main",
        status=status,
        found=desk.issued_view(reading(), row, on=clock.day_of(clock.now())),
        correcting=correcting,
        revoking=revoking,
        what=WHAT,
    )
