"""The search for people, and what it found as a file."""

import uuid
from urllib.parse import urlencode

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me, person
from app.staffing import policy, queries
from app.staffing.board import FindBoard
from app.staffing.forms.finding import ROLE, ROOMS, STEP, FindAddress, is_untidy
from app.staffing.forms.skills import FRAMEWORK, WORDS, Picker
from app.staffing.queries.lists import open_lists
from app.staffing.service import lists as service
from app.staffing.tables import found_rows
from app.staffing.views.root import MIMETYPES, bp, finder, frame, framework_names, table_file
from app.staffing.views.root import today as the_day
from app.ui.page import render_page
from app.ui.strings import gettext as _
from app.workforce.queries import profiles


@bp.get("/staffing/find", endpoint="find")
@finder
def show_search() -> ResponseReturnValue:
    """Show the conditions, and a page of the people who fit them."""
    address = FindAddress.read(request.args)
    if is_untidy(request.args):
        return redirect(_tidied(address))
    session, here, asked = reading(), frame(), address.search
    page = queries.find(session, asked, here, page=address.page) if asked.is_anything else None
    may_list = policy.can_list(person())
    return render_page(
        "staffing/find.html",
        "main",
        board=FindBoard(address, here, Picker.read(request.args, framework_names())),
        page=page,
        looser=queries.loosened(session, asked, here) if page and not page.people else (),
        may_list=may_list,
        lists=open_lists(session) if may_list and page and page.people else [],
        roles=profiles(session, on=here.on) if page is None else (),
        rooms=ROOMS,
        own=me().id,
        today=here.on,
    )


@bp.post("/staffing/find/file", endpoint="found_file")
@finder
def take_file() -> Response:
    """Give all who were found as a file, and note that it went out."""
    form, address = request.form.get("form", ""), FindAddress.read(request.form)
    if form not in MIMETYPES or not address.search.is_anything:
        abort(400)
    found = queries.everybody(reading(), address.search, frame())
    with transaction() as session:
        service.note_search_export(session, form, len(found), by=me().id, now=clock.now())
    rows = found_rows(found, address.search)
    return table_file(f"hito-{the_day().isoformat()}", _("人をさがす"), rows, form)


def _tidied(address: FindAddress) -> str:
    """Return the address with what was picked, and what is still looked for."""
    role = request.args.get(ROLE, type=uuid.UUID)
    if role is not None:
        known = {one.id: one for one in profiles(reading(), on=the_day())}
        address = address.with_needs(known[role].needs if role in known else {})
    is_search = request.args.get(STEP) == "search"
    looked = [(name, request.args.get(name, "")) for name in (WORDS, FRAMEWORK) if is_search]
    pairs = [*address.args(), *(pair for pair in looked if pair[1])]
    return url_for("staffing.find") + (f"?{urlencode(pairs)}" if pairs else "")
