"""Whether a statement keeps to a profile: its template, the template's rules, its extensions.

Source: xAPI Profiles specification 1.0, part three, 2.1.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from app.xapi.profile.jsonpath import Found, find
from app.xapi.profile.reading import EXTENSION_PLACES
from app.xapi.profile.values import fits, same
from app.xapi.validate.shapes import Fault, join

if TYPE_CHECKING:
    from app.xapi.profile.reading import Profile, Rule, Template

Json = dict[str, Any]

_UNMATCHABLE: Final = object()
"""Stands where a rule's selector found nothing; it equals no JSON value."""


def faults_of_statement(profile: "Profile", statement: Json) -> list[Fault]:
    """Find everything in which a statement of ours leaves the profile.

    Args:
        profile: From ``reading.read_profile``.
        statement: A valid statement, before or after storing.

    Returns:
        Faults with the JSON path each is about; the message names the template. Empty when
        exactly one template speaks of the statement, all its rules hold, and extensions stand
        where they belong with values that fit.
    """
    statement = _with_arrays(statement)
    matching = _matching(profile, statement)
    found = list(_extensions(profile, statement))
    if len(matching) != 1:
        return [Fault("$", _no_single_template(matching)), *found]
    return [*_broken(matching[0], statement), *found]


def template_of(profile: "Profile", statement: Json) -> str | None:
    """Return the id of the one template that speaks of ``statement``; None if it is not one.

    Whether the template's rules hold is not asked.
    """
    matching = _matching(profile, _with_arrays(statement))
    return matching[0].id if len(matching) == 1 else None


def _matching(profile: "Profile", statement: Json) -> list["Template"]:
    verb = statement["verb"]["id"]
    return [
        template
        for template in profile.templates
        if template.verb in (None, verb)
        and all(
            {it.value for it in find(path, statement) if isinstance(it.value, str)} >= set(wanted)
            for path, wanted in template.determining
        )
    ]


def _no_single_template(matching: list["Template"]) -> str:
    if not matching:
        return "no template speaks of this verb with this type of object and context"
    return f"several templates speak of it: {', '.join(it.id for it in matching)}"


def _broken(template: "Template", statement: Json) -> Iterator[Fault]:
    for path in template.points:
        target = find(path, statement)
        if not (target and _is_reference(target[0].value)):
            yield Fault(
                target[0].at if target else "$",
                f"must point at another statement ({template.id})",
            )
    for rule in template.rules:
        for fault in _broken_rule(rule, statement):
            yield Fault(fault.path, f"{fault.message} ({template.id})")


def _broken_rule(rule: "Rule", statement: Json) -> Iterator[Fault]:
    found = _selected(rule, statement)
    matched = [it for it in found if it.value is not _UNMATCHABLE]
    if rule.presence == "excluded":
        yield from (Fault(it.at, "must not be there") for it in matched)
        return
    if rule.presence == "included":
        if not found:
            yield Fault(rule.location, "must be there")
            return
        yield from (Fault(it.at, "has no value to match") for it in found if it not in matched)
    if rule.presence != "recommended" or matched:
        yield from _wrong_values(rule, found)


def _selected(rule: "Rule", statement: Json) -> list[Found]:
    found = find(rule.path, statement)
    if rule.selector is None:
        return found
    return [
        chosen
        for it in found
        for chosen in (find(rule.selector, it.value, way=it.way) or [Found(it.way, _UNMATCHABLE)])
    ]


def _wrong_values(rule: "Rule", found: list[Found]) -> Iterator[Fault]:
    if rule.any is not None and not any(_among(it.value, rule.any) for it in found):
        yield Fault(rule.location, f"must have one of {_listed(rule.any)}")
    if rule.all is not None:
        for it in found:
            if not _among(it.value, rule.all):
                yield Fault(it.at, f"must be one of {_listed(rule.all)}")
    if rule.none is not None:
        for it in found:
            if _among(it.value, rule.none):
                yield Fault(it.at, f"must be none of {_listed(rule.none)}")


def _extensions(profile: "Profile", statement: Json) -> Iterator[Fault]:
    for kind, path in EXTENSION_PLACES.items():
        for place in find(path, statement):
            for key, value in place.value.items() if isinstance(place.value, dict) else ():
                at = join(place.at, key)
                declared = profile.extensions.get(key)
                if declared is None:
                    if key.startswith(profile.folder):
                        yield Fault(at, "is an extension that is not declared")
                elif declared.kind != kind:
                    yield Fault(at, f"must stand where a {declared.kind} belongs")
                elif not fits(value, declared.schema):
                    yield Fault(at, f"must fit {_listed((dict(declared.schema),))}")


def _with_arrays(statement: Json) -> Json:
    """Return the statement with context activities as arrays, which rules rely on (8.1)."""
    context = statement.get("context", {})
    activities = context.get("contextActivities", {})
    if all(isinstance(its, list) for its in activities.values()):
        return statement
    arrays = {kind: its if isinstance(its, list) else [its] for kind, its in activities.items()}
    return statement | {"context": context | {"contextActivities": arrays}}


def _is_reference(value: object) -> bool:
    return isinstance(value, dict) and value.get("objectType") == "StatementRef"


def _among(value: object, values: tuple[object, ...]) -> bool:
    return any(same(value, it) for it in values)


def _listed(values: tuple[object, ...]) -> str:
    return ", ".join(json.dumps(it, ensure_ascii=False) for it in values)
