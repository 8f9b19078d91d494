"""What the address of a page may ask for. A value that means nothing counts as not asked."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.frameworks import queries as frameworks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.frameworks.models import FrameworkItem

DEFAULT_FRAMEWORK = "dss-l@1.2"


@dataclass(frozen=True, slots=True)
class MatrixAddress:
    """The filters of the matrix and the cell that is open, as its address holds them."""

    framework: str = DEFAULT_FRAMEWORK
    department: uuid.UUID | None = None
    minimum: int = 1
    page: int = 1
    person: uuid.UUID | None = None
    item: "FrameworkItem | None" = None

    @classmethod
    def read(cls, args: "Mapping[str, str]") -> "MatrixAddress":
        """Read the query string."""
        framework = args.get("framework", DEFAULT_FRAMEWORK)
        if framework not in frameworks.framework_refs():
            framework = DEFAULT_FRAMEWORK
        return cls(
            framework=framework,
            department=_uuid(args.get("department")),
            minimum=_number(args.get("min")),
            page=_number(args.get("page")),
            person=_uuid(args.get("person")),
            item=frameworks.find_item(f"{framework}/{args.get('item', '')}"),
        )

    def filters(self) -> dict[str, str]:
        """Return the filters as query arguments, without page and open cell; defaults left out."""
        given = {
            "framework": self.framework if self.framework != DEFAULT_FRAMEWORK else "",
            "department": str(self.department or ""),
            "min": str(self.minimum) if self.minimum > 1 else "",
        }
        return {name: value for name, value in given.items() if value}


def item_asked(args: "Mapping[str, str]") -> "FrameworkItem | None":
    """Return the item that ``?item=dss-l@1.2/T5`` names, if any."""
    return frameworks.find_item(args.get("item", ""))


def _uuid(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1  # noqa: PLR2004  no list is longer
