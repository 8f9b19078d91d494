"""Whose things a course shows, written into its ``course.toml``. Pure."""

import tomllib
from contextlib import suppress

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array


def credited(data: bytes, line: str) -> bytes:
    """Return ``course.toml`` with one more line of credits; everything else stays as it is.

    A line that is there already is not written twice. A file that cannot be read stays as it is:
    that it cannot be read is told where all faults are.

    Args:
        data: The file.
        line: What to say; "" says nothing.
    """
    with suppress(TOMLKitError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        text = data.decode()
        document = tomlkit.parse(text)
        known = document.get("credits")
        if not line or not isinstance(known, Array) or line in known.unwrap():
            return data
        known.append(line)
        written = document.as_string()
        wanted = tomllib.loads(text) | {"credits": known.unwrap()}
        return written.encode() if tomllib.loads(written) == wanted else data
    return data
