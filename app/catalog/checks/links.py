"""Where links lead, and what nothing leads to. Nothing outside of the site is contacted. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.catalog.sources.course import CourseSource

STALE: Final = timedelta(days=180)
"""After that long, somebody opens a page elsewhere again."""

_LINK: Final = re.compile(r"(?<!!)\[([^\]]*)\]\(\s*<?(https://[^)\s>]+)>?[^)]*\)")
_DEFINED: Final = re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(https://[^\s>]+)")
_BARE: Final = re.compile(r"<(https://[^>\s]+)>")


@dataclass(frozen=True, slots=True)
class Outside:
    """A link that leads to a page elsewhere."""

    path: str
    line: int
    url: str


def outside_links(source: "CourseSource") -> tuple[Outside, ...]:
    """Return every link that leads outside, in the order of the files."""
    found = [Outside("course.toml", one.line, one.url) for one in source.sources if one.url]
    for line in lines_of(source):
        urls = [url for _, url in _LINK.findall(line.text)]
        urls += _DEFINED.findall(line.text) + _BARE.findall(line.text)
        found += [Outside(line.path, line.number, url) for url in urls]
    for lesson in source.with_blocks:
        for block in lesson.blocks:
            url = block.attribute("url")
            if block.kind == "embed" and url:
                found.append(Outside(lesson.path, block.line, url))
    found.sort(key=lambda one: (one.path, one.line))
    return tuple(dict.fromkeys(found))


def link_findings(
    links: "Iterable[Outside]", opened: "Mapping[str, date]", checked_on: date | None, today: date
) -> Iterator[Finding]:
    """Find pages elsewhere that nobody opened for long.

    The course's own links (to its files, to places in its text) are faults of the course where
    they are broken.

    Args:
        links: From ``outside_links``.
        opened: Address → the day on which a person last opened it.
        checked_on: The day on which the whole course was last looked through.
        today: The day on which the author looks.
    """
    told: set[str] = set()
    for link in links:
        days = [day for day in (opened.get(link.url), checked_on) if day is not None]
        if link.url in told or any(today - day <= STALE for day in days):
            continue
        told.add(link.url)
        since = f"（さいごに確かめた日: {max(days):%Y-%m-%d}）" if days else ""
        message = f"ほかのサイトのページです{since}: {link.url[:80]}"
        mend = "ここからは開けません。開いてみて、中身が前と同じなら、確かめた日を入れます。"
        yield Finding.of(Weight.KNOW, Job.LINKS, (link.path, link.line), (message, mend))


def unused_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find files that no text of the course names."""
    texts = [data for path, data in source.files if not path.startswith("assets/")]
    for path, _data in source.files:
        if path.startswith("assets/") and not any(path.encode() in text for text in texts):
            mend = "使わないファイルは消せます。残しておいてもかまいません。"
            told = f"どこからも使われていないファイルです: {path}", mend
            yield Finding.of(Weight.KNOW, Job.LINKS, (path, 1), told)
