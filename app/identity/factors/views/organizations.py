"""Where a second factor is compulsory: the administrators' page."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import reading, transaction
from app.identity import queries as people
from app.identity.factors import queries, service
from app.identity.factors.views.root import bp
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _

SAID = {"": None, "yes": True, "no": False}


@bp.get("/admin/second-factors")
@roles_required(Role.ADMINISTRATOR)
def organizations() -> ResponseReturnValue:
    """Show what holds in each organization that somebody administers, and who is not ready."""
    return render_page("factors/organizations.html", "main", rows=_rows(reading()))


@bp.post("/admin/second-factors")
@roles_required(Role.ADMINISTRATOR)
def save_organizations() -> ResponseReturnValue:
    """Keep what the organizations say; what was not sent stays."""
    now = clock.now()
    with transaction() as session:
        for row in _rows(session):
            sent = request.form.get(f"rule-{row.place.id}")
            if sent in SAID:
                service.say_rule(
                    session,
                    row.place.id,
                    is_required=SAID[sent],
                    by=me().id,
                    acting_as=person().acting_id,
                    now=now,
                )
    flash(_("決まりを変えました。いま入っている人も、次に開くページから、そうなります。"), "good")
    return redirect(url_for("factors.organizations"), 303)


def _rows(session: Session) -> list[queries.RuleRow]:
    return queries.rules_within(
        session,
        people.administered_by(session, person()),
        on=clock.day_of(clock.now()),
        unless_said=not site().settings.demo,
    )
