"""What the address of the public list may ask for."""

import uuid
from collections.abc import Mapping

from app.catalog.edition import Field
from app.challenges.queries import Wanted
from app.ui.page import whole_number


def wanted_of(args: Mapping[str, str]) -> Wanted:
    """Read the query string; what means nothing counts as not asked."""
    field = args.get("field")
    return Wanted(
        field=field if field in {one.value for one in Field} else None,
        department_id=_id_of(args.get("department", "")),
        year=whole_number(args.get("year")),
    )


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
