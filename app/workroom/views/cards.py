"""One card: read, written, ticked."""

import uuid
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.projects import doors
from app.projects.queries import Names, Standing
from app.ui.fields import tell
from app.ui.strings import gettext as _
from app.workroom import policy, queries
from app.workroom.errors import WorkroomRefused
from app.workroom.forms import COLUMNS, WHY, CardForm, destination_of
from app.workroom.models import Card
from app.workroom.rules import CardState, Step, blocks_of
from app.workroom.service import cards
from app.workroom.views.calling import called
from app.workroom.views.root import UNPROCESSABLE, bp, on_board, today


@bp.get("/board/<uuid:card_id>")
@doors.inside
def card(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Show a card."""
    row = queries.card(reading(), standing.project.id, card_id)
    return doors.render_inside(
        "workroom/card.html",
        standing,
        card=row,
        called=partial(called, doors.names_for(standing)),
        columns=COLUMNS,
        blocks_of=blocks_of,
        today=today(),
        may_write=standing.is_active and policy.writes_cards(standing),
    )


@bp.get("/board/new")
@on_board
def new_card(standing: Standing) -> ResponseReturnValue:
    """Show the form of a new card."""
    names = doors.names_for(standing)
    return _form_page(standing, names, CardForm.of(None, names.choices()), None)


@bp.post("/board/new")
@on_board
def take_new_card(standing: Standing) -> ResponseReturnValue:
    """Keep a new card, or show what is to be mended."""
    names = doors.names_for(standing)
    form = CardForm.of(None, names.choices())
    if not form.validate():
        return _form_page(standing, names, form, None, status=UNPROCESSABLE)
    to = destination_of(request.args.get("to", ""))
    state = to if to is not None and not isinstance(to, Step) else CardState.TODO
    project = standing.project
    with transaction() as session:
        row = cards.write_card(
            session, project.id, form.told(), by=me().id, now=clock.now(), state=state
        )
    flash(_("カードを足しました。"), "good")
    return redirect(url_for("workroom.board", key=project.key, _anchor=f"card-{row.id}"), 303)


@bp.get("/board/<uuid:card_id>/edit")
@on_board
def change_card(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Show the form of a card."""
    row = queries.card(reading(), standing.project.id, card_id)
    names = doors.names_for(standing)
    return _form_page(standing, names, CardForm.of(row, names.choices()), row)


@bp.post("/board/<uuid:card_id>/edit")
@on_board
def take_card(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Keep a card otherwise, or show what is to be mended."""
    project, names = standing.project, doors.names_for(standing)
    row = queries.card(reading(), project.id, card_id)
    form = CardForm.of(row, names.choices())
    if not form.validate():
        return _form_page(standing, names, form, row, status=UNPROCESSABLE)
    place, told, read = (project.id, card_id), form.told(), form.read.data
    try:
        with transaction() as session:
            cards.change_card(session, place, told, by=me().id, now=clock.now(), read=read)
    except WorkroomRefused as refused:
        tell(form.title, WHY[refused.fault])
        return _form_page(standing, names, form, row, status=UNPROCESSABLE, is_behind=True)
    flash(_("保存しました。"), "good")
    return redirect(url_for("workroom.card", key=project.key, card_id=card_id), 303)


@bp.post("/board/<uuid:card_id>/items/<uuid:item_id>")
@on_board
def tick(standing: Standing, card_id: uuid.UUID, item_id: uuid.UUID) -> ResponseReturnValue:
    """Tick a thing of a card's list, or take the tick off."""
    place, is_done = (standing.project.id, card_id), request.form.get("done") == "1"
    with transaction() as session:
        cards.tick(session, place, item_id, is_done=is_done, now=clock.now())
    address = url_for(
        "workroom.card", key=standing.project.key, card_id=card_id, _anchor=f"item-{item_id}"
    )
    return redirect(address, 303)


def _form_page(
    standing: Standing,
    names: Names,
    form: CardForm,
    row: Card | None,
    *,
    status: int = 200,
    is_behind: bool = False,
) -> ResponseReturnValue:
    now = None
    if is_behind and row is not None:
        now = queries.card(reading(), standing.project.id, row.id)
        form.read.data = cards.mark_of(now)
    return doors.render_inside(
        "workroom/card_form.html",
        standing,
        status=status,
        form=form,
        row=row,
        now=now,
        called=partial(called, names),
    )
