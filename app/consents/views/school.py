"""For the school: what holds in a class, forms that came back, and what was not answered."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.consents import policy, queries, service
from app.consents.forms import MISSING_NAMES, RELATION_NAMES, PaperForm
from app.consents.rules import Notice, Purpose
from app.consents.views.root import bp, consent_age, today
from app.db import reading, transaction
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _


@bp.get("/school/consents")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def classes() -> ResponseReturnValue:
    """List the classes whose answers one may see."""
    sit_at_desk()
    session = reading()
    found = queries.classes_of(session, person(), on=today())
    return render_page(
        "consents/classes.html",
        "main",
        classes=found,
        counts=queries.read_counts(
            session,
            [one.id for one in found],
            Notice.LESSONS,
            queries.current_texts(session)[Notice.LESSONS].text.number,
            on=today(),
            consent_age=consent_age(),
        ),
        may_publish=policy.may_publish_texts(person()),
    )


@bp.get("/school/consents/<uuid:class_id>")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def state(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show a class: who has answered what, one column a purpose, and who has not."""
    sit_at_desk()
    room = own_class(class_id)
    return render_page(
        "consents/state.html",
        "main",
        room=room,
        rows=_pupils(class_id),
        titles=titles(),
        missing_names=MISSING_NAMES,
        relation_names=RELATION_NAMES,
        may_close=policy.may_close_views(person()),
    )


@bp.get("/school/consents/<uuid:class_id>/paper")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def paper(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show a class to tick the forms that came back."""
    form = PaperForm(received_on=today())
    return _paper_page(own_class(class_id), _pupils(class_id), form)


@bp.post("/school/consents/<uuid:class_id>/paper")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def take_paper(class_id: uuid.UUID) -> ResponseReturnValue:
    """Keep what was ticked, as 紙・受領日・受領者."""
    room, rows = own_class(class_id), _pupils(class_id)
    form = PaperForm()
    form.today = today()
    if not form.validate():
        return _paper_page(room, rows, form, status=422)
    with transaction() as session:
        service.record_paper(
            session,
            (forms := PaperForm.read(request.form, rows)),
            received_on=form.received_on.data,
            by=me().id,
            now=clock.now(),
        )
    flash(_("%(n)s人分の紙を記録しました。受領者は、あなたです。", n=len(forms)), "good")
    return redirect(url_for("consents.state", class_id=class_id), 303)


def own_class(class_id: uuid.UUID) -> queries.ClassCard:
    """Return a class one teaches or administers, or end in 404."""
    found = queries.classes_of(reading(), person(), on=today())
    for room in found:
        if room.id == class_id:
            return room
    raise NoResultFound


def titles() -> dict[Purpose, str]:
    """Return what each purpose is called today."""
    current = queries.current_texts(reading())
    return {key: current[key].text.say(reader().locale).title for key in Purpose}


def _pupils(class_id: uuid.UUID) -> list[queries.PupilRow]:
    return queries.pupils(reading(), class_id, on=today(), consent_age=consent_age())


def _paper_page(
    room: queries.ClassCard, rows: list[queries.PupilRow], form: PaperForm, *, status: int = 200
) -> ResponseReturnValue:
    sit_at_desk()
    return render_page(
        "consents/paper.html",
        "main",
        status=status,
        room=room,
        rows=[row for row in rows if not row.answers_alone],
        form=form,
        sent=request.form,
        titles=titles(),
        relation_names=RELATION_NAMES,
    )
