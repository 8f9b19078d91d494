"""The order of lessons and modules, which is the number before their names. Pure."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from app.authoring.rules.operations import Renamed
from app.i18n.notation import plain

_NUMBERED: Final = re.compile(r"(\d+)-(.+)", re.DOTALL)
_STEP: Final = 10
_WIDTH: Final = 3

_TITLE: Final = re.compile(
    r"""^(title[ \t]*=[ \t]*)("(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*')""", re.MULTILINE
)


def next_name(names: Iterable[str], rest: str) -> str:
    """Return a name that comes after all others: ``030-rest`` after ``020-…``.

    Args:
        names: Of the files or folders beside it.
        rest: What follows the number.
    """
    numbers = [m.group(1) for name in names if (m := _NUMBERED.fullmatch(name))]
    last = max(map(int, numbers), default=0)
    width = max(map(len, numbers), default=_WIDTH)
    return f"{(last // _STEP + 1) * _STEP:0{width}}-{rest}"


def swapped(one: str, other: str) -> tuple[str, str]:
    """Return two names with their numbers exchanged.

    Raises:
        ValueError: One of them has no number.
    """
    first, second = _NUMBERED.fullmatch(one), _NUMBERED.fullmatch(other)
    if first is None or second is None:
        raise ValueError("only what has a number has a place")
    return f"{second.group(1)}-{first.group(2)}", f"{first.group(1)}-{second.group(2)}"


def placed(names: Sequence[str], name: str, at: int) -> list[str]:
    """Return what all are called once one of them stands at a place.

    Its own number stays where that is enough, or it gets one between those of its neighbors; where
    there is no room for any, all are counted anew.

    Args:
        names: Those that it comes among, in order, without itself.
        name: Its own.
        at: How many of them come before it.

    Returns:
        The names of those in their order, and at the end its own.
    """
    numbers = [_number(one) for one in names]
    low = numbers[at - 1] if at else 0
    high = numbers[at] if at < len(names) else None
    width = max(map(_width, (*names, name)))
    if low < _number(name) and (high is None or _number(name) < high):
        return [*names, name]
    if high is None or high - low > 1:
        number = (low // _STEP + 1) * _STEP if high is None else (low + high) // 2
        return [*names, f"{number:0{width}}-{rest_of(name)}"]
    places = [*range(at), *range(at + 1, len(names) + 1), at]
    return [
        f"{(place + 1) * _STEP:0{width}}-{rest_of(one)}"
        for place, one in zip(places, (*names, name), strict=True)
    ]


def _number(name: str) -> int:
    match = _NUMBERED.fullmatch(name)
    return int(match.group(1)) if match else 0


def _width(name: str) -> int:
    match = _NUMBERED.fullmatch(name)
    return len(match.group(1)) if match else _WIDTH


def rest_of(name: str) -> str:
    """Return a name without its number."""
    match = _NUMBERED.fullmatch(name)
    return match.group(2) if match else name


def folder_renamed(paths: Iterable[str], folder: str, to: str) -> list[Renamed]:
    """Return what gives a folder another name: each of its files another path."""
    if folder == to:
        return []
    inside = sorted(path for path in paths if path.startswith(f"{folder}/"))
    return [Renamed(path, to + path.removeprefix(folder)) for path in inside]


def title_in(text: str) -> str:
    """Return the title that TOML gives, as readers see it; "" when it has none on one line."""
    found = _TITLE.search(text)
    return plain(found.group(2)[1:-1]) if found else ""


def retitled(text: str, title: str) -> str | None:
    """Return TOML with another title, every other character as it was.

    None when it has no title on one line.
    """
    escaped = re.sub(r"[\x00-\x1f\x7f]", " ", title).replace("\\", "\\\\").replace('"', '\\"')
    if not _TITLE.search(text):
        return None
    return _TITLE.sub(lambda match: f'{match.group(1)}"{escaped}"', text, count=1)
