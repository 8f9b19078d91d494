"""Who may be shown: no answer is ever taken for a yes, and nobody is lost or counted twice."""

import uuid
from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from app.consents.rules import Missing, Purpose
from app.showcase import rules
from app.showcase.rules import Content, Figure, Link, Maker, Section, Shown, State, Wish

MISSING = st.one_of(st.none(), st.sampled_from(Missing))
ANSWERS = st.fixed_dictionaries(dict.fromkeys(Purpose, MISSING))
MAKERS = st.builds(
    Maker,
    st.uuids(),
    st.booleans(),
    st.sampled_from(Wish),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    ANSWERS,
)
ALL_SAID: Mapping[Purpose, Missing | None] = dict.fromkeys(Purpose)
LINE = st.text(max_size=12)
CONTENTS = st.builds(
    Content,
    LINE,
    LINE,
    st.lists(st.builds(Section, LINE, LINE), max_size=3).map(tuple),
    st.lists(st.builds(Figure, LINE, LINE, LINE, LINE, LINE), max_size=3).map(tuple),
    st.lists(st.builds(Shown, st.uuids(), st.integers(1, 99), st.integers(0, 9)), max_size=3).map(
        tuple
    ),
    st.lists(st.builds(Link, LINE, LINE), max_size=3).map(tuple),
    LINE,
)


@given(MAKERS)
def test_a_pupil_is_named_only_by_two_yeses_and_their_own_wish(maker: Maker) -> None:
    if rules.may_be_named(maker):
        assert maker.wish is not Wish.UNNAMED
        if maker.is_minor:
            assert maker.missing[Purpose.NAME] is None
            assert maker.missing[Purpose.PROJECTS] is None
        else:
            assert not maker.said_as_minor


@given(MAKERS, st.sampled_from(Purpose), st.sampled_from(Missing))
def test_an_answer_that_goes_never_shows_more(
    maker: Maker, purpose: Purpose, missing: Missing
) -> None:
    less = Maker(
        maker.user_id,
        maker.is_minor,
        maker.wish,
        maker.said_as_minor,
        maker.shows_me,
        maker.airs_me,
        {**maker.missing, purpose: missing},
    )
    for may in (rules.may_be_named, rules.may_be_shown, rules.may_be_broadcast):
        assert may(less) <= may(maker)


@given(MAKERS)
def test_whoever_is_broadcast_may_be_shown(maker: Maker) -> None:
    assert rules.may_be_broadcast(maker) <= rules.may_be_shown(maker)
    if maker.is_minor and rules.may_be_broadcast(maker):
        assert maker.missing[Purpose.BROADCAST] is None
    elif rules.may_be_broadcast(maker):
        assert maker.airs_me


@given(MAKERS)
def test_a_refusal_never_holds_a_page_back(maker: Maker) -> None:
    awaited = rules.awaited_of(maker)
    for purpose in awaited:
        assert maker.missing[purpose] in rules.OPEN
    if not maker.is_minor:
        assert awaited == ()
    refused = Maker(maker.user_id, True, missing=dict.fromkeys(Purpose, Missing.REFUSED))  # noqa: FBT003
    assert rules.awaited_of(refused) == ()
    assert not rules.may_be_named(refused)


@given(st.lists(st.tuples(MAKERS, LINE, LINE), max_size=8))
def test_everybody_is_named_or_counted_once(makers: list[tuple[Maker, str, str]]) -> None:
    crowd = rules.credited(makers)
    assert len(crowd.named) + crowd.others == len(makers)
    assert "" not in crowd.named


def test_a_pseudonym_takes_the_place_of_the_name() -> None:
    maker = Maker(uuid.uuid4(), True, Wish.PSEUDONYM, missing=ALL_SAID)  # noqa: FBT003
    assert rules.credited([(maker, "ゆい", "雪うさぎ")]).named == ("雪うさぎ",)
    assert rules.credited([(maker, "ゆい", "")]) == rules.Crowd((), 1)


@given(CONTENTS)
def test_a_page_is_read_as_it_was_kept(content: Content) -> None:
    assert Content.from_json(content.to_json()) == content
    assert Content.from_json({}) == Content()


@given(CONTENTS)
def test_a_page_lacks_exactly_what_is_empty(content: Content) -> None:
    found = set(rules.lacks(content))
    assert (rules.Lack.TITLE in found) == (not content.title)
    assert (rules.Lack.STORY in found) == (not content.sections)
    assert set(rules.lacks(Content())) == set(rules.Lack)


def test_only_what_is_public_is_withdrawn_and_only_what_waits_is_given_back() -> None:
    assert [one for one in State if rules.can("withdraw", one)] == [State.PUBLIC]
    assert [one for one in State if rules.can("give_back", one)] == [State.CHECKING]
    assert not rules.can("hand_in", State.PUBLIC)
