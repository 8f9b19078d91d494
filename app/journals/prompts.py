"""The prompt cards as data: what stands in ``data/prompts.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from app.i18n.languages import JAPANESE
from app.i18n.notation import parse
from app.i18n.reading import Spelled
from app.journals.rules import EASY_BELOW


@dataclass(frozen=True, slots=True)
class Prompt:
    """One card: its question, in plain and in simple Japanese with readings, and in English."""

    key: str
    stage: str
    ja: Spelled
    easy: Spelled
    en: str

    def say(self, locale: str, grade: int | None) -> str:
        """Return the question as somebody reads it; for Japanese it knows its readings."""
        if locale != JAPANESE:
            return self.en
        return self.easy if grade is not None and grade < EASY_BELOW else self.ja


@cache
def prompts() -> tuple[Prompt, ...]:
    """Return all cards, in the order of stages."""
    told = tomllib.loads((files(__package__) / "data" / "prompts.toml").read_text("utf-8"))
    return tuple(
        Prompt(
            one["key"],
            one["stage"],
            Spelled(parse(one["ja"]).segments),
            Spelled(parse(one["easy"]).segments),
            one["en"],
        )
        for one in told["prompt"]
    )


def prompts_of(stage: str) -> tuple[Prompt, ...]:
    """Return the cards of a stage; none for a stage that has none."""
    return tuple(one for one in prompts() if one.stage == stage)


def find_prompt(stage: str, key: str) -> Prompt | None:
    """Return a card; None for none, and for one that is no more."""
    return next((one for one in prompts_of(stage) if one.key == key), None)
