"""One address for the families of a class: its teacher makes it, a guardian comes in by it."""

import uuid
from dataclasses import replace
from datetime import timedelta

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound

from app import clock
from app.consents import asking, queries, rules, service
from app.consents.errors import LetterUnusable, WrongCode
from app.consents.forms import ClassLetterForm, CodeForm
from app.consents.models import ClassLetter
from app.consents.printing import qr, qr_picture
from app.consents.views.family import code_page, tell, unusable
from app.consents.views.root import bp, secret, today
from app.consents.views.school import own_class
from app.db import reading, transaction
from app.i18n.languages import JAPANESE
from app.identity.errors import TooManyAttempts
from app.identity.login import person, roles_required
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.reader import reader, set_reader
from app.ui.site import site
from app.ui.strings import gettext as _


@bp.get("/g/class/<token>")
def class_letter(token: str) -> ResponseReturnValue:
    """Ask for the code of a child's letter; no class, no school and no name shows."""
    try:
        service.class_letter_of(reading(), token, now=clock.now())
    except LetterUnusable:
        return unusable()
    return code_page(CodeForm())


@bp.post("/g/class/<token>")
def take_class_code(token: str) -> ResponseReturnValue:
    """Count the try, find the letter of the code among the class's, and go on as from it."""
    form, now = CodeForm(), clock.now()
    if asking.is_child() or not form.validate():
        return code_page(form, status=422)
    try:
        found = service.class_letter_of(reading(), token, now=now)
        class_id, found_id = found.class_id, found.id
        with transaction() as session:
            service.count_class_try(
                session, found_id, secret=secret(), address=request.remote_addr, now=now
            )
        letter = service.letter_in_class(
            reading(), class_id, form.code.data, secret=secret(), now=now
        )
    except LetterUnusable:
        return unusable()
    except (WrongCode, TooManyAttempts) as error:
        return code_page(form, status=tell(form, error))
    asking.open_letter(letter)
    return redirect(url_for("consents.confirm"), 303)


@bp.get("/school/consents/<uuid:class_id>/link")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def class_link(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show the address of a class's families, or what it takes to make one."""
    room = own_class(class_id)
    last = min(today() + timedelta(days=rules.LETTER_LIVES.days), rules.expires_on(today()))
    return _link_page(room, ClassLetterForm(formdata=None, ends_on=last))


@bp.post("/school/consents/<uuid:class_id>/link")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def make_class_link(class_id: uuid.UUID) -> ResponseReturnValue:
    """Make the address of a class's families; an earlier one is closed."""
    room, form = own_class(class_id), ClassLetterForm()
    form.today = today()
    if not form.validate():
        return _link_page(room, form, status=422)
    with transaction() as session:
        service.make_class_letter(
            session, room.id, ends_on=form.ends_on.data, by=person(), now=clock.now()
        )
    flash(_("組のリンクを作りました。"), "good")
    return redirect(url_for(".class_link", class_id=class_id), 303)


@bp.post("/school/consents/<uuid:class_id>/link/close")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def close_class_link(class_id: uuid.UUID) -> ResponseReturnValue:
    """Close the address of a class's families, at once."""
    room = own_class(class_id)
    with transaction() as session:
        service.close_class_letter(session, room.id, by=person(), now=clock.now())
    flash(_("組のリンクを閉じました。いまから、だれも使えません。"), "good")
    return redirect(url_for(".class_link", class_id=class_id), 303)


@bp.get("/school/consents/<uuid:class_id>/link/sheet")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def class_link_sheet(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show a sheet to put up, or to hand out: the QR code and how to go on; in Japanese."""
    room = own_class(class_id)
    link = _there(room.id)
    set_reader(replace(reader(), locale=JAPANESE, taught=None, spaced=False))
    address = _address(link)
    return render_page(
        "consents/class_sheet.html",
        "sheet",
        room=room,
        link=link,
        address=address,
        drawing=qr(address),
        on=today(),
    )


@bp.get("/school/consents/<uuid:class_id>/link/qr.png")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def class_link_picture(class_id: uuid.UUID) -> ResponseReturnValue:
    """Send the QR code as a picture, for a newsletter."""
    address = _address(_there(own_class(class_id).id))
    response = Response(qr_picture(address), mimetype="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="qr.png"'
    return response


def _there(class_id: uuid.UUID) -> ClassLetter:
    found = queries.class_letter(reading(), class_id, on=today())
    if found is None:
        raise NoResultFound
    return found


def _address(link: ClassLetter) -> str:
    return f"{site().settings.public_url}{url_for('.class_letter', token=link.token)}"


def _link_page(
    room: queries.ClassCard, form: ClassLetterForm, *, status: int = 200
) -> ResponseReturnValue:
    sit_at_desk()
    link = queries.class_letter(reading(), room.id, on=today())
    address = "" if link is None else _address(link)
    return render_page(
        "consents/class_link.html",
        "main",
        status=status,
        room=room,
        form=form,
        link=link,
        address=address,
        drawing=qr(address) if address else None,
    )
