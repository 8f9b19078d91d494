"""Guests and their しおり: somebody is made at the first answer, and found again by four words.

Four words of a list of 2,048 are 44 bits. That is much against guessing here, where tries are
counted, and little against guessing in a stolen table: a plain hash of all 2^44 combinations is
computed in hours. So the table holds HMAC-SHA-256 under the installation's secret, which is not in
the database; without it the hashes say nothing. A slow hash in its place would have to be computed
for every row at every opening, since the words name nobody beforehand.

Limits count failures, with one account for all しおり: ten from one address, 2,000 from everywhere
in 15 minutes. Only combinations of words of the list count: what is misspelt is told before.
Words that open take back their own try and nothing else, and make no address trusted: anybody can
get a しおり of their own, so opening it between guesses must buy nothing. Of ten thousand in use,
one is found by 1.8 thousand million guesses on the average: some 5,000 years from one address day
and night, some 25 years for whoever uses up the limit for everywhere. That takes 200 networks at
once, and meanwhile nobody opens any; who holds an IPv6 block (a /48 has 65,536 networks) can
afford such a nuisance, and whoever has one address cannot.
Addresses stand in the limits table as keyed hashes: nothing of a guest is kept that could name
one, and an address might.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.identity import kana, rules
from app.identity.errors import BookmarkUnknown, TooManyAttempts
from app.identity.events import GuestMade
from app.identity.models import Bookmark, User
from app.identity.service.sign_in import (
    Attempt,
    Entrance,
    count_try,
    digest,
    enter,
    take_back,
    tries_of,
)
from app.outbox import service as outbox

if TYPE_CHECKING:
    import uuid
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

GUESTS = 200
"""Made in 15 minutes from one address: several rooms of a community center begin together."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A guest just made: the way in, the actor, and the words, which nobody can read again."""

    entrance: Entrance
    actor_name: "uuid.UUID"
    words: tuple[str, ...]


def count_guest(session: "Session", *, secret: str, address: str | None, now: "datetime") -> None:
    """Count that somebody begins as a guest; in a transaction of its own.

    Raises:
        TooManyAttempts: One address made too many.
    """
    take_nameless_turn(session, "guest", secret=secret, address=address, limit=GUESTS, now=now)


def take_nameless_turn(
    session: "Session", what: str, *, secret: str, address: str | None, limit: int, now: "datetime"
) -> None:
    """Count something that visitors and guests may do ``limit`` times in 15 minutes.

    They are counted together by their network, whose keyed hash alone is kept: whoever begins
    anew as another guest gets no new allowance.

    Raises:
        TooManyAttempts: One network did it too often.
    """
    row = count_try(session, digest(f"turn:{what}"), _sealed(address, secret), now=now)
    if row.failures > limit:
        raise TooManyAttempts(row.window_started_at + rules.WINDOW, limit=what)


def make_guest(
    session: "Session", *, secret: str, now: "datetime", is_demo: bool = False
) -> Guest:
    """Make somebody who learns without an account: a random actor and a しおり, nothing else.

    Args:
        session: The unit of work.
        secret: The installation's.
        now: The present instant.
        is_demo: The site is a demo, which may hold nobody real.
    """
    user = User(is_guest=True, is_demo=is_demo, settings={}, session_epoch=0, created_at=now)
    session.add(user)
    session.flush()
    words = kana.draw()
    while session.scalar(_with(words, secret)) is not None:  # once in 2^44 / (how many there are)
        words = kana.draw()
    session.add(
        Bookmark(user_id=user.id, words_hmac=hmac_of(words, secret), last_used_on=day_of(now))
    )
    outbox.publish(session, GuestMade(user.id, now))
    return Guest(enter(session, user.id, now=now), user.actor_name, words)


def begin_opening(
    session: "Session", *, secret: str, address: str | None, now: "datetime"
) -> Attempt:
    """Count a try of four words, before anything is looked up; in a transaction of its own.

    Raises:
        TooManyAttempts: The limits above.
    """
    row = count_try(session, digest("bookmark"), _sealed(address, secret), now=now)
    if not rules.may_open(tries_of(session, row, now=now)):
        raise TooManyAttempts(row.window_started_at + rules.WINDOW, limit="bookmark")
    return Attempt(row.account, row.address, user_id=None, password_hash=None)


def finish_opening(
    session: "Session", attempt: Attempt, words: "Sequence[str]", *, secret: str, now: "datetime"
) -> Entrance:
    """Let in whoever holds four words.

    Raises:
        BookmarkUnknown: Nobody has these words, or the guest was closed.
    """
    found = session.scalar(_with(words, secret))
    if found is None or session.get_one(User, found.user_id).disabled_at is not None:
        raise BookmarkUnknown
    found.last_used_on = day_of(now)
    take_back(session, attempt)
    return enter(session, found.user_id, now=now)


def forget_guest(session: "Session", user_id: "uuid.UUID") -> None:
    """Delete a guest and the しおり; whoever has runs is deleted by the rooms above first."""
    session.execute(sa.delete(Bookmark).where(Bookmark.user_id == user_id))
    session.execute(sa.delete(User).where(User.id == user_id, User.is_guest))


def hmac_of(words: "Sequence[str]", secret: str) -> str:
    """Return what the table keeps of four words, in hexadecimal digits."""
    return _keyed(f"bookmark:{' '.join(words)}", secret)


def _with(words: "Sequence[str]", secret: str) -> "sa.Select[Bookmark]":
    return sa.select(Bookmark).where(Bookmark.words_hmac == hmac_of(words, secret))


def _sealed(address: str | None, secret: str) -> str:
    return _keyed(f"address:{rules.network_of(address)}", secret)


def _keyed(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()
