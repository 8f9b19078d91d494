"""What an achievement can tell of how it was done, and what is signed of it."""

import copy
from typing import Any

import pytest

from app.credentials import canonical, openbadges, results
from app.credentials.results import ResultClaim, ResultFacts, ResultKind
from app.credentials.schema import faults
from tests.acceptance import acceptance
from tests.factories.credentials import BASE, some_facts

Json = dict[str, Any]
ADDRESS = f"{BASE}/ob/achievements/1"
TOLD = (
    ResultFacts("発表", ResultKind.STEP, ("もう少し", "よい", "とてもよい"), "よい"),
    ResultFacts("演習", ResultKind.PERCENT, required="70"),
    ResultFacts("作品の題", ResultKind.WORDS),
)
VALUES = (("発表", "とてもよい"), ("演習", "85"), ("作品の題", "まちの音"))


def a_credential(values: results.Values = VALUES) -> Json:
    facts = openbadges.AchievementFacts("名前", "内容", "条件", (), (), "1", results=TOLD)
    achievement = openbadges.addressed(
        openbadges.build_achievement(facts), ADDRESS, has_image=False
    )
    return openbadges.build_credential(some_facts(achievement=achievement, values=values))


def test_every_value_is_tied_to_what_describes_it() -> None:
    credential = a_credential()
    assert faults(credential) == []
    subject = credential["credentialSubject"]
    step, percent, words = subject["achievement"]["resultDescription"]
    assert [one["level"] for one in step["rubricCriterionLevel"]] == ["1", "2", "3"]
    assert step["requiredLevel"] == step["rubricCriterionLevel"][1]["id"]
    assert (percent["valueMin"], percent["valueMax"], percent["requiredValue"]) == (
        "0",
        "100",
        "70",
    )
    assert subject["result"][0]["achievedLevel"] == step["rubricCriterionLevel"][2]["id"]
    assert "value" not in subject["result"][0]
    assert [one["resultDescription"] for one in subject["result"]] == [
        one["id"] for one in (step, percent, words)
    ]


def test_what_is_signed_is_read_back_in_words() -> None:
    assert results.results_of(a_credential()) == (
        ResultClaim("発表", "とてもよい", ("もう少し", "よい", "とてもよい")),
        ResultClaim("演習", "85%"),
        ResultClaim("作品の題", "まちの音"),
    )
    assert results.results_of({}) == ()


def test_nothing_is_told_unless_somebody_told_it() -> None:
    assert "result" not in a_credential(())["credentialSubject"]


def test_what_an_edition_does_not_describe_is_left_out() -> None:
    credential = a_credential((("発表", "ふつう"), ("礼儀", "よい"), ("演習", "0")))
    assert results.results_of(credential) == (ResultClaim("演習", "0%"),)


@acceptance("3b")
@pytest.mark.usefixtures("no_sockets")
def test_every_term_of_a_result_is_in_a_context() -> None:
    signed = canonical.canonical(a_credential())
    for words in ("まちの音", "#result-1-3", "#requiredLevel", "#requiredValue", "#valueMax"):
        assert words.encode() in signed, words


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("result", 0, "type"), ["Score"]),
        (("result", 0, "resultDescription"), f"{ADDRESS}#result-9"),
        (("result", 0, "achievedLevel"), f"{ADDRESS}#result-1-9"),
        (("result", 1, "achievedLevel"), f"{ADDRESS}#result-1-1"),
        (("result", 1, "value"), 85),
        (("result", 1, "status"), "Passed"),
        (("result",), {"type": ["Result"]}),
        (("achievement", "resultDescription", 0, "id"), "result-1"),
        (("achievement", "resultDescription", 0, "resultType"), "Marks"),
        (("achievement", "resultDescription", 0, "name"), ""),
        (("achievement", "resultDescription", 2, "allowedValue"), [3]),
        (("achievement", "resultDescription", 0, "rubricCriterionLevel", 0, "type"), ["Level"]),
        (("achievement", "resultDescription", 0, "rubricCriterionLevel", 0, "name"), 3),
    ],
)
def test_a_result_in_a_wrong_shape_is_refused(path: tuple[str | int, ...], value: object) -> None:
    credential = copy.deepcopy(a_credential())
    holder: Any = credential["credentialSubject"]
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = value
    assert faults(credential) != []


def test_columns_give_back_what_they_were_given() -> None:
    assert results.read(results.kept(TOLD)) == TOLD
    assert results.read_values(results.kept_values(VALUES)) == VALUES
    assert (results.kept(()), results.read(None), results.read_values(None)) == (None, (), ())


@pytest.mark.parametrize(
    ("index", "good", "bad"),
    [
        (0, "よい", "ふつう"),
        (1, "100", "101"),
        (1, "0", "08"),
        (2, "音", ""),
        (2, "あ", "あ" * 101),
    ],
)
def test_a_value_fits_its_kind(index: int, good: str, bad: str) -> None:
    assert TOLD[index].takes(good)
    assert not TOLD[index].takes(bad)
