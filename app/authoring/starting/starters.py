"""The starters: folders of course files below ``starters/``, and what pages say of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.catalog.sources.files import read_folder
from app.ui.strings import lazy_gettext as _l

FOLDER: Final = Path(__file__).with_name("starters")


@dataclass(frozen=True, slots=True)
class Starter:
    """A starter in words, and for whom a course from it usually is.

    Attributes:
        title: What it is called.
        about: What is in it, a sentence or two.
        audience: A key of ``catalog.sources.read.AUDIENCES``.
        grades: Of children only.
        asks_more: Whether it has places for all that a new course says (``course_file.filled``).
    """

    title: Any
    about: Any
    audience: str
    grades: tuple[int, ...] = ()
    asks_more: bool = False

    @property
    def is_for_children(self) -> bool:
        """Whether the form asks for grades at once."""
        return bool(self.grades)


STARTERS: Final[Mapping[str, Starter]] = {
    "class": Starter(
        _l("45分の授業"),
        _l(
            "場面と出会う、考えて話し合う、たしかめるの3つのレッスンです。授業の流れと、おうちの人への紙も付きます。"
        ),
        "child",
        (3, 4),
    ),
    "lesson": Starter(
        _l("15分の市民向けレッスン"),
        _l("暮らしの場面から、見るところを3つと、動く順番を学びます。2つのレッスンです。"),
        "citizen",
    ),
    "staff": Starter(
        _l("職員の短い講座"),
        _l("業務の場面、根拠、判断の問題、ふりかえりの1つのレッスンです。10分ほどで終わります。"),
        "staff",
    ),
    "empty": Starter(
        _l("レッスン1つの講座"),
        _l(
            "題と、できるようになることを書けば、あとは本文だけです。プリントやWordの文を貼りつけて始められます。"
        ),
        "child",
        (3, 4),
        asks_more=True,
    ),
}
"""Name of the folder → the starter, in the order of the page."""


def only_lesson(name: str) -> str | None:
    """Return the path of a starter's lesson, where there is but one to write."""
    lessons = [path for path in files_of(name) if path.endswith(".md") and "/" in path]
    return lessons[0] if len(lessons) == 1 else None


def files_of(name: str) -> dict[str, bytes]:
    """Return the files of a starter.

    Raises:
        KeyError: There is no such starter.
    """
    if name not in STARTERS:
        raise KeyError(name)
    return dict(read_folder(FOLDER / name).files)
