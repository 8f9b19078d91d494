"""Our own rules of Open Badges 3.0."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.credentials import openbadges
from app.credentials.schema import faults, is_absolute, read_instant
from tests.factories.credentials import some_facts

Json = dict[str, Any]
Change = Callable[[Json], None]
GOOD = openbadges.build_credential(some_facts())
MISSING = "(left out)"


def changed(path: str, value: object) -> Json:
    """Return a good credential with one member replaced, or taken away."""
    credential = copy.deepcopy(GOOD)
    *way, last = path.split(".")
    holder: Any = credential
    for step in way:
        holder = holder[int(step)] if step.isdecimal() else holder[step]
    if value is MISSING:
        del holder[last]
    else:
        holder[int(last) if last.isdecimal() else last] = value
    return credential


ACHIEVEMENT = "credentialSubject.achievement"
BAD = [
    ("@context", MISSING),
    ("@context", "https://www.w3.org/ns/credentials/v2"),
    ("@context", ["https://www.w3.org/ns/credentials/v2"]),
    ("@context.0", "https://www.w3.org/2018/credentials/v1"),
    ("@context.1", "https://purl.imsglobal.org/spec/ob/v3p0/context.json"),
    ("@context", [*openbadges.CONTEXTS, {"name": "https://evil.example/name"}]),
    ("@context", [*openbadges.CONTEXTS, "https://evil.example/context.json"]),
    ("id", MISSING),
    ("id", "12"),
    ("id", "_:b0"),
    ("type", "OpenBadgeCredential"),
    ("type", ["VerifiableCredential"]),
    ("type", ["OpenBadgeCredential"]),
    ("issuer", "did:web:localhost%3A8000"),
    ("issuer.id", "localhost"),
    ("issuer.type", ["Person"]),
    ("validFrom", MISSING),
    ("validFrom", "2026-11-22T00:00:00"),
    ("validFrom", "2026-11-22"),
    ("validFrom", "2026-13-22T00:00:00Z"),
    ("validUntil", "soon"),
    ("awardedDate", None),
    ("credentialSubject", [GOOD["credentialSubject"]]),
    ("credentialSubject.id", MISSING),
    ("credentialSubject.id", "misaki@example.jp"),
    ("credentialSubject.type", ["Person"]),
    (f"{ACHIEVEMENT}.id", MISSING),
    (f"{ACHIEVEMENT}.name", MISSING),
    (f"{ACHIEVEMENT}.name", ""),
    (f"{ACHIEVEMENT}.description", 3),
    (f"{ACHIEVEMENT}.criteria", {}),
    (f"{ACHIEVEMENT}.achievementType", "Kurs"),
    (f"{ACHIEVEMENT}.alignment", []),
    (f"{ACHIEVEMENT}.alignment.0.targetName", MISSING),
    (f"{ACHIEVEMENT}.alignment.0.targetUrl", "T5"),
    (f"{ACHIEVEMENT}.alignment.0.targetType", "Skill"),
    ("evidence", {"type": ["Evidence"]}),
    ("evidence", ["講座"]),
    ("evidence.0.type", MISSING),
    ("credentialStatus", [GOOD["credentialStatus"]]),
    ("credentialStatus.id", MISSING),
    ("credentialStatus.type", "1EdTechRevocationList"),
    ("credentialStatus.statusPurpose", "suspension"),
    ("credentialStatus.statusListIndex", 77),
    ("credentialStatus.statusListIndex", "-1"),
    ("credentialStatus.statusListIndex", "077"),
    ("proof", {"type": "DataIntegrityProof"}),
    ("name", "a\x00b"),
    ("name", "a\x7fb"),
    ("name", "\ud800"),
    ("@graph", []),
    ("issuer.@type", "x"),
    ("score", 0.8),
]


def _short(one: object) -> str:
    """Name a case without what chance made of it: every worker must find the same cases."""
    return str(one).partition("urn:uuid:")[0][:40]


@pytest.mark.parametrize(("path", "value"), BAD, ids=_short)
def test_a_wrong_shape_is_named_by_its_path(path: str, value: object) -> None:
    found = faults(changed(path, value))
    assert found
    assert all(one.startswith("$") for one in found)


def test_every_fault_is_told_at_once() -> None:
    credential = changed("issuer.id", "x")
    del credential["validFrom"], credential["credentialSubject"]["achievement"]["name"]
    told = faults(credential)
    assert [one.partition(":")[0] for one in told] == [
        "$.issuer.id",
        "$.validFrom",
        "$.credentialSubject.achievement.name",
    ]


@pytest.mark.parametrize("value", [None, [], "x", 3, True])
def test_only_an_object_is_a_credential(value: object) -> None:
    assert len(faults(value)) == 1


def test_nesting_and_size_are_bounded() -> None:
    deep: Json = {}
    for _ in range(50):
        deep = {"a": deep}
    assert "nested" in faults({**GOOD, "evidence": deep})[0]
    many = [{"type": ["Evidence"]} for _ in range(1000)]
    assert "too many" in faults({**GOOD, "evidence": many})[0]


def test_extensions_of_the_vocabularies_are_allowed() -> None:
    assert faults(changed(f"{ACHIEVEMENT}.achievementType", "ext:LearningPath")) == []
    assert faults(changed(f"{ACHIEVEMENT}.alignment.0.targetType", "ext:CityRole")) == []


@pytest.mark.parametrize("uri", ["urn:uuid:1", "https://a.example/x", "did:web:a", "tel:+81"])
def test_absolute_uris(uri: str) -> None:
    assert is_absolute(uri)


@pytest.mark.parametrize(
    "text", ["", "a", "/a", "https://", "urn:", "_:b", "x y:z", "https://[", 3]
)
def test_what_is_no_absolute_uri(text: object) -> None:
    assert not is_absolute(text)


def test_an_instant_needs_its_zone() -> None:
    assert read_instant("2026-11-22T00:00:00") is None
    assert read_instant("2026-11-22T00:00:00+09:00") is not None


REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "data" / "ob3"
SCHEMA = REFERENCE / "ob_v3p0_achievementcredential_schema.json"


def test_the_official_schema_agrees_with_our_rules() -> None:
    """Whatever passes our rules passes the official schema; what that refuses, we refuse."""
    jsonschema = pytest.importorskip("jsonschema", reason="jsonschema is not in our locks")
    if not SCHEMA.is_file():
        pytest.skip("the official schema is not at hand; it is never committed")
    validator = jsonschema.Draft201909Validator(json.loads(SCHEMA.read_text()))
    assert list(validator.iter_errors(GOOD)) == []
    for path, value in BAD:
        credential = changed(path, value)
        if list(validator.iter_errors(credential)):
            assert faults(credential), path
