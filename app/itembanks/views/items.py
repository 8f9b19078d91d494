"""One item: its text, versions and tags."""

import uuid

from flask import abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.catalog.content import ASSET_ROOT
from app.catalog.files import served_file
from app.catalog.queries import view_of_reader
from app.catalog.question_html import question_rendered
from app.catalog.sources.faults import Fault
from app.db import reading, transaction
from app.frameworks.queries import find_item
from app.identity.login import me, person
from app.itembanks import queries, service
from app.itembanks.errors import ItemChanged, ItemFaulty
from app.itembanks.figures import courses_with_figures, item_figures
from app.itembanks.forms import SourceForm, TagsForm
from app.itembanks.interchange.example import QUESTIONS
from app.itembanks.interchange.source import written
from app.itembanks.item_text import NewItem, item_text, shown
from app.itembanks.policy import Action
from app.itembanks.uses import figured, uses_of
from app.itembanks.views.root import bank_here, bp, may
from app.items.kinds import KINDS
from app.ui.page import render_page, whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

OVERTAKEN = _l(
    "ほかの人が新しい版を作りました。下の版の一覧で違いを見てから、もう一度保存してください。"
)


@bp.get("/<uuid:bank_id>/new")
@may(Action.ADD)
def new_item(bank_id: uuid.UUID) -> ResponseReturnValue:  # noqa: ARG001  the guard found the bank
    """Show the field for a new question."""
    return _new_page(SourceForm(formdata=None, source=request.args.get("source", "")))


@bp.post("/<uuid:bank_id>/items")
@may(Action.ADD)
def add_item(bank_id: uuid.UUID) -> ResponseReturnValue:
    """Take a question into a bank."""
    form = SourceForm()
    if not form.validate():
        return _new_page(form, status=422)
    try:
        text = item_text(form.source.data or "")
    except ItemFaulty as error:
        return _new_page(form, error.faults, status=422)
    with transaction() as session:
        wanted = [NewItem(text)]
        item = service.add_items(session, bank_id, wanted, by=me().id, now=clock.now())[0]
    flash(_("問題集に入れました。"), "good")
    return redirect(url_for("itembanks.item", item_id=item.id), 303)


@bp.get("/items/<uuid:item_id>")
@may(Action.SEE)
def item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Show an item."""
    return _item_page(item_id)


@bp.post("/items/<uuid:item_id>")
@may(Action.MEND)
def change_item(item_id: uuid.UUID) -> ResponseReturnValue:
    """Make a new version of an item."""
    form = SourceForm()
    if not form.validate():
        return _item_page(item_id, form, status=422)
    number = whole_number(form.number.data) or 0
    try:
        known = queries.newest_files(reading(), item_id)
        text = item_text(form.source.data or "", known)
        with transaction() as session:
            by, now, files = me().id, clock.now(), shown(text, known)
            service.change_item(session, item_id, text, number=number, files=files, by=by, now=now)
    except ItemFaulty as error:
        return _item_page(item_id, form, error.faults, status=422)
    except ItemChanged as error:
        form.number.data = str(error.number)
        form.source.errors = [OVERTAKEN.now()]
        return _item_page(item_id, form, status=409)
    flash(_("保存しました。講座に入っている問題は、変わっていません。"), "good")
    return redirect(url_for("itembanks.item", item_id=item_id), 303)


@bp.get("/items/<uuid:item_id>/files/<digest>.<extension>")
@may(Action.SEE)
def item_file(item_id: uuid.UUID, digest: str, extension: str) -> ResponseReturnValue:
    """Serve a picture of an item under its hash, to whoever sees the item."""
    found = queries.file_of_item(reading(), item_id, digest)
    if found is None:
        abort(404)
    return served_file(*found, extension, is_private=True)


@bp.post("/items/<uuid:item_id>/tags")
@may(Action.MEND)
def tag(item_id: uuid.UUID) -> ResponseReturnValue:
    """Say for which school years an item is, and what it shows."""
    form = TagsForm()
    if not form.validate():
        return _item_page(item_id, tags=form, status=422)
    with transaction() as session:
        service.tag_item(session, item_id, grades=form.grades.data or (), refs=form.wanted_refs)
    flash(_("学年と項目を保存しました。"), "good")
    return redirect(url_for("itembanks.item", item_id=item_id), 303)


def _new_page(
    form: SourceForm, faults: tuple[Fault, ...] = (), *, status: int = 200
) -> ResponseReturnValue:
    return render_page(
        "itembanks/new.html",
        "main",
        status=status,
        bank=bank_here(),
        form=form,
        faults=faults,
        example=written(QUESTIONS[0], "shashin"),
    )


def _source_form(found: queries.ItemPage) -> SourceForm:
    return SourceForm(formdata=None, source=found.source, number=str(found.row.number))


def _tags_form(found: queries.ItemPage) -> TagsForm:
    refs = ", ".join(found.row.refs)
    return TagsForm(formdata=None, grades=list(found.row.grades), refs=refs)


def _item_page(
    item_id: uuid.UUID,
    form: SourceForm | None = None,
    faults: tuple[Fault, ...] = (),
    *,
    tags: TagsForm | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    found = queries.item_page(reading(), item_id, bank_here())
    answer = render_page(
        "itembanks/item.html",
        "main",
        status=status,
        found=found,
        asked=question_rendered(found.question, view_of_reader()),
        kind=KINDS[found.row.kind],
        form=form or _source_form(found),
        refused=faults,
        tags=tags or _tags_form(found),
        find_item=find_item,
        view=view_of_reader(),
        may_mend=bank_here().may(person(), Action.MEND),
        **_used(found),
    )
    return _with_own_files(answer, item_id)


def _with_own_files(answer: ResponseReturnValue, item_id: uuid.UUID) -> ResponseReturnValue:
    """Let the page show the files of its item, where a course's shows published ones."""
    response = make_response(answer)
    own = f"{bp.url_prefix}/items/{item_id}/files/"
    response.set_data(response.get_data(as_text=True).replace(ASSET_ROOT, own))
    return response


def _used(found: queries.ItemPage) -> dict[str, object]:
    """Return where an item is used, and its figures for whoever sees them."""
    uses = uses_of(reading(), found.bank.key, found.row.key)
    own = courses_with_figures(uses, person())
    chosen = figured(uses, whole_number(request.args.get("version")), found.row.number)
    shown = item_figures(reading(), found, chosen, uses) if own else None
    return {"uses": uses, "own": own, "chosen": chosen, "figured": shown}
