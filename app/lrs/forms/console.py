"""What the address of the console may ask for. A value that means nothing counts as not asked."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import url_for

from app.ui.page import whole_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 200
"""Characters of a search text; IRIs may be longer."""
_LONGEST_IRI = 2000
_KEY_DIGITS = 16


@dataclass(frozen=True, slots=True)
class RecordAddress:
    """The filters of the console and the page that is open, as its address holds them.

    Attributes:
        who: The beginning of a name, a reading or a login.
        person: A person's id.
        stranger: The key of an actor nobody here knows.
        verb: A verb's IRI.
        what: A part of an activity's name or IRI.
        activity: An activity's IRI.
        since: First day of storing, in Japan.
        until: Last day of storing; never before ``since``.
        is_oldest_first: The order.
        before: The place that the page ends before.
        after: The place that the page begins after.
    """

    who: str = ""
    person: uuid.UUID | None = None
    stranger: int | None = None
    verb: str = ""
    what: str = ""
    activity: str = ""
    since: date | None = None
    until: date | None = None
    is_oldest_first: bool = False
    before: int | None = None
    after: int | None = None

    @classmethod
    def read(cls, args: "Mapping[str, str]") -> "RecordAddress":
        """Read the query string; days in the wrong order are turned around."""
        since, until = _day(args.get("from")), _day(args.get("to"))
        if since and until and until < since:
            since, until = until, since
        person, before = _uuid(args.get("person")), whole_number(args.get("before"))
        return cls(
            who="" if person else _text(args.get("who"), _LONGEST),
            person=person,
            stranger=None if person else _key(args.get("agent")),
            verb=_text(args.get("verb"), _LONGEST_IRI),
            what="" if args.get("activity") else _text(args.get("what"), _LONGEST),
            activity=_text(args.get("activity"), _LONGEST_IRI),
            since=since,
            until=until,
            is_oldest_first=args.get("order") == "old",
            before=before,
            after=None if before is not None else whole_number(args.get("after")),
        )

    @property
    def filters(self) -> dict[str, str]:
        """Everything but the page, as query arguments; what is not asked is left out."""
        given = {
            "who": self.who,
            "person": str(self.person or ""),
            "agent": "" if self.stranger is None else f"{self.stranger:0{_KEY_DIGITS}x}",
            "verb": self.verb,
            "what": self.what,
            "activity": self.activity,
            "from": "" if self.since is None else self.since.isoformat(),
            "to": "" if self.until is None else self.until.isoformat(),
            "order": "old" if self.is_oldest_first else "",
        }
        return {name: value for name, value in given.items() if value}

    @property
    def is_narrow(self) -> bool:
        """Whether it asks for some statements and not for all."""
        return bool(self.filters.keys() - {"order"})

    def here(self, **changes: object) -> str:
        """Return the address with some arguments changed, on the first page; None drops one."""
        changed: dict[str, Any] = {**self.filters, **changes}
        kept = {name: value for name, value in changed.items() if value is not None}
        return url_for("records.search", **kept)


def _text(value: str | None, longest: int) -> str:
    return " ".join((value or "").replace("\0", " ").split())[:longest]


def _day(value: str | None) -> date | None:
    try:
        found = date.fromisoformat(value or "")
    except ValueError:
        return None
    return found if date(1970, 1, 1) < found < date(9000, 1, 1) else None


def _uuid(value: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(value or "")
    except ValueError:
        return None


def _key(value: str | None) -> int | None:
    try:
        found = int(value or "", 16)
    except ValueError:
        return None
    return found if 0 <= found < 2**63 else None
