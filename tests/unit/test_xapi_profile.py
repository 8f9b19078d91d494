"""Our xAPI Profile: sound by the specification, sound JSON-LD, and it tells right from wrong."""

import copy
import json
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from app.learning import statements as learning
from app.xapi.instants import read_timestamp
from app.xapi.iri import extension_iri
from app.xapi.profile import (
    build_profile,
    faults_of_profile,
    faults_of_statement,
    read_profile,
    template_of,
)
from app.xapi.profile.jsonpath import find, parse
from app.xapi.profile.names import pattern_iri, profile_iri, template_iri, version_iri
from app.xapi.profile.versions import VERSIONS, digest_of, shapes_of
from app.xapi.profile.words import ACTIVITY_TYPES, EXTENSIONS
from app.xapi.profile.words import VERBS as BORROWED
from app.xapi.statement import Agent
from app.xapi.vocabulary import CMI5_PROGRESS, Extension
from tests.profile_context import CONTEXT, load
from tests.xapi_projects import said_in_projects

Json = dict[str, Any]

BASE = "https://city.example.jp/courses"
NEUTRAL = "https://example.org/courses"
"""Digests are taken with this base, so that they hold for every installation."""
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
DOCUMENT = build_profile(BASE)
PROFILE = read_profile(DOCUMENT)

RUN = learning.Run(
    actor=Agent("https://city.example.jp", "7d9c6c0e-6b1a-4c58-9d53-0a4bfc8f5a51"),
    registration=uuid.UUID("ec531277-b57b-4c15-8d91-d292c5b2b8f7"),
    iri_base=BASE,
    slug="tameshi",
    names={"ja": "試しの講座", "en": "A trial"},
    revision="1-0123456789ab",
)
LESSON = RUN.lesson("nani", {"ja": "個人情報ってなに？"})
ANSWER = learning.Answer(
    key="doko",
    name="教えてはいけないのは？",
    interaction={"interactionType": "choice", "correctResponsesPattern": ["gakko"]},
    response="gakko",
    score=1.0,
    attempt=1,
)
PRIVATE = learning.Answer(
    key="himitsu",
    name="どう思いますか？",
    interaction={"interactionType": "long-fill-in"},
    response=None,
    score=None,
    attempt=1,
)
THOUGHT = learning.Answer(
    key="kimochi",
    name="どんなことをたしかめますか？",
    interaction={"interactionType": "long-fill-in"},
    response="kao",
    score=None,
    attempt=2,
    cards={"kao": "顔がうつっていないか", "basho": "場所が分からないか"},
)

PASSED, COMPLETED, SATISFIED = learning.course_ended(RUN, 0.75, 0.5, now=NOW)
SAID = {
    "course-initialized": learning.course_initialized(RUN, now=NOW),
    "lesson-initialized": learning.lesson_initialized(RUN, LESSON, now=NOW),
    "lesson-progressed": learning.progressed(RUN, LESSON, steps=1, total=3, now=NOW),
    "lesson-completed": learning.lesson_completed(RUN, LESSON, now=NOW),
    "question-answered": learning.answered(RUN, LESSON, ANSWER, now=NOW),
    "question-responded": learning.answered(RUN, LESSON, THOUGHT, now=NOW),
    "course-failed": learning.course_failed(RUN, 0.25, 0.5, now=NOW),
    "course-passed": PASSED,
    "course-completed": COMPLETED,
    "course-satisfied": SATISFIED,
    **said_in_projects(BASE, now=NOW),
}
ATTEMPT = extension_iri(BASE, Extension.ATTEMPT)
STEPS = extension_iri(BASE, Extension.STEPS)


def told(name: str) -> Json:
    return copy.deepcopy(SAID[name].as_json())


def messages(statement: Json) -> list[str]:
    return [str(fault) for fault in faults_of_statement(PROFILE, statement)]


def test_a_private_answer_keeps_to_the_profile_and_says_nothing_of_itself() -> None:
    said = learning.answered(RUN, LESSON, PRIVATE, now=NOW).as_json()
    assert template_of(PROFILE, said) == template_iri(BASE, "question-responded")
    assert messages(said) == []
    assert "result" not in said


# The document


def test_the_profile_has_no_fault() -> None:
    assert faults_of_profile(DOCUMENT) == []


def test_a_changed_profile_has_a_new_version() -> None:
    profile = build_profile(NEUTRAL)
    newest = VERSIONS[-1]
    assert (newest.digest, dict(newest.shapes)) == (digest_of(profile), shapes_of(profile)), (
        "if this change is meant, add a version to app/xapi/profile/versions.py"
    )


def test_what_changed_its_meaning_took_a_new_name() -> None:
    for old, new in pairwise(VERSIONS):
        changed = {name for name in old.shapes if new.shapes.get(name, "") != old.shapes[name]}
        assert not changed & new.shapes.keys()


def test_versions_are_counted_dated_and_follow_each_other() -> None:
    assert [version.number for version in VERSIONS] == list(range(1, len(VERSIONS) + 1))
    times = [read_timestamp(version.generated_at) for version in VERSIONS]
    assert times == sorted(set(times))
    listed = DOCUMENT["versions"]
    assert listed[0]["id"] == version_iri(BASE, VERSIONS[-1].number)
    assert "wasRevisionOf" not in listed[-1]
    for newer, older in pairwise(listed):
        assert newer["wasRevisionOf"] == [older["id"]]


def test_names_hang_from_the_installations_base_and_from_nothing_else() -> None:
    own = json.dumps(build_profile("https://elsewhere.example/kurasu"))
    assert BASE not in own
    assert own.replace("https://elsewhere.example/kurasu", BASE) == json.dumps(DOCUMENT)


def test_words_of_others_are_used_and_never_declared() -> None:
    assert all(it["id"].startswith(f"{BASE}/_vocabulary/") for it in DOCUMENT["concepts"])
    borrowed = {verb.id for verb in BORROWED} | {iri for iri, _ in ACTIVITY_TYPES}
    used = {it["verb"] for it in DOCUMENT["templates"]}
    used |= {it["objectActivityType"] for it in DOCUMENT["templates"]}
    assert used == borrowed


def test_everything_is_said_in_japanese_and_in_english() -> None:
    parts = "$.concepts[*]", "$.templates[*]", "$.patterns[*]", "$.templates[*].rules[*]"
    words = " | ".join(f"{part}['prefLabel', 'definition', 'scopeNote']" for part in parts)
    maps = find(parse(words), DOCUMENT)
    assert maps
    assert {tuple(it.value) for it in maps if isinstance(it.value, dict)} == {("ja", "en")}


def test_no_word_of_the_profile_is_lost_as_linked_data() -> None:
    dropped: list[str] = []
    options = {"documentLoader": load, "base": "https://relative.invalid/"}
    expanded = jsonld.expand(
        DOCUMENT, options, on_property_dropped=lambda term: dropped.append(str(term))
    )
    assert dropped == []
    assert "relative.invalid" not in json.dumps(expanded)
    compact = jsonld.compact(expanded, DOCUMENT["@context"], options)
    assert compact == DOCUMENT


def test_the_official_context_alone_would_lose_the_languages_of_a_note() -> None:
    dropped: list[str] = []
    jsonld.expand(
        DOCUMENT | {"@context": CONTEXT},
        {"documentLoader": load},
        on_property_dropped=lambda term: dropped.append(str(term)),
    )
    assert set(dropped) == {"ja", "en"}


# The check of profiles


def without(key: str) -> Callable[[Json], object]:
    return lambda part: part.pop(key)


def with_(**more: object) -> Callable[[Json], object]:
    return lambda part: part.update(more)


PLAIN = template_iri(BASE, "course-initialized")


@pytest.mark.parametrize(
    ("place", "change", "told"),
    [
        ("$", without("conformsTo"), "$.conformsTo: is missing"),
        ("$", with_(type="Verb"), "$.type"),
        ("$", with_(id="profile"), "$.id: must be an absolute IRI"),
        ("$", with_(seeAlso=""), "must not be empty"),
        ("$", with_(concepts=[]), "$.concepts: must not be empty"),
        ("$", with_(prefLabel="Terakoya"), "language map"),
        ("$", with_(color="red"), "$.color: is not known"),
        ("$", with_(**{"@context": "https://example.org/context"}), "@context"),
        ("$.author", with_(type="Robot"), "$.author.type"),
        ("$.versions[0]", with_(generatedAtTime="yesterday"), "timestamp"),
        ("$.versions[0]", with_(id=profile_iri(BASE)), "names 2 things"),
        ("$.concepts[0]", with_(type="Word"), "$.concepts[0].type"),
        ("$.concepts[0]", with_(inScheme="https://example.org/v0"), "newest version"),
        ("$.concepts[0]", with_(schema="https://example.org/s"), "not both"),
        ("$.concepts[0]", with_(inlineSchema="{"), "is not JSON"),
        ("$.concepts[0]", with_(inlineSchema='{"pattern": "a"}'), "pattern"),
        ("$.concepts[0]", with_(recommendedActivityTypes=[PLAIN]), "is not known"),
        ("$.concepts[0]", with_(recommendedVerbs="passed"), "array of absolute IRIs"),
        ("$.templates[0]", without("inScheme"), "$.templates[0].inScheme: is missing"),
        ("$.templates[0]", with_(verb="initialized"), "absolute IRI"),
        ("$.templates[0]", with_(objectStatementRefTemplate=[PLAIN]), "not both"),
        ("$.templates[0]", with_(contextStatementRefTemplate=[profile_iri(BASE)]), "no template"),
        ("$.templates[0].rules[0]", without("presence"), "must have presence"),
        ("$.templates[0].rules[0]", with_(presence="maybe"), "included or excluded"),
        ("$.templates[0].rules[0]", with_(location="$.a[?(@.b)]"), "no JSONPath"),
        ("$.patterns[0]", with_(optional=PLAIN), "exactly one of"),
        ("$.patterns[0]", without("definition"), "is primary"),
        ("$.patterns[0]", with_(sequence=[PLAIN, pattern_iri(BASE, "gone")]), "neither"),
        ("$.patterns[0]", with_(sequence=[PLAIN, pattern_iri(BASE, "course-run-2")]), "itself"),
        ("$.patterns[4]", with_(sequence=[PLAIN]), "two members or more"),
        ("$.patterns[2]", with_(alternates=[PLAIN]), "two members or more"),
        (
            "$.patterns[2]",
            with_(alternates=[PLAIN, pattern_iri(BASE, "perhaps-an-ending-2")]),
            "may match nothing",
        ),
    ],
)
def test_every_slip_in_a_profile_is_told(
    place: str, change: Callable[[Json], object], told: str
) -> None:
    profile = copy.deepcopy(DOCUMENT)
    ((_way, part),) = find(parse(place), profile)
    assert isinstance(part, dict)
    change(part)
    faults = faults_of_profile(profile)
    assert any(told in fault for fault in faults), faults


def test_a_later_version_says_what_it_revises() -> None:
    profile = copy.deepcopy(DOCUMENT)
    later: Json = {"id": version_iri(BASE, 99), "generatedAtTime": "2099-01-01T00:00:00Z"}
    profile["versions"].insert(0, later)
    assert any("wasRevisionOf" in fault for fault in faults_of_profile(profile))
    later["wasRevisionOf"] = [profile["versions"][1]["id"]]
    assert all("newest" in fault for fault in faults_of_profile(profile))


def test_a_small_profile_of_somebody_else_is_read_as_well() -> None:
    scheme = "https://example.org/sport/v1"
    named = {"inScheme": scheme, "prefLabel": {"en": "x"}, "definition": {"en": "x"}}
    verb = {"id": "https://example.org/sport/placed", "type": "Verb", **named}
    profile: Json = {
        "@context": CONTEXT,
        "id": "https://example.org/sport",
        "type": "Profile",
        "conformsTo": "https://w3id.org/xapi/profiles#1.0",
        "prefLabel": {"en": "Sport"},
        "definition": {"en": "Sport"},
        "versions": [{"id": scheme, "generatedAtTime": "2020-02-20T20:20:20Z"}],
        "author": {"type": "Person", "name": "A", "url": "https://example.org/a"},
        "concepts": [
            verb,
            verb | {"id": "https://example.org/sport/won", "broader": [verb["id"]]},
            {
                "id": "https://example.org/sport/shirt",
                "type": "AgentProfileResource",
                "contentType": "application/json",
                **named,
            },
            {
                "id": "https://example.org/sport/dash",
                "type": "Activity",
                "inScheme": scheme,
                "activityDefinition": {
                    "@context": "https://w3id.org/xapi/profiles/activity-context",
                    "name": {"en": "100 m"},
                },
            },
        ],
    }
    assert faults_of_profile(profile) == []
    broken = copy.deepcopy(profile)
    broken["concepts"][1]["broader"] = ["https://example.org/sport/shirt"]
    assert len(faults_of_profile(broken)) == 1
    assert read_profile(profile).templates == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=12,
)
PLACES = [it.at for it in find(parse("$..*"), DOCUMENT)][::7]


@given(value=JSON)
def test_anything_may_come_in_as_a_profile(value: object) -> None:
    assert faults_of_profile(value)


@given(place=st.sampled_from(PLACES), value=JSON)
def test_a_profile_with_anything_anywhere_is_judged_and_never_breaks_the_judge(
    place: str, value: object
) -> None:
    profile = copy.deepcopy(DOCUMENT)
    holder: Any = profile
    (*way, last) = [pick for step in parse(place)[0] for pick in step.picks]
    for pick in way:
        holder = holder[pick]
    holder[last] = value
    if not faults_of_profile(profile):
        read_profile(profile)


# The check of statements


@pytest.mark.parametrize("name", SAID)
def test_each_thing_that_is_said_matches_its_template_and_no_other(name: str) -> None:
    assert template_of(PROFILE, told(name)) == template_iri(BASE, name)
    assert messages(told(name)) == []


def test_every_template_and_every_extension_is_for_something_that_is_said() -> None:
    assert {template_iri(BASE, name) for name in SAID} == {it.id for it in PROFILE.templates}
    everything = json.dumps([told(name) for name in SAID])
    assert all(extension_iri(BASE, it.name) in everything for it in EXTENSIONS)


@pytest.mark.parametrize(
    ("name", "place", "change", "fault"),
    [
        ("course-initialized", "$", without("id"), "$.id: must be there"),
        ("course-initialized", "$", with_(result={"success": True}), "$.result: must not"),
        ("course-initialized", "$.actor", with_(name="山田"), "$.actor.name: must not be there"),
        (
            "course-initialized",
            "$.actor",
            with_(account={"homePage": "https://city.example.jp"}),
            "$.actor.account.name: must be there",
        ),
        ("course-initialized", "$.object.definition", without("name"), "name.*: must be there"),
        ("course-initialized", "$.context", without("registration"), "$.context.registration"),
        (
            "course-initialized",
            "$.context",
            without("contextActivities"),
            "must have one of",
        ),
        (
            "lesson-initialized",
            "$.context.contextActivities",
            without("grouping"),
            "grouping[*].id: must be there",
        ),
        (
            "lesson-progressed",
            "$.result",
            with_(completion=True),
            "$.result.completion: must not be there",
        ),
        ("lesson-progressed", "$.result.extensions", without(STEPS), f"{STEPS}']: must be there"),
        (
            "lesson-progressed",
            "$.result.extensions",
            with_(**{STEPS: 1.5}),
            "must fit",
        ),
        ("lesson-completed", "$.result", with_(completion=False), "must be one of true"),
        ("lesson-completed", "$.result", with_(completion=1), "must be one of true"),
        ("question-answered", "$.result", without("response"), "$.result.response"),
        (
            "question-answered",
            "$.object.definition",
            without("interactionType"),
            "interactionType: must be there",
        ),
        ("question-answered", "$.context.extensions", with_(**{ATTEMPT: 0}), "must fit"),
        ("question-answered", "$.context.extensions", with_(**{ATTEMPT: "1"}), "must fit"),
        (
            "question-answered",
            "$.context.extensions",
            with_(**{STEPS: 1}),
            "where a ResultExtension belongs",
        ),
        (
            "question-answered",
            "$.context.extensions",
            with_(**{extension_iri(BASE, "mood"): 1}),
            "not declared",
        ),
        (
            "question-responded",
            "$.result",
            with_(score={"scaled": 1}),
            "$.result.score: must not be there",
        ),
        ("question-responded", "$.result", with_(success=True), "success: must not be there"),
        (
            "question-responded",
            "$.object.definition",
            with_(correctResponsesPattern=["hai"]),
            "correctResponsesPattern: must not be there",
        ),
        ("question-responded", "$.context", without("extensions"), "attempt']: must be there"),
        (
            "question-responded",
            "$.object.definition",
            without("interactionType"),
            "interactionType: must be there",
        ),
        ("course-passed", "$.result", with_(success=False), "must be one of true"),
        ("course-failed", "$.result", with_(success=True), "must be one of false"),
        ("course-passed", "$.context", without("extensions"), "masteryscore']: must be there"),
        ("course-satisfied", "$.verb", with_(id="https://example.org/v"), "no template speaks"),
        ("question-answered", "$.context.contextActivities", without("parent"), "no template"),
    ],
)
def test_every_slip_in_a_statement_is_told_with_its_path(
    name: str, place: str, change: Callable[[Json], object], fault: str
) -> None:
    statement = told(name)
    ((_way, part),) = find(parse(place), statement)
    assert isinstance(part, dict)
    change(part)
    assert any(fault in message for message in messages(statement)), messages(statement)


def test_what_is_only_recommended_may_be_left_out() -> None:
    statement = told("question-answered")
    del statement["object"]["definition"]["correctResponsesPattern"]
    assert messages(statement) == []


def test_extensions_of_others_are_nobodys_business_here() -> None:
    statement = told("question-answered")
    statement["context"]["extensions"]["https://example.org/mood"] = None
    assert messages(statement) == []


def test_one_context_activity_counts_like_an_array_of_one() -> None:
    statement = told("question-answered")
    activities = statement["context"]["contextActivities"]
    activities["parent"] = activities["parent"][0]
    assert messages(statement) == []


def test_two_templates_for_one_statement_are_a_fault() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["templates"].append(document["templates"][0] | {"id": f"{BASE}/_vocabulary/twin"})
    faults = faults_of_statement(read_profile(document), told("course-initialized"))
    assert "several templates" in faults[0].message


def test_a_selector_marks_what_it_does_not_match() -> None:
    document = copy.deepcopy(DOCUMENT)
    location, type_ = "$.context.contextActivities.grouping[*]", "$.definition.type"
    rule = {"location": location, "selector": type_, "presence": "included"}
    document["templates"][1]["rules"] = [rule]
    (fault,) = faults_of_statement(read_profile(document), told("lesson-initialized"))
    assert fault.path == "$.context.contextActivities.grouping[0]"
    document["templates"][1]["rules"] = [rule | {"presence": "excluded"}]
    assert faults_of_statement(read_profile(document), told("lesson-initialized")) == []


def test_a_template_may_ask_for_a_pointer_at_another_statement() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["templates"][0]["contextStatementRefTemplate"] = [PLAIN]
    assert faults_of_profile(document) == []
    profile, statement = read_profile(document), told("course-initialized")
    assert "must point" in faults_of_statement(profile, statement)[0].message
    statement["context"]["statement"] = {"objectType": "StatementRef", "id": str(RUN.registration)}
    assert faults_of_statement(profile, statement) == []


def test_the_whole_way_of_a_lesson_is_a_hundred_percent() -> None:
    statement = learning.progressed(RUN, LESSON, steps=3, total=3, now=NOW).as_json()
    assert statement["result"]["extensions"] == {CMI5_PROGRESS: 100, STEPS: 3}
