"""What the objects of a profile owe each other; each is sound by itself already.

Source: xAPI Profiles specification 1.0, part two, 6.1 and 7.0 to 9.0.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from app.xapi.instants import read_timestamp
from app.xapi.profile.names import folder_of
from app.xapi.profile.patterns import OF_ONE, OF_SEVERAL
from app.xapi.profile.values import SchemaUnknown, read_schema

Json = dict[str, Any]
Faults = Iterator[str]

_WITHIN: Final = ("broader", "narrower", "related")
_REFERENCES: Final = ("objectStatementRefTemplate", "contextStatementRefTemplate")
_LEAST: Final = 2
"""Members of ``alternates`` and ``sequence``."""


def faults_of_references(profile: Json) -> Faults:
    """Yield what is wrong between the objects of a profile.

    Args:
        profile: A document in which ``structure`` found nothing.
    """
    parts = [*_listed(profile, "concepts"), *_listed(profile, "templates")]
    patterns = list(_listed(profile, "patterns"))
    yield from _ids(profile, [*parts, *patterns])
    yield from _schemes(profile, [*parts, *patterns])
    yield from _concepts(profile)
    yield from _templates(profile)
    yield from _patterns(profile, patterns)


def _listed(profile: Json, key: str) -> Iterator[tuple[str, Json]]:
    for index, it in enumerate(profile.get(key, ())):
        yield f"$.{key}[{index}]", it


def _ids(profile: Json, parts: list[tuple[str, Json]]) -> Faults:
    ids = [profile["id"], *(it["id"] for it in profile["versions"])]
    ids += [it["id"] for _, it in parts]
    for found, count in Counter(ids).items():
        if count > 1:
            yield f"$: {found} names {count} things (6.1)"


def _schemes(profile: Json, parts: list[tuple[str, Json]]) -> Faults:
    newest = max(profile["versions"], key=lambda it: read_timestamp(it["generatedAtTime"]))
    for at, it in parts:
        if it.get("inScheme", newest["id"]) != newest["id"]:
            yield f"{at}.inScheme: must be the newest version, {newest['id']} (7.0)"


def _concepts(profile: Json) -> Faults:
    concepts = list(_listed(profile, "concepts"))
    types = {it["id"]: it["type"] for _, it in concepts}
    for at, it in concepts:
        for key in _WITHIN:
            for other in it.get(key, ()):
                if types.get(other) != it["type"]:
                    yield f"{at}.{key}: {other} is no {it['type']} of this profile (7.1)"
        if "inlineSchema" in it:
            try:
                read_schema(it["inlineSchema"])
            except SchemaUnknown as error:
                yield f"{at}.inlineSchema: {error} (7.2)"


def _templates(profile: Json) -> Faults:
    templates = list(_listed(profile, "templates"))
    known = {it["id"] for _, it in templates}
    for at, it in templates:
        for key in _REFERENCES:
            for other in it.get(key, ()):
                if other not in known:
                    yield f"{at}.{key}: {other} is no template of this profile (8.0)"


def _patterns(profile: Json, patterns: list[tuple[str, Json]]) -> Faults:
    by_id = {it["id"]: it for _, it in patterns}
    known = by_id.keys() | {it["id"] for _, it in _listed(profile, "templates")}
    folder = folder_of(profile["id"])
    used = {member for it in by_id.values() for member in _members(it)}
    for at, it in patterns:
        yield from (
            f"{at}: {member} is neither a template nor a pattern of this profile (9.0)"
            for member in _members(it)
            if member not in known and member.startswith(folder)
        )
        yield from _alternates(at, it, by_id)
        yield from _sequence(at, it, by_id, used)
        if _is_within_itself(it["id"], by_id):
            yield f"{at}: stands within itself (9.0)"


def _alternates(at: str, it: Json, by_id: dict[str, Json]) -> Faults:
    members = it.get("alternates")
    if members is None:
        return
    if len(members) < _LEAST:
        yield f"{at}.alternates: must have two members or more (9.0)"
    for member in members:
        if {"optional", "zeroOrMore"} & by_id.get(member, {}).keys():
            yield f"{at}.alternates: {member} may match nothing at all (9.0)"


def _sequence(at: str, it: Json, by_id: dict[str, Json], used: set[str]) -> Faults:
    members = it.get("sequence")
    if members is None or len(members) >= _LEAST:
        return
    stands_alone = it.get("primary") and it["id"] not in used and members[0] not in by_id
    if not stands_alone:
        yield f"{at}.sequence: must have two members or more (9.0)"


def _members(pattern: Json) -> list[str]:
    return [
        member
        for kind in (*OF_SEVERAL, *OF_ONE)
        if kind in pattern
        for member in ([pattern[kind]] if kind in OF_ONE else pattern[kind])
    ]


def _is_within_itself(start: str, by_id: dict[str, Json]) -> bool:
    waiting = _members(by_id[start])
    seen: set[str] = set()
    while waiting:
        member = waiting.pop()
        if member == start:
            return True
        if member in by_id and member not in seen:
            seen.add(member)
            waiting += _members(by_id[member])
    return False
