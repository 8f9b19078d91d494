"""What one can choose from in the console: verbs that occur, people, activities.

To a reader of some people's statements alone nothing is offered that only others have done: the
name of an activity may tell of whoever made it.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import orjson
import sqlalchemy as sa

from app.identity.models import User
from app.identity.queries.administration import named_like
from app.identity.queries.people import people_where
from app.lrs.models import KnownActivity, KnownVerb, StatementActivity, StoredStatement
from app.lrs.queries.sight import Actors, Reader, agent_keys, seen_people
from app.lrs.rules import key_of
from app.lrs.sentences import activity_kind, activity_title, verb_word

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.person import Person

MOST_VERBS = 200
MOST_PEOPLE = 8
MOST_ACTIVITIES = 100
SHOWN_ACTIVITIES = 8
_LOOKED_AT = 500
"""Activities that contain the text anywhere, of which those are taken that have it in the name."""
_NEWEST = 20_000
"""Statements of each thing that are looked through for one of somebody whom the reader sees."""


@dataclass(frozen=True, slots=True)
class VerbChoice:
    """A verb that occurs, by its word in Japanese."""

    iri: str
    word: str


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody whom the reader may see, and where; empty and None for no such thing."""

    id: uuid.UUID
    name: str
    place: str
    grade: int | None
    number: int | None


@dataclass(frozen=True, slots=True)
class ActivityChoice:
    """An activity that occurs: its name and what it is.

    ``hint`` tells it from others: what it is, and the end of its IRI where the name does not do.
    """

    iri: str
    title: str
    kind: str
    hint: str = ""


def verb_choices(session: "Session", reader: Reader) -> tuple[VerbChoice, ...]:
    """Return the verbs that occur where the reader sees, in the order of their words."""
    rows = session.execute(
        sa.select(KnownVerb.key, KnownVerb.iri, KnownVerb.display)
        .order_by(KnownVerb.iri)
        .limit(MOST_VERBS)
    ).all()
    seen = _occurring(session, reader, {row.key: _with_verb(row.key) for row in rows})
    words = {row.iri: verb_word(row.iri, _read(row.display)) for row in rows if row.key in seen}
    often = Counter(words.values())
    found = [
        VerbChoice(iri, word if often[word] == 1 else f"{word}（{iri}）")
        for iri, word in words.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.word, one.iri)))


def people_choices(session: "Session", reader: Reader, name: str) -> tuple[PersonChoice, ...]:
    """Return people whose name, reading or login begins so: one more than are shown."""
    named = named_like(name)
    if not named:
        return ()
    ids = (
        sa.select(User.id)
        .where(User.is_guest.is_(False), *seen_people(reader), *named)
        .order_by(User.name_order, User.id)
    )
    wanted = User.id.in_(sa.select(ids.limit(MOST_PEOPLE + 1).subquery().c.id))
    people = sorted(people_where(session, wanted, on=reader.on), key=lambda one: one.name_order)
    return tuple(_choice(one) for one in people)


def person_choice(session: "Session", reader: Reader, person_id: uuid.UUID) -> PersonChoice | None:
    """Return one person, if the reader may see them."""
    wanted = (User.id == person_id, *seen_people(reader))
    return next((_choice(one) for one in people_where(session, *wanted, on=reader.on)), None)


def activity_choices(session: "Session", text: str) -> tuple[ActivityChoice, ...]:
    """Return activities whose name in any language, or whose IRI, has the text in it.

    Courses come first, then what begins with the text, then shorter names.
    """
    wanted = text.strip()
    if not wanted:
        return ()
    table = KnownActivity
    in_json = orjson.dumps(wanted).decode()[1:-1]
    rows = session.execute(
        sa.select(table.iri, table.definition)
        .where(
            sa.or_(
                table.iri.icontains(wanted, autoescape=True),
                table.definition.icontains(in_json, autoescape=True),
            )
        )
        .order_by(table.key)
        .limit(_LOOKED_AT)
    )
    fitting = [
        _activity(iri, definition)
        for iri, definition in ((iri, _read(text)) for iri, text in rows)
        if _is_named(iri, definition, wanted.casefold())
    ]
    fitting.sort(key=lambda one: _rank(one, wanted))
    often = Counter(one.title for one in fitting)
    return tuple(
        replace(one, hint=one.kind if often[one.title] == 1 else f"{one.kind} {_end(one.iri)}")
        for one in fitting[:MOST_ACTIVITIES]
    )


def seen_activities(
    session: "Session", reader: Reader, found: tuple[ActivityChoice, ...]
) -> tuple[ActivityChoice, ...]:
    """Return those activities that occur where the reader sees."""
    keys = {one.iri: key_of(one.iri) for one in found}
    seen = _occurring(session, reader, {key: _about(key) for key in keys.values()})
    return tuple(one for one in found if keys[one.iri] in seen)


def activity_choice(session: "Session", reader: Reader, iri: str) -> ActivityChoice:
    """Return an activity by its IRI; one that the reader does not see is called by that."""
    table, key = KnownActivity, key_of(iri)
    definition = session.scalar(sa.select(table.definition).where(table.key == key))
    found = _activity(iri, _read(definition))
    return found if seen_activities(session, reader, (found,)) else _activity(iri, None)


def _with_verb(key: int) -> sa.Select[int]:
    return sa.select(StoredStatement.seq).where(StoredStatement.verb_key == key)


def _about(key: int) -> sa.Select[int]:
    return sa.select(StatementActivity.seq).where(StatementActivity.activity_key == key)


def _occurring(
    session: "Session", reader: Reader, places: Mapping[int, sa.Select[int]]
) -> set[int]:
    """Return the keys among whose newest places is a statement that the reader sees; one query."""
    keys = agent_keys(reader, Actors())
    if keys is None or not places:
        return set(places)
    theirs = keys.cte("theirs")
    asked = []
    for key, found in places.items():
        seq = found.selected_columns[0]
        newest = found.order_by(seq.desc()).limit(_NEWEST).subquery()
        one = (
            sa.select(StoredStatement.seq)
            .join(newest, newest.c.seq == StoredStatement.seq)
            .where(StoredStatement.actor_key.in_(sa.select(theirs.c.key)))
        )
        asked.append(sa.select(sa.literal(key, sa.BigInteger)).where(one.exists()))
    return set(session.scalars(sa.union_all(*asked)))


def _choice(one: "Person") -> PersonChoice:
    post = one.main_post
    return PersonChoice(
        id=one.id,
        name=one.name,
        place=post.organization_name if post else "",
        grade=one.grade,
        number=post.attendance_number if post else None,
    )


def _activity(iri: str, definition: dict[str, Any] | None) -> ActivityChoice:
    activity = {"id": iri, "definition": definition or {}}
    return ActivityChoice(iri, activity_title(activity), activity_kind(activity))


def _is_named(iri: str, definition: dict[str, Any] | None, wanted: str) -> bool:
    names = (definition or {}).get("name", {}).values()
    return wanted in iri.casefold() or any(wanted in str(name).casefold() for name in names)


def _rank(one: ActivityChoice, wanted: str) -> tuple[bool, bool, int, str]:
    return (one.kind != "講座", not one.title.startswith(wanted), len(one.title), one.iri)


def _end(iri: str) -> str:
    return "/".join(iri.rsplit("/", 2)[-2:])


def _read(text: str | None) -> dict[str, Any] | None:
    found: dict[str, Any] | None = None if text is None else orjson.loads(text)
    return found
