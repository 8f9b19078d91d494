"""Somebody's own answers on their way: in the session, by screens, until they are sent."""

import uuid
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.frameworks import queries as frameworks
from app.surveys import rules
from app.surveys.rules import LEVELS

if TYPE_CHECKING:
    from app.frameworks.models import FrameworkItem, Group
    from app.surveys.models import SurveyRound

DRAFT, DONE = "self_check", "self_check_done"
"""Where the session keeps answers that are not sent yet, and those that were."""

Store = MutableMapping[str, Any]


@dataclass(frozen=True, slots=True)
class Screen:
    """Items that are asked together, under one heading of the framework."""

    number: int
    group: "Group"
    items: "tuple[FrameworkItem, ...]"


def screens(row: "SurveyRound") -> tuple[Screen, ...]:
    """Return the screens of a round, numbered from 1."""
    items = [frameworks.item(ref) for ref in row.items]
    parts = [tuple(part) for _key, part in groupby(items, key=lambda one: one.group.key)]
    return tuple(Screen(n, part[0].group, part) for n, part in enumerate(parts, start=1))


def read_answers(sent: Mapping[str, str], screen: Screen) -> dict[str, int]:
    """Return what was chosen on a screen, by item; what is no level counts as not answered."""
    levels = {str(level): level for level in LEVELS}
    told = {item.ref: levels.get(sent.get(item.code, "")) for item in screen.items}
    return {ref: level for ref, level in told.items() if level is not None}


def draft(store: Store, row: "SurveyRound") -> dict[str, int]:
    """Return what was chosen so far in a round."""
    return _kept(store, DRAFT, row.id)


def keep(store: Store, row: "SurveyRound", answers: Mapping[str, int]) -> None:
    """Add what was chosen to the draft."""
    store[DRAFT] = {"round": str(row.id), "told": {**draft(store, row), **answers}}


def is_whole(row: "SurveyRound", answers: Mapping[str, int]) -> bool:
    """Whether everything is answered."""
    return rules.is_answer_to(row.items, answers)


def finish(store: Store) -> None:
    """Let the draft become what was sent, to be shown to the person."""
    store[DONE] = store.pop(DRAFT)


def done(store: Store, row: "SurveyRound") -> dict[str, int]:
    """Return what was sent in a round, while the session still knows."""
    return _kept(store, DONE, row.id)


def forget(store: Store) -> None:
    """Forget everything."""
    for key in (DRAFT, DONE):
        store.pop(key, None)


def _kept(store: Store, key: str, round_id: uuid.UUID) -> dict[str, int]:
    kept = store.get(key) or {}
    return dict(kept["told"]) if kept.get("round") == str(round_id) else {}
