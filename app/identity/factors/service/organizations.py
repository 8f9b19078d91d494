"""What organizations say of second factors."""

import uuid
from typing import TYPE_CHECKING

from app.audit import service as audit
from app.identity.factors.models import FactorRule

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


def say_rule(
    session: "Session",
    organization_id: uuid.UUID,
    *,
    is_required: bool | None,
    by: uuid.UUID,
    now: "datetime",
    acting_as: uuid.UUID | None = None,
) -> None:
    """Keep what an organization says; None lets the one above it say.

    What it says already is kept as it is, and not noted.
    """
    kept = session.get(FactorRule, organization_id)
    if (None if kept is None else kept.is_required) == is_required:
        return
    if kept is not None:
        session.delete(kept)
        session.flush()
    if is_required is not None:
        session.add(
            FactorRule(
                organization_id=organization_id,
                is_required=is_required,
                changed_at=now,
                changed_by_id=by,
            )
        )
        session.flush()
    audit.record(
        session,
        "factor.rule_changed",
        now=now,
        by=by,
        acting_as=acting_as,
        subject=organization_id,
        details={"is_required": is_required},
    )
