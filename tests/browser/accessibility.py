"""What the browser tests looked at with axe: kept in a run, summed up for /accessibility.

``checks.axe`` notes every page it looks at; at its end a worker tells its notes to the session,
which writes them to ``KEPT``.
Run as ``python -m tests.browser.accessibility`` (``make accessibility`` does, after the browser
tests), it sums them up in the file the page is made from. The summary names no instant and no
count of looks, so that it changes only when pages, settings or results do.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule

from app.home.accessibility import DATA, GROUPS, group_of

ROOT = Path(__file__).resolve().parent.parent.parent
KEPT = ROOT / ".make" / "test" / "accessibility.json"
ROUTES = ROOT / "tests" / "architecture" / "routes.txt"
JST = timezone(timedelta(hours=9))

SETTINGS = """
() => {
  const html = document.documentElement;
  const { audience, ruby, spaced, ...rest } = html.dataset;
  const flags = [ruby === undefined ? '' : 'ruby', spaced === undefined ? '' : 'spaced'];
  return [audience, html.lang, ...flags,
    ...Object.keys(rest).sort().map((name) => `${name}-${rest[name]}`)].filter(Boolean).join(' ');
}
"""
"""The display settings as the page itself states them: ``child ja ruby size-xl``."""


@dataclass(frozen=True, slots=True)
class Look:
    """One look at one page: its address, the settings, and the rules that were broken or open."""

    path: str
    settings: str
    violations: tuple[str, ...]
    undecided: tuple[str, ...]


@dataclass
class Notes:
    """What a run has looked at so far."""

    engine: str = ""
    browser: str = ""
    rules: list[str] = field(default_factory=list)
    widths: tuple[int, ...] = ()
    fitting: set[str] = field(default_factory=set)
    looks: list[Look] = field(default_factory=list)

    def note(self, page: Page, result: dict[str, Any], rules: list[str]) -> None:
        """Keep what axe found on ``page``."""
        browser = page.context.browser
        self.engine = f"{result['testEngine']['name']} {result['testEngine']['version']}"
        self.browser = f"Chromium {browser.version}" if browser else ""
        self.rules = rules
        violations, undecided = (
            tuple(sorted({one["id"] for one in result[kind]}))
            for kind in ("violations", "incomplete")
        )
        settings: str = page.evaluate(SETTINGS)
        self.looks.append(Look(urlsplit(page.url).path, settings, violations, undecided))

    def fits(self, page: Page, widths: tuple[int, ...]) -> None:
        """Keep that ``page`` needs no scrolling sideways in windows of ``widths``."""
        self.widths = widths
        self.fitting.add(urlsplit(page.url).path)

    def told(self) -> dict[str, Any]:
        """Return the notes in JSON's types, as a worker tells them to the run it works for."""
        return {**asdict(self), "fitting": sorted(self.fitting)}

    def add(self, told: dict[str, Any]) -> None:
        """Add what a worker has told."""
        if not told["looks"]:
            return
        self.engine, self.browser, self.rules = told["engine"], told["browser"], told["rules"]
        self.widths = told["widths"] or self.widths
        self.fitting |= set(told["fitting"])
        self.looks += [Look(**look) for look in told["looks"]]

    def write(self) -> None:
        """Write the notes down, if there are any."""
        if not self.looks:
            return
        KEPT.parent.mkdir(parents=True, exist_ok=True)
        today = datetime.now(UTC).astimezone(JST).date()
        told = {**self.told(), "tested_on": today.isoformat()}
        KEPT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


NOTES = Notes()


class Addresses:
    """The addresses of the site, to tell which page an address is: ``/courses/<slug>``."""

    def __init__(self, listed: str) -> None:
        """Read the list that a test keeps true to the application."""
        lines = [line.split("  ") for line in listed.splitlines() if not line.startswith("#")]
        self.endpoints = {rule: endpoint for rule, _, endpoint in lines}
        self._map = Map([Rule(rule, endpoint=rule) for rule in self.endpoints])

    def rule(self, path: str) -> str | None:
        """Return the rule that a path falls under; None for one that is no page of the site."""
        try:
            found: str = self._map.bind("localhost").match(path)[0]
        except (HTTPException, RequestRedirect):
            return None
        return found


def summary(told: dict[str, Any], addresses: Addresses) -> dict[str, Any]:
    """Sum up a run's notes by groups of pages.

    Args:
        told: The notes, as ``Notes.write`` leaves them.
        addresses: The site's addresses.
    """
    groups: dict[str, Any] = {
        key: {"pages": {}, "violations": {}, "undecided": {}, "fitting": set()} for key in GROUPS
    }
    for look in told["looks"]:
        page = addresses.rule(look["path"])
        if page is None:  # a page that says there is no such page
            continue
        group = groups[group_of(addresses.endpoints[page])]
        group["pages"].setdefault(page, set()).add(look["settings"])
        for kind in ("violations", "undecided"):
            for rule in look[kind]:
                group[kind].setdefault(rule, set()).add(page)
    for path in told["fitting"]:
        if page := addresses.rule(path):
            groups[group_of(addresses.endpoints[page])]["fitting"].add(page)
    return {
        "tested_on": told["tested_on"],
        "engine": told["engine"],
        "browser": ".".join(told["browser"].split(".")[:2]),
        "rules": told["rules"],
        "widths": told["widths"],
        "groups": {
            key: {kind: _sorted(found) for kind, found in group.items()}
            for key, group in groups.items()
        },
    }


def _sorted(found: Any) -> Any:  # noqa: ANN401  sets of names, by name or not
    if isinstance(found, dict):
        return {name: sorted(found[name]) for name in sorted(found)}
    return sorted(found)


if __name__ == "__main__":
    notes = json.loads(KEPT.read_text(encoding="utf-8"))
    found = summary(notes, Addresses(ROUTES.read_text()))
    DATA.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{DATA.relative_to(ROOT)} is written; look at it with `git diff`.")
