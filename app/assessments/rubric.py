"""The rubric as data: what stands in ``data/rubric.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from app.i18n.languages import JAPANESE
from app.i18n.notation import parse
from app.i18n.reading import Spelled


@dataclass(frozen=True, slots=True)
class Told:
    """A text in Japanese, with its readings, and in English."""

    ja: Spelled
    en: str

    def say(self, locale: str) -> str:
        """Return it as somebody reads it."""
        return self.ja if locale == JAPANESE else self.en


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is looked at, and what each level of it means, by number."""

    key: str
    name: Told
    levels: Mapping[int, Told]


@dataclass(frozen=True, slots=True)
class Rubric:
    """Five lines, and what the four levels are called, by number."""

    lines: tuple[Line, ...]
    levels: Mapping[int, Told]

    def line(self, key: str) -> Line:
        """Return one line.

        Raises:
            KeyError: There is none of this key.
        """
        return {one.key: one for one in self.lines}[key]


@cache
def rubric() -> Rubric:
    """Return the rubric."""
    told = tomllib.loads((files(__package__) / "data" / "rubric.toml").read_text("utf-8"))
    return Rubric(
        tuple(
            Line(
                one["key"],
                _told(one),
                {
                    number: Told(Spelled(parse(ja).segments), en)
                    for number, (ja, en) in enumerate(
                        zip(one["levels_ja"], one["levels_en"], strict=True), start=1
                    )
                },
            )
            for one in told["line"]
        ),
        {number: _told(one) for number, one in enumerate(told["level"], start=1)},
    )


def _told(one: Mapping[str, Any]) -> Told:
    return Told(Spelled(parse(one["ja"]).segments), one["en"])
