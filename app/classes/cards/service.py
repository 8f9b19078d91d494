"""Opening doors, making cards, and letting children in by them."""

import enum
import hashlib
import secrets
import uuid
from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.classes.cards import queries, rules
from app.classes.cards.errors import CardUnknown, OutsideHours
from app.classes.cards.models import ClassCard, ClassDoor, DoorTry
from app.clock import day_of
from app.identity.models import User
from app.identity.service import Entrance, enter, network_digest, take_back_turn, take_turn
from app.wire import seal as sealing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_PURPOSE = "terakoya class card pictures, version 1"
_CODES = "class-code"
_DRAW = secrets.SystemRandom()


class Verdict(enum.Enum):
    """What became of a try."""

    IN = "in"
    WRONG = "wrong"
    STUCK = "stuck"
    """The teacher must open this card again."""
    SHUT = "shut"
    """The door is not open, or no longer."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A verdict; ``entrance`` and the end of the session for who is in."""

    verdict: Verdict
    entrance: Entrance | None = None
    ends_at: datetime | None = None


# --- the teacher's side ------------------------------------------------------------------------


def open_door(
    session: "Session",
    class_id: uuid.UUID,
    *,
    by: uuid.UUID,
    address: str | None,
    now: datetime,
    secret_key: str,
    is_meant: bool = False,
) -> ClassDoor:
    """Open the door of a class; one that is open already closes. Cards that lack are made.

    Args:
        session: The unit of work.
        class_id: Of the class.
        by: The teacher.
        address: Where the teacher is.
        now: The present instant.
        secret_key: ``Settings.secret_key``.
        is_meant: Outside the hours of school as well.

    Raises:
        OutsideHours: It is not a school day's hour, and that is not meant.
    """
    is_outside = not rules.is_school_time(now)
    if is_outside and not is_meant:
        raise OutsideHours
    make_cards(session, class_id, by=by, now=now, secret_key=secret_key)
    gone = sa.or_(ClassDoor.class_id == class_id, ClassDoor.closes_at <= now)
    session.execute(
        sa.update(ClassDoor)
        .where(ClassDoor.closed_at.is_(None), gone)
        .values(closed_at=now)
        .execution_options(synchronize_session=False)
    )
    made = ClassDoor(
        class_id=class_id,
        code=_free_code(session),
        network=network_digest(address),
        opened_by_id=by,
        opened_at=now,
        closes_at=rules.closes_at(now, is_outside=is_outside),
    )
    session.add(made)
    session.flush()
    details = {"door": str(made.id), "outside_hours": is_outside}
    audit.record(session, "class_door.opened", now=now, by=by, subject=class_id, details=details)
    return made


def close_door(session: "Session", class_id: uuid.UUID, *, by: uuid.UUID, now: datetime) -> None:
    """Close the door of a class at once; closing it twice is no fault."""
    found = session.scalars(
        sa.select(ClassDoor).where(ClassDoor.class_id == class_id, ClassDoor.closed_at.is_(None))
    ).one_or_none()
    if found is not None:
        found.closed_at = now
        session.flush()
        audit.record(session, "class_door.closed", now=now, by=by, subject=class_id)


def open_card_again(
    session: "Session", door_id: uuid.UUID, user_id: uuid.UUID, *, by: uuid.UUID, now: datetime
) -> None:
    """Let a child try again who chose wrong pictures too often."""
    tried = session.get(DoorTry, (door_id, user_id))
    if tried is not None and tried.wrong_tries:
        tried.wrong_tries = 0
        session.flush()
        details = {"door": str(door_id)}
        audit.record(
            session, "class_card.opened_again", now=now, by=by, subject=user_id, details=details
        )


# --- cards -------------------------------------------------------------------------------------


def make_cards(
    session: "Session", class_id: uuid.UUID, *, by: uuid.UUID, now: datetime, secret_key: str
) -> None:
    """Make a card for every child of a class who has none."""
    found = queries.children(session, class_id, on=day_of(now))
    emblems = rules.free_emblems(one.emblem for one in found if one.emblem)
    lacking = [one for one in found if one.emblem is None]
    for one in lacking:
        session.add(
            ClassCard(
                user_id=one.id, emblem=next(emblems), pictures_sealed=_drawn(secret_key=secret_key)
            )
        )
    if lacking:
        session.flush()
        details = {"cards": len(lacking)}
        audit.record(session, "class_card.made", now=now, by=by, subject=class_id, details=details)


def change_pictures(
    session: "Session", user_id: uuid.UUID, *, by: uuid.UUID, now: datetime, secret_key: str
) -> None:
    """Draw new secret pictures for a child; the old ones, and an old QR code, open nothing."""
    card = session.get_one(ClassCard, user_id)
    card.pictures_sealed = _drawn(secret_key=secret_key)
    card.qr_sha256 = None
    session.flush()
    audit.record(session, "class_card.changed", now=now, by=by, subject=user_id)


def note_print(
    session: "Session", user_ids: Collection[uuid.UUID], *, by: uuid.UUID, now: datetime
) -> None:
    """Write down whose cards were shown for printing."""
    for card in _cards(session, user_ids):
        card.printed_at = now
        audit.record(session, "class_card.printed", now=now, by=by, subject=card.user_id)
    session.flush()


def make_qr_tokens(
    session: "Session", user_ids: Collection[uuid.UUID], *, by: uuid.UUID, now: datetime
) -> dict[uuid.UUID, str]:
    """Return new tokens for QR codes, by child, this once; earlier codes open nothing more."""
    tokens: dict[uuid.UUID, str] = {}
    for card in _cards(session, user_ids):
        tokens[card.user_id] = secrets.token_urlsafe(16)
        card.qr_sha256 = _digest(tokens[card.user_id])
        card.printed_at = now
        audit.record(session, "class_card.qr_printed", now=now, by=by, subject=card.user_id)
    session.flush()
    return tokens


def pictures_of(sealed: str, *, secret_key: str) -> frozenset[str]:
    """Return a child's secret pictures.

    Raises:
        SealBroken: They were sealed under another SECRET_KEY.
    """
    return frozenset(sealing.unseal(sealed, purpose=_PURPOSE, secret_key=secret_key).split())


# --- the child's side --------------------------------------------------------------------------


def find_door(
    session: "Session", code: str, *, address: str | None, now: datetime
) -> uuid.UUID | None:
    """Return the open door of a code, or None; a wrong code is counted against the network.

    Raises:
        TooManyAttempts: This network, from which no door was opened, tried too many codes.
    """
    found = session.scalars(
        sa.select(ClassDoor).where(ClassDoor.code == code, queries.is_open(now))
    ).one_or_none()
    if found is not None and found.network == network_digest(address):
        return found.id
    take_turn(session, _CODES, address=address, limit=rules.WRONG_CODES, now=now)
    if found is None:
        return None
    take_back_turn(session, _CODES, address=address)
    return found.id


def try_pictures(
    session: "Session",
    door_id: uuid.UUID,
    user_id: uuid.UUID,
    chosen: Set[str],
    *,
    secret_key: str,
    now: datetime,
) -> Outcome:
    """Let a child in who chose their three pictures; count it if not.

    It never raises for a wrong choice: the count must outlive the answer.
    """
    opened = _open(session, door_id, now=now)
    card = _card_at(session, opened, user_id, now=now) if opened is not None else None
    if opened is None or card is None:
        return Outcome(Verdict.SHUT)
    tried = _tried(session, door_id, user_id)
    if tried.wrong_tries >= rules.WRONG_TRIES:
        return Outcome(Verdict.STUCK)
    if pictures_of(card.pictures_sealed, secret_key=secret_key) == chosen:
        return _in(session, opened, tried, now=now)
    tried.wrong_tries += 1
    opened.wrong_tries += 1
    if opened.wrong_tries >= rules.WRONG_AT_DOOR:
        opened.closed_at = now
        details = {"door": str(door_id)}
        audit.record(
            session, "class_door.tried_out", now=now, subject=opened.class_id, details=details
        )
    session.flush()
    is_stuck = tried.wrong_tries >= rules.WRONG_TRIES
    return Outcome(Verdict.STUCK if is_stuck else Verdict.WRONG)


def find_card(session: "Session", token: str, *, now: datetime) -> queries.Child:
    """Return the child of a QR code, while a door of theirs is open.

    Raises:
        CardUnknown: The code was replaced, or no door is open.
    """
    door_id, user_id = _door_and_child(session, token, now=now)
    class_id = session.get_one(ClassDoor, door_id).class_id
    for one in queries.children(session, class_id, on=day_of(now), door_id=door_id):
        if one.id == user_id:
            return one
    raise CardUnknown


def enter_by_qr(session: "Session", token: str, *, now: datetime) -> Outcome:
    """Let in the child of a QR code, while a door of theirs is open.

    Raises:
        CardUnknown: The code was replaced, or no door is open.
    """
    door_id, user_id = _door_and_child(session, token, now=now)
    opened = _open(session, door_id, now=now)
    card = _card_at(session, opened, user_id, now=now) if opened is not None else None
    if opened is None or card is None:
        raise CardUnknown
    return _in(session, opened, _tried(session, door_id, user_id), now=now)


def _door_and_child(
    session: "Session", token: str, *, now: datetime
) -> tuple[uuid.UUID, uuid.UUID]:
    card = session.scalars(
        sa.select(ClassCard).where(ClassCard.qr_sha256 == _digest(token))
    ).one_or_none()
    if card is None:
        raise CardUnknown
    asked = queries.doors_of(card.user_id, on=day_of(now), now=now)
    door_id = session.scalars(asked.order_by(ClassDoor.opened_at.desc()).limit(1)).one_or_none()
    if door_id is None:
        raise CardUnknown
    return door_id, card.user_id


def _open(session: "Session", door_id: uuid.UUID, *, now: datetime) -> ClassDoor | None:
    """Return a door held for this transaction, if it is open."""
    asked = sa.select(ClassDoor).where(ClassDoor.id == door_id, queries.is_open(now))
    return session.scalars(
        asked.with_for_update().execution_options(populate_existing=True)
    ).one_or_none()


def _card_at(
    session: "Session", opened: ClassDoor, user_id: uuid.UUID, *, now: datetime
) -> ClassCard | None:
    """Return the card of a child who learns in the door's class and may use one."""
    today = day_of(now)
    is_theirs = queries.doors_of(user_id, on=today, now=now).where(ClassDoor.id == opened.id)
    return session.scalars(
        sa.select(ClassCard)
        .join(User, User.id == ClassCard.user_id)
        .where(ClassCard.user_id == user_id, is_theirs.exists(), *queries.may_use_cards(today))
    ).one_or_none()


def _tried(session: "Session", door_id: uuid.UUID, user_id: uuid.UUID) -> DoorTry:
    found = session.get(DoorTry, (door_id, user_id))
    if found is None:
        found = DoorTry(door_id=door_id, user_id=user_id, wrong_tries=0)
        session.add(found)
        session.flush()
    return found


def _in(session: "Session", opened: ClassDoor, tried: DoorTry, *, now: datetime) -> Outcome:
    tried.wrong_tries, tried.entered_at = 0, now
    entrance = enter(session, tried.user_id, now=now)
    return Outcome(Verdict.IN, entrance, rules.session_ends(now, opened.closes_at))


def _cards(session: "Session", user_ids: Collection[uuid.UUID]) -> list[ClassCard]:
    return list(session.scalars(sa.select(ClassCard).where(ClassCard.user_id.in_(user_ids))))


def _drawn(*, secret_key: str) -> str:
    drawn = " ".join(sorted(_DRAW.sample(rules.PICTURES, rules.SECRET_PICTURES)))
    return sealing.seal(drawn, purpose=_PURPOSE, secret_key=secret_key)


def _free_code(session: "Session") -> str:
    taken = set(session.scalars(sa.select(ClassDoor.code).where(ClassDoor.closed_at.is_(None))))
    while True:
        code = f"{_DRAW.randrange(10**rules.CODE_DIGITS):0{rules.CODE_DIGITS}}"
        if code not in taken:
            return code


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
