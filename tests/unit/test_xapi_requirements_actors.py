"""Who acts: Agents, Groups, accounts, authorities; and the verb (Data 2.4.2, 2.4.3, 2.4.9)."""

import pytest

from app.xapi.validate import Version, actor_faults, faults
from tests.factories.lrs import HOME, a_statement, an_actor
from tests.requirements import requirement
from tests.xapi_rules import (
    BOTH,
    GONE,
    GROUP,
    LANGUAGE_MAP,
    NO_ARRAY,
    NO_IRI,
    NO_LANGUAGE_MAP,
    NO_OBJECT,
    NO_TEXT,
    SHA1,
    Rule,
    each_rule,
)

ACTOR = "4.2.2.1"
BARE = {"objectType": "Group"}
MBOX = {"mbox": "mailto:a@example.jp"}
IDENTIFIERS = (
    MBOX,
    {"mbox_sha1sum": SHA1},
    {"openid": "https://openid.example.org/a"},
    {"account": {"homePage": HOME, "name": "a"}},
)
PAIRS = tuple(
    one | other for one in IDENTIFIERS for other in IDENTIFIERS if next(iter(one)) not in other
)
NO_AGENT: tuple[object, ...] = (*NO_OBJECT, {}, {"name": "a"}, {"objectType": "Agent"}, *PAIRS)
NO_MAILBOX: tuple[object, ...] = (
    *("", "a@example.jp", "mailto:", "mailto:a", "mailto:@example.jp", "mailto:a@", "MAILTO a@b"),
    *("http://a@example.jp", "mailto:a b@example.jp", "mailto:a@b@example.jp", *NO_TEXT),
)
NO_SHA1: tuple[object, ...] = ("", "abc", SHA1[1:], SHA1 + "0", "g" + SHA1[1:], *NO_TEXT)


def of_two(*names: str, **more: object) -> dict[str, object]:
    return {"objectType": "Group", "member": [an_actor(name) for name in names], **more}


RULES = (
    Rule(("XAPI-00003",), "4.2.2", "actor", bad=(GONE,)),
    Rule(("XAPI-00004",), "4.2.2", "verb", bad=(GONE,)),
    Rule(
        ("XAPI-00031", "XAPI-00009"),
        ACTOR,
        "actor.objectType",
        good=("Agent", GONE),
        bad=("Person", "agent", "AGENT", "Activity", "", *NO_TEXT),
    ),
    Rule(
        ("XAPI-00032",),
        ACTOR,
        "context.instructor.objectType",
        good=("Agent", GONE),
        bad=("Person", "agent", "Activity", *NO_TEXT),
        beside={"context.instructor": an_actor()},
    ),
    Rule(("XAPI-00033",), ACTOR, "actor.name", good=("森", "", GONE), bad=NO_TEXT),
    Rule(("XAPI-00034",), ACTOR, "actor", good=IDENTIFIERS, bad=NO_AGENT),
    Rule(("XAPI-00034",), ACTOR, "context.instructor", good=IDENTIFIERS, bad=NO_AGENT),
    Rule(
        ("XAPI-00034",),
        "4.2.2.3",
        "object",
        good=tuple({"objectType": "Agent", **one} for one in IDENTIFIERS),
        bad=tuple({"objectType": "Agent", **one} for one in ({}, {"name": "a"}, *PAIRS)),
    ),
    Rule(
        ("XAPI-00035",),
        ACTOR,
        "actor",
        good=(GROUP, GROUP | {"name": "班"}),
        bad=(BARE, BARE | {"name": "班"}, BARE | {"member": []}),
    ),
    Rule(("XAPI-00035",), ACTOR, "actor.member", bad=([], [an_actor()])),
    Rule(
        ("XAPI-00036",),
        ACTOR,
        "actor.member",
        good=([an_actor()], [an_actor("a"), MBOX, {"openid": "https://a.example/"}]),
        bad=(*NO_ARRAY, ["x"], [1], [None], [[]], *([one] for one in NO_AGENT), [GROUP]),
        beside={"actor": BARE | MBOX},
    ),
    Rule(
        ("XAPI-00037",),
        ACTOR,
        "actor",
        good=tuple(BARE | one for one in (*IDENTIFIERS, *(GROUP | it for it in IDENTIFIERS))),
        bad=tuple(BARE | one for one in (*PAIRS, *(GROUP | it for it in PAIRS))),
    ),
    Rule(
        ("XAPI-00037",),
        "4.2.2.3",
        "object",
        good=(GROUP, *(BARE | one for one in IDENTIFIERS)),
        bad=(BARE, *(BARE | one for one in PAIRS)),
    ),
    Rule(
        ("XAPI-00038", "XAPI-00007"),
        ACTOR,
        "actor.mbox",
        good=("mailto:a@example.jp", "mailto:a.b+c@example.co.jp", "mailto:A@EXAMPLE.JP"),
        bad=NO_MAILBOX,
        beside={"actor": {}},
    ),
    Rule(
        ("XAPI-00039",),
        ACTOR,
        "actor.mbox_sha1sum",
        good=(SHA1, SHA1.upper()),
        bad=NO_SHA1,
        beside={"actor": {}},
    ),
    Rule(
        ("XAPI-00040", "XAPI-00011"),
        ACTOR,
        "actor.openid",
        good=("https://openid.example.org/a", "xri://=a"),
        bad=NO_IRI,
        beside={"actor": {}},
    ),
    Rule(
        ("XAPI-00041",),
        ACTOR,
        "actor.account",
        good=({"homePage": HOME, "name": "a"},),
        bad=(*NO_OBJECT, {}, {"homePage": HOME}, {"name": "a"}),
        beside={"actor": {}},
    ),
    Rule(
        ("XAPI-00042", "XAPI-00011"),
        ACTOR,
        "actor.account.homePage",
        good=(HOME, "https://例え.jp/"),
        bad=(GONE, *NO_IRI),
    ),
    Rule(("XAPI-00043",), ACTOR, "actor.account.name", good=("a", "", "あ"), bad=(GONE, *NO_TEXT)),
    Rule(
        ("XAPI-00044", "XAPI-00011"),
        "4.2.2.2",
        "verb.id",
        good=("http://adlnet.gov/expapi/verbs/answered", "urn:verb", "https://例え.jp/答えた"),
        bad=(GONE, *NO_IRI),
    ),
    Rule(
        ("XAPI-00045", "XAPI-00121"),
        "4.2.2.2",
        "verb.display",
        good=(GONE, *LANGUAGE_MAP),
        bad=NO_LANGUAGE_MAP,
    ),
    Rule(
        ("XAPI-00024",),
        "4.2.4.2",
        "authority",
        good=(GONE, *IDENTIFIERS, of_two("app", "user")),
        bad=NO_AGENT,
        only_outside=True,
    ),
    Rule(
        ("XAPI-00098", "XAPI-00100"),
        "4.2.4.2",
        "authority",
        good=(of_two("app", "user"),),
        bad=(of_two("app"), of_two("a", "b", "c"), of_two("app", "user", **MBOX), BARE | MBOX),
        only_outside=True,
    ),
)


@each_rule(RULES)
def test_what_fits_is_accepted(rule: Rule, version: Version) -> None:
    assert rule.refused(version) == []


@each_rule(RULES)
def test_what_does_not_fit_is_refused_at_its_place(rule: Rule, version: Version) -> None:
    assert rule.accepted(version) == []


@each_rule(RULES, inside=True)
def test_the_same_holds_inside_a_sub_statement(rule: Rule, version: Version) -> None:
    assert rule.refused(version, inside=True) == []
    assert rule.accepted(version, inside=True) == []


@requirement("XAPI-00012", "XAPI-00249", "2.0 4.1.5")
@pytest.mark.parametrize("version", BOTH)
def test_agents_in_parameters_follow_the_same_rules(version: Version) -> None:
    assert [one for one in IDENTIFIERS if actor_faults(one, version)] == []
    assert [one for one in NO_AGENT if not actor_faults(one, version)] == []


@requirement("XAPI-00034", "2.0 4.2.2.1")
@pytest.mark.parametrize("version", BOTH)
def test_the_fault_names_the_identifiers_that_are_too_many(version: Version) -> None:
    (fault,) = faults(a_statement(actor=PAIRS[0]), version)
    assert fault.path == "$.actor"
    assert "mbox and mbox_sha1sum" in fault.message
