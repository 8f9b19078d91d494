"""The console: for administrators and teachers, what the record store holds, in sentences.

Decisions:
    2026-11 Sentences are Japanese whatever the reader's language is, and marked so.
    2026-11 Whose statements one sees is part of every query (``queries.sight``); a page is never
        thinned out afterwards.
    2026-11 Days are days of storing: they follow the order of the list and its index. When
        something happened, as its sender says, stands beside each statement.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from flask import Blueprint, abort, make_response, request
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.identity import queries as identity
from app.identity.login import person, signed_in
from app.identity.looking import note_look
from app.lrs import policy
from app.lrs.forms.console import RecordAddress
from app.lrs.policy import Sight, sight_of
from app.lrs.queries import choices, console, days, told
from app.lrs.queries.sight import Actors, Reader
from app.lrs.rules import key_of
from app.lrs.sentences import verb_word
from app.ui.days import plain_date
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

P = ParamSpec("P")
R = TypeVar("R")

bp = Blueprint("records", "app.lrs", url_prefix="/records", template_folder="templates")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: its kind, its value, and the address without it."""

    kind: str
    value: str
    without: str


def readers_only(view: Callable[P, R]) -> Callable[P, R]:
    """Let in whoever has somebody to see; for everybody else the page does not exist."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        if not policy.may_read_some(person()):
            abort(404)
        sit_at_desk()
        return view(*args, **kwargs)

    return signed_in(guarded)


@bp.get("/")
@readers_only
def search() -> ResponseReturnValue:
    """List what fits the filters of the address, 50 statements a page.

    One person's list is a look at that person, and is noted.
    """
    reader, asked = _reader(), RecordAddress.read(request.args)
    board = _board(reading(), reader, asked)
    answer = render_page(
        "lrs/records.html", "board", asked=asked, is_whole=reader.sight.is_whole, **board
    )
    _note(board["rows"] if asked.person else ())
    return answer


@bp.get("/<uuid:statement_id>")
@readers_only
def statement(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Show one statement: its sentence, its facts, its data, and what it has to do with others."""
    session, reader = reading(), _reader()
    found = _found(session, reader, statement_id)
    chain = told.chain_of(session, reader, found)
    answer = render_page("lrs/record.html", "main", told=found, chain=chain)
    _note((found,))
    return answer


@bp.get("/<uuid:statement_id>/json")
@readers_only
def raw(statement_id: uuid.UUID) -> ResponseReturnValue:
    """Answer with a statement exactly as it is stored."""
    found = _found(reading(), _reader(), statement_id)
    if not found.is_open:
        abort(404)
    response = make_response(found.row.doc)
    response.content_type = "application/json; charset=utf-8"
    _note((found,))
    return response


def _board(session: "Session", reader: Reader, asked: RecordAddress) -> dict[str, Any]:
    """Return what the list shows: the page of statements, their days, and what to choose from."""
    named = choices.activity_choices(session, asked.what)
    wanted = _wanted(reader, asked, named)
    shown = days.days_shown(wanted, today=reader.on)
    edges = console.edges(session, {*shown, *wanted.days})
    page = console.rows_page(session, wanted, _turn(asked), edges)
    verbs = choices.verb_choices(session, reader)
    return {
        "page": page,
        "rows": told.tell_all(session, reader, page.rows),
        "days": days.per_day(session, wanted, shown, edges),
        "verbs": verbs,
        "people": choices.people_choices(session, reader, asked.who),
        "activities": choices.seen_activities(session, reader, named),
        "chips": tuple(_chips(session, reader, asked, {one.iri: one.word for one in verbs})),
    }


def _reader() -> Reader:
    """Return who reads, or end in 404 for somebody with nobody to see."""
    who, sight = person(), Sight()
    if policy.administers_some(who):
        reach = identity.administered_by(reading(), who)
        sight = sight_of(who, administered=reach.organization_ids, is_whole=reach.is_whole)
    else:
        sight = sight_of(who)
    if sight.is_empty:
        abort(404)
    return Reader(sight, clock.day_of(clock.now()))


def _note(shown: Iterable[told.Told]) -> None:
    """Note whose statements were shown; the same person's once."""
    for subject in {one.person for one in shown if one.person is not None}:
        note_look("records", subject)


def _found(session: "Session", reader: Reader, statement_id: uuid.UUID) -> told.Told:
    row = told.seen_statement(session, reader, statement_id)
    if row is None:
        abort(404)
    return told.tell_all(session, reader, [row])[0]


def _wanted(
    reader: Reader, asked: RecordAddress, named: tuple[choices.ActivityChoice, ...]
) -> console.Wanted:
    activities: tuple[int, ...] | None = None
    if asked.activity:
        activities = (key_of(asked.activity),)
    elif asked.what:
        activities = tuple(key_of(one.iri) for one in named)
    return console.Wanted(
        reader=reader,
        actors=Actors(asked.who, asked.person, asked.stranger),
        verb=key_of(asked.verb) if asked.verb else None,
        activities=activities,
        since=asked.since,
        until=asked.until,
    )


def _turn(asked: RecordAddress) -> console.Turn:
    return console.Turn(asked.before, asked.after, oldest_first=asked.is_oldest_first)


def _chips(
    session: "Session", reader: Reader, asked: RecordAddress, words: dict[str, str]
) -> Iterator[Chip]:
    """Yield the filters in force, those of people and activities by name."""
    yield from _chips_of_people(session, reader, asked)
    if asked.verb:
        word = words.get(asked.verb) or verb_word(asked.verb)
        yield Chip(_("何をした"), word, asked.here(verb=None))
    if asked.what:
        yield Chip(
            _("何に"), _("「%(text)s」をふくむもの", text=asked.what), asked.here(what=None)
        )
    if asked.activity:
        title = choices.activity_choice(session, reader, asked.activity).title
        yield Chip(_("何に"), title, asked.here(activity=None))
    if asked.since is not None:
        yield Chip(_("いつから"), plain_date(asked.since), asked.here(**{"from": None}))
    if asked.until is not None:
        yield Chip(_("いつまで"), plain_date(asked.until), asked.here(to=None))


def _chips_of_people(session: "Session", reader: Reader, asked: RecordAddress) -> Iterator[Chip]:
    if asked.who:
        yield Chip(_("だれが"), _("「%(text)s」で始まる人", text=asked.who), asked.here(who=None))
    if asked.person:
        one = choices.person_choice(session, reader, asked.person)
        name = _("%(name)sさん", name=one.name) if one else _("登録のない人")
        yield Chip(_("だれが"), name, asked.here(person=None))
    if asked.stranger is not None:
        yield Chip(_("だれが"), _("登録のない人"), asked.here(agent=None))
