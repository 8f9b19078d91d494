"""Who calls: a client as it stood when its secret or token was checked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.clients import rules

if TYPE_CHECKING:
    import uuid

    from app.db import Json


@dataclass(frozen=True, slots=True)
class Caller:
    """A client that proved who it is.

    Attributes:
        id: The client's row.
        key: Its public name in the protocol.
        name: Its name for people.
        scopes: What it may do now; a token may carry fewer than the client has.
        reports_on: Beginnings of activity IRIs on which its statements count towards progress.
        origins: Origins of web pages that may call in its name.
        per_minute: Requests a minute, all processes together.
    """

    id: "uuid.UUID"
    key: str
    name: str
    scopes: frozenset[str]
    reports_on: tuple[str, ...]
    origins: frozenset[str]
    per_minute: int

    def may(self, *scopes: str) -> bool:
        """Say whether one of ``scopes`` is the caller's, or contained in one that is.

        ``all`` contains everything, ``all/read`` all reading of statements, and
        ``statements/read`` the reading of one's own. Where ``all/read`` opens something besides
        (reading a state or a profile), the asking side names it.

        Source:
            xAPI 1.0.3, Communication 4.2, "OAuth Authorization Scope".
        """
        return not rules.contained_in(self.scopes).isdisjoint(scopes)

    def authority(self, home_page: str) -> "Json":
        """Return the xAPI Agent that vouches for what the caller sends.

        Args:
            home_page: The installation's own, as in every actor.
        """
        account = {"homePage": home_page, "name": f"client:{self.key}"}
        return {"objectType": "Agent", "name": self.name, "account": account}

    def reports(self, activity: str) -> bool:
        """Say whether its statements on ``activity`` (an IRI) count towards progress.

        A beginning ends where a part of the IRI ends, so that ``…/safe`` does not open
        ``…/safety``.
        """
        return any(rules.is_within(activity, beginning) for beginning in self.reports_on)
