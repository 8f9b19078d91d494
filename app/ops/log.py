"""The log with names: who did what to whom, for those who may read it."""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app import clock
from app.audit import queries as audit
from app.audit.queries import Wanted
from app.clients.models import Client
from app.exchange.models import Registry, TrustedIssuer
from app.forwarding.models import Forwarder
from app.identity.models import User
from app.identity.queries.administration import named_like
from app.ops import acts
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from app.audit.rules import Entry

_Named = type[Client] | type[Forwarder] | type[Registry] | type[TrustedIssuer]
MOST_NAMED = 200
HEAD = (
    *(_l("番号"), _l("日時"), _l("したこと"), _l("記号"), _l("した人"), _l("した人の番号")),
    *(_l("対象の番号"), _l("くわしく"), _l("封")),
)
"""Of the CSV; ``封`` is the digest that covers the row and the one before it."""


@dataclass(frozen=True, slots=True)
class Act:
    """One entry, as the page shows it.

    Attributes:
        at: In Japan.
        who: A name; empty for the house itself and the command line.
        who_id: None when nobody of that id is here any more.
        told: What was done, as a sentence without its subject.
        note: Why, where, or which; may be empty.
    """

    sequence: int
    at: "datetime"
    who: str
    who_id: uuid.UUID | None
    told: str
    note: str

    @property
    def day(self) -> "date":
        """The day in Japan."""
        return self.at.date()


def people_named(session: "Session", search: str) -> list[uuid.UUID]:
    """Return whose name, reading or login begins so; two hundred at most."""
    asked = sa.select(User.id).where(User.is_guest.is_(False), *named_like(search))
    return list(session.scalars(asked.limit(MOST_NAMED)))


def acts_of(session: "Session", entries: "Sequence[Entry]") -> list[Act]:
    """Return entries in words; three queries, however many there are."""
    names = _names(session, entries)
    return [_act(entry, names) for entry in entries]


def rows(session: "Session", wanted: Wanted) -> Iterator[Sequence[str]]:
    """Yield the rows of a CSV: the head, and every entry, the oldest first."""
    yield [word.now() for word in HEAD]
    for page in audit.pages(session, wanted):
        names = _names(session, [entry for entry, _digest in page])
        for entry, digest in page:
            act = _act(entry, names)
            yield (
                str(entry.sequence),
                act.at.isoformat(timespec="seconds"),
                act.told,
                entry.action,
                act.who,
                str(entry.actor_id or ""),
                str(entry.subject_id or ""),
                _details(entry),
                digest,
            )


def documents(session: "Session", wanted: Wanted) -> Iterator[Mapping[str, object]]:
    """Yield every entry as it is sealed, with its digest, the oldest first; no name in it."""
    for page in audit.pages(session, wanted):
        for entry, digest in page:
            yield {
                "sequence": entry.sequence,
                "occurred_at": entry.occurred_at.isoformat(),
                "action": entry.action,
                "actor": None if entry.actor_id is None else str(entry.actor_id),
                "acting_as": None if entry.acting_as_id is None else str(entry.acting_as_id),
                "subject": None if entry.subject_id is None else str(entry.subject_id),
                "details": dict(entry.details),
                "digest": digest,
            }


def _names(session: "Session", entries: "Iterable[Entry]") -> dict[uuid.UUID, str]:
    """Return what the ids in some entries are called: people, programs and stores."""
    ids = {one for entry in entries for one in (entry.actor_id, entry.subject_id) if one}
    found = {
        user.id: user.name for user in session.scalars(sa.select(User).where(User.id.in_(ids)))
    }
    for model in (Client, Forwarder, Registry, TrustedIssuer):
        found.update(_called(session, model, ids))
    return found


def _called(
    session: "Session", model: "_Named", ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, str]:
    asked = sa.select(model.id, model.name).where(model.id.in_(ids))
    return {row.id: row.name for row in session.execute(asked)}


def _act(entry: "Entry", names: Mapping[uuid.UUID, str]) -> Act:
    sentence = acts.SENTENCES.get(entry.action)
    whom = _("登録のない人") if entry.subject_id is None else names.get(entry.subject_id)
    is_person = not entry.action.startswith(("client.", "forwarding.", "issuer.", "registry."))
    called = _("消えた登録") if whom is None else whom
    if is_person and whom is not None and entry.subject_id is not None:
        called = _("%(name)sさん", name=whom)
    told = (
        _("記号「%(action)s」のこと", action=entry.action)
        if sentence is None
        else sentence % {"whom": called}
    )
    actor = entry.actor_id
    return Act(
        sequence=entry.sequence,
        at=entry.occurred_at.astimezone(clock.JST),
        who="" if actor is None else names.get(actor, ""),
        who_id=actor if actor in names else None,
        told=told,
        note=_note(entry),
    )


def _note(entry: "Entry") -> str:
    details = entry.details
    reason, place = details.get("reason"), details.get("place")
    if isinstance(reason, str) and reason in acts.REASONS:
        return acts.REASONS[reason].now()
    if isinstance(place, str) and place in acts.PLACES:
        return acts.PLACES[place].now()
    return str(details.get("course") or details.get("number") or "")


def _details(entry: "Entry") -> str:
    return " ".join(f"{name}={value}" for name, value in sorted(entry.details.items()))
