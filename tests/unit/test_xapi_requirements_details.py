"""Results, contexts, attachments (Data 2.4.5, 2.4.6, 2.4.11)."""

from app.xapi.validate import Version
from tests.factories.lrs import a_statement, an_activity, an_actor
from tests.xapi_rules import (
    ATTACHMENT,
    EXTENSIONS,
    GONE,
    GROUP,
    IRI,
    LANGUAGE_MAP,
    NO_ARRAY,
    NO_EXTENSIONS,
    NO_FLAG,
    NO_IRI,
    NO_LANGUAGE_MAP,
    NO_NUMBER,
    NO_OBJECT,
    NO_STATEMENT_REF,
    NO_TAG,
    NO_TEXT,
    NO_UUID,
    SHA2,
    STATEMENT_REF,
    UUID,
    Rule,
    each_rule,
)

RESULT, CONTEXT, FILES = "4.2.2.4", "4.2.2.5", "4.2.2.6"
DURATIONS = (
    "PT4H35M59.14S",
    "P1Y2M3DT4H5M6S",
    "P4W",
    "PT0S",
    "P0.5Y",
    "PT1.1234567S",
    "PT16559.1S",
)
NO_DURATION: tuple[object, ...] = (
    *("", "P", "PT", "4H", "PT4H35", "P1H", "PT1Y", "P1W2D", "P-1D", "P0.5YT1S", "PT1S1M"),
    *("P0003-06-04T12:30:05", "P00030604T123005", "2026-10-01", *NO_TEXT),
)
SCORE = "result.score"
AGENT_OBJECT = {"objectType": "Agent", **an_actor()}
ACTIVITIES: tuple[object, ...] = ([an_activity()], [an_activity(), {"id": IRI}], {"id": IRI}, [])
NO_ACTIVITIES: tuple[object, ...] = (
    *("x", 1, True, None, ["x"], [None], [{}], {}, [{"id": "x"}], {"id": "x"}),
    *([an_activity(), an_actor()], [{"objectType": "Agent", **an_actor()}], [STATEMENT_REF]),
)
NO_OTHER_OBJECT = (AGENT_OBJECT, GROUP, STATEMENT_REF)
SUB = {"objectType": "SubStatement"} | a_statement()
NO_HASH: tuple[object, ...] = ("", "x", SHA2[1:], SHA2 + "0", "g" + SHA2[1:], *NO_TEXT)
KINDS = ("parent", "grouping", "category", "other")


def of_an_attachment(
    number: str, name: str, good: tuple[object, ...], bad: tuple[object, ...]
) -> Rule:
    return Rule(
        (number,), FILES, f"attachments.0.{name}", good, bad, beside={"attachments": [ATTACHMENT]}
    )


RULES = (
    Rule(("XAPI-00074",), RESULT, "result.success", good=(True, False), bad=NO_FLAG),
    Rule(("XAPI-00075",), RESULT, "result.completion", good=(True, False), bad=NO_FLAG),
    Rule(("XAPI-00076",), RESULT, "result.response", good=("", "a[,]b", "答え"), bad=NO_TEXT),
    Rule(("XAPI-00077",), RESULT, "result.duration", good=DURATIONS, bad=NO_DURATION),
    Rule(("XAPI-00124",), "4.2.7", "result.duration", good=DURATIONS, bad=NO_DURATION),
    Rule(
        ("XAPI-00078", "XAPI-00118", "XAPI-00119", "XAPI-00120"),
        RESULT,
        "result.extensions",
        good=EXTENSIONS,
        bad=NO_EXTENSIONS,
    ),
    Rule(("XAPI-00079",), RESULT, SCORE, good=({}, {"raw": 1}), bad=(*NO_OBJECT, {"mean": 1})),
    Rule(
        ("XAPI-00080",),
        RESULT,
        SCORE,
        good=({"max": 1}, {"max": 1, "min": 0}, {"max": -1.5}, {"max": 1, "min": 0.5}),
        bad=({"max": 1, "min": 1}, {"max": 0, "min": 1}, *({"max": bad} for bad in NO_NUMBER)),
    ),
    Rule(
        ("XAPI-00081",),
        RESULT,
        SCORE,
        good=({"min": 1}, {"min": -1e9}, {"min": 0, "max": 1e-9}),
        bad=({"min": 2, "max": 1.5}, {"min": 0, "max": 0.0}, *({"min": bad} for bad in NO_NUMBER)),
    ),
    Rule(
        ("XAPI-00082",),
        RESULT,
        SCORE,
        good=({"raw": 0}, {"raw": 1, "min": 1, "max": 2}, {"raw": 2, "min": 1, "max": 2}),
        bad=(
            *({"raw": 0, "min": 1}, {"raw": 3, "max": 2}, {"raw": 0, "min": 1, "max": 2}),
            *({"raw": bad} for bad in NO_NUMBER),
        ),
    ),
    Rule(
        ("XAPI-00083",),
        RESULT,
        f"{SCORE}.scaled",
        good=(-1, 1, 0, 0.5, -0.999, 1.0),
        bad=(1.001, -1.001, 5, *NO_NUMBER),
    ),
    *(
        Rule(
            (number,),
            CONTEXT,
            f"context.{name}",
            good=("1",),
            beside={"object": about},
        )
        for number, name in (("XAPI-00084", "revision"), ("XAPI-00085", "platform"))
        for about in (an_activity(), {"id": IRI})
    ),
    *(
        Rule(
            (number,),
            CONTEXT,
            f"context.{name}",
            bad=("1",),
            beside={"object": about},
            only_outside=about is SUB,
        )
        for number, name in (("XAPI-00084", "revision"), ("XAPI-00085", "platform"))
        for about in (*NO_OTHER_OBJECT, SUB)
    ),
    Rule(("XAPI-00086",), CONTEXT, "context.contextActivities", good=({},), bad=NO_OBJECT),
    Rule(
        ("XAPI-00087", "XAPI-00030"),
        CONTEXT,
        "context.registration",
        good=(UUID, UUID.upper()),
        bad=NO_UUID,
    ),
    Rule(
        ("XAPI-00087",),
        CONTEXT,
        "context.instructor",
        good=(an_actor(), GROUP),
        bad=(*NO_OBJECT, {}, {"objectType": "Activity", "id": IRI}),
    ),
    Rule(
        ("XAPI-00088",),
        CONTEXT,
        "context.team",
        good=(GROUP, {"objectType": "Group", "mbox": "mailto:g@example.jp"}),
        bad=(*NO_OBJECT, {}, an_actor(), {"objectType": "Group"}),
    ),
    Rule(("XAPI-00089",), CONTEXT, "context.revision", good=("1", ""), bad=NO_TEXT),
    Rule(("XAPI-00090",), CONTEXT, "context.platform", good=("web", ""), bad=NO_TEXT),
    Rule(
        ("XAPI-00091", "XAPI-00013"),
        CONTEXT,
        "context.language",
        good=("ja", "en-US", "zh-Hant-TW", "x-own"),
        bad=(*NO_TAG, *NO_TEXT),
    ),
    Rule(
        ("XAPI-00092",),
        CONTEXT,
        "context.statement",
        good=(STATEMENT_REF,),
        bad=(*NO_STATEMENT_REF, SUB),
    ),
    Rule(
        ("XAPI-00093", "XAPI-00009"),
        CONTEXT,
        "context.contextActivities",
        good=tuple({kind: [an_activity()]} for kind in KINDS),
        bad=tuple({kind: [an_activity()]} for kind in ("Parent", "children", "", IRI)),
    ),
    *(
        Rule(
            ("XAPI-00094",),
            CONTEXT,
            f"context.contextActivities.{kind}",
            good=ACTIVITIES,
            bad=NO_ACTIVITIES,
        )
        for kind in KINDS
    ),
    Rule(
        ("XAPI-00118", "XAPI-00119", "XAPI-00120"),
        CONTEXT,
        "context.extensions",
        good=EXTENSIONS,
        bad=NO_EXTENSIONS,
    ),
    Rule(
        ("XAPI-00025",),
        FILES,
        "attachments",
        good=([], [ATTACHMENT], [ATTACHMENT | {"fileUrl": IRI}, ATTACHMENT]),
        bad=(*NO_ARRAY, ATTACHMENT, ["x"], [None], [1], [[]], [{}], [ATTACHMENT | {"more": 1}]),
    ),
    of_an_attachment(
        "XAPI-00102", "length", (0, 27, 10**12), (GONE, "27", -1, 1.5, True, {}, [], None)
    ),
    of_an_attachment("XAPI-00103", "sha2", (SHA2, SHA2.upper(), "0" * 128), (GONE, *NO_HASH)),
    of_an_attachment("XAPI-00104", "fileUrl", (GONE, IRI), NO_IRI),
    of_an_attachment(
        "XAPI-00105",
        "contentType",
        ("text/plain", "text/plain; charset=ascii", "application/vnd.x+json"),
        (GONE, "", "text", "text/", "/plain", "text plain", "text/plain/x", *NO_TEXT),
    ),
    of_an_attachment("XAPI-00106", "display", LANGUAGE_MAP, (GONE, *NO_LANGUAGE_MAP)),
    of_an_attachment("XAPI-00106", "description", (GONE, *LANGUAGE_MAP), NO_LANGUAGE_MAP),
    of_an_attachment("XAPI-00107", "usageType", (IRI, "urn:x"), (GONE, *NO_IRI)),
    Rule(
        ("XAPI-00115",),
        "4.2.6",
        "attachments.0.contentType",
        good=("application/octet-stream",),
        bad=("application/json", "text/plain", "application/jose"),
        beside={
            "attachments": [
                ATTACHMENT | {"usageType": "http://adlnet.gov/expapi/attachments/signature"}
            ]
        },
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
