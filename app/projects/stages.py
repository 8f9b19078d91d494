"""The stages as data: what stands in ``data/stages.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class CheckText:
    """One check of a gate, in two languages."""

    kind: str
    key: str
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StageText:
    """One stage, in two languages."""

    key: str
    names: Mapping[str, str]
    asks: Mapping[str, str]
    checks: tuple[CheckText, ...]


@cache
def stages() -> tuple[StageText, ...]:
    """Return the stages in their order."""
    told = tomllib.loads((files(__package__) / "data" / "stages.toml").read_text("utf-8"))
    return tuple(
        StageText(
            one["key"],
            {"ja": one["ja"], "en": one["en"]},
            {"ja": one["asks_ja"], "en": one["asks_en"]},
            tuple(
                CheckText(it["kind"], it["key"], {"ja": it["ja"], "en": it["en"]})
                for it in one["checks"]
            ),
        )
        for one in told["stage"]
    )


def stage(key: str) -> StageText:
    """Return one stage.

    Raises:
        KeyError: There is none of this key.
    """
    return {one.key: one for one in stages()}[key]
