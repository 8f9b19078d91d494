"""Letters: made by a school, opened by a guardian."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.audit import service as audit
from app.clock import day_of
from app.consents import rules
from app.consents.errors import LetterUnusable, WrongCode
from app.consents.models import GuardianLetter, Guardianship
from app.consents.rules import Relation
from app.identity import service as identity

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

TOKEN_BYTES = 16
TRIES_OF_LETTER = 10
TRIES_FROM_NETWORK = 100
"""In 15 minutes. A parents' evening has one address."""


@dataclass(frozen=True, slots=True)
class IssuedLetter:
    """A fresh letter. ``token`` and ``code`` exist here and on paper only."""

    child_id: uuid.UUID
    relation: Relation | None
    token: str
    code: str
    expires_at: "datetime"

    @property
    def lasts_until(self) -> "date":
        """The last whole day, in Japan."""
        return day_of(self.expires_at) - timedelta(days=1)

    def url(self, public_url: str) -> str:
        """Return the whole address to print."""
        return f"{public_url}/g/{self.token}"


def issue_letters(
    session: "Session",
    child_ids: Iterable[uuid.UUID],
    *,
    by: uuid.UUID,
    secret: str,
    now: "datetime",
    relation: Relation | None = None,
) -> list[IssuedLetter]:
    """Make a letter for each child; earlier ones are void.

    Args:
        session: The unit of work.
        child_ids: For whom.
        by: Who hands them out.
        secret: The installation's.
        now: The present instant.
        relation: For whom alone; needed where a view of the child is closed, and such a child
            is left out without it.
    """
    wanted = list(dict.fromkeys(child_ids))
    if relation is None:
        closed = set(
            session.scalars(
                sa.select(Guardianship.child_id).where(
                    Guardianship.child_id.in_(wanted), Guardianship.closed_at.is_not(None)
                )
            )
        )
        wanted = [one for one in wanted if one not in closed]
    void_letters(session, wanted, now=now)
    issued = [_issue(session, one, relation, by=by, secret=secret, now=now) for one in wanted]
    audit.record(
        session, "guardian.letters_made", now=now, by=by, details={"letters": len(issued)}
    )
    return issued


def void_letters(session: "Session", child_ids: Iterable[uuid.UUID], *, now: "datetime") -> None:
    """Let no earlier letter of these children open anything."""
    session.execute(
        sa.update(GuardianLetter)
        .where(GuardianLetter.child_id.in_(list(child_ids)), GuardianLetter.voided_at.is_(None))
        .values(voided_at=now)
    )


def letter_of(session: "Session", token: str, *, now: "datetime") -> uuid.UUID:
    """Return the letter of an address.

    Raises:
        LetterUnusable: Unknown, void or expired.
    """
    digest = hashlib.sha256(token.encode()).hexdigest()
    return _usable(session, GuardianLetter.token_sha256 == digest, now=now).id


def count_try(
    session: "Session",
    letter_id: uuid.UUID,
    *,
    secret: str,
    address: str | None,
    now: "datetime",
) -> None:
    """Count a try of a letter's code before it is looked at; in a transaction of its own.

    Raises:
        TooManyAttempts: This letter, or this network, had too many in 15 minutes.
    """
    _count(session, f"letter:{letter_id}", secret=secret, address=address, now=now)


def count_added(
    session: "Session",
    tie_id: uuid.UUID,
    *,
    secret: str,
    address: str | None,
    now: "datetime",
) -> None:
    """Count a try to add a child by a code alone; in a transaction of its own.

    Raises:
        TooManyAttempts: This guardian, or this network, had too many in 15 minutes.
    """
    _count(session, f"letter by:{tie_id}", secret=secret, address=address, now=now)


def check_code(
    session: "Session", letter_id: uuid.UUID, typed: str, *, secret: str, now: "datetime"
) -> None:
    """Let somebody go on who holds the letter and its code.

    Raises:
        WrongCode: It is another one.
        LetterUnusable: The letter has become void in between.
    """
    letter = _usable(session, GuardianLetter.id == letter_id, now=now)
    code = rules.read_code(typed)
    if code is None or not hmac.compare_digest(letter.code_hmac, _hmac(code, secret)):
        raise WrongCode


def letter_by_code(session: "Session", typed: str, *, secret: str, now: "datetime") -> uuid.UUID:
    """Return the letter of a code, for somebody who has come in by another letter.

    Raises:
        WrongCode: No usable letter has it.
    """
    code = rules.read_code(typed)
    if code is None:
        raise WrongCode
    try:
        return _usable(session, GuardianLetter.code_hmac == _hmac(code, secret), now=now).id
    except LetterUnusable as error:
        raise WrongCode from error


def usable_letter(session: "Session", letter_id: uuid.UUID, *, now: "datetime") -> GuardianLetter:
    """Return a letter whose code was shown, while it holds.

    Raises:
        LetterUnusable: It has become void in between.
    """
    return _usable(session, GuardianLetter.id == letter_id, now=now)


def _usable(
    session: "Session", which: sa.ColumnElement[bool], *, now: "datetime"
) -> GuardianLetter:
    letter = session.scalars(sa.select(GuardianLetter).where(which)).one_or_none()
    if letter is None or letter.voided_at is not None or letter.expires_at <= now:
        raise LetterUnusable
    return letter


def _issue(
    session: "Session",
    child_id: uuid.UUID,
    relation: Relation | None,
    *,
    by: uuid.UUID,
    secret: str,
    now: "datetime",
) -> IssuedLetter:
    token, code = secrets.token_urlsafe(TOKEN_BYTES), rules.draw_code()
    while session.scalar(
        sa.select(sa.exists().where(GuardianLetter.code_hmac == _hmac(code, secret)))
    ):
        code = rules.draw_code()
    letter = GuardianLetter(
        child_id=child_id,
        relation=relation,
        token_sha256=hashlib.sha256(token.encode()).hexdigest(),
        code_hmac=_hmac(code, secret),
        created_at=now,
        created_by_id=by,
        expires_at=now + rules.LETTER_LIVES,
    )
    session.add(letter)
    session.flush()
    return IssuedLetter(child_id, relation, token, code, letter.expires_at)


def count_from_network(
    session: "Session", *, secret: str, address: str | None, now: "datetime"
) -> None:
    """Count a try of any letter's code.

    Raises:
        TooManyAttempts: This network had too many in 15 minutes.
    """
    identity.take_nameless_turn(
        session, "letter", secret=secret, address=address, limit=TRIES_FROM_NETWORK, now=now
    )


def _count(
    session: "Session", what: str, *, secret: str, address: str | None, now: "datetime"
) -> None:
    count_from_network(session, secret=secret, address=address, now=now)
    identity.take_turn(session, what, address=None, limit=TRIES_OF_LETTER, now=now)


def _hmac(code: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"letter:{code}".encode(), hashlib.sha256).hexdigest()
