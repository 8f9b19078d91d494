"""A credential of Open Badges that somebody hands in of themselves."""

import enum
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from app.clock import day_of
from app.credentials import jwt
from app.credentials.claims import skill_claims
from app.credentials.schema import read_instant
from app.endorsements.service.prior import Learned, Shown, claim
from app.i18n.marks import N_
from app.talent import arrivals
from app.talent.arrivals import Outcome
from app.talent.models import ReceiptState, ReceivedCredential, Way

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.talent.arrivals import Arrival

Json = dict[str, Any]

WHICH_ITEMS = N_("どの項目の、どのレベルにあたるかを選んでください。")
NO_NAME = N_("名前のない証明")


class Fate(enum.StrEnum):
    """What became of a credential that somebody handed in."""

    COUNTED = "counted"
    NUMBER = "number"
    """It is good, and it has still to be agreed whose it is."""
    WAITING = "waiting"
    """Its issuer is being asked."""
    ANOTHERS = "anothers"
    UNSIGNED = "unsigned"
    """Its issuer is not on the city's list: it waits for HR as evidence without a signature."""
    REVOKED = "revoked"
    OLDER = "older"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of it.

    Attributes:
        fate: In one word.
        reason: Why it does not count, where the door says so.
        title: What it is called, where that is known.
        subject: The pairwise id in it, where that has still to be agreed on.
        prior_id: What was made of it, where its issuer is not on the list.
    """

    fate: Fate
    reason: str | None = None
    title: str = ""
    subject: str = ""
    prior_id: uuid.UUID | None = None


def bring(session: "Session", document: bytes, *, person_id: uuid.UUID, now: datetime) -> Brought:
    """Take in a credential that somebody says is theirs, through the registry's one door.

    Args:
        session: The unit of work.
        document: A compact JWS, or the JSON form.
        person_id: Who hands it in.
        now: When.

    Raises:
        Refused: ``not_staff``; or ``until`` where it says of itself that it is of a day to come.
    """
    arrival = arrivals.take_in(session, document, way=Way.PERSON, now=now)
    row = session.get(ReceivedCredential, arrival.id) if arrival.id else None
    if arrival.outcome is not Outcome.REFUSED and row is not None:
        return _told(arrival, row, person_id)
    is_unlisted = row is not None and _is_unlisted(row)
    if row is not None and row.way is Way.PERSON:
        session.delete(row)
        session.flush()
    if not is_unlisted:
        return Brought(Fate.REFUSED, arrival.reason)
    said = _read(document)
    learned = _learned(said, today=day_of(now))
    suffix = "json" if document.strip().startswith(b"{") else "jwt"
    prior = claim(
        session,
        person_id,
        learned,
        shown=Shown(suffix, document.strip()),
        question="" if learned.asked else WHICH_ITEMS,
        now=now,
    )
    return Brought(Fate.UNSIGNED, arrival.reason, learned.title, prior_id=prior.id)


def _told(arrival: "Arrival", row: ReceivedCredential, person_id: uuid.UUID) -> Brought:
    if arrival.outcome is Outcome.OLDER:
        return Brought(Fate.OLDER, arrival.reason, arrival.title)
    if row.person_id is not None and row.person_id != person_id:
        return Brought(Fate.ANOTHERS)
    fate = {
        ReceiptState.ACCEPTED: Fate.COUNTED,
        ReceiptState.UNMATCHED: Fate.NUMBER,
        ReceiptState.WAITING: Fate.WAITING,
        ReceiptState.REVOKED: Fate.REVOKED,
    }.get(row.state, Fate.REFUSED)
    subject = row.subject or "" if fate is Fate.NUMBER else ""
    return Brought(fate, arrival.reason, row.title, subject)


def _is_unlisted(row: ReceivedCredential) -> bool:
    """Whether all that is known to be wrong is that the city does not know its issuer."""
    checks = row.verdict.get("checks", [])
    return [one["name"] for one in checks if one["state"] == "failed"] == ["issuer"]


def _read(document: bytes) -> Json:
    document = document.strip()
    if document.startswith(b"{"):
        return jwt.read_object(document) or {}
    token = jwt.take_apart(document.decode("ascii", errors="replace"))
    return {} if token is None else token.credential


def _learned(said: Json, *, today: date) -> Learned:
    """Return what a document says of itself; nothing of it is proven."""
    achievement = said.get("credentialSubject", {}).get("achievement", {})
    issuer = said.get("issuer", {})
    begun = read_instant(said.get("validFrom"))
    return Learned(
        title=str(achievement.get("name") or NO_NAME)[:200],
        place=str(issuer.get("name") or issuer.get("id") or "")[:200],
        finished_on=day_of(begun) if begun else today,
        asked={one.item: one.level for one in skill_claims(said)},
    )
