"""The rules of statements, one by one; test_xapi_requirements_*.py has them as tables."""

import copy
from typing import Any

import pytest

from app.xapi.validate import Version, faults
from tests.factories.lrs import HOME, a_full_statement, a_statement, an_activity, an_actor
from tests.requirements import requirement

BOTH: tuple[Version, ...] = ("1.0.3", "2.0")
both_versions = pytest.mark.parametrize("version", BOTH)
UUID = "8f87ccde-bb56-4c2e-ab83-44982ef22df0"
SHA2 = "495395e777cd98da653df9615d09c0fd6bb2f8d4788394cd53c56a3bfdcd848a"
ATTACHMENT = {
    "usageType": "http://example.org/attachment",
    "display": {"en": "essay"},
    "contentType": "text/plain",
    "length": 27,
    "sha2": SHA2,
}
CONTEXT_AGENT = {"objectType": "contextAgent", "agent": an_actor()}
CONTEXT_GROUP = {
    "objectType": "contextGroup",
    "group": {"objectType": "Group", "member": [an_actor()]},
    "relevantTypes": ["http://example.org/role"],
}
SUB = {"objectType": "SubStatement"} | a_statement()


def paths(statement: object, version: Version = "2.0") -> list[str]:
    return [fault.path for fault in faults(statement, version)]


def changed(path: str, value: object) -> dict[str, Any]:
    """Return the full statement with one value put at a dotted path."""
    statement: dict[str, Any] = copy.deepcopy(a_full_statement())
    *folders, last = path.split(".")
    place: Any = statement
    for folder in folders:
        place = place[int(folder)] if isinstance(place, list) else place.setdefault(folder, {})
    place[int(last) if isinstance(place, list) else last] = value
    return statement


@both_versions
def test_every_property_of_xapi_is_accepted(version: Version) -> None:
    assert faults(a_full_statement(), version) == []
    assert faults(a_statement(), version) == []


@both_versions
@pytest.mark.parametrize("key", ["actor", "verb", "object"])
@requirement("XAPI-00003", "XAPI-00004", "XAPI-00005")
def test_xapi_00003_to_00005_actor_verb_and_object_are_needed(version: Version, key: str) -> None:
    assert paths(a_statement(**{key: None}), version) == [f"$.{key}"]


def test_every_fault_is_collected_with_its_path_and_section() -> None:
    statement = a_statement(
        actor={"mbox": "someone@example.jp", "nickname": "x"},
        verb={"display": {"ja-": "答えた"}},
        result={"score": {"scaled": 2}},
    )
    assert [str(fault) for fault in faults(statement, "1.0.3")] == [
        "$.actor.mbox: must be mailto: and one e-mail address (Data 2.4.2.1)",
        "$.actor.nickname: is not a property of an Agent (Data 2.4.2.1)",
        '$.verb.display["ja-"]: must be an RFC 5646 language tag such as ja or en-US (Data 4.2)',
        "$.verb.id: is missing: a Verb needs it (Data 2.4.3)",
        "$.result.score.scaled: must be a number from -1 to 1 (Data 2.4.5.1)",
    ]
    assert "(4.2.2.4)" in str(faults(statement, "2.0")[-1])


@both_versions
@pytest.mark.parametrize("value", [None, 1, "x", [], [a_statement()], True])
def test_what_is_no_object_is_no_statement(version: Version, value: object) -> None:
    assert paths(value, version) == ["$"]


@both_versions
@pytest.mark.parametrize("value", [None, "", {}, [], [None], 0, {"": {"": None}}])
@requirement("XAPI-00119")
def test_xapi_00119_extensions_may_have_any_value(version: Version, value: object) -> None:
    for place in ("object.definition", "result", "context"):
        assert faults(changed(f"{place}.extensions", {f"{HOME}/x": value}), version) == []


@both_versions
@pytest.mark.parametrize("key", ["", "no iri", "relative/path", "://x", "x:"])
@requirement("XAPI-00118")
def test_xapi_00118_keys_of_extensions_are_iris(version: Version, key: str) -> None:
    assert len(paths(changed("result.extensions", {key: 1}), version)) == 1


@both_versions
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("result.success", "true"),
        ("result.completion", 1),
        ("result.response", 5),
        ("result.score.raw", "5"),
        ("result.score.max", True),
        ("result.score", 1),
        ("context", []),
        ("context.platform", 5),
        ("context.revision", {}),
        ("object.definition.choices", {"id": "a"}),
        ("object.definition.correctResponsesPattern", "a"),
        ("object.definition.correctResponsesPattern", [1]),
        ("attachments", {}),
        ("attachments.0.length", "27"),
        ("attachments.0.length", -1),
        ("attachments.0.length", 1.5),
    ],
)
@requirement("XAPI-00006")
def test_xapi_00006_wrong_data_types_are_refused(
    version: Version, path: str, value: object
) -> None:
    assert len(paths(changed(path, value), version)) == 1


@both_versions
@pytest.mark.parametrize(
    ("path", "known"),
    [
        ("Actor", "actor"),
        ("verb.Display", "display"),
        ("result.durAtion", "duration"),
        ("context.contextactivities", "contextActivities"),
    ],
)
@requirement("XAPI-00008")
def test_xapi_00008_keys_are_case_sensitive(version: Version, path: str, known: str) -> None:
    (fault,) = faults(changed(path, "x"), version)
    assert fault.path == f"$.{path}"
    assert f"write it as {known} (" in fault.message


@both_versions
@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("actor.objectType", "group"),
        ("object.objectType", "activity"),
        ("object.objectType", 1),
        ("object.objectType", []),
        ("object.definition.interactionType", "Choice"),
        ("context.statement.objectType", "statementref"),
        ("context.contextActivities.Parent", []),
    ],
)
@requirement("XAPI-00009")
def test_xapi_00009_fixed_values_are_case_sensitive(
    version: Version, path: str, value: object
) -> None:
    assert f"$.{path}" in paths(changed(path, value), version)


@both_versions
@pytest.mark.parametrize(
    "value",
    ["", "x", UUID + "8", "M" + UUID[1:], UUID.replace("-", ""), f"{{{UUID}}}", UUID + "\n"],
)
@requirement("XAPI-00027")
def test_xapi_00027_uuids_have_their_standard_form(version: Version, value: str) -> None:
    for path in ("id", "context.registration", "context.statement.id"):
        assert paths(changed(path, value), version) == [f"$.{path}"]


@both_versions
def test_uuids_may_be_upper_case(version: Version) -> None:
    assert faults(changed("id", UUID.upper()), version) == []


@both_versions
@pytest.mark.parametrize(
    "tag",
    [
        *("ja", "en-US", "zh-Hant-TW", "sl-rozaj-biske", "de-CH-1901", "es-419"),
        *("x-private", "i-klingon", "en-a-bbb-x-a"),
    ],
)
@requirement("XAPI-00121")
def test_xapi_00121_language_tags_of_rfc_5646_are_accepted(version: Version, tag: str) -> None:
    assert faults(changed("verb.display", {tag: "x"}), version) == []
    assert faults(changed("context.language", tag), version) == []


@both_versions
@pytest.mark.parametrize(
    "tag", ["", "a", "a12345", "a12345678", "ja_JP", "en-", "日本", "en-x", "j\n"]
)
@requirement("XAPI-00013")
def test_xapi_00013_other_language_tags_are_refused(version: Version, tag: str) -> None:
    assert len(paths(changed("verb.display", {tag: "x"}), version)) == 1
    assert paths(changed("context.language", tag), version) == ["$.context.language"]


@both_versions
@pytest.mark.parametrize(
    "value",
    [
        {},
        {"name": "nobody"},
        {"mbox": "mailto:a@example.jp", "openid": "https://example.jp/a"},
        an_actor() | {"mbox_sha1sum": "cd9b00a5611f94eaa7b1661edab976068e364975"},
    ],
)
@requirement("XAPI-00034")
def test_xapi_00034_an_agent_has_exactly_one_identifier(version: Version, value: object) -> None:
    for path in ("actor", "authority", "context.instructor"):
        assert paths(changed(path, value), version) == [f"$.{path}"]
    agent = {"objectType": "Agent"} | value if isinstance(value, dict) else value
    assert paths(a_statement(object=agent), version) == ["$.object"]


@both_versions
@pytest.mark.parametrize(
    ("agent", "path"),
    [
        ({"mbox": "a@example.jp"}, "mbox"),
        ({"mbox": "mailto:example.jp"}, "mbox"),
        ({"mbox": "mailto:a@b@example.jp"}, "mbox"),
        ({"mbox_sha1sum": "abc"}, "mbox_sha1sum"),
        ({"openid": "example"}, "openid"),
        ({"account": {"homePage": HOME}}, "account.name"),
        ({"account": {"name": "x"}}, "account.homePage"),
        ({"account": {"homePage": "x", "name": "x"}}, "account.homePage"),
        ({"account": {"homePage": HOME, "name": 1}}, "account.name"),
        ({"account": {"homePage": HOME, "name": "x", "id": 1}}, "account.id"),
        ({"account": "x"}, "account"),
        (an_actor() | {"member": []}, "member"),
    ],
)
@requirement("XAPI-00038", "XAPI-00039", "XAPI-00040", "XAPI-00041", "XAPI-00042", "XAPI-00043")
def test_xapi_00038_to_00043_identifiers_have_their_format(
    version: Version, agent: dict[str, Any], path: str
) -> None:
    assert paths(a_statement(actor=agent), version) == [f"$.actor.{path}"]


@both_versions
@requirement("XAPI-00035")
def test_xapi_00035_an_anonymous_group_lists_its_members(version: Version) -> None:
    group = {"objectType": "Group", "name": "nobody"}
    assert paths(a_statement(actor=group), version) == ["$.actor.member"]
    assert paths(a_statement(actor=group | {"member": []}), version) == ["$.actor.member"]
    assert paths(a_statement(actor=group | {"member": [an_actor()]}), version) == []


@both_versions
@requirement("XAPI-00036")
def test_xapi_00036_groups_do_not_lie_in_groups(version: Version) -> None:
    inner = {"objectType": "Group", "member": [an_actor()]}
    group = {"objectType": "Group", "mbox": "mailto:g@example.jp", "member": [an_actor(), inner]}
    assert "$.actor.member[1].objectType" in paths(a_statement(actor=group), version)


@both_versions
@requirement("XAPI-00098")
def test_xapi_00098_a_group_as_authority_is_an_application_and_a_user(version: Version) -> None:
    def group(*names: str) -> dict[str, Any]:
        return {"objectType": "Group", "member": [an_actor(name) for name in names]}

    assert faults(a_statement(authority=group("app", "user")), version) == []
    assert paths(a_statement(authority=group("app")), version) == ["$.authority.member"]
    assert paths(a_statement(authority=group("a", "b", "c")), version) == ["$.authority.member"]
    named = group("app", "user") | {"mbox": "mailto:g@example.jp"}
    assert paths(a_statement(authority=named), version) == ["$.authority"]


@both_versions
def test_objects_of_every_type(version: Version) -> None:
    for target in (
        {"id": f"{HOME}/x"},
        an_actor(),
        {"objectType": "Group", "member": [an_actor()]},
        {"objectType": "StatementRef", "id": UUID},
        SUB,
    ):
        assert faults(a_statement(object=target), version) == []


@both_versions
@requirement("XAPI-00047")
def test_xapi_00047_an_activity_has_an_iri(version: Version) -> None:
    assert paths(a_statement(object={}), version) == ["$.object.id"]
    for iri in ("", "x", "/x", "http", "ab=c://x.example", "http://a b.example", 5):
        assert paths(a_statement(object={"id": iri}), version) == ["$.object.id"]
    for iri in ("urn:x", "http://example.com/فعل/خواندن", "tag:x,2026:a?b#c", "http://[::1]/%E3"):
        assert faults(a_statement(object={"id": iri}), version) == []


@both_versions
@requirement("XAPI-00072")
def test_xapi_00072_a_statement_reference_is_type_and_id(version: Version) -> None:
    reference = {"objectType": "StatementRef"}
    assert paths(a_statement(object=reference), version) == ["$.object.id"]
    more = reference | {"id": UUID, "definition": {}}
    assert paths(a_statement(object=more), version) == ["$.object.definition"]


@both_versions
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", UUID),
        ("stored", "2026-10-01T00:00:00Z"),
        ("version", "1.0.0"),
        ("authority", an_actor()),
    ],
)
@requirement("XAPI-00067", "XAPI-00068", "XAPI-00069", "XAPI-00070")
def test_xapi_00067_to_00070_what_a_sub_statement_cannot_have(
    version: Version, key: str, value: object
) -> None:
    assert paths(a_statement(object=SUB | {key: value}), version) == [f"$.object.{key}"]


@both_versions
@requirement("XAPI-00066")
def test_xapi_00066_a_sub_statement_is_validated_as_a_statement(version: Version) -> None:
    bad = SUB | {"verb": {}, "timestamp": "soon", "result": {"success": 1}}
    assert sorted(paths(a_statement(object=bad), version)) == [
        "$.object.result.success",
        "$.object.timestamp",
        "$.object.verb.id",
    ]


@both_versions
@requirement("XAPI-00071")
def test_xapi_00071_sub_statements_do_not_nest(version: Version) -> None:
    nested = SUB | {"object": SUB}
    assert paths(a_statement(object=nested), version) == ["$.object.object.objectType"]


@both_versions
@pytest.mark.parametrize(
    ("score", "paths_"),
    [
        ({"scaled": -1, "raw": 0, "min": 0, "max": 1}, []),
        ({}, []),
        ({"scaled": 1.01}, ["scaled"]),
        ({"min": 1, "max": 1}, ["min"]),
        ({"min": 2, "max": 1}, ["min"]),
        ({"raw": 3, "max": 2}, ["raw"]),
        ({"raw": 1, "min": 2}, ["raw"]),
        ({"raw": float("nan")}, ["raw"]),
        ({"scaled": float("nan")}, ["scaled"]),
        ({"raw": 10**400, "max": 1.5}, ["raw"]),
    ],
)
@requirement("XAPI-00080", "XAPI-00081", "XAPI-00082", "XAPI-00083")
def test_xapi_00080_to_00083_scores(
    version: Version, score: dict[str, Any], paths_: list[str]
) -> None:
    found = paths(a_statement(result={"score": score}), version)
    assert found == [f"$.result.score.{path}" for path in paths_]


@both_versions
@pytest.mark.parametrize("key", ["revision", "platform"])
@requirement("XAPI-00084")
def test_xapi_00084_revision_and_platform_need_an_activity(version: Version, key: str) -> None:
    context = {key: "x"}
    assert faults(a_statement(context=context), version) == []
    assert paths(a_statement(context=context, object=an_actor()), version) == [f"$.context.{key}"]
    inner = SUB | {"context": context, "object": an_actor()}
    assert paths(a_statement(object=inner), version) == [f"$.object.context.{key}"]


@both_versions
@requirement("XAPI-00088")
def test_xapi_00088_a_team_is_a_group_and_an_instructor_may_be(version: Version) -> None:
    group = {"objectType": "Group", "member": [an_actor()]}
    assert faults(a_statement(context={"team": group, "instructor": group}), version) == []
    assert "$.context.team.objectType" in paths(a_statement(context={"team": an_actor()}), version)


@both_versions
@requirement("XAPI-00094")
def test_xapi_00094_context_activities_are_activities(version: Version) -> None:
    def found(value: object) -> list[str]:
        context = {"contextActivities": {"parent": value}}
        return paths(a_statement(context=context), version)

    assert found(an_activity()) == found([an_activity()]) == found([]) == []
    assert found([an_actor()])
    assert found("x") == ["$.context.contextActivities.parent"]
    assert found([{"id": "x"}]) == ["$.context.contextActivities.parent[0].id"]


@pytest.mark.parametrize("key", ["contextAgents", "contextGroups"])
def test_context_agents_and_groups_came_with_2_0(key: str) -> None:
    value = [CONTEXT_AGENT if key == "contextAgents" else CONTEXT_GROUP]
    statement = a_statement(context={key: value})
    assert faults(statement, "2.0") == []
    assert paths(statement, "1.0.3") == [f"$.context.{key}"]
    inner = a_statement(object=SUB | {"context": {key: value}})
    assert faults(inner, "2.0") == []
    assert paths(inner, "1.0.3") == [f"$.object.context.{key}"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"objectType": "ContextAgent"}, "objectType"),
        ({"agent": {}}, "agent"),
        ({"relevantTypes": []}, "relevantTypes"),
        ({"relevantTypes": ["x"]}, "relevantTypes[0]"),
        ({"group": {}}, "group"),
    ],
)
def test_context_agents_follow_their_own_rules(change: dict[str, Any], path: str) -> None:
    statement = a_statement(context={"contextAgents": [CONTEXT_AGENT | change]})
    assert paths(statement) == [f"$.context.contextAgents[0].{path}"]


@both_versions
@pytest.mark.parametrize("key", list(ATTACHMENT))
@requirement("XAPI-00102", "XAPI-00103", "XAPI-00104", "XAPI-00105", "XAPI-00106", "XAPI-00107")
def test_xapi_00102_to_00107_an_attachment_has_all_its_headers(version: Version, key: str) -> None:
    without = {name: value for name, value in ATTACHMENT.items() if name != key}
    assert faults(a_statement(attachments=[ATTACHMENT]), version) == []
    assert paths(a_statement(attachments=[without]), version) == [f"$.attachments[0].{key}"]
    wrong = ATTACHMENT | {key: "wrong value"}
    assert paths(a_statement(attachments=[wrong]), version) == [f"$.attachments[0].{key}"]


@both_versions
@requirement("XAPI-00115")
def test_xapi_00115_a_signature_is_an_octet_stream(version: Version) -> None:
    signature = ATTACHMENT | {"usageType": "http://adlnet.gov/expapi/attachments/signature"}
    assert paths(a_statement(attachments=[signature]), version) == ["$.attachments[0].contentType"]
    signature |= {"contentType": "application/octet-stream"}
    assert faults(a_statement(attachments=[signature]), version) == []


@both_versions
@requirement("XAPI-00049")
def test_xapi_00049_interaction_properties_need_their_type(version: Version) -> None:
    def found(definition: dict[str, Any]) -> list[str]:
        return paths(a_statement(object={"id": "urn:x", "definition": definition}), version)

    assert found({"choices": []}) == ["$.object.definition.interactionType"]
    assert found({"correctResponsesPattern": []}) == ["$.object.definition.interactionType"]
    assert found({"interactionType": "guess"}) == ["$.object.definition.interactionType"]
    assert found({"interactionType": "likert", "scale": [{"id": "1"}]}) == []
    assert found({"interactionType": "likert", "steps": []}) == ["$.object.definition.steps"]
    twins = [{"id": "a"}, {"id": "b"}, {"id": "a"}]
    assert found({"interactionType": "choice", "choices": twins}) == [
        "$.object.definition.choices[2].id"
    ]


@both_versions
@requirement("XAPI-00020")
def test_xapi_00020_a_voiding_statement_points_at_a_statement(version: Version) -> None:
    voiding = {"id": "http://adlnet.gov/expapi/verbs/voided"}
    assert paths(a_statement(verb=voiding), version) == ["$.object"]
    assert paths(a_statement(verb=voiding, object=SUB), version) == ["$.object"]
    reference = {"objectType": "StatementRef", "id": UUID}
    assert faults(a_statement(verb=voiding, object=reference), version) == []


@requirement("XAPI-00101")
def test_xapi_00101_the_version_of_a_statement() -> None:
    for version in ("1.0", "1.0.0", "1.0.9"):
        assert faults(a_statement(version=version), "1.0.3") == []
        assert faults(a_statement(version=version), "2.0") == []
    for wrong in ("0.9.9", "1.1.0", "3.0.0", "", "1.0.x", 1.0):
        assert paths(a_statement(version=wrong), "1.0.3") == ["$.version"]
        assert paths(a_statement(version=wrong), "2.0") == ["$.version"]
    assert paths(a_statement(version="2.0.0"), "1.0.3") == ["$.version"]
    assert faults(a_statement(version="2.0.0"), "2.0") == []


def test_long_foreign_keys_do_not_swell_the_answer() -> None:
    (fault,) = faults(a_statement(**{"k" * 10_000: 1}))
    assert len(str(fault)) < 300


def test_a_batch_names_the_statement_at_fault() -> None:
    assert next(fault.path for fault in faults({}, at="$[3]")) == "$[3].actor"
