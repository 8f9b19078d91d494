"""The two editions of xAPI, and where each says what."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from app.xapi.instants import is_duration, is_rfc3339, is_timestamp
from app.xapi.validate import formats
from app.xapi.validate.shapes import Leaf

if TYPE_CHECKING:
    from collections.abc import Mapping

Version = Literal["1.0.3", "2.0"]


@dataclass(frozen=True, slots=True)
class Edition:
    """What depends on the version of xAPI that a request speaks.

    Attributes:
        version: As in ``faults(…, version)``.
        sections: From topic to the section that rules it: ``Data …`` of the 1.0.3 document,
            ``4.…`` of IEEE 9274.1.1 (2.0).
        timestamp: The rule of a timestamp.
        statement_version: The rule of a statement's own ``version``.
        has_context_agents: Whether a context may have contextAgents and contextGroups.
    """

    version: Version
    sections: "Mapping[str, str]"
    timestamp: Leaf
    statement_version: Leaf
    has_context_agents: bool


_TOPICS = {
    "format": ("Data 2.2", "4.2.1"),
    "voiding": ("Data 2.3.2", "4.2.5"),
    "statement": ("Data 2.4", "4.2.2"),
    "id": ("Data 2.4.1", "4.2.4.2"),
    "agent": ("Data 2.4.2.1", "4.2.2.1"),
    "group": ("Data 2.4.2.2", "4.2.2.1"),
    "ifi": ("Data 2.4.2.3", "4.2.2.1"),
    "account": ("Data 2.4.2.4", "4.2.2.1"),
    "verb": ("Data 2.4.3", "4.2.2.2"),
    "object": ("Data 2.4.4", "4.2.2.3"),
    "activity": ("Data 2.4.4.1", "4.2.2.3"),
    "object agent": ("Data 2.4.4.2", "4.2.2.3"),
    "reference": ("Data 2.4.4.3", "4.2.2.3"),
    "result": ("Data 2.4.5", "4.2.2.4"),
    "score": ("Data 2.4.5.1", "4.2.2.4"),
    "context": ("Data 2.4.6", "4.2.2.5"),
    "context activities": ("Data 2.4.6.2", "4.2.2.5"),
    "authority": ("Data 2.4.9", "4.2.4.2"),
    "attachment": ("Data 2.4.11", "4.2.2.6"),
    "signature": ("Data 2.6", "4.2.6"),
    "extensions": ("Data 4.1", "4.2.7"),
    "language map": ("Data 4.2", "4.2.7"),
}

EDITIONS: Final["Mapping[Version, Edition]"] = MappingProxyType(
    {
        "1.0.3": Edition(
            version="1.0.3",
            sections={topic: places[0] for topic, places in _TOPICS.items()},
            timestamp=Leaf(
                is_timestamp, "must be an ISO 8601 timestamp such as 2026-10-01T09:00:00.000Z"
            ),
            statement_version=Leaf(formats.is_version_1, "must be 1.0.0, or another 1.0.x"),
            has_context_agents=False,
        ),
        "2.0": Edition(
            version="2.0",
            sections={topic: places[1] for topic, places in _TOPICS.items()},
            timestamp=Leaf(
                is_rfc3339,
                "must be an RFC 3339 timestamp with a known offset,"
                " such as 2026-10-01T09:00:00.000Z",
            ),
            statement_version=Leaf(formats.is_version_2, "must be 2.0.x or 1.0.x"),
            has_context_agents=True,
        ),
    }
)

TEXT = Leaf(formats.is_text, "must be a string")
FLAG = Leaf(formats.is_flag, "must be true or false")
NUMBER = Leaf(formats.is_number, "must be a number")
LENGTH = Leaf(formats.is_length, "must be a whole number of octets, 0 or more")
SCALED = Leaf(formats.is_scaled, "must be a number from -1 to 1")
IRI = Leaf(formats.is_iri, "must be an IRI with a scheme, such as https://example.org/x")
UUID = Leaf(formats.is_uuid, "must be a UUID such as 8f87ccde-bb56-4c2e-ab83-44982ef22df0")
MAILBOX = Leaf(formats.is_mailbox, "must be mailto: and one e-mail address")
SHA1 = Leaf(formats.is_sha1, "must be a SHA-1, 40 hexadecimal digits")
SHA2 = Leaf(formats.is_sha2, "must be a SHA-2 in hexadecimal: 56, 64, 96 or 128 digits")
MEDIA_TYPE = Leaf(formats.is_media_type, "must be an internet media type such as text/plain")
LANGUAGE = Leaf(formats.is_language_tag, "must be an RFC 5646 language tag such as ja or en-US")
DURATION = Leaf(is_duration, "must be an ISO 8601 duration such as PT4H35M59.14S")


def constant(text: str) -> Leaf:
    """Make the rule of a property that can only have one value."""
    return Leaf(lambda value: value == text, f"must be {text}")
