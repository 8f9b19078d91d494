"""What stood on a day that is past; of figures that are printed again."""

from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.talent.models import SkillAttestation
from app.talent.queries.standings import stands_on
from app.talent.rules import State

if TYPE_CHECKING:
    from datetime import date


def stood_on(on: "date", *, today: "date") -> sa.ColumnElement[bool]:
    """Return the condition that an attestation counted on ``on``, by what is dated of it.

    What fell later stood then; what was attested later did not. For today and later it is
    ``stands_on``, which the index of the matrix answers alone.
    """
    if on >= today:
        return stands_on(on)
    return sa.and_(
        SkillAttestation.attested_on <= on,
        sa.or_(SkillAttestation.expires_on.is_(None), SkillAttestation.expires_on >= on),
        sa.or_(
            SkillAttestation.state != State.REVOKED,
            SkillAttestation.state_changed_on > on,
        ),
    )
