"""Rules of activities, their definitions, and interactions."""

from typing import Any

from app.xapi.validate.editions import IRI, LANGUAGE, TEXT, Edition, constant
from app.xapi.validate.shapes import Fault, Leaf, Shape, Walk, each_is, items, mapping

COMPONENT_LISTS = {
    "true-false": frozenset[str](),
    "choice": frozenset({"choices"}),
    "fill-in": frozenset[str](),
    "long-fill-in": frozenset[str](),
    "matching": frozenset({"source", "target"}),
    "performance": frozenset({"steps"}),
    "sequencing": frozenset({"choices"}),
    "likert": frozenset({"scale"}),
    "numeric": frozenset[str](),
    "other": frozenset[str](),
}
"""Every interaction type, and the component lists that it may have (Data 2.4.4.1)."""

_LISTS = ("choices", "scale", "source", "target", "steps")
_INTERACTION = ("correctResponsesPattern", *_LISTS)


class Activities:
    """The rules of one edition for activities."""

    def __init__(self, edition: Edition) -> None:
        """Write the tables."""
        sections = edition.sections
        self._section = sections["activity"]
        self.language_map = language_map(edition)
        self.extensions = extensions(edition)
        component = Shape(
            "an interaction component",
            self._section,
            leaves={"id": TEXT},
            walks={"description": self.language_map},
            required=("id",),
        )
        self._definition = Shape(
            "an Activity Definition",
            self._section,
            leaves={
                "type": IRI,
                "moreInfo": IRI,
                "interactionType": Leaf(
                    _is_interaction_type, f"must be one of {', '.join(COMPONENT_LISTS)}"
                ),
            },
            walks={
                "name": self.language_map,
                "description": self.language_map,
                "extensions": self.extensions,
                "correctResponsesPattern": items(each_is(TEXT, self._section), self._section),
                **dict.fromkeys(_LISTS, self._components(component)),
            },
        )
        self.activity = Shape(
            "an Activity",
            self._section,
            leaves={"objectType": constant("Activity"), "id": IRI},
            walks={"definition": self.definition},
            required=("id",),
        )

    def definition(self, value: object, at: str, faults: list[Fault]) -> None:
        """Check a definition, and that its interaction properties agree."""
        found = self._definition.read(value, at, faults)
        if found is not None and (
            "interactionType" in found or "correctResponsesPattern" in found
        ):
            self._interaction(found, at, faults)
        elif found is not None:
            for key in _LISTS:
                if key in found:
                    self._interaction(found, at, faults)
                    return

    def _interaction(self, found: dict[str, Any], at: str, faults: list[Fault]) -> None:
        kind = found.get("interactionType")
        if "interactionType" not in found:
            used = ", ".join(key for key in _INTERACTION if key in found)
            message = f"is missing: {used} can only stand beside it"
            faults.append(Fault(f"{at}.interactionType", f"{message} ({self._section})"))
        if not _is_interaction_type(kind):
            return
        allowed = COMPONENT_LISTS[str(kind)]
        for key in _LISTS:
            if key in found and key not in allowed:
                message = f"is not a component list of the interaction type {kind}"
                faults.append(Fault(f"{at}.{key}", f"{message} ({self._section})"))

    def _components(self, component: Shape) -> Walk:
        each = items(component, self._section)

        def walk(value: object, at: str, faults: list[Fault]) -> None:
            each(value, at, faults)
            seen: set[str] = set()
            for index, item in enumerate(value if isinstance(value, list) else ()):
                key = item.get("id") if isinstance(item, dict) else None
                if not isinstance(key, str):
                    continue
                if key in seen:
                    message = f"must differ from the other ids in the list ({self._section})"
                    faults.append(Fault(f"{at}[{index}].id", message))
                seen.add(key)

        return walk


def language_map(edition: Edition) -> Walk:
    """Make the rule of a language map."""
    return mapping("a language map", LANGUAGE, TEXT, edition.sections["language map"])


def extensions(edition: Edition) -> Walk:
    """Make the rule of extensions: IRIs as keys, any value at all."""
    return mapping("extensions", IRI, None, edition.sections["extensions"])


def _is_interaction_type(value: object) -> bool:
    return isinstance(value, str) and value in COMPONENT_LISTS
