"""Runs of a line without the blanks that nobody meant, and the addresses in it. Pure."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import parse_qs, quote, urlsplit

from app.authoring.pasting.shapes import Run, Runs

SPACE: Final = re.compile(r"[ \t\n\r\f\v\x85\xa0\u2028\u2029]+")
BREAK: Final = "\x1e"
"""A line end that was meant, while a line is being read; no text that comes in holds it."""

_UNWANTED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_WRAP: Final = "\x1f"
"""A blank with a line end in it: nothing inside Japanese text, a blank elsewhere."""

_WIDE: Final = re.compile("[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")


def address_of(href: str) -> str:
    """Return where a link leads, as a course may write it; "" within the same document."""
    href = href.strip()
    if href.startswith("#"):
        return ""
    try:
        parts = urlsplit(href)
        if parts.hostname == "www.google.com" and parts.path == "/url":
            href = parse_qs(parts.query).get("q", [href])[0]
    except ValueError:
        return href
    return quote(href, safe="%/:?#[]@!$&'()*+,;=~-._")


def fit(text: str) -> str:
    """Return text without what no text of a course may hold; every sort of line end is one."""
    return _UNWANTED.sub("", _ENDS.sub("\n", text))


def tidy(found: Iterable[Run]) -> Runs:
    """Join runs of one style, one blank where there were several, and none at an edge or break."""
    runs: list[Run] = []
    for run in _unwrapped(found):
        last = runs[-1].text[-1:] if runs else "\n"
        text = run.text.lstrip(" \u3000") if last == "\n" else run.text
        text = text.lstrip(" ") if last == " " else text
        if text == "\n" and runs:
            _strip_end(runs)
        if not text or (text == "\n" and not runs):
            continue
        if runs and not run.kana and not runs[-1].kana and runs[-1].style == run.style:
            runs[-1] = replace(runs[-1], text=runs[-1].text + text)
        else:
            runs.append(replace(run, text=text))
    _strip_end(runs, " \u3000\n")
    return tuple(runs)


def _unwrapped(found: Iterable[Run]) -> Iterator[Run]:
    """Yield runs with one blank where there were several, and a line end where one was meant."""
    runs = [replace(run, text=SPACE.sub(_blank, run.text)) for run in found if run.text]
    for n, run in enumerate(runs):
        before = runs[n - 1].text[-1:] if n else ""
        after = runs[n + 1].text[:1] if n + 1 < len(runs) else ""
        parts = run.text.split(_WRAP)
        text = parts[0]
        for m, part in enumerate(parts[1:], start=1):
            follows = part or (after if m == len(parts) - 1 else "")
            stands = text or before
            in_japanese = _WIDE.match(stands[-1:]) and _WIDE.match(follows[:1])
            text += part if in_japanese else " " + part
        yield replace(run, text=text.replace(BREAK, "\n"))


def _blank(match: re.Match[str]) -> str:
    return _WRAP if "\n" in match.group() else " "


def _strip_end(runs: list[Run], what: str = " \u3000") -> None:
    while runs:
        text = runs[-1].text.rstrip(what)
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()
