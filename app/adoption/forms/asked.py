"""What the addresses of lists may ask for."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.adoption.queries import Asked
from app.ui.page import whole_number

LAST_YEAR = 9998


@dataclass(frozen=True, slots=True)
class Address:
    """Which proposals, as the address holds it."""

    asked: Asked

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Address":
        """Read the query string; what means nothing counts as not asked."""
        return cls(
            Asked(
                show=args.get("show", "waiting")[:20] or "waiting",
                department_id=_id_of(args.get("department", "")),
                year=year_of(args),
                page=max(1, whole_number(args.get("page")) or 1),
            )
        )

    def args(self, **changes: object) -> dict[str, Any]:
        """Return it as the address holds it, with changes."""
        told = {
            "show": None if self.asked.is_waiting else self.asked.show,
            "department": self.asked.department_id,
            "year": self.asked.year,
            **changes,
        }
        return {name: value for name, value in told.items() if value}


def year_of(args: Mapping[str, str]) -> int | None:
    """Return the year that an address asks for, if it is one."""
    year = whole_number(args.get("year"))
    return year if year is not None and 2000 <= year <= LAST_YEAR else None  # noqa: PLR2004


def _id_of(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
