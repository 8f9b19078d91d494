"""What an organization awards: the list, one of them, and its description."""

import uuid
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.achievements import policy, queries, rules
from app.achievements.forms import AUDIENCE_NAMES, FIELD_NAMES, KIND_NAMES, AchievementForm
from app.achievements.service import describing
from app.achievements.views.root import UNPROCESSABLE, bp, reach, usable
from app.catalog import queries as catalog
from app.catalog.edition import Field
from app.credentials import results
from app.db import reading, transaction
from app.frameworks import queries as frameworks
from app.identity import queries as identity
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from app.achievements.models import Achievement


@bp.get("/achievements")
@roles_required(*policy.AWARDING)
def achievements() -> ResponseReturnValue:
    """List what the signed-in person may award."""
    found = queries.achievements(reading(), person(), reach())
    return render_page(
        "achievements/achievements.html",
        "main",
        found=found,
        kind_names=KIND_NAMES,
        may_add=policy.may_add(person()),
    )


@bp.get("/achievements/add")
@roles_required(Role.ADMINISTRATOR)
def add() -> ResponseReturnValue:
    """Show the form of a new achievement."""
    return _form_page(AchievementForm())


@bp.post("/achievements/add")
@roles_required(Role.ADMINISTRATOR)
def take_new() -> ResponseReturnValue:
    """Keep a new achievement."""
    form = _offering(AchievementForm())
    if not form.validate():
        return _form_page(form, status=UNPROCESSABLE)
    with transaction() as session:
        row = describing.describe(session, form.told(), by=me().id, now=clock.now())
        session.flush()
        made = row.id
    flash(_("加えました。これで、証明を出せます。"), "good")
    return redirect(url_for("achievements.one", achievement_id=made), 303)


@bp.get("/achievements/<uuid:achievement_id>")
@roles_required(*policy.AWARDING)
def one(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Show an achievement, what it says, and to whom it was awarded together."""
    row = usable(achievement_id)
    titles = {card.slug: card.outline.title.plain for card in catalog.published_courses(reading())}
    return render_page(
        "achievements/achievement.html",
        "main",
        row=row,
        kind=KIND_NAMES[row.kind],
        audience=AUDIENCE_NAMES[row.audience],
        field=FIELD_NAMES[Field(row.field)],
        courses=[titles.get(slug, slug) for slug in row.courses],
        skills=[(frameworks.find_item(ref), level, ref) for ref, level in row.skills["skills"]],
        results=list(map(rules.result_line, results.read(row.results))),
        batches=queries.batches_of(reading(), row.id),
        may_describe=policy.may_describe(reach(), row.organization_id),
    )


@bp.get("/achievements/<uuid:achievement_id>/change")
@roles_required(Role.ADMINISTRATOR)
def change(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of an achievement's description."""
    row = _describable(achievement_id)
    return _form_page(AchievementForm.of(row), row=row)


@bp.post("/achievements/<uuid:achievement_id>/change")
@roles_required(Role.ADMINISTRATOR)
def take_change(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Describe it otherwise from now on."""
    row = _describable(achievement_id)
    form = _offering(AchievementForm.of(row))
    if not form.validate():
        return _form_page(form, row=row, status=UNPROCESSABLE)
    with transaction() as session:
        describing.change(session, row, form.told(), by=me().id, now=clock.now())
    flash(_("変えました。これから出す証明に使われます。"), "good")
    return redirect(url_for("achievements.one", achievement_id=achievement_id), 303)


@bp.post("/achievements/<uuid:achievement_id>/close")
@roles_required(Role.ADMINISTRATOR)
def close(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Award it no more."""
    row = _describable(achievement_id)
    with transaction() as session:
        describing.close(session, row, by=me().id, now=clock.now())
    flash(_("終わりにしました。出した証明は、そのまま使えます。"), "good")
    return redirect(url_for("achievements.one", achievement_id=achievement_id), 303)


@bp.post("/achievements/<uuid:achievement_id>/open")
@roles_required(Role.ADMINISTRATOR)
def reopen(achievement_id: uuid.UUID) -> ResponseReturnValue:
    """Award it again."""
    row = _describable(achievement_id)
    with transaction() as session:
        describing.reopen(session, row, by=me().id, now=clock.now())
    flash(_("また出せるようにしました。"), "good")
    return redirect(url_for("achievements.one", achievement_id=achievement_id), 303)


def _describable(achievement_id: uuid.UUID) -> "Achievement":
    row = usable(achievement_id)
    if not policy.may_describe(reach(), row.organization_id):
        abort(404)
    return row


def _offering(form: AchievementForm) -> AchievementForm:
    places = identity.administered_places(reading(), person())
    return form.offering(
        ((node.id, "　" * node.depth + node.name) for node in places),
        catalog.published_courses(reading()),
    )


def _form_page(
    form: AchievementForm, *, row: "Achievement | None" = None, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "achievements/form.html", "main", status=status, form=_offering(form), row=row
    )
