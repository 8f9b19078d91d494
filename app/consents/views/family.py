"""A guardian comes in by a letter, and finds every child on one page."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.consents import asking, queries, rules, service
from app.consents.errors import LetterUnusable, WrongCode
from app.consents.forms import RELATION_NAMES, CodeForm, RelationForm
from app.consents.models import GuardianLetter
from app.consents.rules import Notice, Relation
from app.consents.views.root import bp, consent_age, secret, today
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.errors import TooManyAttempts
from app.identity.limits import limits_noted
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

WRONG = _l("番号がちがうようです。手紙を見て、もう一度書いてください。")
WAIT = _l("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")


@bp.get("/g/<token>")
def letter(token: str) -> ResponseReturnValue:
    """Ask for the code of a letter; nothing of the child shows."""
    try:
        service.letter_of(reading(), token, now=clock.now())
    except LetterUnusable:
        return unusable()
    return code_page(CodeForm())


@bp.post("/g/<token>")
def take_code(token: str) -> ResponseReturnValue:
    """Count the try, look at the code, and go on to say who one is."""
    form, now = CodeForm(), clock.now()
    if asking.is_child() or not form.validate():
        return code_page(form, status=422)
    try:
        letter_id = service.letter_of(reading(), token, now=now)
        with limits_noted(address=None, now=now), transaction() as session:
            service.count_try(
                session, letter_id, secret=secret(), address=request.remote_addr, now=now
            )
        service.check_code(reading(), letter_id, form.code.data, secret=secret(), now=now)
    except LetterUnusable:
        return unusable()
    except (WrongCode, TooManyAttempts) as error:
        return code_page(form, status=tell(form, error))
    asking.open_letter(letter_id)
    return redirect(url_for("consents.confirm"), 303)


@bp.get("/family/confirm")
def confirm() -> ResponseReturnValue:
    """Ask who somebody is to the child of the letter."""
    try:
        return _confirm_page(RelationForm(), _opened())
    except LetterUnusable:
        return unusable()


@bp.post("/family/confirm")
def take_confirm() -> ResponseReturnValue:
    """Make them a guardian of the child, and show all their children."""
    try:
        opened = _opened()
        form = RelationForm()
        if opened.relation is not None:
            form.relation.data = opened.relation.value
        if asking.is_child() or not form.validate():
            return _confirm_page(form, opened, status=422)
        _establish(opened.id, form)
    except LetterUnusable:
        return unusable()
    return redirect(url_for("consents.family"), 303)


@bp.get("/family")
def family() -> ResponseReturnValue:
    """Show a guardian all their children, of all schools, on one page."""
    return _family_page(CodeForm())


@bp.post("/family")
def add_child() -> ResponseReturnValue:
    """Add a child by the code of another letter alone; only for who has come in already."""
    form, known, now = CodeForm(), asking.shown_any(), clock.now()
    if known is None or asking.is_child() or not form.validate():
        return _family_page(form, status=422)
    try:
        with limits_noted(address=None, now=now), transaction() as session:
            service.count_added(
                session, known, secret=secret(), address=request.remote_addr, now=now
            )
        found = service.letter_by_code(reading(), form.code.data, secret=secret(), now=now)
    except (WrongCode, TooManyAttempts) as error:
        return _family_page(form, status=tell(form, error))
    asking.open_letter(found)
    return redirect(url_for("consents.confirm"), 303)


@bp.post("/family/leave")
def leave() -> ResponseReturnValue:
    """Forget the children on this device."""
    asking.leave()
    flash(_("この機器では、お子さんのページを閉じました。手紙があれば、また開けます。"), "good")
    return redirect(url_for("home.home"), 303)


@bp.get("/family/<uuid:child_id>/notice")
def notice(child_id: uuid.UUID) -> ResponseReturnValue:
    """Show the notice about ordinary lessons."""
    session = reading()
    child = own_child(child_id)
    current = queries.current_texts(session)[Notice.LESSONS].text
    read = queries.readings(session, [child.tie_id])
    return render_page(
        "consents/notice.html",
        "main",
        child=child,
        number=current.number,
        words=current.say(reader().locale),
        read_on=read.get((child.tie_id, Notice.LESSONS, current.number)),
    )


@bp.post("/family/<uuid:child_id>/notice")
def confirm_notice(child_id: uuid.UUID) -> ResponseReturnValue:
    """Keep that it was read; nothing rests on it."""
    child = own_child(child_id)
    with transaction() as session:
        service.confirm_reading(
            session, child.tie_id, Notice.LESSONS, how=asking.how(), on=today()
        )
    flash(_("読んだことを、学校に伝えました。"), "good")
    return redirect(url_for("consents.family"), 303)


def own_child(child_id: uuid.UUID) -> queries.Child:
    """Return a child of who asks, or end in 404."""
    return queries.child(
        reading(), asking.whose(), child_id, on=today(), consent_age=consent_age()
    )


def _opened() -> GuardianLetter:
    letter_id = asking.opened_letter()
    if letter_id is None:
        raise LetterUnusable
    return service.usable_letter(reading(), letter_id, now=clock.now())


def _establish(letter_id: uuid.UUID, form: RelationForm) -> None:
    with transaction() as session:
        tie_id = service.establish_by_letter(
            session,
            service.usable_letter(session, letter_id, now=clock.now()),
            Relation(form.relation.data),
            user_id=asking.account(),
            now=clock.now(),
            signed_paper=bool(form.signed_paper.data),
        )
    asking.come_in(tie_id)


def _family_page(form: CodeForm, *, status: int = 200) -> ResponseReturnValue:
    session, on = reading(), today()
    children = queries.children(session, asking.whose(), on=on, consent_age=consent_age())
    current = queries.current_texts(session) if children else {}
    return render_page(
        "consents/family.html",
        "main",
        status=status,
        form=form,
        children=children,
        open_by_child=queries.open_purposes(session, children, current, on=on),
        read=queries.readings(session, [one.tie_id for one in children]),
        notice=current.get(Notice.LESSONS),
        relations=RELATION_NAMES,
        is_known=asking.shown_any() is not None,
        has_account=asking.account() is not None,
    )


def code_page(form: CodeForm, *, status: int = 200) -> ResponseReturnValue:
    """Ask for a letter's code."""
    return render_page(
        "consents/letter.html", "main", status=status, form=form, is_child=asking.is_child()
    )


def _confirm_page(
    form: RelationForm, opened: GuardianLetter, *, status: int = 200
) -> ResponseReturnValue:
    session = reading()
    child = identity.person(session, opened.child_id, on=today())
    ties = queries.ties_of(session, [child.id], on=today()).get(child.id, [])
    return render_page(
        "consents/confirm.html",
        "main",
        status=status,
        form=form,
        child=child,
        school=queries.school_of(child),
        relation=opened.relation and RELATION_NAMES[opened.relation],
        has_paper=any(one.relation is Relation.UNSAID for one in ties),
        lives_days=rules.LETTER_LIVES.days,
    )


def unusable() -> ResponseReturnValue:
    """Answer whoever holds a letter that opens nothing, whyever."""
    return render_page("consents/unusable.html", "main", status=404)


def tell(form: CodeForm, error: Exception) -> int:
    """Put what happened beside the field; return the status to answer with."""
    is_limit = isinstance(error, TooManyAttempts)
    form.code.errors = [(WAIT if is_limit else WRONG).now()]
    return 429 if is_limit else 422
