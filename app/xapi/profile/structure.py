"""Every fault of a profile, by the structure that the specification gives it.

Any JSON value may come in. What a property must be is in the tables; what several properties,
or several objects, owe each other is in the functions below them.

Source: xAPI Profiles specification 1.0, part two; the sections stand beside the rules.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from app.xapi.instants import is_rfc3339, read_timestamp
from app.xapi.profile.document import CONFORMS_TO, CONTEXT
from app.xapi.profile.jsonpath import PathInvalid, parse
from app.xapi.profile.patterns import OF_ONE, OF_SEVERAL
from app.xapi.profile.references import faults_of_references
from app.xapi.validate.formats import is_flag, is_iri, is_language_tag, is_text
from app.xapi.validate.shapes import join

Json = dict[str, Any]
Faults = Iterator[str]
Test = tuple[Callable[[object], bool], str]

ACTIVITY_CONTEXT: Final = "https://w3id.org/xapi/profiles/activity-context"


def _is_map(value: object) -> bool:
    return isinstance(value, dict) and all(
        is_language_tag(tag) and isinstance(text, str) for tag, text in value.items()
    )


def _is_iris(value: object) -> bool:
    return isinstance(value, list) and all(map(is_iri, value))


_IRI: Final[Test] = (is_iri, "must be an absolute IRI")
_IRIS: Final[Test] = (_is_iris, "must be an array of absolute IRIs")
_MAP: Final[Test] = (_is_map, "must be a language map")
_TEXT: Final[Test] = (is_text, "must be a string")
_FLAG: Final[Test] = (is_flag, "must be true or false")
_LIST: Final[Test] = (lambda value: isinstance(value, list), "must be an array")
_OBJECT: Final[Test] = (lambda value: isinstance(value, dict), "must be an object")
_TIME: Final[Test] = (is_rfc3339, "must be a timestamp")


def _one_of(*names: str) -> Test:
    return (lambda value: value in names, f"must be {' or '.join(names)}")


Table = Mapping[str, Test]

_PROFILE: Final[Table] = {
    "id": _IRI,
    "type": _one_of("Profile"),
    "conformsTo": _one_of(CONFORMS_TO),
    "prefLabel": _MAP,
    "definition": _MAP,
    "versions": _LIST,
    "author": _OBJECT,
}
_PROFILE_MORE: Final[Table] = {
    "seeAlso": _IRI,
    "concepts": _LIST,
    "templates": _LIST,
    "patterns": _LIST,
}
_VERSION: Final[Table] = {"id": _IRI, "generatedAtTime": _TIME}
_AUTHOR: Final[Table] = {"type": _one_of("Organization", "Person"), "name": _TEXT}
_NAMED: Final[dict[str, Test]] = {
    "id": _IRI,
    "type": _TEXT,
    "inScheme": _IRI,
    "prefLabel": _MAP,
    "definition": _MAP,
}
_SCHEMAS: Final[Table] = {"context": _IRI, "schema": _IRI, "inlineSchema": _TEXT}
_RELATIONS: Final[Table] = dict.fromkeys(
    (
        *("broader", "broadMatch", "narrower", "narrowMatch"),
        *("related", "relatedMatch", "exactMatch"),
    ),
    _IRIS,
)
_WORD: Final = (_NAMED, {"deprecated": _FLAG, **_RELATIONS})
_SAID: Final = (_NAMED, {"deprecated": _FLAG, "recommendedVerbs": _IRIS, **_SCHEMAS})
_DEFINED: Final = (_NAMED, {"deprecated": _FLAG, "recommendedActivityTypes": _IRIS, **_SCHEMAS})
_DOCUMENT: Final = (_NAMED | {"contentType": _TEXT}, {"deprecated": _FLAG, **_SCHEMAS})
_ACTIVITY: Final = (
    {"id": _IRI, "type": _TEXT, "inScheme": _IRI, "activityDefinition": _OBJECT},
    {"deprecated": _FLAG},
)
_CONCEPTS: Final[Mapping[object, tuple[Table, Table]]] = {
    **dict.fromkeys(("Verb", "ActivityType", "AttachmentUsageType"), _WORD),
    **dict.fromkeys(("ContextExtension", "ResultExtension"), _SAID),
    "ActivityExtension": _DEFINED,
    **dict.fromkeys(
        ("StateResource", "AgentProfileResource", "ActivityProfileResource"), _DOCUMENT
    ),
    "Activity": _ACTIVITY,
}
_TEMPLATE: Final[Table] = {
    "deprecated": _FLAG,
    "verb": _IRI,
    "objectActivityType": _IRI,
    "contextGroupingActivityType": _IRIS,
    "contextParentActivityType": _IRIS,
    "contextOtherActivityType": _IRIS,
    "contextCategoryActivityType": _IRIS,
    "attachmentUsageType": _IRIS,
    "objectStatementRefTemplate": _IRIS,
    "contextStatementRefTemplate": _IRIS,
    "rules": _LIST,
}
_RULE: Final[Table] = {
    "selector": _TEXT,
    "presence": _one_of("included", "excluded", "recommended"),
    "any": _LIST,
    "all": _LIST,
    "none": _LIST,
    "scopeNote": _MAP,
}
_PATTERN: Final[Table] = {
    "inScheme": _IRI,
    "prefLabel": _MAP,
    "definition": _MAP,
    "deprecated": _FLAG,
    "primary": _FLAG,
    "alternates": _IRIS,
    "optional": _IRI,
    "oneOrMore": _IRI,
    "sequence": _IRIS,
    "zeroOrMore": _IRI,
}


def faults_of_profile(profile: object) -> list[str]:
    """Find everything in which a document is no profile.

    Args:
        profile: Any JSON value.

    Returns:
        Sentences that begin with the path at fault; empty for a profile. What several objects
        owe each other is looked at only when each is sound by itself.
    """
    if not isinstance(profile, dict):
        return ["$: must be an object"]
    found = [*_nothing_empty(profile), *_document(profile)]
    return found or list(faults_of_references(profile))


def _document(profile: Json) -> Faults:
    yield from _object(profile, "$", _PROFILE, _PROFILE_MORE)
    context = profile.get("@context")
    if context != CONTEXT and not (isinstance(context, list) and CONTEXT in context):
        yield f"$['@context']: must be {CONTEXT}, or an array with it (6.0)"
    author = profile.get("author")
    if isinstance(author, dict):
        yield from _object(author, "$.author", _AUTHOR, {"url": _IRI})
    for at, version in _each(profile, "versions"):
        yield from _object(version, at, _VERSION, {"wasRevisionOf": _IRIS})
    yield from _revisions(profile)
    for at, concept in _each(profile, "concepts"):
        yield from _concept(concept, at)
    for at, template in _each(profile, "templates"):
        yield from _template(template, at)
    for at, pattern in _each(profile, "patterns"):
        yield from _pattern(pattern, at)


def _object(found: object, at: str, required: Table, more: Table) -> Faults:
    if not isinstance(found, dict):
        yield f"{at}: must be an object"
        return
    for key in required:
        if key not in found:
            yield f"{at}.{key}: is missing"
    for key, value in found.items():
        test, must = required.get(key) or more.get(key) or (None, "")
        if test is not None:
            if not test(value):
                yield f"{at}.{key}: {must}"
        elif not (key.startswith("@") or ":" in key):
            yield f"{join(at, key)}: is not known; write other words as IRIs (4.0)"


def _each(parent: Json, key: str) -> Iterator[tuple[str, Any]]:
    listed = parent.get(key)
    for index, it in enumerate(listed if isinstance(listed, list) else ()):
        yield f"$.{key}[{index}]", it


def _nothing_empty(value: object, at: str = "$") -> Faults:
    """Look for empty values anywhere (4.0)."""
    waiting: list[tuple[str, object]] = [(at, value)]
    while waiting:
        at, value = waiting.pop()
        if value is None or value in ("", [], {}):
            yield f"{at}: must not be empty (4.0)"
        elif isinstance(value, dict):
            waiting += [(join(at, key), it) for key, it in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{at}[{index}]", it) for index, it in enumerate(value)]


def _revisions(profile: Json) -> Faults:
    """Every version but the first is a revision of another one (6.1)."""
    sound = [
        (at, it)
        for at, it in _each(profile, "versions")
        if isinstance(it, dict) and is_rfc3339(it.get("generatedAtTime"))
    ]
    if not sound:
        return
    oldest = min(read_timestamp(it["generatedAtTime"]) for _, it in sound)
    for at, it in sound:
        if "wasRevisionOf" not in it and read_timestamp(it["generatedAtTime"]) > oldest:
            yield f"{at}.wasRevisionOf: is missing, and an older version is there (6.1)"


def _concept(concept: object, at: str) -> Faults:
    kind = concept.get("type") if isinstance(concept, dict) else None
    tables = _CONCEPTS.get(kind) if isinstance(kind, str) else None
    if not isinstance(concept, dict) or tables is None:
        yield f"{at}.type: must be a kind of concept (7.0)"
        return
    yield from _object(concept, at, *tables)
    if "schema" in concept and "inlineSchema" in concept:
        yield f"{at}: must have schema or inlineSchema, not both (7.2)"
    if "related" in concept and concept.get("deprecated") is not True:
        yield f"{at}.related: must stand on a deprecated concept only (7.1)"
    definition = concept.get("activityDefinition")
    if isinstance(definition, dict):
        context = definition.get("@context")
        if context != ACTIVITY_CONTEXT and not (
            isinstance(context, list) and ACTIVITY_CONTEXT in context
        ):
            yield f"{at}.activityDefinition['@context']: must be {ACTIVITY_CONTEXT} (7.4)"


def _template(template: object, at: str) -> Faults:
    yield from _object(template, at, _NAMED | {"type": _one_of("StatementTemplate")}, _TEMPLATE)
    if not isinstance(template, dict):
        return
    if "objectStatementRefTemplate" in template and "objectActivityType" in template:
        yield f"{at}: its object is a statement or an activity, not both (8.0)"
    rules = template.get("rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else ()):
        yield from _rule(rule, f"{at}.rules[{index}]")


def _rule(rule: object, at: str) -> Faults:
    yield from _object(rule, at, {"location": _TEXT}, _RULE)
    if not isinstance(rule, dict):
        return
    if not {"presence", "any", "all", "none"} & rule.keys():
        yield f"{at}: must have presence, any, all or none (8.1)"
    for key in ("location", "selector"):
        if isinstance(rule.get(key), str):
            try:
                parse(rule[key])
            except PathInvalid as error:
                yield f"{at}.{key}: {error} (8.1)"


def _pattern(pattern: object, at: str) -> Faults:
    yield from _object(pattern, at, {"id": _IRI, "type": _one_of("Pattern")}, _PATTERN)
    if not isinstance(pattern, dict):
        return
    kinds = (*OF_SEVERAL, *OF_ONE)
    if len(pattern.keys() & set(kinds)) != 1:
        yield f"{at}: must have exactly one of {', '.join(kinds)} (9.0)"
    if pattern.get("primary") is True:
        for key in ("prefLabel", "definition"):
            if key not in pattern:
                yield f"{at}.{key}: is missing, and the pattern is primary (9.0)"
