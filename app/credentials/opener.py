"""The process that opens one file: bytes in, what was found as JSON out, limits on everything.

Run by ``sandbox`` as ``python -m app.credentials.opener``. It opens no database and no socket.
"""

import json
import resource
import sys

from app.credentials.extracting import extract

CPU_SECONDS = 4
MEMORY_BYTES = 1024**3


def main() -> None:
    """Read a file from standard input, and write what it holds to standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    found = extract(sys.stdin.buffer.read())
    document = None if found.document is None else found.document.decode(errors="replace")
    json.dump({"kind": found.kind, "document": document, "codes": found.codes}, sys.stdout)


if __name__ == "__main__":
    main()
