"""Whether two statements are the same statement (Data 2.3.1, Statement Immutability).

What a store may add or change does not count: id, stored, authority, version, a missing
timestamp, definitions of activities, display of verbs, the order of group members, the offset of
timestamps, upper and lower case where it means nothing, durations beyond a hundredth of a second.
Everything else counts.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

import orjson

from app.xapi.instants import comparable_duration, read_timestamp, write_timestamp

_EXACT = 2**53
"""Whole numbers below it are the same number in every reader's floating point."""

_BY_STORE = frozenset({"id", "stored", "authority", "version", "timestamp"})


def is_same(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether ``new`` says what ``old``, a stored statement of the same id, says already.

    Args:
        old: A statement with what the store has added.
        new: A valid statement that came later; with what the store has added, or without.
    """
    return comparable(old) == comparable(new) and _is_same_time(old, new)


def comparable(statement: dict[str, Any]) -> bytes:
    """Return what must be equal in two sendings of one statement, as canonical JSON.

    The timestamp is left out: whether it counts depends on who had set it (see ``is_same``).

    Args:
        statement: A valid statement.
    """
    return orjson.dumps(_statement(statement), option=orjson.OPT_SORT_KEYS)


def identifier(agent: dict[str, Any]) -> str | None:
    """Return the canonical text of an Agent's or Group's identifier; None when anonymous.

    It is JSON, so that any character of an account name survives in any database.
    """
    account = agent.get("account")
    if account is not None:
        return _text(["account", account["homePage"], account["name"]])
    if "mbox" in agent:
        return _text(["mbox", _mailbox(agent["mbox"])])
    if "mbox_sha1sum" in agent:
        return _text(["mbox_sha1sum", agent["mbox_sha1sum"].lower()])
    if "openid" in agent:
        return _text(["openid", agent["openid"]])
    return None


def _is_same_time(old: dict[str, Any], new: dict[str, Any]) -> bool:
    before, after = _own_time(old), _own_time(new)
    return before is None or after is None or before == after


def _own_time(statement: dict[str, Any]) -> datetime | None:
    """Return the time that its sender gave; None when the store may have set it."""
    text = statement.get("timestamp")
    if text is None:
        return None
    instant = read_timestamp(text)
    stored = statement.get("stored")
    return None if stored is not None and read_timestamp(stored) == instant else instant


def _statement(found: dict[str, Any]) -> dict[str, Any]:
    parts = {key: value for key, value in found.items() if key not in _BY_STORE}
    parts["actor"] = _actor(found["actor"])
    parts["verb"] = found["verb"]["id"]
    parts["object"] = _object(found["object"])
    if "result" in found:
        parts["result"] = _result(found["result"])
    if "context" in found:
        parts["context"] = _context(found["context"])
    if "attachments" in found:
        parts["attachments"] = [it | {"sha2": it["sha2"].lower()} for it in found["attachments"]]
    return parts


def _object(found: dict[str, Any]) -> dict[str, Any]:
    match found.get("objectType", "Activity"):
        case "Activity":
            return _activity(found)
        case "StatementRef":
            return found | {"id": found["id"].lower()}
        case "SubStatement":
            inner = _statement(found)
            if "timestamp" in found:
                inner["timestamp"] = write_timestamp(read_timestamp(found["timestamp"]))
            return inner
        case _:
            return _actor(found)


def _activity(found: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != "definition"}


def _actor(found: dict[str, Any]) -> dict[str, Any]:
    parts = dict(found)
    if "mbox" in parts:
        parts["mbox"] = _mailbox(parts["mbox"])
    if "mbox_sha1sum" in parts:
        parts["mbox_sha1sum"] = parts["mbox_sha1sum"].lower()
    if "member" in parts:
        parts["member"] = sorted((_actor(it) for it in parts["member"]), key=_text)
    return parts


def _result(found: dict[str, Any]) -> dict[str, Any]:
    parts = dict(found)
    if "score" in parts:
        parts["score"] = {key: _number(value) for key, value in parts["score"].items()}
    if "duration" in parts:
        parts["duration"] = comparable_duration(parts["duration"])
    return parts


def _context(found: dict[str, Any]) -> dict[str, Any]:
    parts = dict(found)
    for key, canonical in _CONTEXT:
        if key in parts:
            parts[key] = canonical(parts[key])
    return parts


def _context_activities(found: dict[str, Any]) -> dict[str, Any]:
    return {
        kind: [_activity(it) for it in (its if isinstance(its, list) else [its])]
        for kind, its in found.items()
    }


_CONTEXT: Final[tuple[tuple[str, Callable[[Any], object]], ...]] = (
    ("registration", str.lower),
    ("language", str.lower),
    ("instructor", _actor),
    ("team", _actor),
    ("statement", _object),
    ("contextActivities", _context_activities),
    ("contextAgents", lambda found: [it | {"agent": _actor(it["agent"])} for it in found]),
    ("contextGroups", lambda found: [it | {"group": _actor(it["group"])} for it in found]),
)


def _mailbox(mbox: str) -> str:
    local, _, domain = mbox.rpartition("@")
    return f"{local}@{domain.lower()}"


def _number(value: float) -> float:
    # 1 and 1.0 are one number in JSON, but not in its spelling.
    is_whole = isinstance(value, float) and value.is_integer() and abs(value) < _EXACT
    return int(value) if is_whole else value


def _text(value: object) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
