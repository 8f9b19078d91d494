"""What each figure counts, as ``definitions.toml`` has it; read once per process. Pure.

A figure's definition may change; its versions all stay, since a report is read by the ones that
it was counted by.
"""

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from app.frameworks.wording import Label

_FILE: Final = Path(__file__).with_name("definitions.toml")


class Kind(StrEnum):
    """What sort of number a figure is."""

    HEADS = "heads"
    """実人数."""
    TIMES = "times"
    """延べ人数."""
    CUMULATIVE = "cumulative"
    """累計."""
    SHARE = "share"
    """在籍者のうち."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Definition:
    """A figure's definition in one version.

    Attributes:
        code: Of the figure.
        version: From 1.
        kind: What sort of number it is.
        few: Whether it is left out where fewer than five people are meant.
        name: What columns call it.
        counts: What is counted: the numerator of a share.
        of: The denominator.
        leaves_out: What is not counted.
        source: Where it comes from.
    """

    code: str
    version: int
    kind: Kind
    few: bool
    name: Label
    counts: Label
    of: Label
    leaves_out: Label
    source: Label

    @property
    def is_times(self) -> bool:
        """Whether somebody may count more than once."""
        return self.kind in {Kind.TIMES, Kind.CUMULATIVE}

    @property
    def anchor(self) -> str:
        """Its place on the page of definitions."""
        return f"{self.code}-{self.version}"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a table is called, and how it is to be read."""

    title: Label
    text: Label


@functools.cache
def definitions() -> tuple[Definition, ...]:
    """Return every definition in every version, in the order of the reports."""
    return tuple(
        Definition(
            code=one["code"],
            version=one["version"],
            kind=Kind(one["kind"]),
            few=one["few"],
            **{
                name: Label(**one[name])
                for name in ("name", "counts", "of", "leaves_out", "source")
            },
        )
        for one in _data()["figures"]
    )


@functools.cache
def newest() -> Mapping[str, Definition]:
    """Return the definitions that are counted by now, by code."""
    found: dict[str, Definition] = {}
    for one in definitions():
        if one.code not in found or found[one.code].version < one.version:
            found[one.code] = one
    return found


@functools.cache
def definition(code: str, version: int) -> Definition:
    """Return one definition.

    Raises:
        KeyError: There is none of that code and version.
    """
    for one in definitions():
        if (one.code, one.version) == (code, version):
            return one
    raise KeyError(code, version)


@functools.cache
def headings() -> Mapping[str, Heading]:
    """Return what tables are called, by code."""
    return {
        one["code"]: Heading(Label(**one["title"]), Label(**one["text"]))
        for one in _data()["tables"]
    }


@functools.cache
def label(group: str, code: str = "") -> Label:
    """Return words of the file: ``label("city")``, ``label("kind", "full_time")``."""
    found = _data()["labels"][group]
    return Label(**(found[code] if code else found))


@functools.cache
def _data() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
