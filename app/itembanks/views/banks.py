"""The list of banks, and one bank with its items."""

import uuid

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.frameworks.queries import find_item
from app.identity.login import me, person
from app.identity.queries import organization_tree
from app.itembanks import queries, service
from app.itembanks.errors import BankTaken
from app.itembanks.forms import BankForm
from app.itembanks.policy import Action, may_make
from app.itembanks.views.root import authors_only, bank_here, bp, may
from app.items.kinds import KINDS
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _

LONGEST_WORDS = 100


@bp.get("/")
@authors_only
def banks() -> ResponseReturnValue:
    """List the banks."""
    return _banks_page(BankForm.for_places(_places(), formdata=None))


@bp.post("/")
@authors_only
def create() -> ResponseReturnValue:
    """Make a bank."""
    form = BankForm.for_places(_places())
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
@may(Action.SEE)
def bank(bank_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001  the guard found the bank
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
        found=queries.bank_page(reading(), bank_here(), sieve, page=page),
        may_add=bank_here().may(person(), Action.ADD),
        sieve=sieve,
        kinds=KINDS,
        find_item=find_item,
    )


def _places() -> list[tuple[uuid.UUID, str]]:
    """Return for whom somebody may make a bank: (id, name) of each organization."""
    tree = [one for one in organization_tree(reading()) if may_make(person(), one.id)]
    top = min((one.depth for one in tree), default=0)
    return [(one.id, f"{'　' * (one.depth - top)}{one.name}") for one in tree]


def _banks_page(form: BankForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page(
        "itembanks/banks.html",
        "main",
        status=status,
        banks=queries.banks(reading(), person()),
        form=form,
    )
