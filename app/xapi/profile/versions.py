"""When the profile changed. A version that was published never changes any more.

To change the profile: add a version below, dated, with the digests that the test of this file
prints. A template or pattern whose meaning changes (not only its words) takes a new name as well,
because a profile must not give an old id to new rules (8.0, 9.0).
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

_VERSIONED: Final = ("versions", "inScheme")
_WORDS: Final = ("prefLabel", "definition", "scopeNote", "inScheme", "deprecated")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the profile.

    Attributes:
        number: Counted from 1.
        generated_at: When it was made, RFC 3339 in UTC.
        digest: ``digest_of`` the document it was.
        shapes: ``shapes_of`` it: the digest of each template's and pattern's meaning.
    """

    number: int
    generated_at: str
    digest: str
    shapes: Mapping[str, str]


VERSIONS: Final = (
    Version(
        number=1,
        generated_at="2026-11-22T12:00:00Z",
        digest="b9a7666ba3d483727c391c1cb9a5b114b0addf1cd4deb25a3558a219626405f2",
        shapes=MappingProxyType(
            {
                "templates/course-initialized": "6bbef58e456b",
                "templates/lesson-initialized": "4f01ef87033f",
                "templates/lesson-progressed": "5facd965026f",
                "templates/lesson-completed": "abbf59b10a9a",
                "templates/question-answered": "409cf51c88fa",
                "templates/course-failed": "1f02a7dcf4b6",
                "templates/course-passed": "bea5f462b55e",
                "templates/course-completed": "2f4b50bd8af7",
                "templates/course-satisfied": "21ef09b63035",
                "patterns/course-run": "b060eb334526",
                "patterns/acts-of-learning": "aac1002857f6",
                "patterns/act-of-learning": "665467233990",
                "patterns/perhaps-an-ending": "2959834b5eee",
                "patterns/ending": "9081785ced46",
            }
        ),
    ),
    Version(
        number=2,
        generated_at="2026-11-29T00:00:00Z",
        digest="e9a8931a218e09f1c8b1a19703f4b92ce762a99de0c5d524f2a0a887ae697358",
        shapes=MappingProxyType(
            {
                "templates/course-initialized": "6bbef58e456b",
                "templates/lesson-initialized": "4f01ef87033f",
                "templates/lesson-progressed": "5facd965026f",
                "templates/lesson-completed": "abbf59b10a9a",
                "templates/question-answered": "409cf51c88fa",
                "templates/question-responded": "66a015195b4f",
                "templates/course-failed": "1f02a7dcf4b6",
                "templates/course-passed": "bea5f462b55e",
                "templates/course-completed": "2f4b50bd8af7",
                "templates/course-satisfied": "21ef09b63035",
                "patterns/course-run-2": "1106c8438002",
                "patterns/acts-of-learning-2": "fbaef7d693a6",
                "patterns/act-of-learning-2": "7031b7b1b865",
                "patterns/perhaps-an-ending-2": "cb0cca459078",
                "patterns/ending-2": "47e0b25df25e",
            }
        ),
    ),
    Version(
        number=3,
        generated_at="2026-11-30T00:00:00Z",
        digest="a56d3140088367073a3238d40b245c9b7995d85be44480757fdeeefdb03c0b08",
        shapes=MappingProxyType(
            {
                "templates/course-initialized": "6bbef58e456b",
                "templates/lesson-initialized": "4f01ef87033f",
                "templates/lesson-progressed": "5facd965026f",
                "templates/lesson-completed": "abbf59b10a9a",
                "templates/question-answered": "409cf51c88fa",
                "templates/question-responded": "66a015195b4f",
                "templates/course-failed": "1f02a7dcf4b6",
                "templates/course-passed": "bea5f462b55e",
                "templates/course-completed": "2f4b50bd8af7",
                "templates/course-satisfied": "21ef09b63035",
                "templates/project-joined": "8c67b4f910eb",
                "templates/stage-completed": "2b37008548c4",
                "templates/milestone-completed": "65fca9520a96",
                "templates/card-completed": "32c035dd60b7",
                "templates/meeting-attended": "3d744a2bad78",
                "templates/decision-created": "6e5f74b778de",
                "templates/artifact-shared": "3fa84e27618f",
                "templates/mentor-asked": "f20bb6c96395",
                "templates/ticket-responded": "06133963fba7",
                "templates/journal-created": "11ca5fa77872",
                "templates/peers-completed": "156ce653cd6d",
                "templates/project-scored": "df5feb4419a9",
                "templates/proposal-shared": "bba26c4d5274",
                "templates/showcase-shared": "6fcf4da2090a",
                "templates/help-completed": "2c74b5d83b3d",
                "patterns/course-run-2": "1106c8438002",
                "patterns/acts-of-learning-2": "fbaef7d693a6",
                "patterns/act-of-learning-2": "7031b7b1b865",
                "patterns/perhaps-an-ending-2": "cb0cca459078",
                "patterns/ending-2": "47e0b25df25e",
            }
        ),
    ),
)
"""Oldest first."""


def digest_of(profile: dict[str, Any]) -> str:
    """Return the SHA-256 of everything that a profile says, the names of its versions aside."""
    return _sha256(_without(profile, _VERSIONED))


def shapes_of(profile: dict[str, Any]) -> dict[str, str]:
    """Return twelve digits for the meaning of each template and pattern, by its last two words."""
    return {
        "/".join(it["id"].split("/")[-2:]): _sha256(_without(it, _WORDS))[:12]
        for it in (*profile["templates"], *profile["patterns"])
    }


def _without(value: Any, names: tuple[str, ...]) -> Any:  # noqa: ANN401  any JSON value
    if isinstance(value, dict):
        return {key: _without(it, names) for key, it in value.items() if key not in names}
    if isinstance(value, list):
        return [_without(it, names) for it in value]
    return value


def _sha256(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
