"""Changes of ``course.toml`` that leave all else in it as it was. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import tomlkit
from tomlkit.exceptions import TOMLKitError

_A_YEAR: Final = timedelta(days=365)
_MARK: Final = "\ufeff"


class Unreadable(ValueError):
    """The file is no TOML, so nothing can be changed in it; it is to be mended first."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a new course says of itself.

    Attributes:
        title: With ruby notation, as all that people write.
        audience: A key of ``catalog.sources.read.AUDIENCES``.
        grades: Of children only.
        field: A key of ``catalog.sources.read.FIELDS``.
        author: (name, kind) of the organization that makes it, or None.
    """

    title: str
    audience: str
    grades: tuple[int, ...]
    field: str
    author: tuple[str, str] | None = None


def begun(data: bytes, head: Head, *, today: date) -> bytes:
    """Return the ``course.toml`` of a starter with the head of a new course."""
    course = _read(data)
    course["title"] = head.title
    course["audience"] = head.audience
    course["field"] = head.field
    course["reviewed_on"] = today
    course["review_by"] = today + _A_YEAR
    course.pop("grades", None)
    if head.grades:
        course["grades"] = list(head.grades)
    if head.author:
        name, kind = head.author
        course["credits"] = [f"文と問題：{name}"]
        course["author"] = tomlkit.table().add("name", name).add("kind", kind)
    return _written(course, data)


def renamed(data: bytes, title: str) -> bytes:
    """Return a ``course.toml`` with another title.

    Raises:
        Unreadable: It is no TOML.
    """
    course = _read(data)
    course["title"] = title
    return _written(course, data)


def credited(data: bytes, lines: Sequence[str]) -> bytes:
    """Return a ``course.toml`` with more credits, each once; the same bytes when none is new.

    Raises:
        Unreadable: It is no TOML, or its credits are no list.
    """
    course = _read(data)
    known = course.setdefault("credits", tomlkit.array())
    if not isinstance(known, list):
        raise Unreadable("credits")
    new = [line for line in dict.fromkeys(lines) if line not in known]
    if not new:
        return data
    for line in new:
        known.append(line)
    return _written(course, data)


def _read(data: bytes) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, TOMLKitError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _written(course: tomlkit.TOMLDocument, before: bytes) -> bytes:
    """Write the file with the byte order mark and the line ends that it had."""
    text, was = tomlkit.dumps(course), before.decode()
    if was.count("\n") == was.count("\r\n"):
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return ((_MARK if was.startswith(_MARK) else "") + text).encode()
