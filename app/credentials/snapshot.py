"""What a verification in another process needs to know of us, as plain JSON. Light."""

from typing import Any

from app.credentials import status

Json = dict[str, Any]


class SnapshotResolver:
    """Answers from a snapshot that was taken in another process."""

    def __init__(self, taken: Json) -> None:
        """Keep what ``queries.trust.snapshot`` returned."""
        self._taken = taken

    def issuer(self, issuer_id: str) -> Json | None:
        """Return the issuer's document, or None."""
        found: Json | None = self._taken["issuers"].get(issuer_id)
        return found

    def status_list(self, url: str) -> status.StatusList | None:
        """Return the list as it was when the snapshot was taken."""
        entry = self._taken["lists"].get(url)
        bits = None if entry is None else status.decode(entry["bits"])
        return None if bits is None else status.StatusList(entry["issuer"], status.PURPOSE, bits)
