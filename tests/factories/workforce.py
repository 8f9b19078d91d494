"""Role profiles for tests; a test names only what it is about."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from app.workforce.rules import Membership
from app.workforce.service import profiles
from app.workforce.service.profiles import Description
from tests.factories.identity import APRIL, NOW

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session

    from app.identity.models import User
    from app.workforce.models import RoleProfile

T5, H3 = "dss-l@1.2/T5", "dss-l@1.2/H3"


def told(
    needs: Mapping[str, int] | None = None,
    *,
    name: str = "窓口職員",
    holds_from: date = APRIL,
    membership: Membership | None = None,
    people: "Iterable[User]" = (),
) -> Description:
    """Describe a role that asks T5 at level 2 of everybody, unless said otherwise."""
    listed = tuple(one.id for one in people)
    if membership is None:
        membership = Membership(everyone=not listed)
    wanted = {T5: 2} if needs is None else needs
    return Description(name, "窓口で使う", holds_from, membership, listed, tuple(wanted.items()))


def a_profile(
    session: "Session", described: Description | None = None, *, by: uuid.UUID
) -> "RoleProfile":
    """Make a role profile."""
    return profiles.describe(session, described or told(), by=by, now=NOW)
