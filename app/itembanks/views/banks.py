"""The list of banks, and one bank with its items."""

import uuid

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.frameworks.queries import find_item
from app.identity.login import me
from app.identity.queries import organization_tree
from app.itembanks import queries, service
from app.itembanks.errors import BankTaken
from app.itembanks.forms import BankForm
from app.itembanks.interchange.files import written_csv
from app.itembanks.interchange.gift_writing import written_gift
from app.itembanks.interchange.table import written_table
from app.itembanks.views.root import bp, keepers_only
from app.items.kinds import KINDS
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

LONGEST_WORDS = 100


@bp.get("/")
@keepers_only
def banks() -> ResponseReturnValue:
    """List the banks."""
    return _banks_page(BankForm.for_places(organization_tree(reading()), formdata=None))


@bp.post("/")
@keepers_only
def create() -> ResponseReturnValue:
    """Make a bank."""
    form = BankForm.for_places(organization_tree(reading()))
    if not form.validate():
        return _banks_page(form, status=422)
    wanted = service.NewBank(
        title=(form.title.data or "").strip(),
        license=(form.license.data or "").strip(),
        organization_id=form.organization_id,
        key=(form.key.data or "").strip(),
    )
    try:
        with transaction() as session:
            bank = service.create_bank(session, wanted, by=me().id, now=clock.now())
    except BankTaken:
        form.key.errors = [_("この呼び名の問題集は、もうあります。ほかの呼び名にしてください。")]
        return _banks_page(form, status=422)
    flash(_("問題集を作りました。"), "good")
    return redirect(url_for("itembanks.bank", bank_id=bank.id), 303)


@bp.get("/<uuid:bank_id>")
@keepers_only
def bank(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Show a bank, narrowed by words, kind, school year and framework item."""
    asked = request.args
    sieve = queries.Sieve(
        asked.get("q", "").strip()[:LONGEST_WORDS],
        asked.get("kind", "") if asked.get("kind") in KINDS else "",
        asked.get("item", "")[:LONGEST_WORDS],
        whole_number(asked.get("grade")) or 0,
    )
    page = max(1, whole_number(asked.get("page")) or 1)
    return render_page(
        "itembanks/bank.html",
        "main",
        found=queries.bank_page(reading(), bank_id, sieve, page=page),
        sieve=sieve,
        kinds=KINDS,
        find_item=find_item,
    )


@bp.get("/<uuid:bank_id>/gift")
@keepers_only
def gift(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Give a bank as GIFT."""
    row = queries.bank(reading(), bank_id)
    text = written_gift(queries.asked(reading(), bank_id), row.title)
    return _file(f"{row.key}.gift", text.encode(), "text/plain; charset=utf-8")


@bp.get("/<uuid:bank_id>/csv")
@keepers_only
def csv(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Give a bank as CSV; what no row can say is left out, and told on the bank's page."""
    row = queries.bank(reading(), bank_id)
    rows, _left_out = written_table(one for _key, one in queries.asked(reading(), bank_id))
    return _file(f"{row.key}.csv", written_csv(rows), "text/csv; charset=utf-8")


def _file(name: str, data: bytes, kind: str) -> Response:
    response = Response(data, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _banks_page(form: BankForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "itembanks/banks.html",
        "main",
        status=status,
        banks=queries.banks(reading()),
        form=form,
    )
