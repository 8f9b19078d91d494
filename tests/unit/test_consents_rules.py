"""What holds of several answers, who answers, and how codes are read."""

import uuid
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.consents import rules, texts
from app.consents.rules import Answer, Missing, Said

GUARDIANS = [uuid.UUID(int=n) for n in (1, 2, 3)]
ON = date(2026, 11, 29)
NOON = datetime(2026, 11, 1, 3, tzinfo=UTC)

answers = st.builds(
    Answer,
    by=st.sampled_from(GUARDIANS),
    said=st.sampled_from(Said),
    text_version=st.integers(1, 3),
    answered_at=st.integers(0, 10_000).map(lambda n: NOON + timedelta(minutes=n)),
    expires_on=st.sampled_from([None, date(2026, 3, 31), date(2027, 3, 31)]),
    is_voiceless=st.booleans(),
)
histories = st.lists(answers, max_size=8, unique_by=lambda one: one.answered_at)


def decide(found: list[Answer], since: int = 1) -> rules.Decision:
    return rules.decide(found, asked_since=since, on=ON)


@given(histories.flatmap(lambda found: st.tuples(st.just(found), st.permutations(found))))
def test_the_order_in_which_answers_are_read_changes_nothing(
    both: tuple[list[Answer], list[Answer]],
) -> None:
    assert decide(both[0]) == decide(both[1])


@given(histories, st.integers(1, 3))
def test_nothing_is_allowed_that_somebody_refused_or_withdrew_last(
    found: list[Answer], since: int
) -> None:
    decided = decide(found, since)
    last = rules.latest(found)
    if any(one.said is not Said.AGREED for one in last):
        assert decided.missing in {Missing.REFUSED, Missing.WITHDRAWN}
    if decided.is_allowed:
        assert decided.by
        assert all(one.said is Said.AGREED for one in last)


@given(histories, st.integers(1, 3))
def test_what_is_allowed_rests_on_an_agreement_that_holds(found: list[Answer], since: int) -> None:
    decided = decide(found, since)
    for one in rules.latest(found):
        if decided.is_allowed and one.by in decided.by:
            assert not one.is_voiceless
            assert one.text_version >= since
            assert one.expires_on is None or one.expires_on >= ON


@given(histories)
def test_a_refusal_takes_an_agreement_back_and_an_agreement_a_refusal(found: list[Answer]) -> None:
    now = NOON + timedelta(days=20)
    no = Answer(GUARDIANS[0], Said.REFUSED, 3, now, None)
    yes = Answer(GUARDIANS[0], Said.AGREED, 3, now + timedelta(1), date(2027, 3, 31))
    assert decide([*found, no]).missing is Missing.REFUSED
    others = [one for one in rules.latest([*found, no, yes]) if one.by != yes.by]
    if all(one.said is Said.AGREED for one in others):
        assert decide([*found, no, yes]).is_allowed


def test_a_child_answers_alone_from_the_year_in_which_everybody_is_old_enough() -> None:
    alone = [g for g in range(1, 13) if rules.answers_alone(g, is_minor=True, consent_age=16)]
    assert alone == [11, 12]
    assert rules.first_grade_alone(16) == 11
    assert not rules.answers_alone(None, is_minor=True, consent_age=16)
    assert rules.answers_alone(None, is_minor=False, consent_age=16)


def test_an_agreement_ends_with_the_school_year() -> None:
    assert rules.expires_on(date(2026, 4, 1)) == date(2027, 3, 31)
    assert rules.expires_on(date(2027, 3, 31)) == date(2027, 3, 31)
    assert rules.expires_on(date(2027, 1, 1)) == date(2027, 3, 31)


@given(st.integers(0, 10**10 - 1))
def test_a_code_is_read_as_it_is_printed_and_as_people_type_it(number: int) -> None:
    code = f"{number:010d}"
    wide = code.translate({ord(n): ord(n) + 0xFEE0 for n in "0123456789"})
    for typed in (code, rules.shown_code(code), f" {wide[:5]}　{wide[5:]} ", "・".join(code)):
        assert rules.read_code(typed) == code
    assert rules.read_code(code[:9]) is None
    assert rules.read_code(code + "1") is None


def test_every_text_is_whole_in_both_languages_and_its_readings_can_be_read() -> None:
    for key, text in texts.first_texts().items():
        assert texts.faults(text.words) == [], key
        assert "<ruby>" in str(text.say("ja").easy_paragraphs)
        assert text.say("fr") == text.say("ja")
