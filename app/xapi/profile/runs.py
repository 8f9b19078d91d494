"""Whether the statements of one run follow a pattern of a profile.

Source: xAPI Profiles specification 1.0, part three, 2.2. One thing is stricter here: a sequence
that breaks off inside ``zeroOrMore`` is told, as it is inside ``oneOrMore``.
"""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.xapi.validate.shapes import Fault

if TYPE_CHECKING:
    from app.xapi.profile.reading import Pattern, Profile


class Outcome(enum.Enum):
    """What came of holding statements against a pattern."""

    SUCCESS = enum.auto()
    PARTIAL = enum.auto()
    """The statements ended inside it."""
    FAILURE = enum.auto()


Match = tuple[Outcome, int]
"""The outcome, and the index of the first statement that is left over."""


def fault_of_run(profile: "Profile", told: Sequence[str | None]) -> Fault | None:
    """Find where the statements of a run leave every primary pattern.

    Args:
        profile: From ``reading.read_profile``.
        told: The template of each statement (``statements.template_of``) in the order of their
            timestamps; of equal ones, in the order of their storing.

    Returns:
        None when a primary pattern takes all of them; it may be one that could go on.
    """
    furthest = 0
    for name in profile.primary:
        walk = _Walk(profile.patterns, told)
        outcome, rest = walk.match(0, name)
        if outcome is Outcome.SUCCESS and rest == len(told):
            return None
        furthest = max(furthest, walk.furthest)
    if furthest == len(told):
        return Fault("$", "the run ends where more must follow")
    return Fault(f"$[{furthest}]", f"cannot follow here: {told[furthest] or 'no template'}")


@dataclass(slots=True)
class _Walk:
    """One pattern held against one run; ``furthest`` is the first statement nobody took."""

    patterns: "Mapping[str, Pattern]"
    told: Sequence[str | None]
    furthest: int = field(default=0)

    def match(self, start: int, name: str) -> Match:
        pattern = self.patterns.get(name)
        if pattern is None:
            return self._template(start, name)
        return _KINDS[pattern.kind](self, start, pattern.members)

    def _template(self, start: int, name: str) -> Match:
        if start == len(self.told):
            return Outcome.PARTIAL, start
        if self.told[start] != name:
            return Outcome.FAILURE, start
        self.furthest = max(self.furthest, start + 1)
        return Outcome.SUCCESS, start + 1

    def sequence(self, start: int, members: tuple[str, ...]) -> Match:
        here = start
        for member in members:
            outcome, here = self.match(here, member)
            if outcome is Outcome.FAILURE:
                return outcome, start
            if outcome is Outcome.PARTIAL:
                return outcome, len(self.told)
        return Outcome.SUCCESS, here

    def alternates(self, start: int, members: tuple[str, ...]) -> Match:
        found = [self.match(start, member) for member in members]
        taken = [rest for outcome, rest in found if outcome is Outcome.SUCCESS]
        if taken:
            return Outcome.SUCCESS, max(taken)
        if any(outcome is Outcome.PARTIAL for outcome, _ in found):
            return Outcome.PARTIAL, len(self.told)
        return Outcome.FAILURE, start

    def optional(self, start: int, members: tuple[str, ...]) -> Match:
        if start == len(self.told):
            return Outcome.SUCCESS, start
        outcome, rest = self.match(start, members[0])
        return (outcome, rest) if outcome is not Outcome.FAILURE else (Outcome.SUCCESS, start)

    def zero_or_more(self, start: int, members: tuple[str, ...]) -> Match:
        here = start
        while here < len(self.told):
            outcome, rest = self.match(here, members[0])
            if outcome is Outcome.PARTIAL:
                return outcome, rest
            if outcome is Outcome.FAILURE or rest == here:
                break
            here = rest
        return Outcome.SUCCESS, here

    def one_or_more(self, start: int, members: tuple[str, ...]) -> Match:
        outcome, here = self.match(start, members[0])
        return self.zero_or_more(here, members) if outcome is Outcome.SUCCESS else (outcome, here)


_KINDS: Mapping[str, Callable[[_Walk, int, tuple[str, ...]], Match]] = {
    "sequence": _Walk.sequence,
    "alternates": _Walk.alternates,
    "optional": _Walk.optional,
    "zeroOrMore": _Walk.zero_or_more,
    "oneOrMore": _Walk.one_or_more,
}
