"""Make statements ready for the store, before any transaction begins. Nothing here writes."""

import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import orjson

from app.lrs.entry import Entry
from app.lrs.errors import StatementInvalid
from app.lrs.rules import activity_of, target_of, words_of
from app.xapi.compare import identifier
from app.xapi.instants import read_timestamp
from app.xapi.reading import joined, members
from app.xapi.validate import MOST_FAULTS, Fault, faults

if TYPE_CHECKING:
    from app.db import Json
    from app.xapi.validate import Version

_ADDED_VERSION: Final[Mapping[str, bytes]] = MappingProxyType(
    {"1.0.3": b'"1.0.0"', "2.0": b'"2.0.0"'}
)
"""What a statement without a version gets (Data 2.4.10; 2.0: 4.2.4.3)."""

_SET_BY_STORE = ("stored", "authority")


@dataclass(frozen=True, slots=True)
class Received:
    """A statement as it came: its text, and what the text says."""

    text: bytes
    value: Any


@dataclass(frozen=True, slots=True)
class Attached:
    """The bytes of an attachment, whose hash was checked."""

    sha2: str
    content_type: str
    content: bytes = field(repr=False)


def prepare(
    received: Sequence[Received],
    *,
    authority: "Json | None",
    version: "Version",
    counts: Callable[[str], bool],
    protected: str | None = None,
    is_batch: bool = True,
    is_valid: bool = False,
) -> list[Entry]:
    """Check statements and make them ready to be stored.

    Args:
        received: The statements; they are not changed.
        authority: Who asserts them, an xAPI Agent or Group; None is an error if all are valid.
        version: The edition of xAPI they follow.
        counts: Whether a statement on an activity, given by its IRI, may count towards the
            progress of the registration it names.
        protected: The beginning of activity IRIs whose definitions are not the sender's to tell;
            the statement keeps them, the canonical definitions do not.
        is_batch: Whether the paths of faults name the place in the batch (``$[3].verb``).
        is_valid: Whether they are known to have no fault.

    Raises:
        ValueError: Nobody vouches for them.
        StatementInvalid: With the faults of all statements, ``MOST_FAULTS`` at most; also when
            two have one id.
    """
    found = [] if is_valid else _faults(received, version, is_batch=is_batch)
    if found:
        raise StatementInvalid(found)
    if authority is None:
        raise ValueError("actors without an account need an explicit authority")
    vouching = _Vouching(orjson.dumps(authority), identifier(authority), authority)
    entries = [_entry(one, vouching, version, counts) for one in received]
    if protected is not None:
        for entry in entries:
            told = entry.words.definitions
            for iri in [iri for iri in told if iri.startswith(protected)]:
                del told[iri]
    return entries


def _faults(received: Sequence[Received], version: "Version", *, is_batch: bool) -> list[Fault]:
    each = (
        fault
        for index, one in enumerate(received)
        for fault in faults(one.value, version, at=f"$[{index}]" if is_batch else "$")
    )
    return list(islice(each, MOST_FAULTS)) or _repeated_ids(received)


@dataclass(frozen=True, slots=True)
class _Vouching:
    """An authority: as text, by its identifier, and whole."""

    text: bytes
    identifier: str | None
    value: "Json"


def _entry(
    one: Received, authority: _Vouching, version: str, counts: Callable[[str], bool]
) -> Entry:
    value = one.value
    registration = value.get("context", {}).get("registration")
    target = target_of(value)
    activity = activity_of(value)
    timestamp = value.get("timestamp")
    given = value.get("id")
    id_ = uuid.UUID(given) if given else uuid.uuid4()
    return Entry(
        id=id_,
        is_named=given is not None,
        timestamp=read_timestamp(timestamp) if timestamp else None,
        registration=uuid.UUID(registration) if registration else None,
        target=uuid.UUID(target) if target else None,
        words=words_of(value, authority.value),
        authority=authority.identifier,
        counts=activity is not None and counts(activity),
        head=_head(one, id_, authority.text, version),
    )


def _head(one: Received, id_: uuid.UUID, authority: bytes, version: str) -> bytes:
    """Write the statement anew with what the store must add; every other byte stays.

    Source:
        Data 2.3.1, 2.4.6.2 (context activities are arrays), 2.4.7-2.4.10.
    """
    if _is_whole(one):
        told = b"" if "version" in one.value else b',"version":' + _ADDED_VERSION[version]
        return b'%s%s,"authority":%s' % (one.text.strip()[:-1], told, authority)
    parts = members(one.text)
    for name in _SET_BY_STORE:
        parts.pop(name, None)
    _make_arrays(parts, one.value)
    if "id" not in parts:
        parts = {"id": b'"%s"' % str(id_).encode(), **parts}
    parts.setdefault("version", _ADDED_VERSION[version])
    parts["authority"] = authority
    head = joined(parts)[:-1]
    # Between the members, never inside of text: a stored statement is one line.
    return head.replace(b"\n", b" ").replace(b"\r", b" ")


def _is_whole(one: Received) -> bool:
    """Whether nothing has to be taken out or changed: the usual case, told by looking."""
    value = one.value
    return (
        "id" in value
        and "stored" not in value
        and "authority" not in value
        and b"\n" not in one.text
        and b"\r" not in one.text
        and not _has_bare(value)
        and value["object"].get("objectType") != "SubStatement"
    )


def _make_arrays(parts: dict[str, bytes], value: "Json") -> None:
    if _has_bare(value):
        context = members(parts["context"])
        its = members(context["contextActivities"])
        told = value["context"]["contextActivities"]
        its = {k: b"[%s]" % raw if isinstance(told[k], dict) else raw for k, raw in its.items()}
        context["contextActivities"] = joined(its)
        parts["context"] = joined(context)
    inner = value.get("object", {})
    if inner.get("objectType") == "SubStatement" and _has_bare(inner):
        target = members(parts["object"])
        _make_arrays(target, inner)
        parts["object"] = joined(target)


def _has_bare(part: "Json") -> bool:
    activities = part.get("context", {}).get("contextActivities")
    return bool(activities) and any(isinstance(its, dict) for its in activities.values())


def _repeated_ids(received: Sequence[Received]) -> list[Fault]:
    ids = [str(one.value["id"]).lower() if "id" in one.value else None for one in received]
    often = {key for key, count in Counter(ids).items() if key is not None and count > 1}
    return [
        Fault(f"$[{index}].id", "is the id of another statement in this batch (Communication 2.1)")
        for index, key in enumerate(ids)
        if key in often
    ]
