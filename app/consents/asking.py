"""Who is asking, on the pages of guardians: an account, or letters that this device has shown.

The session of a guardian without an account holds the guardianships whose letters and codes were
shown on the device, for 90 days; whether each still shows its child is asked on every page.
"""

import uuid
from datetime import timedelta
from typing import Final

import sqlalchemy as sa
from flask import session

from app import clock
from app.consents.models import Guardianship
from app.consents.rules import How
from app.identity.login import visitor

KEPT_FOR: Final = timedelta(days=90)
CONFIRMED_WITHIN: Final = timedelta(minutes=15)


def account() -> uuid.UUID | None:
    """Return the account of who asks, if they are signed in and no guest."""
    who = visitor()
    return None if who is None or who.is_guest else who.id


def is_child() -> bool:
    """Whether a pupil is signed in: a letter is for grown-ups."""
    who = visitor()
    return who is not None and who.is_minor


def whose() -> sa.ColumnElement[bool]:
    """Return the clause of the guardianships of who asks; of nobody's for a stranger."""
    user_id = account()
    if user_id is not None:
        return Guardianship.guardian_user_id == user_id
    return Guardianship.id.in_(_shown())


def how() -> How:
    """Return how it is known who asks."""
    return How.LETTER if account() is None else How.ACCOUNT


def shown_any() -> uuid.UUID | None:
    """Return a guardianship shown on this device, or the account: somebody who has come in."""
    return account() or next(iter(_shown()), None)


def open_letter(letter_id: uuid.UUID) -> None:
    """Remember that the code of a letter was shown; to be confirmed within 15 minutes."""
    session["letter"] = [str(letter_id), int(clock.now().timestamp())]


def opened_letter() -> uuid.UUID | None:
    """Return the letter whose code was shown just now."""
    found = session.get("letter")
    if found is None or clock.now().timestamp() - found[1] > CONFIRMED_WITHIN.total_seconds():
        return None
    return uuid.UUID(found[0])


def come_in(tie_id: uuid.UUID) -> None:
    """Remember a guardianship on this device; an account needs no memory."""
    session.pop("letter", None)
    if account() is None:
        session["family"] = list(dict.fromkeys([*map(str, _shown()), str(tie_id)]))
        session["family_since"] = int(clock.now().timestamp())
        session.permanent = True


def leave() -> None:
    """Forget every guardianship on this device."""
    for name in ("letter", "family", "family_since"):
        session.pop(name, None)


def _shown() -> list[uuid.UUID]:
    since = float(session.get("family_since", 0))
    if clock.now().timestamp() - since > KEPT_FOR.total_seconds():
        return []
    return [uuid.UUID(one) for one in session.get("family", ())]
