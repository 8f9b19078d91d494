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
        can_do: What one can do afterwards, as a sentence that ends in 「…できる」; may be empty.
        source: What it is made from, by name; one of ``OWN_WORK`` for nothing, and may be empty.
    """

    title: str
    audience: str
    grades: tuple[int, ...]
    field: str
    author: tuple[str, str] | None = None
    can_do: str = ""
    source: str = ""


TITLE: Final = "［題］"
CAN_DO: Final = "［できること］"
SOURCE: Final = "［資料］"
PUBLISHER: Final = "［資料を出したところ］"
"""Where a starter takes over what was said of the new course, always within a string of TOML."""

OWN_WORK: Final = ("自作", "own work")

_UNSAID: Final = "［書く：できるようになること。「〜できる」の形で］"
_NO_SOURCE: Final = "［書く：もとにした資料の名前］"
_NO_PUBLISHER: Final = "［書く：その資料を出したところ］"


def filled(data: bytes, head: Head) -> bytes:
    """Return a text file of a starter with what was said of the course put in."""
    title, publisher = head.source or _NO_SOURCE, _NO_PUBLISHER
    if title.lower() in OWN_WORK:
        title, publisher = "自作の教材", head.author[0] if head.author else "この講座の作者"
    filling = {
        TITLE: head.title,
        CAN_DO: head.can_do.strip().rstrip("。") or _UNSAID,
        SOURCE: title,
        PUBLISHER: publisher,
    }
    text = data.decode()
    for sign, said in filling.items():
        text = text.replace(sign, said.replace("\\", "\\\\").replace('"', '\\"'))
    return text.encode()


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
