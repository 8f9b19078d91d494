"""Who is asking: the session cookie, the person behind it, and the guards of views."""

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from sqlalchemy.exc import NoResultFound
from werkzeug.wrappers import Response as BaseResponse

from app import clock
from app.audit import acting
from app.db import reading
from app.i18n.catalogs import language_names
from app.identity import queries, rules
from app.identity.acting import as_acting, stances
from app.identity.display import Display, preset_of
from app.identity.models import Role
from app.identity.person import Person
from app.identity.places import AT_DESKS, navigation_of
from app.identity.proof import note_proof
from app.identity.service import Entrance
from app.ui.files import FILES
from app.ui.navigation import offer_stances, set_navigation, sit_at_desk
from app.ui.page import here, is_fragment
from app.ui.reader import Audience, Reader, set_reader

P = ParamSpec("P")
R = TypeVar("R")

SHORT_SESSION = timedelta(hours=12)
LONG_SESSION = timedelta(days=30)
GUEST_SESSION = timedelta(days=180)
"""After the last use: whose words lie on this device alone must not lose them to the calendar."""
RENEWED_AFTER = timedelta(days=1)

login_manager = LoginManager()
login_manager.session_protection = None  # the epoch is ours; a phone's address changes on the way


class SignedIn(UserMixin):
    """The signed-in person's id, held by value so that no database session can expire it."""

    def __init__(self, user_id: uuid.UUID, session_epoch: int = 0) -> None:
        """Remember whose session this is, and of which epoch."""
        self.id = user_id
        self.session_epoch = session_epoch

    def get_id(self) -> str:
        """Return what the session cookie holds."""
        return f"{self.id}:{self.session_epoch}"


def init_app(app: Flask) -> None:
    """Let ``app`` know its people: the loader, and the reader of each page."""
    login_manager.init_app(app)
    app.before_request(acting.forget)
    app.teardown_request(acting.forget)
    app.before_request(_meet_reader)


# --- guards ------------------------------------------------------------------------------------


def signed_in(view: Callable[P, R]) -> Callable[P, R]:
    """Send visitors who are not signed in to the sign-in page, and back afterwards."""
    return cast("Callable[P, R]", login_required(view))


def roles_required(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in people to whom the post they act in gives one of ``roles``.

    Visitors are sent to the sign-in page. For everybody else the page does not exist (404). It is
    a page to work on, and looks so for a teacher as well.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not person().has_role(*roles):
                abort(404)
            sit_at_desk()
            return view(*args, **kwargs)

        return signed_in(guarded)

    return guard


def let_in(
    allows: Callable[[Person], bool],
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let in whom a package's policy allows; for everybody else the page does not exist (404).

    Visitors are sent to the sign-in page.
    """

    def guard(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            if not allows(person()):
                abort(404)
            return view(*args, **kwargs)

        return signed_in(guarded)

    return guard


def city_administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in administrators of the city itself: what such a view shows is the whole city's."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not person().administers_city:
            abort(404)
        return view(*args, **kwargs)

    return roles_required(Role.ADMINISTRATOR)(guarded)


def local_path(asked: str | None) -> str | None:
    """Return ``asked`` if it is an address of this very site, to lead somebody back to."""
    return rules.local_path(asked)


def me() -> SignedIn:
    """Return who is signed in; call it only below ``@signed_in``."""
    return cast("SignedIn", current_user)


def person() -> Person:
    """Return the signed-in person with their posts; call it only below ``@signed_in``."""
    found = visitor()
    if found is None:
        raise LookupError("nobody is signed in: the view lacks @signed_in")
    return found


def registered(view: Callable[P, R]) -> Callable[P, R]:
    """Send guests to the sign-in page as well: what such a view shows needs an account."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if person().is_guest:
            return cast("R", to_sign_in())
        return view(*args, **kwargs)

    return signed_in(guarded)


def visitor() -> Person | None:
    """Return the signed-in person, or None for a visitor."""
    if not current_user.is_authenticated:
        return None
    return cast("Person | None", g.get("person"))


# --- sessions ----------------------------------------------------------------------------------


def is_staff() -> bool:
    """Whether who asks is signed in and sees the pages of staff."""
    found = visitor()
    return found is not None and found.audience == "staff"


def is_registered() -> bool:
    """Whether who asks is signed in with an account of their own."""
    found = visitor()
    return found is not None and not found.is_guest


def start_session(entrance: Entrance, *, now: datetime, amr: Sequence[str] = ()) -> None:
    """Begin a new session for somebody who has proved who they are, by ``amr`` (RFC 8176).

    Nothing old is kept but how pages look (see ``_kept_display``), which tells nothing of anybody,
    and whose しおり lay here: whoever comes in is asked whether it is theirs (``guest_before``).
    """
    looks, before = session.get("display"), visitor()
    session.clear()
    if looks is not None:
        session["display"] = looks
    if before is not None and before.is_guest and before.id != entrance.user_id:
        session["guest_before"] = str(before.id)
    session.permanent = True
    session["since"] = int(now.timestamp())
    note_proof(amr, now=now)
    login_user(SignedIn(entrance.user_id, entrance.session_epoch))


def start_guest_session(entrance: Entrance, words: Sequence[str], *, now: datetime) -> None:
    """Begin the session of a guest, and keep the words of the しおり in it.

    The cookie of the guest's own device is the only place that holds them. The token of forms
    stays as it is: the form that made the guest is sent once more, to the run it has begun.
    """
    token = session.get("csrf_token")
    start_session(entrance, now=now)
    session.pop("guest_before", None)
    session["bookmark"] = list(words)
    if token is not None:
        session["csrf_token"] = token


def end_session_at(instant: datetime) -> None:
    """Let the session that has just begun end at an instant, whatever its life would be."""
    session["until"] = int(instant.timestamp())


def bookmark_words() -> tuple[str, ...]:
    """Return the four words of the guest who is signed in, or nothing."""
    return tuple(session.get("bookmark", ()))


def guest_before() -> uuid.UUID | None:
    """Return the guest whose しおり lay on this device when the present person came in."""
    kept = session.get("guest_before")
    return None if kept is None else uuid.UUID(kept)


def way_to(asked: str | None) -> str:
    """Return the page somebody asked for, if it is one of ours, or the home."""
    return rules.local_path(asked) or "/"


def note_guest_before(guest_id: uuid.UUID) -> None:
    """Remember a しおり whose words the present person has just shown."""
    session["guest_before"] = str(guest_id)


def forget_guest_before() -> None:
    """Ask no more about the しおり that lay here."""
    session.pop("guest_before", None)


def end_session() -> None:
    """End this session and forget everything it held: the next person may use the same tablet."""
    session.clear()
    g.pop("person", None)


@login_manager.user_loader  # type: ignore[untyped-decorator]
def load(value: str) -> SignedIn | None:
    """Return the person of a session cookie, if the session still holds; one query a request."""
    if "asked_for_person" in g:  # the database did not answer: its error page is for a visitor
        return None
    g.asked_for_person = True
    try:
        user_id, epoch = value.split(":")
        found = queries.person(reading(), uuid.UUID(user_id), on=clock.day_of(clock.now()))
    except (ValueError, NoResultFound):
        return None
    if found.is_disabled or str(found.session_epoch) != epoch or _is_over(found):
        return None
    if found.is_guest:
        _renew()
    g.person = as_acting(found)
    acting.act_in(found.id, g.person.acting_id)
    return SignedIn(found.id, found.session_epoch)


def _is_over(found: Person) -> bool:
    since, until = session.get("since"), session.get("until")
    if until is not None and clock.now().timestamp() >= float(until):
        return True
    if since is None:
        return False
    age = timedelta(seconds=clock.now().timestamp() - float(since))
    return age > _life_of(found)


def _life_of(found: Person) -> timedelta:
    if found.is_guest:
        return GUEST_SESSION
    is_plain_citizen = found.audience == "citizen" and not found.all_posts
    return LONG_SESSION if is_plain_citizen else SHORT_SESSION


def _renew() -> None:
    """Let a guest's session begin anew, once a day; everybody else's life is absolute."""
    now = clock.now().timestamp()
    if now > float(session.get("since", 0)) + RENEWED_AFTER.total_seconds():
        session["since"] = int(now)


def to_sign_in() -> BaseResponse:
    """Send somebody to the sign-in page, and back afterwards."""
    target = url_for("identity.sign_in", next=rules.local_path(here()))
    if is_fragment():  # a redirect would put the sign-in page inside the fragment's place
        return Response(status=401, headers={"HX-Redirect": target})
    return redirect(target)


login_manager.unauthorized_handler(to_sign_in)


# --- display -----------------------------------------------------------------------------------


def reader_for(found: Person | None, kept: object, *, can_undo: bool = False) -> Reader:
    """Return how pages are shown to somebody.

    Args:
        found: The signed-in person, or None for a visitor.
        kept: The display settings that are kept, whatever they hold.
        can_undo: Whether they were changed in this session.
    """
    grade = grade_of(found)
    chosen = Display.read(kept, grade=grade, locales=language_names())
    return Reader(
        audience="citizen" if found is None else found.audience,
        taught=chosen.taught(grade),
        spaced=chosen.is_spaced(grade),
        plain=chosen.plain == "on",
        size=chosen.size,
        spacing=chosen.spacing,
        contrast=chosen.contrast,
        motion=chosen.motion,
        font=chosen.font,
        locale=chosen.locale,
        name=None if found is None or found.is_guest else found.called,
        is_guest=found is not None and found.is_guest,
        grade=grade,
        ruby=chosen.ruby,
        preset=preset_of(chosen, grade),
        can_undo=can_undo,
    )


def reader_like(audience: Audience, *, grade: int | None = None) -> Reader:
    """Return how pages are shown to somebody of an audience who never chose anything."""
    chosen = Display.read({}, grade=grade, locales=language_names())
    return Reader(
        audience=audience,
        taught=chosen.taught(grade),
        spaced=chosen.is_spaced(grade),
        font=chosen.font,
        grade=grade,
        ruby=chosen.ruby,
    )


def grade_of(found: Person | None) -> int | None:
    """Return the school year of a pupil; None for everybody else."""
    return None if found is None else found.grade


def display_of(found: Person | None) -> Display:
    """Return the display settings in force for somebody."""
    return Display.read(_kept_display(found), grade=grade_of(found), locales=language_names())


def _kept_display(found: Person | None) -> object:
    """Return the display settings kept for somebody: their own, or else this session's.

    What a visitor chose goes on to hold for whoever signs in here and never chose anything: the
    page of somebody who has just joined must not shrink before their eyes.
    """
    return (found and found.display) or session.get("display", {})


def _meet_reader() -> None:
    if request.endpoint in FILES or request.blueprint == "lrs":
        return
    found = visitor()
    set_reader(reader_for(found, _kept_display(found), can_undo="display_before" in session))
    if found is not None and (found.audience == "staff" or found.has_role(*AT_DESKS)):
        set_navigation(navigation_of(found))
    if found is not None and len(found.all_posts) > 1:
        offer_stances(stances(found))
