"""Guardians, letters and answers for tests."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.consents import rules, service
from app.consents.models import Guardianship
from app.consents.queries import current_texts
from app.consents.rules import How, Purpose, Relation, Said
from tests.factories.identity import APRIL, NOW, a_user, an_administrator

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.consents.service import IssuedLetter
    from app.identity.models import User

SECRET = "a secret for tests only, long enough"
"""That of ``tests.conftest.settings_for``."""


def a_letter(
    session: "Session",
    child: "User",
    *,
    relation: Relation | None = None,
    by: "User | None" = None,
    now: "datetime" = NOW,
) -> "IssuedLetter":
    """Make a child's letter."""
    by = by or an_administrator(session)
    (issued,) = service.issue_letters(
        session, [child.id], by=by.id, secret=SECRET, now=now, relation=relation
    )
    return issued


def a_guardian(
    session: "Session",
    child: "User",
    relation: Relation = Relation.MOTHER,
    *,
    user: "User | None" = None,
) -> Guardianship:
    """Make a guardian with an account."""
    user = user or a_user(session, given_name="はるか", given_kana="ハルカ")
    return service.establish_for_account(session, user.id, child.id, relation, starts_on=APRIL)


def an_answer(
    session: "Session",
    tie: Guardianship,
    said: Said = Said.AGREED,
    purpose: Purpose = Purpose.PHOTO,
    *,
    now: "datetime" = NOW,
) -> None:
    """Let a guardian answer the text of today."""
    number = current_texts(session)[purpose].text.number
    assert service.answer(
        session,
        tie.child_id,
        purpose,
        said,
        tie_id=tie.id,
        how=How.ACCOUNT,
        seen=number,
        now=now,
    )


def ties(session: "Session", child_id: "uuid.UUID") -> list[Guardianship]:
    """Return the guardianships of a child."""
    return list(session.scalars(sa.select(Guardianship).filter_by(child_id=child_id)))


def the_code(letter: "IssuedLetter") -> str:
    """Return the code as it is printed."""
    return rules.shown_code(letter.code)
