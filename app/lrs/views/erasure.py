"""The page of the city's administrators on which a person's records are erased."""

import uuid

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from app import clock
from app.db import db, reading, transaction
from app.identity import queries as identity
from app.identity.login import city_administrators_only, me
from app.identity.models import User
from app.lrs.forms.erasure import EraseForm
from app.lrs.models import Erasure
from app.lrs.service import erasure
from app.lrs.store import sweeping
from app.ui.page import render_page
from app.ui.strings import gettext as _

bp = Blueprint("erasure", "app.lrs", template_folder="templates")

MOST_STEPS = 20
"""Steps a request takes, 10,000 statements; whoever has more is asked to press again."""


@bp.get("/records/erase/<uuid:user_id>")
@city_administrators_only
def ask(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show what erasing somebody would delete, keep and rewrite."""
    found = _person(user_id)
    return _asking(found, EraseForm(found.login or found.name))


@bp.post("/records/erase/<uuid:user_id>")
@city_administrators_only
def erase(user_id: uuid.UUID) -> ResponseReturnValue:
    """Erase somebody's records."""
    found = _person(user_id)
    form = EraseForm(found.login or found.name)
    if not found.is_disabled or not form.validate():
        return _asking(found, form, status=422)
    step = _erase(_whom(reading(), found))
    if not step.is_done:
        flash(
            _("記録が多いので、まだ残りがあります。もう一度、同じように押してください。"), "close"
        )
        return redirect(url_for("erasure.ask", user_id=user_id), 303)
    return redirect(url_for("erasure.done", erasure_id=step.erasure_id), 303)


@bp.get("/records/erasures/<uuid:erasure_id>")
@city_administrators_only
def done(erasure_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was erased, what was kept, and where it may still lie."""
    found = reading().get_one(Erasure, erasure_id)
    day = clock.day_of(found.erased_at)
    return render_page("lrs/erased.html", "main", found=found, erased_on=day)


def _person(user_id: uuid.UUID) -> identity.Person:
    return identity.person(reading(), user_id, on=clock.day_of(clock.now()))


def _whom(session: Session, found: identity.Person) -> erasure.Whom:
    home_page = identity.installation(session).actor_home_page
    email = session.get_one(User, found.id).email
    return erasure.whom(session, found.actor_name, home_page=home_page, email=email)


def _asking(found: identity.Person, form: EraseForm, *, status: int = 200) -> ResponseReturnValue:
    session = reading()
    extent = erasure.extent(session, _whom(session, found))
    return render_page(
        "lrs/erase.html", "main", status=status, found=found, extent=extent, form=form
    )


def _erase(whom: erasure.Whom) -> erasure.Step:
    """Take up to ``MOST_STEPS`` steps, each in a transaction of its own."""
    step = _step(whom, None)
    for _number in range(1, MOST_STEPS):
        if step.is_done:
            break
        step = _step(whom, step.erasure_id)
    if step.is_done:
        _clean_up()
    return step


def _step(whom: erasure.Whom, erasure_id: uuid.UUID | None) -> erasure.Step:
    with transaction() as session:
        return erasure.erase_person(
            session, whom, now=clock.now(), by=me().id, erasure_id=erasure_id
        )


def _clean_up() -> None:
    used = erasure.hashes_in_use(reading())
    if used is not None:
        with transaction() as session:
            erasure.erase_attachments(session, used)
    reading().rollback()  # our own read would keep the log
    sweeping.empty_log(db.engine)
