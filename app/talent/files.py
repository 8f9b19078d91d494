"""A file of credentials: one a line, each a compact JWS or JSON. Pure."""

MOST_ROWS = 200
LARGEST_FILE = 1024 * 1024
"""Bytes; a credential with both proofs has some eight thousand."""


def lines_of(content: bytes) -> list[bytes]:
    """Return the credentials of a file, in its order, empty lines left out.

    A file that is one JSON document over several lines is that one.
    """
    content = content.removeprefix(b"\xef\xbb\xbf").strip()
    if content.startswith(b"{") and not content.split(b"\n", 1)[0].rstrip().endswith(b"}"):
        return [content]
    return [line.strip() for line in content.splitlines() if line.strip()]
