"""Taking back a whole batch: one asks and says why, another agrees; until then all holds."""

import uuid
from functools import partial
from typing import TYPE_CHECKING

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.achievements import policy, queries
from app.achievements.errors import WithdrawalRefused
from app.achievements.forms import WHY_NOT, WithdrawForm
from app.achievements.service import withdrawing
from app.achievements.views.awards import batch_page
from app.achievements.views.root import UNPROCESSABLE, bp, reach
from app.db import reading, transaction
from app.identity.login import me, person, roles_required
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.achievements.models import Batch


@bp.post("/achievements/batches/<uuid:batch_id>/withdraw")
@roles_required(*policy.AWARDING)
def ask_withdrawal(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Ask that all of it be taken back; nothing changes yet."""
    form, batch = WithdrawForm(), _batch(batch_id)
    if not form.validate():
        return batch_page(batch_id, form, status=UNPROCESSABLE)
    if not queries.batch_row(reading(), batch_id, person(), reach()).is_done:
        flash(_("まだ出しているところです。終わってから、もう一度どうぞ。"), "note")
        return _back(batch_id)
    _does(partial(withdrawing.ask, batch=batch, reason=form.reason.data.strip()))
    return _back(batch_id)


@bp.post("/achievements/batches/<uuid:batch_id>/withdraw/agree")
@roles_required(*policy.AWARDING)
def agree_to_withdrawal(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Agree with whoever asked; from here on it cannot be stopped."""
    _does(partial(withdrawing.agree, batch=_batch(batch_id)))
    return _back(batch_id)


@bp.post("/achievements/batches/<uuid:batch_id>/withdraw/drop")
@roles_required(*policy.AWARDING)
def drop_withdrawal(batch_id: uuid.UUID) -> ResponseReturnValue:
    """Leave everything as it is."""
    if _does(partial(withdrawing.drop, batch=_batch(batch_id))):
        flash(_("取りやめました。証明は、そのまま使えます。"), "good")
    return _back(batch_id)


def _does(act: "Callable[..., None]") -> bool:
    """Do what was asked for, or tell why not; return whether it was done."""
    try:
        with transaction() as session:
            act(session, by=me().id, now=clock.now())
    except WithdrawalRefused as refused:
        flash(WHY_NOT[refused.fault].now(), "note")
        return False
    return True


def _batch(batch_id: uuid.UUID) -> "Batch":
    return queries.batch(reading(), batch_id, person(), reach())


def _back(batch_id: uuid.UUID) -> ResponseReturnValue:
    return redirect(url_for("achievements.batch", batch_id=batch_id), 303)
