"""What the people of the city, and devices in it, have and show: links, cards, letters, keys."""

import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from app import clock
from app.audit import service as audit
from app.classes.cards.service import make_cards, make_qr_tokens, open_door
from app.classes.models import Enrollment
from app.consents.models import GuardianLetter
from app.consents.rules import Relation
from app.consents.service import establish_by_letter, issue_letters
from app.credentials.models import Credential
from app.credentials.service.sharing import share_credential
from app.identity import queries as identity
from app.identity.factors.models import Passkey
from app.identity.models import User
from app.identity.service import issue_reset_link
from app.talent.models import Look
from app.talent.service import note_look
from tests.factories.factors import an_app
from tests.factories.identity import NOW, TODAY

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.config import Settings


def tokens(session: "Session", who: Mapping[str, User], settings: "Settings") -> dict[str, str]:
    """Give out a link to a credential, a letter, a card and a link for a password; return them."""
    clerk, child, teacher = who["clerk"], who["own child"], who["teacher"]
    credential = session.scalars(sa.select(Credential).filter_by(user_id=clerk.id)).one()
    home = session.scalars(sa.select(Enrollment.class_id).filter_by(user_id=child.id)).one()
    key = settings.secret_key
    make_cards(session, home, by=teacher.id, now=NOW, secret_key=key)
    holder = identity.person(session, clerk.id, on=TODAY)
    return {
        "share": share_credential(session, credential, holder=holder, now=NOW),
        "letter": issue_letters(
            session, [child.id], by=clerk.id, secret=settings.secret_key, now=clock.now()
        )[0].token,
        "card": make_qr_tokens(session, [child.id], by=teacher.id, now=NOW)[child.id],
        "reset": issue_reset_link(session, clerk.id, now=clock.now()).token,
    }


def open_class(
    session: "Session", settings: "Settings", room: Mapping[str, str], teacher: User
) -> dict[str, Any]:
    """Open the door of a class; return what a device's session holds when its code was given."""
    door = open_door(
        session,
        uuid.UUID(room["class_id"]),
        by=teacher.id,
        address=None,
        now=clock.now(),
        secret_key=settings.secret_key,
        is_meant=True,
    )
    session.flush()
    return {"class_door": str(door.id)}


def shown_letter(session: "Session") -> dict[str, Any]:
    """Let somebody without an account have a child by a letter, and have just shown it again."""
    letter, now = session.scalars(sa.select(GuardianLetter)).one(), clock.now()
    tie_id = establish_by_letter(session, letter, Relation.FATHER, user_id=None, now=now)
    at = int(now.timestamp())
    return {"letter": [str(letter.id), at], "family": [str(tie_id)], "family_since": at}


def give_factors(session: "Session", user: User) -> None:
    """Let somebody have a passkey, and an app."""
    passkey = Passkey(
        user_id=user.id,
        credential_id=str(user.id),
        public_key="",
        sign_count=0,
        transports=[],
        is_synced=False,
        name="スマホ",
        created_on=TODAY,
    )
    session.add(passkey)
    an_app(session, user)


def look_around(session: "Session", who: Mapping[str, User], clerks: Iterable[str]) -> None:
    """Let the city have looked at everybody's account, and HR at the clerks' skills."""
    for name, user in who.items():
        audit.record_look(session, "account", now=NOW, by=who["city"].id, subject=user.id)
        if name in clerks:
            note_look(session, who["hr"].id, user.id, Look.SHEET, now=NOW)
