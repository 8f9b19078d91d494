"""A person's own settings: display, password, sessions. Display works for visitors as well."""

from flask import abort, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.identity import policy, rules, service
from app.identity.display import Display, rubies
from app.identity.errors import PasswordRefused, TooManyAttempts, WrongPassword
from app.identity.forms import PasswordForm, ViewForm, tell, tell_password_faults
from app.identity.limits import limits_noted
from app.identity.login import (
    display_of,
    end_session,
    grade_of,
    me,
    person,
    signed_in,
    start_session,
    visitor,
)
from app.identity.person import Person
from app.identity.proof import amr
from app.identity.views.root import bp
from app.ui.page import is_fragment, render_page
from app.ui.strings import gettext as _


@bp.get("/settings")
def settings() -> ResponseReturnValue:
    """Show the settings."""
    return _page(PasswordForm(formdata=None), next=rules.local_path(request.args.get("next")))


@bp.post("/settings/view")
def save_view() -> ResponseReturnValue:
    """Keep how pages are to look, and go back; a script that asked swaps the page itself."""
    form = ViewForm()
    if not form.validate():
        abort(400)
    found = visitor()
    now = display_of(found)
    chosen = form.chosen(now, grade_of(found), before=session.get("display_before"))
    if chosen != now:
        session["display_before"] = now.kept()
        _keep(found, chosen)
        if not is_fragment():
            flash(_("見え方を変えました。"), "view")
    if is_fragment():
        return "", 204
    return redirect(rules.local_path(form.next.data) or url_for("identity.settings"), 303)


@bp.post("/settings/password")
@signed_in
def save_password() -> ResponseReturnValue:
    """Change the password; every other session of the person ends."""
    if not policy.can_change_password(person()):
        abort(404)
    form = PasswordForm()
    entrance = _changed(form) if form.validate() else None
    if entrance is None:
        return _page(form, status=422)
    start_session(entrance, now=clock.now(), amr=amr())
    flash(
        _("パスワードを変えました。ほかの機器では、もう一度はじめるときに入れてください。"), "good"
    )
    return redirect(url_for("identity.settings"), 303)


@bp.post("/settings/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of the person, on every device."""
    with transaction() as database:
        service.sign_out_everywhere(database, me().id, now=clock.now(), by=me().id)
    end_session()
    flash(_("すべての機器で終わりにしました。学んだことは、そのままです。"), "good")
    return redirect(url_for("identity.sign_in"), 303)


def _keep(found: Person | None, chosen: Display) -> None:
    """Keep settings: a person's with the person, a visitor's for this session."""
    if found is None:
        session["display"] = chosen.kept()
        session.permanent = True
        return
    with transaction() as database:
        service.change_display(database, found.id, chosen.kept())


def _page(form: PasswordForm, *, status: int = 200, **more: object) -> ResponseReturnValue:
    found = visitor()
    return render_page(
        "identity/settings.html",
        "main",
        status=status,
        form=form,
        found=found,
        now=display_of(found),
        rubies=rubies(grade_of(found)),
        can_change_password=found is not None and policy.can_change_password(found),
        **{"next": None, **more},
    )


def _changed(form: PasswordForm) -> service.Entrance | None:
    """Change the password, or write beside the fields why not."""
    now = clock.now()
    try:
        address = request.remote_addr
        with limits_noted(address=address, now=now), transaction() as database:
            attempt = service.begin_check(database, me().id, address=address, now=now)
        if not service.password_matches(attempt, form.current.data):
            raise WrongPassword
        with transaction() as database:
            return service.change_password(database, attempt, form.new.data, now=now)
    except WrongPassword:
        tell(form.current, _("今のパスワードが、登録と合いません。もう一度どうぞ。"))
    except PasswordRefused as refused:
        tell_password_faults(form.new, refused.faults)
    except TooManyAttempts:
        tell(
            form.current,
            _("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。"),
        )
    return None
