"""An administrator helps whoever has lost the phone."""

import uuid

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import transaction
from app.identity import queries as people
from app.identity.factors import policy, service
from app.identity.factors.views.root import bp
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.identity.person import Person
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _


@bp.post("/admin/people/<uuid:user_id>/second-factors/code")
@roles_required(Role.ADMINISTRATOR)
def hand_code(user_id: uuid.UUID) -> ResponseReturnValue:
    """Make a number that opens once within a day, and show it, this once."""
    with transaction() as session:
        found = _helped(session, user_id)
        code = service.hand_code(
            session,
            user_id,
            by=me().id,
            acting_as=person().acting_id,
            secret_key=site().settings.secret_key,
            now=clock.now(),
        )
    return render_page("factors/handed.html", "main", found=found, code=code)


@bp.post("/admin/people/<uuid:user_id>/second-factors/reset")
@roles_required(Role.ADMINISTRATOR)
def reset_factors(user_id: uuid.UUID) -> ResponseReturnValue:
    """Remove all factors of a person; who must have one sets it up at the next sign-in."""
    with transaction() as session:
        _helped(session, user_id)
        service.reset_factors(
            session, user_id, by=me().id, acting_as=person().acting_id, now=clock.now()
        )
    flash(_("二段階のたしかめを、登録前にもどしました。すべての機器で終わりにしました。"), "good")
    return redirect(url_for("identity.one_person", user_id=user_id), 303)


def _helped(session: Session, user_id: uuid.UUID) -> Person:
    """Return the person, or end in 404: one beyond the reach, or the administrator themselves."""
    if not policy.can_help(person(), user_id):
        abort(404)
    reach, today = people.administered_by(session, person()), clock.day_of(clock.now())
    return people.managed_person(session, user_id, reach=reach, on=today)
