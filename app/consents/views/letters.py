"""For the school: letters and forms to print, and whose view of a child is open."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy.exc import NoResultFound

from app import clock
from app.consents import queries, service
from app.consents.forms import HOW_NAMES, RELATION_NAMES
from app.consents.printing import qr
from app.consents.rules import CHOSEN, Notice, Purpose, Relation, shown_code
from app.consents.service import IssuedLetter
from app.consents.views.root import bp, consent_age, secret, today
from app.consents.views.school import own_class
from app.db import reading, transaction
from app.i18n.languages import JAPANESE
from app.identity import queries as identity
from app.identity.login import me, person, roles_required
from app.identity.looking import note_look
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.reader import reader, set_reader
from app.ui.site import site
from app.ui.strings import gettext as _

Act = Callable[..., None]
Pupil = queries.PupilRow | queries.NoticeRow | identity.Person


@bp.post("/school/consents/<uuid:class_id>/letters")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def print_letters(class_id: uuid.UUID) -> ResponseReturnValue:
    """Make new letters of a class, or of the pupils chosen, and show them this once."""
    room = own_class(class_id)
    rows = queries.pupils(reading(), class_id, on=today(), consent_age=consent_age())
    wanted = {one for one in request.form.getlist("pupil") if one}
    chosen = [one for one in rows if not wanted or str(one.id) in wanted]
    chosen = [one for one in chosen if not one.answers_alone]
    with transaction() as session:
        issued = service.issue_letters(
            session, [one.id for one in chosen], by=me().id, secret=secret(), now=clock.now()
        )
    return sheets(
        room.school,
        room.title,
        chosen,
        issued,
        back=url_for(".state", class_id=class_id),
        template="slips" if request.form.get("as") == "slips" else "sheets",
    )


@bp.get("/school/pupils/<uuid:child_id>/guardians")
@roles_required(Role.ADMINISTRATOR)
def guardians(child_id: uuid.UUID) -> ResponseReturnValue:
    """Show the guardians of a pupil, and whose view is open."""
    sit_at_desk()
    child = _pupil(child_id)
    page = render_page(
        "consents/guardians.html",
        "main",
        child=child,
        ties=queries.ties_of(reading(), [child.id], on=today()).get(child.id, []),
        relation_names=RELATION_NAMES,
        how_names=HOW_NAMES,
        chosen=CHOSEN,
    )
    note_look("guardians", child.id)
    return page


@bp.post("/school/pupils/<uuid:child_id>/letter")
@roles_required(Role.ADMINISTRATOR)
def print_letter(child_id: uuid.UUID) -> ResponseReturnValue:
    """Make a pupil's letter for one relation alone, and show it this once."""
    child = _pupil(child_id)
    asked = request.form.get("relation", "")
    if asked not in set(CHOSEN):
        abort(400)
    with transaction() as session:
        issued = service.issue_letters(
            session,
            [child.id],
            by=me().id,
            secret=secret(),
            now=clock.now(),
            relation=Relation(asked),
        )
    back = url_for("consents.guardians", child_id=child.id)
    return sheets(queries.school_of(child), "", [child], issued, back=back)


@bp.post("/school/pupils/<uuid:child_id>/guardians/<uuid:tie_id>/close")
@roles_required(Role.ADMINISTRATOR)
def close(child_id: uuid.UUID, tie_id: uuid.UUID) -> ResponseReturnValue:
    """Close a guardian's view, from this moment on."""
    return _act(child_id, tie_id, service.close_view, _("閉じました。いまから何も見えません。"))


@bp.post("/school/pupils/<uuid:child_id>/guardians/<uuid:tie_id>/open")
@roles_required(Role.ADMINISTRATOR)
def reopen(child_id: uuid.UUID, tie_id: uuid.UUID) -> ResponseReturnValue:
    """Open a closed view again."""
    return _act(child_id, tie_id, service.open_view, _("また見えるようにしました。"))


@bp.post("/school/pupils/<uuid:child_id>/guardians/<uuid:tie_id>/end")
@roles_required(Role.ADMINISTRATOR)
def end(child_id: uuid.UUID, tie_id: uuid.UUID) -> ResponseReturnValue:
    """End a guardianship."""
    return _act(child_id, tie_id, service.end_guardianship, _("保護者ではなくなりました。"))


def _act(child_id: uuid.UUID, tie_id: uuid.UUID, act: Act, told: str) -> ResponseReturnValue:
    child = _pupil(child_id)
    with transaction() as session:
        act(
            session,
            tie_id,
            child.id,
            by=me().id,
            acting_as=person().acting_id,
            now=clock.now(),
        )
    flash(told, "good")
    return redirect(url_for("consents.guardians", child_id=child.id), 303)


def _pupil(child_id: uuid.UUID) -> identity.Person:
    """Return a pupil within the administrator's reach, or end in 404."""
    session = reading()
    reach = identity.administered_by(session, person())
    found = identity.visible_person(session, child_id, reach=reach, on=today())
    if not found.is_minor:
        raise NoResultFound
    return found


def sheets(
    school: str,
    title: str,
    pupils: Sequence[Pupil],
    issued: Sequence[IssuedLetter],
    *,
    back: str,
    template: str = "sheets",
) -> ResponseReturnValue:
    """Show fresh letters, with a form behind each; or, as ``slips``, their codes alone.

    They are in Japanese, whatever language the one reads who prints them.
    """
    set_reader(replace(reader(), locale=JAPANESE, taught=None, spaced=False))
    current = queries.current_texts(reading())
    drawn = list(_drawn(pupils, {one.child_id: one for one in issued}))
    return render_page(
        f"consents/{template}.html",
        "sheet",
        sheets=drawn,
        left_out=len(pupils) - len(drawn),
        school=school,
        title=title,
        back=back,
        notice=current[Notice.LESSONS].text.say(JAPANESE),
        texts={key: current[key].text.say(JAPANESE) for key in Purpose},
        versions={key: current[key].text.number for key in Purpose},
        relation_names=RELATION_NAMES,
        on=today(),
    )


def _drawn(
    pupils: Sequence[Pupil], issued: Mapping[uuid.UUID, IssuedLetter]
) -> Iterator[tuple[Pupil, IssuedLetter, str, str, Markup]]:
    """Yield each pupil who has a letter with it, its code as printed, its address and QR code."""
    for one in pupils:
        if one.id in issued:
            letter = issued[one.id]
            address = letter.url(site().settings.public_url)
            yield one, letter, shown_code(letter.code), address, qr(address)
