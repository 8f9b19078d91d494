"""A profile, read once and made ready for checking many statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.xapi.profile.jsonpath import Path, parse
from app.xapi.profile.names import folder_of
from app.xapi.profile.patterns import OF_ONE, OF_SEVERAL
from app.xapi.profile.values import read_schema

Json = dict[str, Any]

_DETERMINING: Final = {
    "objectActivityType": parse("$.object.definition.type"),
    "contextParentActivityType": parse("$.context.contextActivities.parent[*].definition.type"),
    "contextGroupingActivityType": parse(
        "$.context.contextActivities.grouping[*].definition.type"
    ),
    "contextCategoryActivityType": parse(
        "$.context.contextActivities.category[*].definition.type"
    ),
    "contextOtherActivityType": parse("$.context.contextActivities.other[*].definition.type"),
    "attachmentUsageType": parse("$.attachments[*].usageType"),
}
_POINTS: Final = {
    "objectStatementRefTemplate": parse("$.object"),
    "contextStatementRefTemplate": parse("$.context.statement"),
}
EXTENSION_PLACES: Final = {
    "ContextExtension": parse("$.context.extensions"),
    "ResultExtension": parse("$.result.extensions"),
    "ActivityExtension": parse("$.object.definition.extensions"),
}
"""Where each kind of extension stands in a statement."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a template; the names are the specification's."""

    location: str
    path: Path
    selector: Path | None
    presence: str | None
    any: tuple[object, ...] | None
    all: tuple[object, ...] | None
    none: tuple[object, ...] | None


@dataclass(frozen=True, slots=True)
class Template:
    """One template: ``determining`` are places and the values that must be among theirs.

    The verb is a determining property as well; it stands apart because it is looked at first.
    """

    id: str
    verb: str | None
    determining: tuple[tuple[Path, tuple[str, ...]], ...]
    points: tuple[Path, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: ``kind`` is the specification's word for how ``members`` follow each other."""

    id: str
    kind: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension: where it belongs, and the schema of its value."""

    kind: str
    schema: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile made ready.

    Attributes:
        folder: What the IRIs of its own parts and words begin with.
        templates: In the profile's order.
        patterns: By id.
        primary: Ids of the patterns that whole runs are held against.
        extensions: By IRI.
    """

    folder: str
    templates: tuple[Template, ...]
    patterns: Mapping[str, Pattern]
    primary: tuple[str, ...]
    extensions: Mapping[str, Extension]


def read_profile(document: Json) -> Profile:
    """Make a profile ready.

    Args:
        document: A profile without a fault, see ``structure.faults_of_profile``.

    Raises:
        PathInvalid: A rule's location is no JSONPath.
        SchemaUnknown: An inline schema has keywords that are not checked here.
    """
    patterns = document.get("patterns", ())
    return Profile(
        folder=folder_of(document["id"]),
        templates=tuple(_template(it) for it in document.get("templates", ())),
        patterns={it["id"]: _pattern(it) for it in patterns},
        primary=tuple(it["id"] for it in patterns if it.get("primary")),
        extensions={
            it["id"]: Extension(it["type"], read_schema(it.get("inlineSchema", "{}")))
            for it in document.get("concepts", ())
            if it["type"] in EXTENSION_PLACES
        },
    )


def _template(it: Json) -> Template:
    return Template(
        id=it["id"],
        verb=it.get("verb"),
        determining=tuple(
            (path, (it[name],) if isinstance(it[name], str) else tuple(it[name]))
            for name, path in _DETERMINING.items()
            if name in it
        ),
        points=tuple(path for name, path in _POINTS.items() if name in it),
        rules=tuple(_rule(rule) for rule in it.get("rules", ())),
    )


def _rule(it: Json) -> Rule:
    return Rule(
        location=it["location"],
        path=parse(it["location"]),
        selector=parse(it["selector"]) if "selector" in it else None,
        presence=it.get("presence"),
        any=tuple(it["any"]) if "any" in it else None,
        all=tuple(it["all"]) if "all" in it else None,
        none=tuple(it["none"]) if "none" in it else None,
    )


def _pattern(it: Json) -> Pattern:
    kind = next(name for name in (*OF_SEVERAL, *OF_ONE) if name in it)
    members = it[kind]
    return Pattern(it["id"], kind, tuple(members) if kind in OF_SEVERAL else (members,))
