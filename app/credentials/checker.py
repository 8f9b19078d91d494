"""The process that checks one document: JSON in, the verdict's JSON out, limits on everything.

Run by ``sandbox`` as ``python -m app.credentials.checker``. It opens no file of ours but the
pinned contexts, no database and no socket.
"""

import json
import resource
import sys
from datetime import datetime

from app.credentials import proofs
from app.credentials.snapshot import SnapshotResolver
from app.credentials.verify import verify

CPU_SECONDS = 3
MEMORY_BYTES = 1024**3


def main() -> None:
    """Read what to check from standard input, and write what was found to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.load(sys.stdin)
    found = verify(
        asked["document"],
        SnapshotResolver(asked["snapshot"]),
        now=datetime.fromisoformat(asked["now"]),
        check_proof=proofs.is_intact,
    )
    json.dump({**found.as_json(), "credential": found.credential}, sys.stdout)


if __name__ == "__main__":
    main()
