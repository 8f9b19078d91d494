"""The しおり: see it, print it, open it, and claim what was learned with it."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.bookmarks import queries, rules, service
from app.catalog import queries as catalog
from app.db import reading, transaction
from app.identity import kana
from app.identity import service as accounts
from app.identity.errors import BookmarkUnknown, TooManyAttempts
from app.identity.limits import limits_noted
from app.identity.login import (
    bookmark_words,
    forget_guest_before,
    guest_before,
    note_guest_before,
    person,
    registered,
    start_guest_session,
    visitor,
    way_to,
)
from app.learning import queries as learning
from app.ui.page import render_page
from app.ui.site import site
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

bp = Blueprint("bookmarks", __name__, template_folder="templates")

BOXES = ("w1", "w2", "w3", "w4")
WAIT = _l("何度も試されたため、少し止めています。15分ほど待ってから、もう一度どうぞ。")


@bp.get("/bookmark")
def bookmark() -> ResponseReturnValue:
    """Show a guest the four words; ask everybody else for theirs."""
    who = visitor()
    if who is None or not who.is_guest:
        return _ask(kana.Typed(("",) * kana.COUNT, ()))
    return render_page(
        "bookmarks/bookmark.html", "main", words=bookmark_words(), days=rules.IDLE_DAYS
    )


@bp.post("/bookmark")
def open_bookmark() -> ResponseReturnValue:
    """Go on where the four words lead; somebody with an account is asked whose it is."""
    typed = kana.read([request.form.get(box, "") for box in BOXES])
    if typed.unknown:
        return _ask(typed, status=422)
    now = clock.now()
    try:
        entrance = _opened(typed.boxes)
    except BookmarkUnknown:
        return _ask(typed, told=_("この四つの言葉のしおりは、見つかりませんでした。"), status=422)
    except TooManyAttempts:
        return _ask(typed, told=WAIT.now(), status=429)
    who = visitor()
    if who is not None and not who.is_guest:
        note_guest_before(entrance.user_id)
        return redirect(url_for("bookmarks.claim"), 303)
    start_guest_session(entrance, typed.boxes, now=now)
    cards = learning.own_cards(reading(), entrance.user_id, limit=1)
    if not cards:
        return redirect(url_for("home.home"), 303)
    return redirect(url_for("learning.resume", registration_id=cards[0].registration_id), 303)


@bp.get("/bookmark/paper")
def paper() -> ResponseReturnValue:
    """Show the sheet to take home: the words, what was learned, and whom to ring."""
    who = visitor()
    if who is None or not who.is_guest:
        return redirect(url_for("bookmarks.bookmark"))
    return render_page(
        "bookmarks/paper.html",
        "sheet",
        words=bookmark_words(),
        cards=learning.own_cards(reading(), who.id),
        today=clock.day_of(clock.now()),
        days=rules.IDLE_DAYS,
        address=site().settings.public_url,
        view=catalog.view_of_reader(),
    )


@bp.get("/bookmark/claim")
@registered
def claim() -> ResponseReturnValue:
    """Ask somebody who came in where a しおり lay whether what was learned with it is theirs."""
    target = way_to(request.args.get("next"))
    cards = queries.cards_of_guest(reading(), guest_before())
    if not cards:
        forget_guest_before()
        return redirect(target)
    if not queries.may_claim(person(), cards):
        forget_guest_before()
        flash(
            _(
                "しおりの講座は、おとなのための講座なので、移せません。しおりは、これからも使えます。"
            ),
            "note",
        )
        return redirect(target)
    return render_page(
        "bookmarks/claim.html", "main", cards=cards, next=target, view=catalog.view_of_reader()
    )


@bp.post("/bookmark/claim")
@registered
def take_claim() -> ResponseReturnValue:
    """Move what was learned into the account; or leave it to the しおり, and ask no more."""
    guest_id, slug = guest_before(), None
    forget_guest_before()
    if guest_id is not None and request.form.get("mine") == "yes":
        with transaction() as session:
            cards = queries.cards_of_guest(session, guest_id)
            if cards and service.claim(session, guest_id, person(), now=clock.now()):
                slug = cards[0].course.slug
    if slug is None:
        return redirect(way_to(request.form.get("next")), 303)
    flash(_("しおりで学んだことを、登録に移しました。"), "good")
    own = learning.own_run_of_course(reading(), slug, learner_id=person().id)
    if own is None or not own.is_completed:
        return redirect(url_for("learning.course", slug=slug), 303)
    return redirect(url_for("learning.finished", registration_id=own.registration.id), 303)


def _ask(typed: kana.Typed, *, told: str = "", status: int = 200) -> ResponseReturnValue:
    return render_page("bookmarks/open.html", "main", status=status, typed=typed, told=told)


def _opened(words: tuple[str, ...]) -> accounts.Entrance:
    """Count the try, then look, in transactions of their own: no try goes uncounted."""
    secret, now = site().settings.secret_key, clock.now()
    with limits_noted(address=None, now=now), transaction() as session:
        attempt = accounts.begin_opening(
            session, secret=secret, address=request.remote_addr, now=now
        )
    with transaction() as session:
        return accounts.finish_opening(session, attempt, words, secret=secret, now=now)
