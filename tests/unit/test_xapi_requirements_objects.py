"""What the statement is about: activities, interactions, references (Data 2.4.4)."""

from app.xapi.validate import Version
from tests.factories.lrs import a_statement, an_activity, an_actor
from tests.xapi_rules import (
    EXTENSIONS,
    GONE,
    GROUP,
    IRI,
    LANGUAGE_MAP,
    NO_ARRAY,
    NO_EXTENSIONS,
    NO_IRI,
    NO_LANGUAGE_MAP,
    NO_OBJECT,
    NO_TEXT,
    NO_UUID,
    STATEMENT_REF,
    UUID,
    Rule,
    each_rule,
)

OBJECT = "4.2.2.3"
DEFINITION = "object.definition"
SUB = {"objectType": "SubStatement"} | a_statement()
VOIDED = "http://adlnet.gov/expapi/verbs/voided"
INTERACTIONS = (
    *("true-false", "choice", "fill-in", "long-fill-in", "matching", "performance"),
    *("sequencing", "likert", "numeric", "other"),
)
COMPONENTS: tuple[object, ...] = (
    [{"id": "a"}],
    [{"id": "a"}, {"id": "b", "description": {"ja": "い"}}],
    [],
)
NO_COMPONENTS: tuple[object, ...] = (*NO_ARRAY, ["x"], [1], [None], [[]], [{}], [{"id": 1}])


def a_component_list(number: str, name: str, kind: str) -> Rule:
    return Rule(
        (number,),
        OBJECT,
        f"{DEFINITION}.{name}",
        good=COMPONENTS,
        bad=NO_COMPONENTS,
        beside={f"{DEFINITION}.interactionType": kind},
    )


def components_of(name: str, kind: str) -> tuple[Rule, ...]:
    beside = {f"{DEFINITION}.interactionType": kind, f"{DEFINITION}.{name}": [{"id": "a"}]}
    twins: tuple[object, ...] = ([{"id": "a"}, {"id": "a"}], [{"id": "b"}, {}])
    place = f"{DEFINITION}.{name}"
    return (
        Rule(("XAPI-00058",), OBJECT, place, bad=twins, beside=beside),
        Rule(
            ("XAPI-00058",),
            OBJECT,
            f"{place}.0.id",
            good=("x", ""),
            bad=(GONE, *NO_TEXT),
            beside=beside,
        ),
        Rule(
            ("XAPI-00062",),
            OBJECT,
            f"{place}.0.description",
            good=(GONE, *LANGUAGE_MAP),
            bad=NO_LANGUAGE_MAP,
            beside=beside,
        ),
        Rule(
            ("XAPI-00063",),
            OBJECT,
            f"{place}.0",
            good=({"id": "x"},),
            bad=NO_OBJECT,
            beside=beside,
        ),
    )


LISTS = (
    ("XAPI-00055", "choices", "choice"),
    ("XAPI-00055", "choices", "sequencing"),
    ("XAPI-00054", "scale", "likert"),
    ("XAPI-00053", "source", "matching"),
    ("XAPI-00052", "target", "matching"),
    ("XAPI-00051", "steps", "performance"),
)

RULES = (
    Rule(("XAPI-00005",), "4.2.2", "object", bad=(GONE,)),
    Rule(
        ("XAPI-00046", "XAPI-00009"),
        OBJECT,
        "object.objectType",
        good=("Activity", GONE),
        bad=("activity", "ACTIVITY", "Thing", "", "Statement", *NO_TEXT),
    ),
    Rule(
        ("XAPI-00046",),
        OBJECT,
        "object",
        good=(an_activity(), {"objectType": "Agent", **an_actor()}, GROUP, STATEMENT_REF),
        bad=NO_OBJECT,
    ),
    Rule(
        ("XAPI-00047", "XAPI-00011"), OBJECT, "object.id", good=(IRI, "urn:a"), bad=(GONE, *NO_IRI)
    ),
    Rule(("XAPI-00048",), OBJECT, DEFINITION, good=(GONE, {}), bad=NO_OBJECT),
    Rule(
        ("XAPI-00049", "XAPI-00009"),
        OBJECT,
        f"{DEFINITION}.interactionType",
        good=(GONE, *INTERACTIONS),
        bad=("Choice", "true_false", "essay", "", IRI, *NO_TEXT),
    ),
    Rule(
        ("XAPI-00050",),
        OBJECT,
        f"{DEFINITION}.correctResponsesPattern",
        good=([], ["a"], ["a[,]b", ""]),
        bad=(*NO_ARRAY, [1], [None], [["a"]], ["a", {}]),
        beside={f"{DEFINITION}.interactionType": "choice"},
    ),
    *(a_component_list(*one) for one in LISTS),
    Rule(
        ("XAPI-00056", "XAPI-00121"),
        OBJECT,
        f"{DEFINITION}.name",
        good=(GONE, *LANGUAGE_MAP),
        bad=NO_LANGUAGE_MAP,
    ),
    Rule(
        ("XAPI-00057", "XAPI-00118", "XAPI-00119", "XAPI-00120"),
        OBJECT,
        f"{DEFINITION}.extensions",
        good=(GONE, *EXTENSIONS),
        bad=NO_EXTENSIONS,
    ),
    *(rule for _, name, kind in LISTS for rule in components_of(name, kind)),
    Rule(
        ("XAPI-00059", "XAPI-00121"),
        OBJECT,
        f"{DEFINITION}.description",
        good=(GONE, *LANGUAGE_MAP),
        bad=NO_LANGUAGE_MAP,
    ),
    Rule(("XAPI-00060", "XAPI-00011"), OBJECT, f"{DEFINITION}.type", good=(GONE, IRI), bad=NO_IRI),
    Rule(
        ("XAPI-00061", "XAPI-00011"),
        OBJECT,
        f"{DEFINITION}.moreInfo",
        good=(GONE, IRI),
        bad=NO_IRI,
    ),
    *(
        Rule(
            ("XAPI-00064",),
            OBJECT,
            f"{DEFINITION}.interactionType",
            bad=(GONE,),
            beside={f"{DEFINITION}.{name}": value},
        )
        for name, value in (
            ("correctResponsesPattern", ["a"]),
            *((name, [{"id": "a"}]) for _, name, _ in LISTS),
        )
    ),
    Rule(
        ("XAPI-00065", "XAPI-00073"),
        OBJECT,
        "object",
        bad=(
            an_actor() | {"objectType": "Activity"},
            {"mbox": "mailto:a@example.jp"},
            {"member": [an_actor()]},
            {"id": UUID},
            {key: value for key, value in SUB.items() if key != "objectType"},
        ),
    ),
    Rule(
        ("XAPI-00066", "XAPI-00073"),
        OBJECT,
        "object",
        good=(SUB, SUB | {"timestamp": "2099-01-01T00:00:00Z"}),
        bad=tuple(
            {key: value for key, value in SUB.items() if key != missing}
            for missing in ("actor", "verb", "object")
        ),
        only_outside=True,
    ),
    *(
        Rule(
            (number,),
            OBJECT,
            f"object.{name}",
            bad=(bad,),
            beside={"object": SUB},
            only_outside=True,
        )
        for number, name, bad in (
            ("XAPI-00067", "authority", an_actor()),
            ("XAPI-00068", "version", "1.0.0"),
            ("XAPI-00069", "stored", "2026-10-01T00:00:00Z"),
            ("XAPI-00070", "id", UUID),
            ("XAPI-00071", "object", SUB),
        )
    ),
    Rule(
        ("XAPI-00072", "XAPI-00030"),
        OBJECT,
        "object.id",
        good=(UUID, UUID.upper()),
        bad=(GONE, *NO_UUID),
        beside={"object": STATEMENT_REF},
    ),
    Rule(
        ("XAPI-00073", "XAPI-00009"),
        OBJECT,
        "object.objectType",
        good=("StatementRef",),
        bad=("statementRef", "Statementref", *NO_TEXT),
        beside={"object": STATEMENT_REF},
    ),
    Rule(
        ("XAPI-00017", "XAPI-00019", "XAPI-00020"),
        "4.2.5",
        "object",
        good=(STATEMENT_REF,),
        bad=(an_activity(), {"objectType": "Agent", **an_actor()}, GROUP, {"id": UUID}),
        beside={"verb": {"id": VOIDED}},
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
