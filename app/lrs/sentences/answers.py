"""A learner's response in words: options by their names instead of their keys."""

from typing import Any

from app.lrs.sentences import naming
from app.lrs.sentences.known import Known
from app.lrs.sentences.verbs import clean, in_japanese
from app.xapi.vocabulary import Extension

Json = dict[str, Any]

_NEXT, _PAIR = "[,]", "[.]"
_LISTS = ("choices", "scale", "steps", "source", "target")
_CARDS_END = f"/extensions/{Extension.CARDS}"
"""Of the IRI of our own extension, whatever base the installation has."""
_TRUTH = {"true": "正しい", "false": "正しくない"}


def answer_text(statement: Json, known: Known) -> str:
    """Return a valid statement's response as one reads it; empty for none.

    Source:
        Data 2.4.4.1, the notation of responses by interaction type.
    """
    response: str | None = statement.get("result", {}).get("response")
    if not response:
        return ""
    target = statement["object"]
    if target.get("objectType", "Activity") != "Activity":
        return clean(response)
    return _read(response, naming.interaction(target, known))


def _read(response: str, definition: Json) -> str:
    names = {
        component["id"]: in_japanese(component.get("description")) or clean(component["id"])
        for key in _LISTS
        for component in definition.get(key, ())
    }
    match definition.get("interactionType"):
        case "true-false":
            return _TRUTH.get(response, clean(response))
        case "sequencing":
            return " → ".join(_named(response, names))
        case "matching" | "performance":
            pairs = (pair.partition(_PAIR) for pair in response.split(_NEXT))
            return "、".join(" → ".join(_named(_NEXT.join((a, b)), names)) for a, _, b in pairs)
        case "choice" | "likert" | "fill-in":
            return "、".join(_named(response, names))
        case "long-fill-in":
            return _chosen_or_written(response, definition)
        case _:
            return clean(response)


def _chosen_or_written(response: str, definition: Json) -> str:
    """Return a text as written; cards that were chosen instead of it by what they say."""
    for iri, cards in definition.get("extensions", {}).items():
        if iri.endswith(_CARDS_END) and isinstance(cards, dict):
            names = {key: clean(text) for key, text in cards.items() if isinstance(text, str)}
            if names.keys() >= set(response.split(_NEXT)):
                return "、".join(_named(response, names))
    return clean(response)


def _named(response: str, names: dict[str, str]) -> list[str]:
    return [names.get(key, clean(key)) for key in response.split(_NEXT)]
