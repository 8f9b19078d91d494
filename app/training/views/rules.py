"""What a title of a source attests: said, changed, and no longer said."""

import uuid
from contextlib import suppress

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.training import service
from app.training.errors import NotNow
from app.training.forms.by_hand import id_of
from app.training.forms.sources import RuleForm
from app.training.models import TrainingImport, TrainingRule, TrainingSource
from app.training.rules import LONGEST_TITLE
from app.training.views.root import UNPROCESSABLE, bp, bringer, source_here
from app.ui.page import render_page
from app.ui.strings import gettext as _

ONLY_HOURS = "hours"


@bp.get("/training/sources/<uuid:source_id>/rules/add", endpoint="add_rule")
@bringer
def add(source_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form for a title; ``?title=`` fills it, ``?import=`` leads back to a dry run."""
    source = source_here(source_id)
    title = request.args.get("title", "")[:LONGEST_TITLE]
    return _form_page(RuleForm.blank(title), source, None)


@bp.post("/training/sources/<uuid:source_id>/rules/add", endpoint="take_rule")
@bringer
def take_new(source_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what a title attests, or show what a search found."""
    return _take(source_here(source_id), None)


@bp.get("/training/rules/<uuid:rule_id>/change", endpoint="change_rule")
@bringer
def change(rule_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a rule."""
    row = _rule_here(rule_id)
    return _form_page(RuleForm.of(row), source_here(row.source_id), row)


@bp.post("/training/rules/<uuid:rule_id>/change", endpoint="take_rule_change")
@bringer
def take_change(rule_id: uuid.UUID) -> ResponseReturnValue:
    """Let a title attest something else, or show what a search found."""
    row = _rule_here(rule_id)
    return _take(source_here(row.source_id), row)


@bp.post("/training/rules/<uuid:rule_id>/remove", endpoint="remove_rule")
@bringer
def remove(rule_id: uuid.UUID) -> ResponseReturnValue:
    """Say nothing of a title any more; records stay as they are."""
    source_id = _rule_here(rule_id).source_id
    with transaction() as session:
        row = session.get_one(TrainingRule, rule_id)
        service.remove_rule(session, row, by=me().id, now=clock.now())
    flash(_("決まりを消しました。これまでの記録は、そのままです。"), "good")
    return redirect(url_for("training.source", source_id=source_id), 303)


def _take(source: TrainingSource, row: TrainingRule | None) -> ResponseReturnValue:
    form, step = RuleForm.sent(request.form), request.form.get("step")
    if step == "search" or not form.validate():
        status = 200 if step == "search" else UNPROCESSABLE
        return _form_page(form, source, row, status=status)
    if step != ONLY_HOURS and not form.picked:
        form.words.errors = [
            str(_("証明する項目とレベルを決めるか、「時間だけ数える」を押してください。"))
        ]
        return _form_page(form, source, row, status=UNPROCESSABLE)
    _keep(form, source.id, row.id if row else None, only_hours=step == ONLY_HOURS)
    flash(_("研修が証明する力を決めました。"), "good")
    return _go_on(source.id)


def _keep(
    form: RuleForm, source_id: uuid.UUID, rule_id: uuid.UUID | None, *, only_hours: bool
) -> None:
    with transaction() as session:
        service.keep_rule(
            session,
            session.get_one(TrainingSource, source_id),
            form.told(only_hours=only_hours),
            row=session.get_one(TrainingRule, rule_id) if rule_id else None,
            for_all=form.for_all.data,
            by=me().id,
            now=clock.now(),
        )


def _go_on(source_id: uuid.UUID) -> ResponseReturnValue:
    """Lead back to the dry run that asked, which is read anew; else to the source."""
    import_id = id_of(request.args.get("import", ""))
    kept = reading().get(TrainingImport, import_id) if import_id else None
    if kept is None or kept.source_id != source_id:
        return redirect(url_for("training.source", source_id=source_id), 303)
    with suppress(NotNow), transaction() as session:
        service.reread(session, kept.id, now=clock.now())
    return redirect(url_for("training.one_import", training_id=kept.id), 303)


def _rule_here(rule_id: uuid.UUID) -> TrainingRule:
    return reading().get(TrainingRule, rule_id) or abort(404)


def _form_page(
    form: RuleForm, source: TrainingSource, row: TrainingRule | None, *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "training/rule_form.html",
        "main",
        status=status,
        form=form,
        source=source,
        row=row,
        results=form.results(),
        is_search=request.form.get("step") == "search",
    )
