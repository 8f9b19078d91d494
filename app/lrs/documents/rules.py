"""Entity tags, conditions of a request, and merging. Pure."""

import enum
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.lrs.documents.errors import (
    ConditionFailed,
    ConditionMissing,
    ContentRefused,
    ContentTooLarge,
)
from app.xapi.reading import JsonFaulty, joined, members, read_json

if TYPE_CHECKING:
    from app.xapi.validate import Version

ANY = "*"
_TAG = re.compile(r'"[^"\x00-\x20\x7f]*+"')
_TAGS = re.compile(rf"[ \t,]*+(?:(?:W/)?{_TAG.pattern}[ \t]*+(?:,[ \t,]*+|\Z))++")


@dataclass(frozen=True, slots=True)
class Content:
    """What a document is made of: bytes, and the media type they were sent with."""

    media_type: str
    body: bytes

    @property
    def is_json(self) -> bool:
        """Whether it was sent as application/json, whatever its parameters."""
        return self.media_type.partition(";")[0].strip().lower() == "application/json"


@dataclass(frozen=True, slots=True)
class Conditions:
    """If-Match and If-None-Match of a request.

    Attributes:
        match: Quoted entity tags, or ``*``; None when the header is missing.
        none_match: As ``match``.
    """

    match: frozenset[str] | None = None
    none_match: frozenset[str] | None = None

    @property
    def are_missing(self) -> bool:
        """Whether the request came without either."""
        return self.match is None and self.none_match is None

    def hold(self, etag: str | None) -> bool:
        """Whether the request may go on.

        Args:
            etag: Of the present document; None when there is none.

        Source:
            RFC 9110, 13.1.1 and 13.1.2. Weak tags are compared as strong ones in If-Match too: a
            proxy that packs an answer weakens its tag, and ours is a hash of the content, so the
            weakened one still names these bytes and no others.
        """
        if self.match is not None and not _names(self.match, etag):
            return False
        return self.none_match is None or not _names(self.none_match, etag)

    def know(self, etag: str) -> bool:
        """Whether the asking side of a GET has this content already (If-None-Match)."""
        return self.none_match is not None and _names(self.none_match, etag)


class BarePut(enum.Enum):
    """What a PUT may do that has neither If-Match nor If-None-Match."""

    REPLACE = "whatever it likes"
    ADD = "store a new document, but replace none"
    NOTHING = "nothing"


def bare_put(version: "Version", *, is_profile: bool) -> BarePut:
    """Return what a PUT without conditions may do.

    Source:
        1.0.3, Communication 3.1: states need no conditions, profiles must have one. 2.0, 4.1.4:
        no document of any kind is replaced without one.
    """
    if version == "2.0":
        return BarePut.ADD
    return BarePut.NOTHING if is_profile else BarePut.REPLACE


def read_tags(header: str | None) -> frozenset[str] | None:
    """Read the value of If-Match or If-None-Match: quoted tags, or ``*``.

    Raises:
        ValueError: It is neither ``*`` nor a list of entity tags.
    """
    if header is None:
        return None
    if header.strip(" \t") == ANY:
        return frozenset({ANY})
    if _TAGS.fullmatch(header) is None:
        raise ValueError('must be * or entity tags in quotes, such as "0123abcd"')
    return frozenset(_TAG.findall(header))


def etag_of(body: bytes) -> str:
    """Return the entity tag of a content: its SHA-1 in hexadecimal, without quotes.

    Source:
        1.0.3, Communication 3.1; 2.0 leaves the algorithm open.
    """
    return hashlib.sha1(body, usedforsecurity=False).hexdigest()


def expect(conditions: Conditions, etag: str | None) -> None:
    """Let a request go on only if its conditions hold.

    Raises:
        ConditionFailed: They do not.
    """
    if not conditions.hold(etag):
        raise ConditionFailed(
            f'the document has the ETag "{etag}" now' if etag else "there is no such document"
        )


def expect_for_put(conditions: Conditions, etag: str | None, bare: BarePut) -> None:
    """Let a PUT go on only if its conditions hold, and if it has some where it needs them.

    Raises:
        ConditionFailed: They do not hold.
        ConditionMissing: It has none and needs one.
    """
    if conditions.are_missing and bare is not BarePut.REPLACE:
        exists = etag is not None
        if exists or bare is BarePut.NOTHING:
            raise ConditionMissing(exists=exists)
    expect(conditions, etag)


def expect_json(content: Content) -> None:
    """Refuse a content that says it is JSON and is not.

    Raises:
        ContentRefused: With the reason.
    """
    if content.is_json:
        try:
            read_json(content.body)
        except JsonFaulty as error:
            raise ContentRefused(f"the document is sent as application/json; {error}") from error


def merged(old: Content, new: Content, *, most_bytes: int) -> Content:
    """Put the top-level members of ``new`` over those of ``old``.

    What is not replaced keeps its bytes, so that a number such as 1.10 stays what it was.

    Args:
        old: The stored document.
        new: The posted one.
        most_bytes: How large the result may be.

    Raises:
        ContentRefused: One of the two is not application/json, or no JSON object.
        ContentTooLarge: The result is.

    Source:
        1.0.3, Communication 2.2, "JSON Procedure with Requirements".
    """
    expect_json(new)  # the old one has been read when it was stored
    body = joined(_members(old, "the stored document") | _members(new, "the posted document"))
    if len(body) > most_bytes:
        raise ContentTooLarge(f"merged, the document would have more than {most_bytes} bytes")
    return Content(new.media_type, body)


def _members(content: Content, name: str) -> dict[str, bytes]:
    if not content.is_json:
        raise ContentRefused(f"{name} cannot be merged: it is not application/json")
    try:
        return members(content.body)
    except JsonFaulty as error:
        raise ContentRefused(f"{name} cannot be merged: {error}") from error


def _names(tags: frozenset[str], etag: str | None) -> bool:
    return etag is not None and (ANY in tags or f'"{etag}"' in tags)
