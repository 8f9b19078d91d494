"""Every kind of question, graded: what holds for all of them."""

from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.items.item import Item, Option, Response, ResponseError
from app.items.kinds import KINDS, kind_of
from app.items.numeric import typed_number
from app.xapi.validate.activities import COMPONENT_LISTS
from tests.unit.items.drawn import (
    CHOSEN,
    GRADED,
    ITEMS,
    NAMES,
    PAIRED,
    SEED,
    asked,
    is_right,
    items,
    right_answer,
)

# -- scores ---------------------------------------------------------------------------------------


@given(asked())
def test_a_score_lies_between_nothing_and_all(question: tuple[Item, Response]) -> None:
    item, response = question
    assert kind_of(item).accepts(item, response)
    grade = kind_of(item).grade(item, response)
    assert 0 <= grade.score <= 1
    assert set(grade.option_keys) <= set(item.keys)


@given(asked())
def test_a_score_is_full_exactly_when_the_answer_is_right(
    question: tuple[Item, Response],
) -> None:
    item, response = question
    assert kind_of(item).grade(item, response).is_right == is_right(item, response)
    assert kind_of(item).grade(item, right_answer(item)).score == 1


@given(asked(*PAIRED, "multiple-response", "hotspot"), st.randoms())
def test_pairs_and_ticks_count_in_any_order(
    question: tuple[Item, Response], random: Random
) -> None:
    item, response = question
    other = list(response)
    random.shuffle(other)
    assert kind_of(item).grade(item, tuple(other)) == kind_of(item).grade(item, response)


@given(asked(*PAIRED))
def test_each_slot_filled_rightly_earns_its_share(question: tuple[Item, Response]) -> None:
    item, response = question
    kind, right = kind_of(item), right_answer(item)
    share = len(set(response) & set(right)) / len(right)
    assert kind.grade(item, response).score == pytest.approx(share)


@given(asked(*PAIRED))
def test_what_is_explained_first_is_what_went_wrong(question: tuple[Item, Response]) -> None:
    item, response = question
    told = kind_of(item).grade(item, response).option_keys
    wrong = {part for pair in set(response) - set(right_answer(item)) for part in pair.split(".")}
    assert told
    if wrong:
        assert set(told) <= wrong
    elif item.kind == "inline-choice":
        assert told == item.correct_keys
    else:
        assert told == item.keys


def test_one_thing_out_of_place_costs_little() -> None:
    item = Item("q", "order", None, tuple(Option(k, correct=True) for k in "abcd"))
    grade = kind_of(item).grade(item, ("b", "c", "d", "a"))
    assert grade.score == pytest.approx(2 / 3)
    assert grade.option_keys == ("b",)


@pytest.mark.parametrize("kind", ["multiple-response", "hotspot"])
def test_ticking_everything_earns_only_the_share_of_right_ones(kind: str) -> None:
    options = tuple(Option(k, correct=k == "a") for k in "abcd")
    item = Item("q", kind, None, options)
    assert kind_of(item).grade(item, ("a", "b", "c", "d")).score == 0.25


# -- what is refused ------------------------------------------------------------------------------


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


@st.composite
def forged(draw: st.DrawFn) -> tuple[Item, Response]:
    """Spoil an answer: a part too much, too few, twice, or one that was never offered."""
    item, response = draw(asked(*PAIRED, *CHOSEN))
    at = draw(st.integers(0, len(response) - 1))
    part, (before, after) = response[at], (response[:at], response[at + 1 :])
    slot, _, value = part.partition(".")
    spoilt = [
        (*response, part),
        (*response, "zz"),
        (*before, "zz", *after),
        (*before, "", *after),
        (*before, f"{part}.", *after),
        (*before, f".{part}", *after),
        (),
    ]
    if item.kind in PAIRED:
        spoilt += [
            (*before, *after),
            (*before, slot, *after),
            (*before, f"{value}.{slot}", *after),
            (*before, f"{slot}.zz", *after),
            (*before, f"zz.{value}", *after),
        ]
    if item.kind == "order":
        spoilt.append((*before, *after))
    return item, draw(st.sampled_from(spoilt))


@given(forged())
def test_forged_repeated_missing_and_foreign_keys_are_refused(
    question: tuple[Item, Response],
) -> None:
    item, response = question
    assert not kind_of(item).accepts(item, response)
    with pytest.raises(ResponseError):
        kind_of(item).grade(item, response)


@given(items("inline-choice"))
def test_a_word_of_another_gap_is_refused(item: Item) -> None:
    (first, words), *others = kind_of(item).slots(item)
    for gap, _ in others:
        given_words = [f"{first}.{words[0]}", *(f"{other}.{words[0]}" for other, _ in others)]
        assert not kind_of(item).accepts(item, tuple(given_words)), gap


@pytest.mark.parametrize("name", NAMES)
def test_a_response_of_any_length_is_refused_in_no_time(name: str) -> None:
    kind = KINDS[name]
    options = tuple(Option(k, k == "a", k, "p") for k in "abc")
    item = Item("q", name, None, options)
    huge = [
        ("x" * 1_000_000,),
        (" " * 1_000_000,),
        ("9" * 1_000_000,),
        ("㌔" * 1_000_000,),
        ("a.b",) * 100_000,
        ("a",) * 100_000,
        tuple(f"k{n}" for n in range(100_000)),
    ]
    started = perf_counter()
    for response in huge:
        assert not kind.accepts(item, response)
        kind.read_response(kind.response_text(response))
    assert perf_counter() - started < 5, "a bound against runaway work, not a benchmark"


# -- what xAPI is told ----------------------------------------------------------------------------


@given(asked())
def test_xapi_carries_a_response_there_and_back(question: tuple[Item, Response]) -> None:
    item, response = question
    kind = kind_of(item)
    read = kind.read_response(kind.response_text(response))
    if item.kind == "numeric":  # its unit stays behind
        assert typed_number(read[0]) == typed_number(response[0])
    else:
        assert read == response
    assert kind.accepts(item, read)
    assert kind.grade(item, read) == kind.grade(item, response)


@given(items(), st.text() | st.text("abc[,].").map(lambda text: text * 3))
def test_whatever_stands_in_a_store_is_read_without_fail(item: Item, text: str) -> None:
    kind = kind_of(item)
    response = kind.read_response(text)
    assert all(isinstance(part, str) for part in response)
    if kind.accepts(item, response):
        kind.grade(item, response)


@given(items())
def test_xapi_is_told_what_would_be_right(item: Item) -> None:
    kind = kind_of(item)
    definition = kind.interaction_definition(item, "問い")
    assert definition["description"] == {"ja": "問い"}
    lists = definition.keys() - {"description", "interactionType", "correctResponsesPattern"}
    assert lists <= COMPONENT_LISTS[str(definition["interactionType"])]
    if not kind.is_graded:
        assert "correctResponsesPattern" not in definition
        return
    patterns = definition["correctResponsesPattern"]
    assert isinstance(patterns, list)
    if kind.base_type in {"identifier", "directedPair"}:
        read = kind.read_response(patterns[0])
        assert set(read) == set(right_answer(item))
        assert kind.grade(item, read).is_right


@given(asked(*PAIRED))
def test_every_key_of_a_response_is_explained_to_xapi(question: tuple[Item, Response]) -> None:
    item, response = question
    known = {part.key for parts in kind_of(item).components(item).values() for part in parts}
    assert {key for pair in response for key in pair.split(".")} <= known


@given(asked(*PAIRED))
def test_of_a_pair_xapi_finds_the_first_in_source_and_the_second_in_target(
    question: tuple[Item, Response],
) -> None:
    item, response = question
    lists = kind_of(item).components(item)
    if lists.keys() != {"source", "target"}:
        return
    source, target = ({part.key for part in lists[name]} for name in ("source", "target"))
    for slot, _, value in (part.partition(".") for part in response):
        assert (slot in source, value in target) == (True, True)


@given(items())
def test_what_can_be_pressed_instead_of_typing_is_a_question_and_can_be_answered(
    item: Item,
) -> None:
    kind = kind_of(item)
    keys = kind.tiles(item)
    assert len(set(keys)) == len(keys)
    if not keys or not kind.is_graded:
        return
    texts = {option.key: option.text for option in item.options}
    assert {kind.grade(item, (texts[key],)).is_right for key in keys} == {True, False}


@pytest.mark.parametrize("name", sorted(KINDS.keys() - set(GRADED)))
def test_what_is_never_graded_says_so(name: str) -> None:
    assert name in {"likert", "extended-text"}
    options = tuple(Option(k, correct=True, text=k) for k in "abc")
    item = Item("q", name, None, options)
    assert kind_of(item).check(item) == []
    assert "correctResponsesPattern" not in kind_of(item).interaction_definition(item, "問い")
    assert {kind_of(item).grade(item, (key,)).score for key in item.keys} == {1.0}


# -- the order in which things are offered --------------------------------------------------------


@given(items(), SEED)
def test_things_are_offered_the_same_way_for_the_same_run(item: Item, run: str) -> None:
    offered = kind_of(item).offered(item, run)
    assert offered == kind_of(item).offered(item, run)
    if item.kind in {"text-entry", "numeric"}:
        assert offered == (), "what was foreseen must not be seen"
    else:
        assert sorted(offered) == sorted(item.keys)


@given(items("order", "categorize", "match"), SEED)
def test_the_order_offered_is_never_the_one_written(item: Item, run: str) -> None:
    assert kind_of(item).offered(item, run) != item.keys, "it would give the answer away"


@given(items("choice", "multiple-response", "hotspot"), SEED)
def test_options_keep_their_order_unless_the_author_lets_them_be_mixed(
    item: Item, run: str
) -> None:
    assert item.is_shuffled or kind_of(item).offered(item, run) == item.keys


@pytest.mark.parametrize("name", ["choice", "order", "categorize"])
def test_different_runs_see_different_orders(name: str) -> None:
    options = tuple(Option(k, k == "a", k, "p" if k < "d" else "q") for k in "abcdef")
    item = Item("q", name, None, options, is_shuffled=True)
    assert len({kind_of(item).offered(item, str(run)) for run in range(50)}) > 40


@given(items(), SEED)
def test_nothing_offered_depends_on_what_is_right(item: Item, run: str) -> None:
    turned = tuple(Option(o.key, not o.correct, o.text, o.target) for o in item.options)
    other = Item(item.key, item.kind, None, turned, item.targets, is_shuffled=item.is_shuffled)
    assert kind_of(item).offered(other, run) == kind_of(item).offered(item, run)
    assert kind_of(item).slots(other) == kind_of(item).slots(item)


# -- faults ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(KINDS.keys() - {"extended-text"}))
def test_an_item_without_options_is_faulty_in_every_kind(name: str) -> None:
    item = Item("q", name, None, (), line=7)
    faults = KINDS[name].check(item)
    assert faults
    assert all(line == 7 and message and mend for line, message, mend in faults)
    assert not KINDS[name].accepts(item, ())


@pytest.mark.parametrize("name", NAMES)
def test_the_questions_of_these_tests_may_be_asked(name: str) -> None:
    assert [KINDS[name].check(item) for item in ITEMS[name]] == [[]] * len(ITEMS[name])


@pytest.mark.parametrize("name", NAMES)
def test_a_kind_is_found_by_its_name_and_has_one_for_authors(name: str) -> None:
    kind = KINDS[name]
    assert kind.name == name
    assert kind.label
    assert kind.interaction in COMPONENT_LISTS
