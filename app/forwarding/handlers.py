"""Send statements on, in the worker. Sending is an errand: it holds no transaction."""

from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.forwarding import away, gateway, queries, rules, service
from app.forwarding.errors import StatementRefused
from app.forwarding.events import BackfillDue
from app.forwarding.gateway import Verdict
from app.forwarding.models import Forwarder
from app.forwarding.parcels import Parcel
from app.outbox import service as outbox
from app.outbox.context import settings
from app.outbox.errors import GivesUp, NotNow
from app.ui.strings import gettext as _
from app.wire.errors import NotReached

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence

    from sqlalchemy.orm import Session

    from app.forwarding.events import StatementsDue
    from app.forwarding.queries import Found
    from app.forwarding.rules import Edition
    from app.forwarding.stores import Store
    from app.lrs.events import StatementsStored
    from app.outbox.relay import Errand, Note

AT_ONCE = 50
"""Statements of one request."""


def on_statements_stored(session: "Session", event: "StatementsStored") -> None:
    """Pick for each forwarder what it gets of a batch."""
    now = clock.now()
    forwarders = queries.living(session)
    if forwarders:
        found = queries.found(session, event.statement_ids, today=clock.day_of(now))
        for forwarder in forwarders:
            service.pick(session, forwarder, found, now=now)


def on_backfill_due(session: "Session", event: "BackfillDue") -> None:
    """Pick the next of the older statements, and come back for the ones after them."""
    now = clock.now()
    forwarder = _asked(session, event.forwarder_id)
    if forwarder is None:
        return
    page = queries.page_after(session, event.after_seq, until_seq=event.until_seq, limit=AT_ONCE)
    if page:
        found = queries.found(session, [id_ for _, id_ in page], today=clock.day_of(now))
        service.pick(session, forwarder, found, now=now)
        outbox.publish(session, BackfillDue(forwarder.id, page[-1][0], event.until_seq, now))


def on_statements_due(session: "Session", event: "StatementsDue") -> "Errand | None":
    """Send one request's worth, unless it has to be taken apart first.

    Filters, children and the edition are looked at once more: each may have changed since.
    """
    now = clock.now()
    forwarder = _asked(session, event.forwarder_id)
    if forwarder is None:
        return None
    found = queries.found(session, event.statement_ids, today=clock.day_of(now))
    chosen = service.choose(session, forwarder, found)
    if not chosen:
        return None
    attached = queries.attached_to(session, (one.statement for one in chosen))
    groups = _groups(chosen, forwarder.speaks, is_too_heavy=attached is None)
    if attached is None or len(groups) > 1:
        service.send(session, forwarder.id, groups, now=now)
        return None
    parcel = Parcel(
        version=rules.version_of(chosen[0].statement, forwarder.speaks),
        ids=tuple(one.id for one in chosen),
        docs=tuple(rules.said(one.doc, one.statement, forwarder.speaks) for one in chosen),
        attached=attached,
    )
    return partial(_carry, service.store_of(forwarder, settings()), parcel, forwarder.id)


def _asked(session: "Session", forwarder_id: "uuid.UUID") -> Forwarder | None:
    """Return a forwarder that lives.

    Raises:
        NotNow: Its store did not answer lately, and is left alone for a while.
    """
    forwarder = session.get(Forwarder, forwarder_id)
    if forwarder is None or forwarder.ended_at is not None:
        return None
    wait = away.wait_for(forwarder_id, now=clock.now())
    if wait:
        raise NotNow(wait)
    return forwarder


def _groups(
    chosen: "Sequence[Found]", speaks: "Edition", *, is_too_heavy: bool
) -> "list[Sequence[uuid.UUID]]":
    """Return the ids by version, in their order; halves of them if it is too much at once."""
    if is_too_heavy:
        return list(rules.halves([one.id for one in chosen]))
    versions: dict[str, list[uuid.UUID]] = {}
    for one in chosen:
        versions.setdefault(rules.version_of(one.statement, speaks), []).append(one.id)
    return list(versions.values())


def _carry(store: "Store", parcel: Parcel, forwarder_id: "uuid.UUID") -> "Note":
    try:
        reply = gateway.post(store, parcel)
    except NotReached as error:
        away.note_failure(forwarder_id, wait_seconds=error.wait_seconds, now=clock.now())
        raise
    away.note_answer(forwarder_id)
    is_alone = len(parcel.ids) == 1
    if reply.verdict is Verdict.TAKEN or (reply.verdict is Verdict.CONFLICT and is_alone):
        return partial(
            service.note_sent,
            forwarder_id=forwarder_id,
            count=len(parcel.ids),
            now=clock.now(),
        )
    if reply.verdict is Verdict.FAULTY:
        _refuse_what_cannot_be_mended(store, parcel, reply.told)
    return partial(
        service.send,
        forwarder_id=forwarder_id,
        groups=rules.halves(parcel.ids),
        now=clock.now(),
    )


def _refuse_what_cannot_be_mended(store: "Store", parcel: Parcel, told: str) -> None:
    """Raise where halves of a refused parcel would be refused as well."""
    if len(parcel.ids) == 1:
        refused = _("送り先が、記録%(id)sを受け取りません。", id=parcel.ids[0])
        raise StatementRefused(f"{refused}{told}")
    if not gateway.knows_version(store, parcel.version):
        unknown = _(
            "送り先は xAPI %(version)sを知りません。%(n)s件を送れません。"
            "「記録の送り先」の「確かめる」で、送り先に合う版が分かります。",
            version=parcel.version,
            n=len(parcel.ids),
        )
        raise GivesUp(f"{unknown}{told}")
