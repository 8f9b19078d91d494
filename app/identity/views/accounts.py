"""棚卸し: who has an account, who uses it, and closing those that nobody needs."""

import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.audit import service as audit
from app.db import reading, transaction
from app.identity import policy, queries, service
from app.identity.forms import ROLE_NAMES
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.identity.origins import made_by_roster
from app.identity.queries import accounts
from app.identity.queries.accounts import Order, State, Wanted
from app.identity.views.root import bp
from app.ui.csv_files import csv_file
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

Kind = TypeVar("Kind", Role, State, Order)

MONTHS = (3, 6, 12)
MOST = 200
"""Accounts that one press closes."""

HEAD = (
    *(_l("名前"), _l("ID"), _l("所属"), _l("役割"), _l("重い権限"), _l("招いた人")),
    _l("名簿で作った日"),
    *(_l("作った日"), _l("最後に使った日"), _l("状態")),
)


@bp.get("/admin/accounts")
@roles_required(Role.ADMINISTRATOR)
def all_accounts() -> ResponseReturnValue:
    """List accounts, those that may do most first, 50 a page."""
    number = max(1, whole_number(request.args.get("page")) or 1)
    places = queries.administered_places(reading(), person())
    page = accounts.accounts_page(reading(), _wanted(), page=number)
    return render_page(
        "identity/accounts.html",
        "main",
        page=page,
        by_roster=made_by_roster(reading(), [one.id for one in page.rows]),
        asked=_asked(),
        places=places,
        role_names=ROLE_NAMES,
        months=MONTHS,
    )


@bp.post("/admin/accounts.csv")
@roles_required(Role.ADMINISTRATOR)
def accounts_csv() -> ResponseReturnValue:
    """Write out what fits the filters as a table."""
    with transaction() as session:
        audit.record(session, "accounts.exported", now=clock.now(), by=me().id)
    today = clock.day_of(clock.now()).isoformat()
    return csv_file(f"accounts-{today}.csv", _rows(_wanted()))


@bp.post("/admin/accounts/close")
@roles_required(Role.ADMINISTRATOR)
def ask_close() -> ResponseReturnValue:
    """Show whose accounts would be closed, and what that means."""
    chosen = _chosen()
    return render_page("identity/accounts_close.html", "main", chosen=chosen, asked=_asked())


@bp.post("/admin/accounts/closed")
@roles_required(Role.ADMINISTRATOR)
def close_accounts() -> ResponseReturnValue:
    """Close them, and offer to take it back."""
    chosen = [one for one in _chosen() if not one.is_disabled]
    with transaction() as session:
        for one in chosen:
            service.disable_user(session, one.id, now=clock.now(), by=me().id, reason="unused")
    return render_page("identity/accounts_closed.html", "main", chosen=chosen, is_undone=False)


@bp.post("/admin/accounts/opened")
@roles_required(Role.ADMINISTRATOR)
def open_accounts() -> ResponseReturnValue:
    """Take the closing back."""
    chosen = [one for one in _chosen() if one.is_disabled]
    with transaction() as session:
        for one in chosen:
            service.enable_user(session, one.id, now=clock.now(), by=me().id)
    return render_page("identity/accounts_closed.html", "main", chosen=chosen, is_undone=True)


@bp.get("/admin/accounts/close")
@roles_required(Role.ADMINISTRATOR)
def close_by_address() -> ResponseReturnValue:
    """Lead whoever opens the address of the question back to the list."""
    return redirect(url_for("identity.all_accounts"))


def _asked() -> dict[str, str]:
    names = ("role", "place", "state", "unused", "order")
    return {name: value for name in names if (value := request.values.get(name, "")[:40])}


def _wanted() -> Wanted:
    asked, today = _asked(), clock.day_of(clock.now())
    months = whole_number(asked.get("unused"))
    return Wanted(
        reach=queries.administered_by(reading(), person()),
        on=today,
        role=_one_of(Role, asked.get("role")),
        organization_id=_id(asked.get("place", "")),
        state=_one_of(State, asked.get("state")),
        unused_since=clock.months_before(today, months) if months in MONTHS and months else None,
        order=_one_of(Order, asked.get("order")) or Order.LAST_USE,
    )


def _one_of(kind: type[Kind], text: str | None) -> Kind | None:
    return next((one for one in kind if one.value == text), None)


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _chosen() -> Sequence[queries.Person]:
    """Return those of the chosen whom the administrator may close: never themselves."""
    ids = [found for text in request.form.getlist("who")[:MOST] if (found := _id(text))]
    session, today = reading(), clock.day_of(clock.now())
    reach = queries.administered_by(session, person())
    people = queries.people_of(session, ids, on=today).values()
    return sorted(
        (one for one in people if policy.can_close(reach, person(), one)),
        key=lambda one: (one.name_order, str(one.id)),
    )


def _rows(wanted: Wanted) -> Iterator[Sequence[str]]:
    yield [word.now() for word in HEAD]
    found = accounts.all_accounts(reading(), wanted)
    while some := list(islice(found, accounts.AT_ONCE)):
        by_roster = made_by_roster(reading(), [one.id for one in some])
        yield from (_row(one, by_roster.get(one.id)) for one in some)


def _row(one: accounts.Account, by_roster_on: date | None) -> Sequence[str]:
    return (
        one.name,
        one.login,
        one.place,
        str(ROLE_NAMES[one.role]) if one.role else "",
        "x" if one.is_weighty else "",
        one.invited_by,
        _day(by_roster_on),
        one.made_on.isoformat(),
        _day(one.last_used_on),
        _("止めている") if one.is_closed else _("使える"),
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
