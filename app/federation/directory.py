"""What providers say of themselves and their keys, kept for an hour in this process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.federation.errors import KeyUnknown
from app.federation.oidc import Json, Metadata, discover, keys_of
from app.wire.exchange import Wire

LIVES_SECONDS = 3600
AGAIN_AFTER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """One provider, as it was when it was asked: seconds since the epoch."""

    metadata: Metadata
    keys: Json
    asked_at: float

    @property
    def key_count(self) -> int:
        """How many keys there are."""
        return len(self.keys["keys"])


class Directory:
    """Metadata and keys by issuer; asking twice at once does no harm."""

    def __init__(self) -> None:
        self._kept: dict[str, Entry] = {}

    def of(self, wire: Wire, issuer: str, *, now: datetime) -> Entry:
        """Return a provider, asked for if what is known is older than an hour.

        Raises:
            ProviderFault: It is none.
            NotReached: No answer came.
        """
        kept = self._kept.get(issuer)
        if kept is None or now.timestamp() - kept.asked_at > LIVES_SECONDS:
            kept = self.ask(wire, issuer, now=now)
        return kept

    def ask(self, wire: Wire, issuer: str, *, now: datetime) -> Entry:
        """Ask a provider now, and keep what it says."""
        metadata = discover(wire, issuer)
        kept = Entry(metadata, keys_of(wire, metadata), now.timestamp())
        self._kept[issuer] = kept
        return kept

    def judge(
        self, wire: Wire, issuer: str, judged: Callable[[Json], Json], *, now: datetime
    ) -> Json:
        """Judge a token by the kept keys, and once by newer ones if its key is not among them.

        Newer ones are asked for once a minute at most, whoever sends tokens.
        """
        kept = self.of(wire, issuer, now=now)
        try:
            return judged(kept.keys)
        except KeyUnknown:
            if now.timestamp() - kept.asked_at < AGAIN_AFTER_SECONDS:
                raise
        return judged(self.ask(wire, issuer, now=now).keys)
