"""Signing up: adult citizens, and nobody else."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import transaction
from app.identity import rules, service
from app.identity.admission import way_on
from app.identity.errors import LoginTaken, PasswordRefused, TooManyAttempts, TooYoung
from app.identity.forms import SignUpForm, tell, tell_password_faults, unknown_fields
from app.identity.login import start_session, visitor
from app.identity.views.entry import is_known
from app.identity.views.root import bp
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

SIGN_UPS = 60
"""In 15 minutes from one address: a course at a community center signs up together."""

TOO_YOUNG = _l(
    "18歳になっていない方は、ご自分では登録できません。学校の先生か、家の人に聞いてください。"
    "登録しなくても、講座は読めます。"
)
WAIT = _l("同じ場所からの登録が続いたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")


@bp.get("/sign-up")
def sign_up() -> ResponseReturnValue:
    """Show the form."""
    if is_known(visitor()):
        return way_on(request.args.get("next"))
    form = SignUpForm(next=rules.local_path(request.args.get("next")))
    return render_page("identity/sign_up.html", "main", form=form)


@bp.post("/sign-up")
def take_sign_up() -> ResponseReturnValue:
    """Make a citizen's account and go on; a field that the form does not have is refused."""
    form = SignUpForm()
    if unknown_fields(form, request.form):
        abort(400)
    entrance = _joined(form) if form.validate() else None
    if entrance is None:
        return render_page("identity/sign_up.html", "main", status=422, form=form)
    start_session(entrance, now=clock.now(), amr=("pwd",))
    return way_on(form.next.data)


def _joined(form: SignUpForm) -> service.Entrance | None:
    """Make the account, or write beside the fields why not."""
    try:
        return _join(form)
    except TooYoung:
        tell(form.birth_year, TOO_YOUNG)
    except LoginTaken:
        tell(form.login, _("このIDは使えません。ほかのIDにしてください。"))
    except PasswordRefused as refused:
        tell_password_faults(form.password, refused.faults)
    except TooManyAttempts:
        tell(form.login, WAIT)
    return None


def _join(form: SignUpForm) -> service.Entrance:
    now = clock.now()
    new = service.CitizenSignUp(
        family_name=form.family_name.data,
        given_name=form.given_name.data,
        login=form.login.data,
        password=form.password.data,
        birth_year=rules.birth_year_of(form.birth_year.data) or 0,
    )
    with transaction() as session:  # counted by itself: a refusal below must not undo the count
        service.take_turn(session, "sign-up", address=request.remote_addr, limit=SIGN_UPS, now=now)
    with transaction() as session:
        user = service.sign_up_citizen(
            session,
            new,
            now=now,
            this_year=clock.day_of(now).year,
            is_demo=site().settings.demo,
        )
        return service.enter(session, user.id, now=now)
