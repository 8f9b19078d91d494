"""Figures of a result in words: lengths of time, scores, instants in Japan."""

import re
from datetime import datetime
from typing import Any

from app.clock import JST
from app.xapi.instants import read_timestamp

_PARTS = re.compile(
    r"P(?:([\d.,]+)W|(?:([\d.,]+)Y)?(?:([\d.,]+)M)?(?:([\d.,]+)D)?"
    r"(?:T(?:([\d.,]+)H)?(?:([\d.,]+)M)?(?:([\d.,]+)S)?)?)"
)
_UNITS = ("週間", "年", "か月", "日", "時間", "分", "秒")
_SECONDS = 6
_MOST_DIGITS = 12
"""A figure with more says nothing to anybody."""
_TENTHS_MATTER_BELOW = 10
"""Seconds."""
_MINUTE, _HOUR = 60, 3600
_FULL_MARKS = 100


def duration_text(duration: str) -> str:
    """Return a valid ISO 8601 duration as one says it: PT83.5S is 1分23秒."""
    found = _PARTS.fullmatch(duration)
    if found is None:
        return duration
    figures = [(text or "").replace(",", ".") for text in found.groups()]
    if any(len(text.split(".")[0]) > _MOST_DIGITS for text in figures):
        return "とても長いあいだ"
    if not any(figures[:_SECONDS]) and figures[_SECONDS]:
        return _seconds_text(float(figures[_SECONDS]))
    said = [
        f"{_plain(float(text))}{unit}"
        for text, unit in zip(figures, _UNITS, strict=True)
        if text and float(text)
    ]
    return "".join(said) or "0秒"


def _seconds_text(seconds: float) -> str:
    if seconds < _TENTHS_MATTER_BELOW:
        return f"{_plain(round(seconds, 1))}秒"
    hours, rest = divmod(int(seconds), _HOUR)
    minutes, left = divmod(rest, _MINUTE)
    figures = ((hours, "時間"), (minutes, "分"), (left, "秒"))
    return "".join(f"{figure}{unit}" for figure, unit in figures if figure)


def number_text(number: float) -> str:
    """Return a number as one writes it: 12, 3.5, 0.333."""
    if isinstance(number, int):
        return str(number) if abs(number) < 10**_MOST_DIGITS else "とても大きな数"
    return _plain(number)


def _plain(number: float) -> str:
    if number == int(number) and abs(number) < 10**_MOST_DIGITS:
        return str(int(number))
    return f"{number:.4g}"


def score_text(score: dict[str, Any]) -> str:
    """Return a valid score in points: out of its own maximum, else out of 100; empty for none."""
    raw, low, high, scaled = (score.get(key) for key in ("raw", "min", "max", "scaled"))
    if raw is not None and high is not None:
        span = (
            f"{number_text(low)}から{number_text(high)}まで"
            if low
            else f"{number_text(high)}点満点"
        )
        return (
            f"{number_text(raw)}点"
            if high == _FULL_MARKS and not low
            else f"{number_text(raw)}点（{span}）"
        )
    if scaled is not None:
        is_share = scaled >= 0
        return f"{round(scaled * 100)}点" if is_share else f"満点を1として{number_text(scaled)}"
    return f"{number_text(raw)}点" if raw is not None else ""


def instant_of(statement: dict[str, Any], key: str) -> datetime | None:
    """Return the time under ``key`` in Japan; None where it has none that a calendar has."""
    text = statement.get(key)
    if text is None:
        return None
    try:
        return read_timestamp(text).astimezone(JST)
    except (ValueError, OverflowError):
        return None


def instant_text(instant: datetime) -> str:
    """Return ``2026年8月3日 14時05分09秒`` for an instant of ``instant_of``."""
    return f"{instant.year}年{instant.month}月{instant.day}日 {instant:%H時%M分%S秒}"
