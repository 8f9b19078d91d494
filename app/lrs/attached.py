"""Which attachments a statement names. Pure."""

from typing import Any

MARKS = ('"attachments"', "\\u00")
"""A statement's text that has neither of them names no attachment; the second is how a sender
may spell a letter of the first."""


def attachments_of(statement: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return each attachment of a valid statement, and of one inside it, with its JSON path."""
    parts = [("$", statement)]
    if statement["object"].get("objectType") == "SubStatement":
        parts.append(("$.object", statement["object"]))
    return [
        (f"{at}.attachments[{index}]", one)
        for at, part in parts
        for index, one in enumerate(part.get("attachments", ()))
    ]


def hashes_of(statement: dict[str, Any]) -> set[str]:
    """Return the hashes that a valid statement names, in lower case."""
    return {one["sha2"].lower() for _, one in attachments_of(statement)}


def may_have_attachments(doc: str) -> bool:
    """Whether a statement's text has to be read to know."""
    return any(mark in doc for mark in MARKS)
