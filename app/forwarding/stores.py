"""A store elsewhere as a value, and whether one gets into it."""

import enum
import uuid
from base64 import b64encode
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import orjson

from app.forwarding.rules import Edition
from app.wire.errors import NotReached
from app.wire.exchange import Patience, Wire

WHILE_SOMEBODY_WAITS = Patience(step=5, whole=8)
_NO_ENTRY = 401
_FOUND = 200


@dataclass(frozen=True, slots=True)
class Store:
    """A store elsewhere: where it is, how one enters, and over which wire."""

    endpoint: str
    key: str
    secret: str = field(repr=False)
    wire: Wire = field(default_factory=Wire)

    @property
    def authorization(self) -> str:
        """The header, HTTP Basic; UTF-8, where tincan's own would refuse all but ASCII."""
        return "Basic " + b64encode(f"{self.key}:{self.secret}".encode()).decode()


class Finding(enum.StrEnum):
    """What a try to reach a store found."""

    GOOD = "good"
    STRANGE = "strange"
    """It speaks no edition that we speak."""
    NO_STORE = "no_store"
    NO_ENTRY = "no_entry"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Probe:
    """The outcome of a try: what was found, the versions the store names, and a reason."""

    finding: Finding
    versions: tuple[str, ...] = ()
    told: str = ""

    @property
    def editions(self) -> tuple[Edition, ...]:
        """The editions that it speaks and we do; what goes out unchanged first."""
        begins = {Edition.NEW: "2.", Edition.OLD: "1.0"}
        return tuple(
            edition
            for edition, begin in begins.items()
            if any(one.startswith(begin) for one in self.versions)
        )


def probe(store: Store) -> Probe:
    """Ask a store what it is, and whether it knows our key. It is sent and shown no statement.

    The key is tried on a statement that cannot exist: who may not enter gets 401.
    """
    wire = replace(store.wire, patience=WHILE_SOMEBODY_WAITS)
    headers = {"X-Experience-API-Version": "1.0.3", "Authorization": store.authorization}
    nowhere = urlencode({"statementId": str(uuid.uuid4())})
    try:
        about = wire.ask("GET", f"{store.endpoint}about", headers)
        entry = wire.ask("GET", f"{store.endpoint}statements?{nowhere}", headers)
    except NotReached as error:
        return Probe(Finding.AWAY, told=str(error))
    versions = versions_of(about.body) if about.status == _FOUND else ()
    if not versions:
        return Probe(Finding.NO_STORE, told=str(about.status))
    if entry.status == _NO_ENTRY:
        return Probe(Finding.NO_ENTRY, versions)
    found = Probe(Finding.GOOD, versions)
    return found if found.editions else replace(found, finding=Finding.STRANGE)


def versions_of(about: bytes | str) -> tuple[str, ...]:
    """Return the versions that an answer of the about resource names; none if it is no such."""
    try:
        found = orjson.loads(about)["version"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return ()
    return tuple(str(one)[:20] for one in found[:20]) if isinstance(found, list) else ()
