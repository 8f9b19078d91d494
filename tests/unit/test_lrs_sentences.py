"""Statements read aloud: the sentences people get, and that no valid statement breaks them."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.lrs.sentences import Known, Term, facts, mentioned, tell, verb_word
from app.lrs.sentences.verbs import PHRASES, Phrase
from app.xapi.compare import identifier
from app.xapi.statement import Json
from app.xapi.validate import Version, faults
from app.xapi.vocabulary import CMI5_PROGRESS, CMI5_REASON, COURSE, QUESTION, VERBS, VOIDED
from tests.factories.lrs import (
    HOME,
    a_full_statement,
    a_statement,
    a_voiding,
    an_actor,
)
from tests.unit.test_xapi_properties import json_values, mutations, statements, versions

SAKURA = an_actor("sakura")
KNOWN = Known(people={str(identifier(SAKURA)): "森 さくら"})
EVERYTHING = Known(sees_strangers=True)
ATTEMPT = f"{HOME}/id/_vocabulary/extensions/attempt"
LESSON: Json = {"id": f"{HOME}/id/c/l", "definition": {"name": {"ja": "インターネットの地図"}}}
ITEM: Json = {
    "id": f"{HOME}/id/c/q",
    "definition": {
        "type": QUESTION,
        "name": {"ja": "どれですか"},
        "interactionType": "choice",
        "choices": [{"id": "a", "description": {"ja": "ねこ"}}, {"id": "b"}],
    },
}
CARDS: Json = {
    "interactionType": "long-fill-in",
    "extensions": {
        f"{HOME}/id/_vocabulary/extensions/cards": {"kao": "顔", "basho": "場所"},
        f"{HOME}/else/extensions/cards": "none of ours",
    },
}
GROUPS = {"objectType": "Group", "member": [an_actor("a"), SAKURA, an_actor("b")]}


def a_course(**more: Any) -> Json:  # noqa: ANN401  any JSON value
    return {"id": f"{HOME}/id/c", "definition": {"type": COURSE, "name": {"ja": "学ぶ"}, **more}}


def by(key: str) -> Json:
    return {"id": next(verb.id for verb in VERBS if verb.id.endswith(f"/{key}"))}


def said(known: Known = KNOWN, **changes: Any) -> str:  # noqa: ANN401  any JSON value
    statement = a_statement(**{"actor": SAKURA, **changes})
    assert faults(statement) == []
    return tell(statement, known).text


def test_an_answer_names_its_lesson_the_try_and_how_it_came_out() -> None:
    told = said(
        object=ITEM,
        result={"success": True, "score": {"scaled": 1}, "response": "a[,]b"},
        context={"contextActivities": {"parent": [LESSON]}, "extensions": {ATTEMPT: 3}},
    )
    assert told == (
        "森 さくらさんが、「インターネットの地図」の問い「どれですか」に答えました"
        "（3回目、正解、100点）。"
    )


def test_what_was_not_right_yet_is_said_kindly_and_marked_half() -> None:
    statement = a_statement(actor=SAKURA, object=ITEM, result={"success": False})
    sentence = tell(statement, KNOWN)
    assert sentence.text.endswith("に答えました（正解ではない）。")
    assert sentence.mark == "part"


@pytest.mark.parametrize(
    ("verb", "result", "told"),
    [
        ("initialized", {}, "講座「学ぶ」を始めました。"),
        (
            "completed",
            {"completion": True, "success": True, "score": {"scaled": 0.85}},
            "講座「学ぶ」を修了しました（合格、85点）。",
        ),
        (
            "passed",
            {"success": True, "score": {"scaled": 0.9}},
            "講座「学ぶ」に合格しました（90点）。",
        ),
        ("failed", {"success": False}, "講座「学ぶ」で合格に届きませんでした。"),
        ("satisfied", {}, "講座「学ぶ」の修了の条件を満たしました。"),
        ("waived", {"success": True}, "講座「学ぶ」を免除されました（うまくいった）。"),
        (
            "progressed",
            {"extensions": {CMI5_PROGRESS: 40}},
            "講座「学ぶ」を進めました（40%まで）。",
        ),
        ("terminated", {"duration": "PT1H2M3S"}, "講座「学ぶ」を閉じました（1時間2分3秒）。"),
        ("abandoned", {"completion": False}, "講座「学ぶ」を途中で離れました（途中まで）。"),
    ],
)
def test_our_own_verbs_have_sentences_of_their_own(verb: str, result: Json, told: str) -> None:
    found = said(verb=by(verb), object=a_course(), result=result or None)
    assert found == f"森 さくらさんが、{told}"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_of_the_platform_has_words(verb: Any) -> None:  # noqa: ANN401  a Verb
    assert verb_word(verb.id).endswith(("ました", "でした"))


@pytest.mark.parametrize(
    ("display", "word"),
    [
        ({"en-US": "watched", "ja": "見はった"}, "見はった"),
        ({"fr": "regarder", "en-US": "watched"}, "watched"),
        ({"fr": "regarder"}, "regarder"),
        ({"en": ""}, "looked-at"),
        (None, "looked-at"),
    ],
)
def test_a_verb_nobody_knows_is_quoted_by_its_own_word(display: Json | None, word: str) -> None:
    verb = {"id": f"{HOME}/verbs/looked-at", **({"display": display} if display else {})}
    assert (
        said(verb=verb)
        == f"森 さくらさんが、レッスン「はじめての講座」に対して「{word}」をしました。"
    )


def test_names_of_activities_come_from_what_is_known_then_from_the_iri() -> None:
    bare = {"id": f"{HOME}/id/c"}
    known = Known(KNOWN.people, activities={bare["id"]: a_course()["definition"]})
    assert said(known, verb=by("initialized"), object=bare).endswith("講座「学ぶ」を始めました。")
    assert said(verb=by("initialized"), object=bare).endswith("、「c」を始めました。")


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ({"mbox": "mailto:a@example.jp", "name": "Ana"}, "Anaさん"),
        ({"mbox": "mailto:a@example.jp"}, "a@example.jp"),
        ({"openid": "https://example.jp/ana"}, "https://example.jp/ana"),
        ({"mbox_sha1sum": "c" * 40}, "名前の分からない人"),
        (an_actor("ana"), f"ana（{HOME}）"),
        (SAKURA, "森 さくらさん"),
        ({"objectType": "Group", "name": "3年1組", "mbox": "mailto:g@example.jp"}, "3年1組"),
        (GROUPS, f"a（{HOME}）、森 さくらさん、b（{HOME}）"),
    ],
)
def test_who_may_see_strangers_reads_them_as_they_call_themselves(actor: Json, name: str) -> None:
    known = Known(KNOWN.people, sees_strangers=True)
    assert tell(a_statement(actor=actor), known).parts[0].text == name


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ({"mbox": "mailto:a@example.jp", "name": "Ana"}, "ほかの人"),
        (an_actor("ana"), "ほかの人"),
        ({"objectType": "Group", "name": "Ana", "mbox": "mailto:g@example.jp"}, "ほかのグループ"),
        (GROUPS, "森 さくらさん、ほか2人"),
        ({"objectType": "Group", "name": "Ana", "member": [an_actor("a")]}, "1人のグループ"),
    ],
)
def test_whom_the_reader_may_not_see_has_no_name(actor: Json, name: str) -> None:
    statement = a_statement(actor=actor, context={"instructor": {**an_actor("x"), "name": "Ana"}})
    assert tell(statement, KNOWN).parts[0].text == name
    assert not any("Ana" in fact.text + fact.exact for fact in facts(statement, KNOWN))


def test_taking_back_tells_what_was_taken_back_if_the_reader_may_know() -> None:
    target = uuid.uuid4()
    voiding = a_voiding(target, actor=SAKURA)
    assert tell(voiding, KNOWN).text == "森 さくらさんが、ほかの記録を取り消しました。"
    assert tell(voiding, KNOWN).mark == "wait"
    other = a_statement(actor=SAKURA, verb=by("initialized"), object=a_course())
    known = Known(KNOWN.people, statements={str(target): other})
    assert tell(voiding, known).text == (
        "森 さくらさんが、「森 さくらさんが、講座「学ぶ」を始めました」という記録を"
        "取り消しました。"
    )


def test_people_and_statements_can_be_what_was_acted_on() -> None:
    plan = {"objectType": "SubStatement", **a_statement(actor=SAKURA, object=a_course())}
    verb = {"id": f"{HOME}/verbs/praised"}
    told = "「森 さくらさんが、講座「学ぶ」に答えました」ということに対して「praised」をしました。"
    assert said(verb=verb, object=plan).endswith(told)
    person = {"objectType": "Agent", **SAKURA}
    assert said(verb=verb, object=person).endswith("森 さくらさんに対して「praised」をしました。")


@pytest.mark.parametrize(
    ("score", "told"),
    [
        ({"raw": 8, "min": 0, "max": 10, "scaled": 0.8}, "8点（10点満点）"),
        ({"raw": 80, "max": 100}, "80点"),
        ({"raw": 3, "min": 1, "max": 5}, "3点（1から5まで）"),
        ({"raw": 7.5}, "7.5点"),
        ({"scaled": 0.666}, "67点"),
        ({"scaled": -0.25}, "満点を1として-0.25"),
        ({"raw": 10**30}, "とても大きな数点"),
    ],
)
def test_a_score_is_told_in_points(score: Json, told: str) -> None:
    assert said(object=a_course(), result={"score": score}).endswith(f"（{told}）。")


@pytest.mark.parametrize(
    ("duration", "told"),
    [
        ("PT41.39S", "41秒"),
        ("PT0.52S", "0.5秒"),
        ("PT83.5S", "1分23秒"),
        ("PT7200S", "2時間"),
        ("P1Y2M3DT4H5M6S", "1年2か月3日4時間5分6秒"),
        ("P4W", "4週間"),
        ("PT0S", "0秒"),
        ("P" + "9" * 5000 + "D", "とても長いあいだ"),
    ],
)
def test_a_length_of_time_is_told_as_people_do(duration: str, told: str) -> None:
    assert said(object=a_course(), result={"duration": duration}).endswith(f"（{told}）。")


@pytest.mark.parametrize(
    ("definition", "response", "told"),
    [
        (CARDS, "kao[,]basho", "顔、場所"),
        (CARDS, "kao[,]nai", "kao[,]nai"),
        (CARDS, "顔を見ます。", "顔を見ます。"),
        (
            {"interactionType": "choice", "choices": ITEM["definition"]["choices"]},
            "a[,]b",
            "ねこ、b",
        ),
        ({"interactionType": "sequencing"}, "a[,]b", "a → b"),
        ({"interactionType": "true-false"}, "false", "正しくない"),
        ({"interactionType": "matching"}, "a[.]1[,]b[.]2", "a → 1、b → 2"),
        ({"interactionType": "fill-in"}, "ねこ", "ねこ"),
        ({}, "ねこ", "ねこ"),
    ],
)
def test_an_answer_is_told_by_the_names_of_its_options(
    definition: Json, response: str, told: str
) -> None:
    statement = a_statement(
        object={"id": f"{HOME}/q", "definition": definition}, result={"response": response}
    )
    assert f"答え：{told}" in tell(statement, KNOWN).aside


def test_other_tools_are_named_and_the_reason_of_a_waiver_is_told() -> None:
    statement = a_statement(
        authority={"name": "市立図書館", **an_actor("client:library")},
        result={"extensions": {CMI5_REASON: "Tested Out"}},
    )
    assert tell(statement, KNOWN).aside == ("理由：Tested Out", "市立図書館から")


def test_text_that_would_turn_the_line_around_is_made_harmless() -> None:
    told = said(object=a_course(name={"ja": "\u202eabc\n\u2066  def\x00"}))
    assert "abc def" in told
    assert told.isprintable()


def test_the_facts_leave_nothing_out() -> None:
    found = facts(a_full_statement(), EVERYTHING)
    assert {fact.term for fact in found} == set(Term)
    assert ("答えました", "http://adlnet.gov/expapi/verbs/answered") in [
        (fact.text, fact.exact) for fact in found
    ]


def test_everything_a_statement_mentions_is_collected_for_looking_up() -> None:
    found = mentioned(a_full_statement())
    assert len(found.agents) == 6
    assert f"{HOME}/id/course/l-1" in found.activities
    assert found.statements == {"6690e6c9-3ef0-4ed3-8b37-7f3964730bee"}


# --- properties --------------------------------------------------------------------------------

plain = st.text(max_size=12)
iris = st.sampled_from([f"{HOME}/a", "urn:x", "x:%41", f"{HOME}/a#b?c", "mailto:", "tag:あ/"])
maps = st.dictionaries(st.sampled_from(["ja", "ja-JP", "en", "en-US", "fr", "x-y"]), plain)
agents = st.one_of(
    st.builds(lambda name: {**an_actor(name), "name": name}, plain),
    st.just({"mbox": "mailto:a@example.jp"}),
    st.just({"openid": "https://example.jp/a"}),
    st.builds(lambda name: {"mbox_sha1sum": "a" * 40, "name": name}, plain),
)
groups = st.builds(
    lambda members, name, more: {"objectType": "Group", "name": name, "member": members, **more},
    st.lists(agents, min_size=1, max_size=5),
    plain,
    st.sampled_from([{}, an_actor("g") | {"objectType": "Group"}]),
)
components = st.lists(
    st.builds(lambda key, names: {"id": key, "description": names}, plain, maps),
    max_size=3,
    unique_by=lambda component: component["id"],
)
interactions = st.one_of(
    st.just({}),
    st.builds(lambda found: {"interactionType": "choice", "choices": found}, components),
    st.builds(lambda found: {"interactionType": "sequencing", "choices": found}, components),
    st.builds(lambda found: {"interactionType": "likert", "scale": found}, components),
    st.builds(lambda found: {"interactionType": "performance", "steps": found}, components),
    st.builds(
        lambda a, b: {"interactionType": "matching", "source": a, "target": b},
        components,
        components,
    ),
    st.sampled_from(["true-false", "fill-in", "long-fill-in", "numeric", "other"]).map(
        lambda kind: {"interactionType": kind}
    ),
)
activities = st.builds(
    lambda iri, names, kind, more: {"id": iri, "definition": {"name": names, **kind, **more}},
    iris,
    maps,
    st.sampled_from([{}, {"type": COURSE}, {"type": QUESTION}, {"type": "urn:y"}]),
    interactions,
) | iris.map(lambda iri: {"id": iri})
extensions = st.dictionaries(
    st.sampled_from([ATTEMPT, CMI5_PROGRESS, CMI5_REASON, "urn:x"]), json_values, max_size=3
)
durations = st.from_regex(
    r"\AP([0-9]{1,20}([.,][0-9]{1,3})?W|[0-9]{1,20}Y([0-9]M)?([0-9]{1,3}D)?(T[0-9]H)?"
    r"|T([0-9]{1,4}H)?([0-9]{1,20}M)?[0-9]{1,20}([.,][0-9]{1,9})?S)\Z"
)
numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
scores = st.fixed_dictionaries(
    {}, optional={"scaled": st.floats(-1, 1) | st.integers(-1, 1), "raw": numbers}
) | st.builds(
    lambda low, size: {"min": low, "max": low + size, "raw": low}, numbers, st.integers(1)
)
results = st.fixed_dictionaries(
    {},
    optional={
        "success": st.booleans(),
        "completion": st.booleans(),
        "response": st.text(st.sampled_from("a[].,{}=true/あ\u202e")) | plain,
        "duration": durations,
        "score": scores,
        "extensions": extensions,
    },
)
around = st.lists(activities, max_size=2) | activities
contexts = st.fixed_dictionaries(
    {},
    optional={
        "registration": st.uuids().map(str),
        "instructor": agents | groups,
        "team": groups,
        "language": st.just("ja"),
        "statement": st.uuids().map(lambda key: {"objectType": "StatementRef", "id": str(key)}),
        "contextActivities": st.fixed_dictionaries(
            {}, optional={"parent": around, "grouping": around, "category": around}
        ),
        "contextAgents": st.lists(
            agents.map(lambda agent: {"objectType": "contextAgent", "agent": agent}), max_size=2
        ),
        "contextGroups": st.lists(
            groups.map(lambda group: {"objectType": "contextGroup", "group": group}), max_size=2
        ),
        "extensions": extensions,
    },
)
times = st.sampled_from(
    ["2026-10-01T18:00:00.123+09:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"]
)
verbs = st.sampled_from([verb.id for verb in VERBS if verb is not VOIDED]) | iris
references = st.uuids().map(lambda key: {"objectType": "StatementRef", "id": str(key).upper()})


def bodies(objects: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {
            "actor": agents | groups,
            "verb": st.builds(lambda iri, names: {"id": iri, "display": names}, verbs, maps),
            "object": objects,
        },
        optional={"result": results, "context": contexts, "timestamp": times},
    )


people = (agents | groups).map(lambda one: {"objectType": "Agent", **one})
simple = activities | people | references
inner = bodies(simple).map(lambda body: {"objectType": "SubStatement", **body})
whole = bodies(simple | inner)


def read_whole(statement: Json) -> None:
    found = mentioned(statement)
    one = next(iter(found.agents), "")
    other = {target: a_full_statement() for target in found.statements}
    defined = {iri: {"name": {"ja": "名"}, "type": COURSE} for iri in found.activities}
    for known in (
        EVERYTHING,
        Known({one: "森 さくら"}),
        Known({}, sees_strangers=True, activities=defined, statements=other),
    ):
        sentence = tell(statement, known)
        assert sentence.text.endswith("。")
        assert all(part.text for part in sentence.parts)
        assert all(sentence.aside)
        assert all(fact.text or fact.exact for fact in facts(statement, known))


@given(whole, versions)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
def test_no_valid_statement_breaks_the_sentence(statement: Json, version: Version) -> None:
    if not faults(statement, version):
        read_whole(statement)


@given(mutations(), versions)
def test_no_valid_mutation_of_a_full_statement_breaks_the_sentence(
    statement: Json, version: Version
) -> None:
    if not faults(statement, version):
        read_whole(statement)


@given(statements)
def test_no_statement_of_our_own_making_breaks_the_sentence(statement: Any) -> None:  # noqa: ANN401
    read_whole(statement.as_json())


@given(whole)
def test_a_hidden_name_never_shows(statement: Json) -> None:
    if faults(statement):
        return
    secret = "ひみつのなまえ"
    named = _with_names(statement, secret)
    told = tell(named, KNOWN)
    shown = (
        told.text + "".join(told.aside) + "".join(f.text + f.exact for f in facts(named, KNOWN))
    )
    assert secret not in shown


def _with_names(value: Any, secret: str) -> Any:  # noqa: ANN401  any JSON value
    """Give every agent and group of a statement a name."""
    if isinstance(value, list):
        return [_with_names(item, secret) for item in value]
    if not isinstance(value, dict):
        return value
    deep = {
        key: item if key == "extensions" else _with_names(item, secret)
        for key, item in value.items()
    }
    is_actor = {"mbox", "mbox_sha1sum", "openid", "account", "member"} & deep.keys()
    return {**deep, "name": secret} if is_actor else deep


@pytest.mark.parametrize(
    ("past", "plain"),
    [
        ("再生しました", "再生した"),
        ("書きました", "書いた"),
        ("申しこみました", "申しこんだ"),
        ("選びました", "選んだ"),
        ("入りました", "入った"),
        ("終えました", "終えた"),
        ("届きませんでした", "届きませんでした"),
    ],
)
def test_a_verb_has_a_plain_past_for_lists_of_ones_own(past: str, plain: str) -> None:
    assert Phrase("を", past).plain == plain


def test_no_stem_of_the_table_ends_in_a_sound_without_a_plain_past() -> None:
    """い, ち and ぎ go on in ways of their own; who adds such a verb adds its sound."""
    assert [one.past for one in PHRASES.values() if one.past[-4:-3] in {"い", "ち", "ぎ"}] == []
