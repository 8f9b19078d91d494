"""Erase a person from the store, and keep what counts without them.

Voiding takes a statement back and deletes nothing; erasing deletes. A person's own statements go
(they are its actor or object, alone or alone in a group), with their reference rows, the person's
documents, the attachments nobody else names, and the row that says who the key is. What they
added to the sums stays in ``ErasedTally``. What is built upon the statements hears of it by
``RecordsErased``. In statements of others the person becomes the account
«erased» of the same home page (``app.lrs.redaction``); so does a person who vouched for somebody
else's statement. A voiding of somebody else's statement stays, cut to the voiding itself: what was
taken back must not come back. Packages that keep more of a person hear of it by ``PersonErased``.

Limits, which the page and the command say as well:
    * What people wrote into free text, extensions or ids is not searched for; ``mentions`` finds
      where the account's name is still written.
    * An erased statement's id is forgotten, so a client that sends it again stores it again, and
      one that sends a rewritten statement again gets a conflict.
    * Copies elsewhere stay: backups, exports, stores that statements were forwarded to.
    * SQLite overwrites what it deletes with zeros (``secure_delete``), and ``empty_log`` empties
      the write-ahead log. PostgreSQL keeps dead rows until (auto)vacuum, and its archived log as
      long as the administrator keeps it. What the disk itself keeps, no database can tell.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

import orjson
import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.db import overwrite_deleted
from app.identity.queries import accounts_of_actor
from app.lrs.documents.storing import erase_of_agent
from app.lrs.events import PersonErased, RecordsErased
from app.lrs.models import Document, Erasure
from app.lrs.redaction import bare_voiding, erased_agent, is_about, without_person
from app.lrs.rules import VOIDED_KEY, activity_of, key_of, target_of, words_of
from app.lrs.store import erasing as store
from app.lrs.store import sweeping
from app.lrs.store.erasing import Found, Rewritten, Tally
from app.outbox import service as outbox
from app.xapi.compare import identifier
from app.xapi.statement import Agent

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sqlalchemy.orm import Session

    from app.identity.queries import AccountOf

AT_ONCE = 500
"""Statements a transaction erases: others wait for a fraction of a second, not for the whole."""


@dataclass(frozen=True, slots=True)
class Whom:
    """A person as the store knows them.

    Attributes:
        actor_name: The opaque account name.
        identifiers: Canonical texts, several if other tools know the person by an address.
        home_page: Of the account «erased» that replaces an address.
    """

    actor_name: uuid.UUID
    identifiers: frozenset[str]
    home_page: str

    @property
    def successors(self) -> Mapping[int, str]:
        """Who takes the person's place: identifiers by the person's keys."""
        return MappingProxyType(
            {
                key_of(one): str(identifier(erased_agent(one, self.home_page)))
                for one in self.identifiers
            }
        )


@dataclass(frozen=True, slots=True)
class Extent:
    """How much of a person is in the store.

    Attributes:
        statements: The person's own, to be deleted.
        rewritten: Statements of others in which the person is replaced.
        documents: States and profiles.
    """

    statements: int
    rewritten: int
    documents: int


@dataclass(frozen=True, slots=True)
class Step:
    """What one step of an erasure did; ``erasure_id`` names the row that sums the steps up."""

    erasure_id: uuid.UUID
    is_done: bool


@dataclass(slots=True)
class HashesInUse:
    """The hashes of attachments that the statements up to ``seq`` name."""

    hashes: set[str]
    seq: int


def whom(
    session: "Session",
    actor_name: uuid.UUID,
    *,
    home_page: str,
    email: str | None = None,
    accounts: "Sequence[AccountOf] | None" = None,
) -> Whom:
    """Find out by what identifiers the store knows somebody.

    Accounts that were merged are one person's: all of their names and addresses count.

    Args:
        session: Any.
        actor_name: The opaque account name, under any home page.
        home_page: Of this installation's actors.
        email: Their address, if it is known: other tools may know them by it or by its hash.
        accounts: All accounts of the person, where they were asked for already.
    """
    if accounts is None:
        accounts = accounts_of_actor(session, actor_name)
    found = {str(identifier(Agent(home_page, str(actor_name)).as_json()))}
    for name in {actor_name, *(one.actor_name for one in accounts)}:
        found.add(str(identifier(Agent(home_page, str(name)).as_json())))
        found.update(store.agents_of_account(session, name))
    for address in sorted({email, *(one.email for one in accounts)} - {None, ""}, key=str):
        found |= _known_by(session, str(address))
    return Whom(actor_name, frozenset(found), home_page)


def _known_by(session: "Session", email: str) -> set[str]:
    """Return the identifiers that an address makes, and those spelled like it."""
    mailbox = f"mailto:{email}"
    digest = hashlib.sha1(mailbox.encode(), usedforsecurity=False).hexdigest()
    by_address = str(identifier({"mbox": mailbox}))
    spelled = store.agents_spelled_like(session, by_address)
    return {by_address, str(identifier({"mbox_sha1sum": digest})), *spelled}


def words_to_look_for(person: Whom) -> set[str]:
    """Return the account names and addresses of a person, as free text may hold them."""
    return {str(orjson.loads(one)[-1]).removeprefix("mailto:") for one in person.identifiers}


def extent(session: "Session", person: Whom) -> Extent:
    """Count what erasing somebody would delete and rewrite; nothing is changed."""
    own = others = last = 0
    is_more = True
    while is_more:
        page = store.occurrences(session, person.successors, after=last, limit=AT_ONCE)
        mine, rest = _sorted_out(session, page, person)
        own, others = own + len(mine), others + len(rest)
        is_more = len(page) == AT_ONCE
        last = page[-1].seq if is_more else last
    documents = sa.select(sa.func.count()).where(Document.agent_key.in_(person.successors))
    return Extent(own, others, session.scalar(documents) or 0)


def erase_person(
    session: "Session",
    person: Whom,
    *,
    now: datetime,
    by: uuid.UUID | None,
    erasure_id: uuid.UUID | None = None,
) -> Step:
    """Do one step of an erasure: 500 statements; the last step takes what else is there.

    A broken-off erasure is taken up by beginning again: what is done is no longer found. The
    first step notes the erasure and each later one adds to the note, so none goes unnoted.

    Args:
        session: Inside a transaction of its own.
        person: Whom.
        now: The instant of the step.
        by: The administrator; None for the command line.
        erasure_id: ``Step.erasure_id`` of the step before; None begins.

    Returns:
        Whether this was the last one.
    """
    overwrite_deleted(session)
    page = store.occurrences(session, person.successors, limit=AT_ONCE, is_locking=True)
    own, others = _sorted_out(session, page, person)
    store.add_to_tally(session, _counted(own))
    store.delete(
        session,
        [(one, words_of(one.value, one.value["authority"])) for one in own],
        person.successors,
    )
    store.rewrite(session, [_rewritten(one, person) for one in others], person.successors)
    is_done = len(page) < AT_ONCE
    documents = 0
    if is_done:
        documents = sum(erase_of_agent(session, key) for key in person.successors)
        store.forget_agents(session, person.successors)
        _tell(session, person, now=now)
    noted = _note(session, erasure_id, now=now, by=by)
    noted.statements += len(own)
    noted.rewritten += len(others)
    noted.documents += documents
    session.flush()
    runs = {one.registration for one in own if one.registration is not None}
    outbox.publish(session, RecordsErased(tuple(sorted(runs)), now))
    return Step(noted.id, is_done)


def _tell(session: "Session", person: Whom, *, now: datetime) -> None:
    """Tell those who keep more of a person, who is named by nothing that was in a statement."""
    for one in accounts_of_actor(session, person.actor_name):
        outbox.publish(session, PersonErased(one.id, now))


def hashes_in_use(session: "Session") -> HashesInUse | None:
    """Look through all statements for the attachments they name, in short reads.

    Args:
        session: Outside of a transaction: it is rolled back after each read.

    Returns:
        None when no attachment is kept at all.
    """
    if not sweeping.has_attachments(session):
        return None
    used = HashesInUse(set(), 0)
    _look_on(session, used, is_reading=True)
    return used


def erase_attachments(session: "Session", used: HashesInUse) -> int:
    """Delete the bytes of attachments that no statement names any more.

    Args:
        session: Inside a transaction.
        used: From ``hashes_in_use``; what was stored since then is looked at now.

    Returns:
        How many attachments were deleted.
    """
    overwrite_deleted(session)
    sweeping.stop_storing(session)
    _look_on(session, used, is_reading=False)
    return sweeping.delete_attachments_but(session, used.hashes)


def _look_on(session: "Session", used: HashesInUse, *, is_reading: bool) -> None:
    for last, hashes in sweeping.hashes_named(session, after=used.seq):
        used.seq = last
        used.hashes |= hashes
        if is_reading:
            session.rollback()  # nobody has to wait until all is read


def _sorted_out(
    session: "Session", page: "Sequence[Found]", person: Whom
) -> tuple[list[Found], list[Found]]:
    """Tell what is deleted from what is rewritten."""
    about = {one.seq for one in page if is_about(one.value, person.identifiers)}
    spared = _voidings_of_others(
        session, [one for one in page if one.seq in about and one.verb_key == VOIDED_KEY], person
    )
    own = [one for one in page if one.seq in about - spared]
    return own, [one for one in page if one.seq not in about - spared]


def _voidings_of_others(
    session: "Session", voidings: "Collection[Found]", person: Whom
) -> set[int]:
    """Return which voidings took back a statement that is here and not the person's own."""
    if not voidings:
        return set()
    targets = {one.seq: uuid.UUID(target_of(one.value) or "") for one in voidings}
    docs = store.docs_of(session, targets.values())
    return {
        seq
        for seq, target in targets.items()
        if target in docs and not is_about(orjson.loads(docs[target]), person.identifiers)
    }


def _rewritten(old: Found, person: Whom) -> Rewritten:
    is_own_voiding = is_about(old.value, person.identifiers)
    doc = bare_voiding(old.doc) if is_own_voiding else old.doc
    doc = without_person(doc, person.identifiers, person.home_page)
    value = orjson.loads(doc)
    words = words_of(value, value["authority"])
    successors = {word: words.agents.get(word) for word in person.successors.values()}
    return Rewritten(
        old=old,
        doc=doc,
        registration=None if is_own_voiding else old.registration,
        roles={word: int(role) for word, role in successors.items() if role is not None},
        words=words,
    )


def _counted(own: "Sequence[Found]") -> dict[tuple[date, int, int], Tally]:
    """Sum up what the statements said. What was voided was taken back, and is not counted."""
    tally: dict[tuple[date, int, int], Tally] = {}
    for one in own:
        if one.voided or one.verb_key == VOIDED_KEY:
            continue
        activity = key_of(iri) if (iri := activity_of(one.value)) is not None else 0
        place = (day_of(one.timestamp).replace(day=1), one.verb_key, activity)
        counted = tally.setdefault(place, Tally())
        result = one.value.get("result", {})
        scaled = result.get("score", {}).get("scaled")
        counted.statements += 1
        counted.successes += result.get("success") is True
        counted.scores += scaled is not None
        counted.scaled_sum += scaled or 0.0
    return tally


def _note(
    session: "Session", erasure_id: uuid.UUID | None, *, now: datetime, by: uuid.UUID | None
) -> Erasure:
    if erasure_id is not None:
        return session.get_one(Erasure, erasure_id)
    noted = Erasure(
        id=uuid.uuid4(), erased_at=now, erased_by=by, statements=0, rewritten=0, documents=0
    )
    session.add(noted)
    audit.record(session, "records.erased", now=now, by=by, details={"erasure": str(noted.id)})
    return noted
