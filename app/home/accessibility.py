"""What the page /accessibility says was tested: data of a test run, never more than it holds.

``data/accessibility.json`` is written by ``make accessibility`` from what the browser tests looked
at (tests/browser/accessibility.py) and is committed, so that the page of a running site tells what
was true of its own version. What only people can check stands in ``CHECKS``, and is open until
somebody writes down the day it was done.

The page follows the practice of JIS X 8341-3:2016 for public sites: a policy (target, scope, what
is left out, by when), the result of the test, and whom to tell. It does not say that the site
conforms (準拠): that takes people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

import orjson

from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

DATA: Final = Path(__file__).parent / "data" / "accessibility.json"

GROUPS: Final[Mapping[str, Lazy]] = {
    "home": _l("はじめのページ"),
    "courses": _l("講座をさがすページと、講座のページ"),
    "lessons": _l("レッスンと問題のページ"),
    "own": _l("修了証と、わたしの記録"),
    "entry": _l("登録、続きからはじめるところ、設定"),
    "about": _l("こまったとき、この仕組みについて"),
    "check": _l("証明の確認と、力の枠組み"),
    "work": _l("市の職員と先生のページ"),
}
"""Groups of pages, as people know them, in the order of the page."""

_GROUP_OF: Final[Mapping[str, str]] = {
    "home.home": "home",
    "home.my_data": "own",
    "home.my_run": "own",
    "home": "about",
    "learning.course": "courses",
    "catalog.courses": "courses",
    "learning": "lessons",
    "talent.my_skills": "own",
    "credentials.mine": "own",
    "credentials.credential": "own",
    "credentials": "check",
    "frameworks": "check",
    "identity.people": "work",
    "identity.one_person": "work",
    "identity.invite": "work",
    "identity": "entry",
}
"""An endpoint, or all others of its package → its group; the rest is ``work``."""


RULE_SETS: Final[Mapping[str, str]] = {
    "wcag2a": "WCAG 2.0 A",
    "wcag2aa": "WCAG 2.0 AA",
    "wcag21a": "WCAG 2.1 A",
    "wcag21aa": "WCAG 2.1 AA",
    "wcag22aa": "WCAG 2.2 AA",
    "best-practice": "axe best practices",
}
"""What axe-core calls a set of rules → its name."""


@dataclass(frozen=True, slots=True)
class Check:
    """Something that only people can check; ``done_on`` None: it is open."""

    what: Lazy
    done_on: date | None = None


CHECKS: Final = (
    Check(_l("画面を読み上げるソフトで、日本語で使う（NVDA、VoiceOver、TalkBack）")),
    Check(_l("学校のタブレットと、自分のスマートフォンで使う")),
    Check(_l("人が、キーボードだけで、はじめから終わりまで使う")),
    Check(_l("スマートフォンで、文字を200％にして読む")),
    Check(_l("70歳以上の人と、小学生に使ってもらう")),
    Check(_l("SafariとFirefoxで使う")),
)


@dataclass(frozen=True, slots=True)
class Group:
    """What was looked at in one group of pages.

    Attributes:
        key: A key of ``GROUPS``.
        pages: How many pages; one with an id in its address counts once.
        looks: How many pages × settings.
        violations: Rules that a page broke.
        undecided: Rules that the program could not decide; people have to look.
        fitting: How many pages need no scrolling sideways, whatever the width of the window.
    """

    key: str
    pages: int
    looks: int
    violations: tuple[str, ...]
    undecided: tuple[str, ...]
    fitting: int


@dataclass(frozen=True, slots=True)
class Report:
    """A test run.

    Attributes:
        tested_on: The day.
        engine: What tested: ``axe-core 4.14.1``.
        browser: In what: ``Chromium 156.0``.
        rules: The sets of rules.
        widths: The widths of the window in which pages were tried, in CSS pixels.
        settings: How many combinations of display settings were met at all.
        groups: By ``GROUPS``.
    """

    tested_on: date
    engine: str
    browser: str
    rules: tuple[str, ...]
    widths: tuple[int, ...]
    settings: int
    groups: tuple[Group, ...]

    @property
    def pages(self) -> int:
        """How many pages were looked at."""
        return sum(group.pages for group in self.groups)

    @property
    def looks(self) -> int:
        """How many pages × settings were looked at."""
        return sum(group.looks for group in self.groups)

    @property
    def fitting(self) -> int:
        """How many pages need no scrolling sideways, whatever the width of the window."""
        return sum(group.fitting for group in self.groups)

    @property
    def violations(self) -> int:
        """How many rules were broken, counted by group."""
        return sum(len(group.violations) for group in self.groups)


def group_of(endpoint: str) -> str:
    """Return the group of the page that an endpoint shows."""
    package = endpoint.partition(".")[0]
    return _GROUP_OF.get(endpoint) or _GROUP_OF.get(package, "work")


@lru_cache(maxsize=2)
def report(path: Path = DATA) -> Report:
    """Read a test run; once a process."""
    data = orjson.loads(path.read_bytes())
    groups = tuple(
        Group(
            key,
            len(found["pages"]),
            sum(len(settings) for settings in found["pages"].values()),
            tuple(found["violations"]),
            tuple(found["undecided"]),
            len(found["fitting"]),
        )
        for key, found in data["groups"].items()
    )
    settings = {
        one
        for found in data["groups"].values()
        for each in found["pages"].values()
        for one in each
    }
    return Report(
        date.fromisoformat(data["tested_on"]),
        data["engine"],
        data["browser"],
        tuple(RULE_SETS[name] for name in data["rules"]),
        tuple(data["widths"]),
        len(settings),
        groups,
    )
