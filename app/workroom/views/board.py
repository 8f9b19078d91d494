"""The board, and what is done on it with one press."""

import uuid
from functools import partial

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity.login import me
from app.projects import doors
from app.projects.queries import Standing
from app.workroom import policy, queries
from app.workroom.forms import COLUMNS, BoardAddress, destination_of
from app.workroom.models import Card
from app.workroom.rules import CardState, Step
from app.workroom.service import cards, holding
from app.workroom.views.calling import called
from app.workroom.views.root import bp, on_board, today


@bp.get("/board", endpoint="board")
@doors.inside
def show_board(standing: Standing) -> ResponseReturnValue:
    """Show what there is to do, in four columns or as a list."""
    address = BoardAddress.read(request.args)
    wanted = address.wanted(standing.user_id)
    found = queries.board(
        reading(), standing.project.id, wanted, reader_id=standing.user_id, today=today()
    )
    return doors.render_inside(
        "workroom/board.html",
        standing,
        called=partial(called, doors.names_for(standing)),
        board=found,
        order=_order(standing),
        address=address,
        columns=COLUMNS,
        may_write=standing.is_active and policy.writes_cards(standing),
        told=_told(found),
    )


@bp.post("/board/<uuid:card_id>/move")
@on_board
def move(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Put a card into another column, or a step up or down."""
    to = destination_of(request.form.get("to", ""))
    if to is None:
        abort(400)
    place = (standing.project.id, card_id)
    with transaction() as session:
        cards.move_card(session, place, to, by=me().id, now=clock.now())
    if request.form.get("from") == "card":
        return redirect(url_for("workroom.card", key=standing.project.key, card_id=card_id), 303)
    did = "stepped" if isinstance(to, Step) else "moved"
    return _back(standing, card_id, did)


@bp.post("/board/<uuid:card_id>/remove")
@on_board
def remove(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Take a card off the board; it comes back with one press."""
    with transaction() as session:
        holding.remove(session, Card, (standing.project.id, card_id), now=clock.now())
    return _back(standing, card_id, "removed")


@bp.post("/board/<uuid:card_id>/restore")
@on_board
def restore(standing: Standing, card_id: uuid.UUID) -> ResponseReturnValue:
    """Put a card back on the board."""
    with transaction() as session:
        holding.bring_back(session, Card, (standing.project.id, card_id), now=clock.now())
    return _back(standing, card_id, "restored")


def _back(standing: Standing, card_id: uuid.UUID, did: str) -> ResponseReturnValue:
    """Lead back to the board as it was shown, which says what was done."""
    kept = BoardAddress.read(request.form).args(did=did, card=str(card_id))
    anchor = None if did == "removed" else f"card-{card_id}"
    return redirect(
        url_for("workroom.board", key=standing.project.key, _anchor=anchor, **kept), 303
    )


def _told(found: queries.Board) -> tuple[str, Card] | None:
    """Return what was just done with which card, as the address says."""
    did, told = request.args.get("did", ""), request.args.get("card", "")
    there = [row.card for rows in found.columns.values() for row in rows]
    pool = found.removed if did == "removed" else there
    card = next((one for one in pool if str(one.id) == told), None)
    return (did, card) if card is not None else None


def _order(standing: Standing) -> list[CardState]:
    """Return the columns in their order; what waits for a teacher comes first for teachers."""
    return sorted(CardState, key=lambda one: standing.is_teacher and one is not CardState.REVIEW)
