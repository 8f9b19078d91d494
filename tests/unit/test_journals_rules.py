"""Who reads what, and the cards that help to begin."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.i18n.grades import KANJI
from app.journals import prompts, rules
from app.journals.rules import Reach
from app.projects.stages import stages

HAS_KANJI = re.compile(f"[{KANJI}]")
PEOPLE = st.sets(st.integers(0, 5))


@given(in_team=st.booleans(), is_mentor=st.booleans())
def test_nobody_reads_what_is_for_oneself_alone(*, in_team: bool, is_mentor: bool) -> None:
    assert Reach.PRIVATE not in rules.read_by(in_team=in_team, is_mentor=is_mentor)


def test_the_team_reads_what_reaches_the_mentor_and_the_mentor_no_more() -> None:
    assert rules.read_by(in_team=True, is_mentor=False) == {Reach.TEAM, Reach.MENTOR}
    assert rules.read_by(in_team=False, is_mentor=True) == {Reach.MENTOR}
    assert rules.read_by(in_team=False, is_mentor=False) == set()


@given(PEOPLE, PEOPLE)
def test_all_have_written_when_nobody_is_missing(learners: set[int], writers: set[int]) -> None:
    said = rules.have_all_written(learners, writers)
    assert said == (bool(learners) and not learners - writers)
    assert not rules.have_all_written(set(), writers)


def test_each_stage_has_some_cards_whose_every_kanji_has_a_reading() -> None:
    for stage in stages():
        assert 3 <= len(prompts.prompts_of(stage.key)) <= 5
    keys = [(one.stage, one.key) for one in prompts.prompts()]
    assert len(set(keys)) == len(keys)
    for one in prompts.prompts():
        assert one.en
        for text in (one.ja, one.easy):
            assert "{" not in text
            assert [s for s in text.segments if HAS_KANJI.search(s.surface) and not s.kana] == []


def test_small_pupils_are_asked_in_simpler_words() -> None:
    (card, *_) = prompts.prompts_of("define")
    assert card.say("ja", 5) == card.easy != card.say("ja", 10) == card.say("ja", None)
    assert card.say("en", 5) == card.en
    assert prompts.find_prompt("define", card.key) is card
    assert prompts.find_prompt("deliver", card.key) is None
