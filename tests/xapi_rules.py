"""Rules of data as tables: what may stand at a place in a statement, and what may not."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from app.xapi.validate import Version, faults
from tests.factories.lrs import HOME, a_statement, an_actor
from tests.requirements import requirement

BOTH: tuple[Version, ...] = ("1.0.3", "2.0")
UUID = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"
SHA1 = "cd9b00a5611f94eaa7b1661edab976068e364975"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
IRI = f"{HOME}/x"

GONE = object()
"""In a table: the property is not there."""

NO_TEXT: tuple[object, ...] = (1, 1.5, True, {}, [], None)
NO_FLAG: tuple[object, ...] = ("true", "", 0, 1, {}, [], None)
NO_NUMBER: tuple[object, ...] = ("1", "", True, {}, [], None)
NO_OBJECT: tuple[object, ...] = ("x", "", 1, True, [], None)
NO_ARRAY: tuple[object, ...] = ("x", 1, True, {}, None)
NO_IRI: tuple[object, ...] = (
    *("", "x", "example.org/x", "//example.org/x", "/x", "http", "://x", "a b:c"),
    *("http://exa mple.org", "http://example.org/<x>", "http://example.org/%zz", *NO_TEXT),
)
NO_UUID: tuple[object, ...] = (
    *("", "x", UUID[1:], UUID + "0", "g" + UUID[1:], UUID.replace("-", "")),
    *(f"{{{UUID}}}", f"urn:uuid:{UUID}", UUID.replace("-", "_"), f" {UUID}", *NO_TEXT),
)
NO_TAG: tuple[object, ...] = ("", "a", "123", "ja_JP", "en-", "-en", "a23456789", "en--US", "日本")
NO_LANGUAGE_MAP: tuple[object, ...] = (
    *NO_OBJECT,
    *({"ja": 1}, {"ja": None}, {"ja": {}}, {"en": "x", "ja": []}),
    *({tag: "x"} for tag in NO_TAG),
)
LANGUAGE_MAP: tuple[object, ...] = ({"ja": "文"}, {"en-US": "text", "de": "", "zh-Hant-TW": "文"})
NO_EXTENSIONS: tuple[object, ...] = (*NO_OBJECT, {"": 1}, {"x": 1}, {"example.org/x": 1})
EXTENSIONS: tuple[object, ...] = (
    {},
    {IRI: None},
    {IRI: "", "urn:x": {}, "tag:x,1:y": [{"": None}]},
)
NO_STATEMENT_REF: tuple[object, ...] = (
    *NO_OBJECT,
    *(
        {},
        {"id": UUID},
        {"objectType": "StatementRef"},
        {"objectType": "statementRef", "id": UUID},
    ),
    *({"objectType": "StatementRef", "id": bad} for bad in NO_UUID),
)
STATEMENT_REF = {"objectType": "StatementRef", "id": UUID}

ATTACHMENT = {
    "usageType": IRI,
    "display": {"ja": "作文"},
    "contentType": "text/plain",
    "length": 27,
    "sha2": SHA2,
}
GROUP = {"objectType": "Group", "member": [an_actor()]}


@dataclass(frozen=True)
class Rule:
    """What may stand at one place.

    Attributes:
        ids: The requirements of 1.0.3.
        section: The section of 2.0.
        path: The place, with dots: ``attachments.0.length``.
        good: Values that fit.
        bad: Values that do not.
        beside: What else the statement has, by path.
        only_outside: Whether the place is one that SubStatements do not have.
        versions: The editions in which it holds.
    """

    ids: tuple[str, ...]
    section: str
    path: str
    good: Sequence[object] = ()
    bad: Sequence[object] = ()
    beside: Mapping[str, object] = field(default_factory=dict)
    only_outside: bool = False
    versions: tuple[Version, ...] = BOTH

    def statement(self, value: object, *, inside: bool = False) -> dict[str, Any]:
        """Return a statement, or one inside a SubStatement, with the value at the place."""
        made = copy.deepcopy(a_statement())
        for path, beside in self.beside.items():
            put(made, path, beside)
        put(made, self.path, value)
        return a_statement(object={"objectType": "SubStatement", **made}) if inside else made

    def refused(self, version: Version, *, inside: bool = False) -> list[object]:
        """Return the fitting values that the validator refuses: none, if all is well."""
        return [it for it in self.good if faults(self.statement(it, inside=inside), version)]

    def accepted(self, version: Version, *, inside: bool = False) -> list[object]:
        """Return the other values that it does not refuse at their place: none, again."""
        place = f"$.{'object.' if inside else ''}{self.path}"
        return [
            it
            for it in self.bad
            if not any(
                _is_at(fault.path, place)
                for fault in faults(self.statement(it, inside=inside), version)
            )
        ]


def each_rule(rules: Sequence[Rule], *, inside: bool = False) -> pytest.MarkDecorator:
    """Run a test for each rule in each edition; it counts for the requirements of that one."""
    return pytest.mark.parametrize(
        ("rule", "version"),
        [
            pytest.param(
                rule,
                version,
                id=f"{rule.path}-{version}",
                marks=requirement(*_named(rule, version, inside=inside)),
            )
            for rule in rules
            for version in rule.versions
            if not (inside and rule.only_outside)
        ],
    )


def put(statement: dict[str, Any], path: str, value: object) -> None:
    """Put a value at a dotted path, and make the objects on the way."""
    *folders, last = path.split(".")
    place: Any = statement
    for folder in folders:
        place = place[int(folder)] if isinstance(place, list) else place.setdefault(folder, {})
    if value is GONE:
        place.pop(last, None)
    else:
        place[int(last) if isinstance(place, list) else last] = copy.deepcopy(value)


def _named(rule: Rule, version: Version, *, inside: bool) -> tuple[str, ...]:
    if version == "2.0":
        return (f"2.0 {rule.section}", *(("2.0 4.2.2.3",) if inside else ()))
    return (*rule.ids, *(("XAPI-00066",) if inside else ()))


def _is_at(path: str, place: str) -> bool:
    """Whether a fault is told at a place or inside of it."""
    plain = path.replace("[", ".").replace("]", "")
    return plain == place or plain.startswith(f"{place}.")
