"""Every kind of question, graded."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.items.item import Item, Option, Response, ResponseError, folded
from app.items.kinds import KINDS, kind_of

KEYS = st.lists(st.text("abc1", min_size=1, max_size=4), min_size=2, max_size=6, unique=True)


@st.composite
def items(draw: st.DrawFn, kind: str) -> Item:
    keys = draw(KEYS)
    right = set(draw(st.lists(st.sampled_from(keys), min_size=1, unique=True)))
    if kind == "choice":
        right = {keys[0]}
    options = tuple(Option(k, k in right or kind == "order", f"答え{k}") for k in keys)
    return Item("q", kind, None, options)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Item, Response]:
    """Return a question of any kind and a response that it accepts."""
    item = draw(items(draw(st.sampled_from(sorted(KINDS)))))
    if item.kind == "choice":
        return item, (draw(st.sampled_from(item.keys)),)
    if item.kind == "multiple-response":
        ticked = st.lists(st.sampled_from(item.keys), min_size=1, unique=True)
        return item, tuple(draw(ticked))
    if item.kind == "order":
        return item, tuple(draw(st.permutations(item.keys)))
    return item, (draw(st.sampled_from([o.text for o in item.options] + ["ほか"])),)


def right_answer(item: Item) -> Response:
    if item.kind == "text-entry":
        return (next(o.text for o in item.options if o.correct),)
    return item.keys if item.kind == "order" else item.correct_keys


@given(asked())
def test_a_score_lies_between_nothing_and_all(question: tuple[Item, Response]) -> None:
    item, response = question
    grade = kind_of(item).grade(item, response)
    assert 0 <= grade.score <= 1
    assert set(grade.option_keys) <= set(item.keys)


@given(asked())
def test_a_score_is_full_exactly_when_the_answer_is_right(
    question: tuple[Item, Response],
) -> None:
    item, response = question
    right = {
        "multiple-response": set(response) == set(item.correct_keys),
        "text-entry": response[0] in {o.text for o in item.options if o.correct},
    }.get(item.kind, response == right_answer(item))
    assert kind_of(item).grade(item, response).is_right == right
    assert kind_of(item).grade(item, right_answer(item)).score == 1


@given(asked())
def test_xapi_carries_a_response_there_and_back(question: tuple[Item, Response]) -> None:
    item, response = question
    kind = kind_of(item)
    assert kind.read_response(kind.response_text(response)) == response


@given(
    items("multiple-response").flatmap(lambda i: st.tuples(st.just(i), st.permutations(i.keys)))
)
def test_ticks_count_in_any_order(case: tuple[Item, list[str]]) -> None:
    item, order = case
    kind = kind_of(item)
    ticked = tuple(order[: max(1, len(order) // 2)])
    assert kind.grade(item, ticked) == kind.grade(item, tuple(reversed(ticked)))


@given(items("order"), st.text())
def test_things_to_order_are_shuffled_the_same_way_for_the_same_run(item: Item, run: str) -> None:
    offered = kind_of(item).offered(item, run)
    assert offered == kind_of(item).offered(item, run)
    assert sorted(offered) == sorted(item.keys)
    assert offered != item.keys, "the answer must not be given away"


@given(asked(), st.lists(st.text(max_size=4), max_size=4).map(tuple))
def test_what_was_not_offered_is_refused(
    question: tuple[Item, Response], response: Response
) -> None:
    item, _ = question
    kind = kind_of(item)
    if kind.accepts(item, response):
        kind.grade(item, response)
    else:
        with pytest.raises(ResponseError):
            kind.grade(item, response)


def test_one_thing_out_of_place_costs_little() -> None:
    item = Item("q", "order", None, tuple(Option(k, correct=True) for k in "abcd"))
    grade = kind_of(item).grade(item, ("b", "c", "d", "a"))
    assert grade.score == pytest.approx(2 / 3)
    assert grade.option_keys == ("b",)


def test_ticking_everything_earns_only_the_share_of_right_ones() -> None:
    options = tuple(Option(k, correct=k == "a") for k in "abcd")
    item = Item("q", "multiple-response", None, options)
    assert kind_of(item).grade(item, ("a", "b", "c", "d")).score == 0.25


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("typed", "accepted"),
    [
        ("パスワード", "ぱすわーど"),
        ("ﾊﾟｽﾜｰﾄﾞ", "パスワード"),
        ("１８８", "188"),
        ("消費生活 センター。", "消費生活センタ-"),
        ("QR コード", "ｑｒこーど"),
    ],
)
def test_spellings_of_one_answer_count_as_one(typed: str, accepted: str) -> None:
    assert folded(typed) == folded(accepted)


def test_an_unforeseen_answer_points_to_no_option() -> None:
    item = Item("q", "text-entry", None, (Option("a", correct=True, text="188"),))
    grade = kind_of(item).grade(item, ("119",))
    assert (grade.score, grade.option_keys) == (0.0, ())


@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_item_without_options_is_faulty_in_every_kind(name: str) -> None:
    faults = KINDS[name].check(Item("q", name, None, (), line=7))
    assert faults
    assert all(line == 7 and message and mend for line, message, mend in faults)


@given(asked())
def test_xapi_is_told_what_would_be_right(question: tuple[Item, Response]) -> None:
    item, _ = question
    kind = kind_of(item)
    definition = kind.interaction_definition(item, "問い")
    assert definition["description"] == {"ja": "問い"}
    patterns = definition["correctResponsesPattern"]
    assert isinstance(patterns, list)
    if kind.base_type == "identifier":
        assert kind.read_response(patterns[0]) == right_answer(item)
    assert definition["interactionType"] in {"choice", "sequencing", "fill-in"}


def test_two_spellings_of_the_same_typed_answer_are_a_fault() -> None:
    options = (
        Option("a", correct=True, text="ゆき", line=3),
        Option("b", correct=True, text="ユキ", line=5),
    )
    faults = KINDS["text-entry"].check(Item("q", "text-entry", None, options))
    assert [line for line, _, _ in faults] == [5]
