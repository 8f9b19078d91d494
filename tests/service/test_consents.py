"""Guardians come by letters, answer, differ, and lose sight of a child at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.consents import queries, rules, service, texts
from app.consents.errors import LetterUnusable, NothingToAnswer, TextRefused, WrongCode
from app.consents.models import ConsentRecord, Guardianship
from app.consents.rules import How, Missing, Purpose, Relation, Said
from app.consents.service import OnPaper
from app.identity.errors import TooManyAttempts
from app.identity.models import User
from app.outbox.models import OutboxEvent
from tests.factories.consents import SECRET, a_guardian, a_letter, an_answer, ties
from tests.factories.identity import NOW, TODAY, a_child, a_user, an_administrator

PHOTO = Purpose.PHOTO


def decided(
    session: Session, who: User, purpose: Purpose = PHOTO, *, on: date = TODAY, age: int = 16
) -> queries.Decision:
    return queries.decision(session, who.id, purpose, on=on, consent_age=age)


def come_in(
    session: Session, letter: service.IssuedLetter, relation: Relation, user: User | None = None
) -> Guardianship:
    letter_id = service.letter_of(session, letter.token, now=NOW)
    service.check_code(session, letter_id, letter.code, secret=SECRET, now=NOW)
    tie_id = service.establish_by_letter(
        session,
        service.usable_letter(session, letter_id, now=NOW),
        relation,
        user_id=None if user is None else user.id,
        now=NOW,
    )
    return session.get_one(Guardianship, tie_id)


def seen(session: Session, tie: Guardianship) -> list[object]:
    mine = Guardianship.id == tie.id
    return [one.id for one in queries.children(session, mine, on=TODAY, consent_age=16)]


def test_an_agreement_holds_to_the_end_of_the_year_and_every_change_is_a_new_record(
    session: Session,
) -> None:
    child = a_child(session)
    assert decided(session, child).missing is Missing.NEVER_ASKED
    mother = a_guardian(session, child)
    an_answer(session, mother)
    assert decided(session, child).is_allowed
    assert decided(session, child, on=date(2027, 3, 31)).is_allowed
    assert decided(session, child, on=date(2027, 4, 1)).missing is Missing.EXPIRED
    an_answer(session, mother, Said.WITHDRAWN, now=NOW + timedelta(1))
    assert decided(session, child).missing is Missing.WITHDRAWN
    assert decided(session, child, Purpose.NAME).missing is Missing.NEVER_ASKED
    kept = session.scalars(sa.select(ConsentRecord)).all()
    assert {one.said for one in kept} == {Said.AGREED, Said.WITHDRAWN}
    assert all(one.text_sha256 == texts.first_texts()[PHOTO].digest for one in kept)


def test_of_two_guardians_the_one_who_refuses_wins(session: Session) -> None:
    child = a_child(session)
    mother, father = a_guardian(session, child), a_guardian(session, child, Relation.FATHER)
    an_answer(session, mother)
    assert decided(session, child).by == (mother.id,)
    an_answer(session, father, Said.REFUSED)
    found = decided(session, child)
    assert (found.missing, found.by) == (Missing.REFUSED, (father.id,))
    an_answer(session, father, now=NOW + timedelta(1))
    assert decided(session, child).is_allowed


def test_of_the_family_without_authority_nobody_answers(session: Session) -> None:
    child = a_child(session)
    an_answer(session, a_guardian(session, child, Relation.FAMILY))
    assert decided(session, child).missing is Missing.NEVER_ASKED


def test_pupils_old_enough_and_adults_answer_alone(session: Session) -> None:
    pupil, adult = a_child(session, grade=11), a_user(session)
    an_answer(session, a_guardian(session, pupil))
    assert decided(session, pupil).missing is Missing.NEVER_ASKED
    assert decided(session, pupil, age=18).is_allowed
    for one in (pupil, adult):
        service.answer(
            session, one.id, PHOTO, Said.AGREED, tie_id=None, how=How.ACCOUNT, seen=1, now=NOW
        )
        assert decided(session, one).by == (one.id,)
    assert decided(session, pupil, age=18).is_allowed, "what the guardian said, not the pupil"


def test_a_new_text_keeps_what_was_agreed_to_or_asks_again(session: Session) -> None:
    child, by = a_child(session), an_administrator(session)
    an_answer(session, a_guardian(session, child))
    words = dict(texts.first_texts()[PHOTO].words)
    words["en"] = replace(words["en"], title="Pictures")
    for number, asks_again in ((2, False), (3, True)):
        assert number == service.publish_text(
            session, PHOTO, words, asks_again=asks_again, by=by.id, now=NOW
        )
        assert decided(session, child).missing is (Missing.TEXT_CHANGED if asks_again else None)
    assert queries.current_texts(session)[PHOTO].text.say("en").title == "Pictures"
    old = service.answer(
        session, child.id, PHOTO, Said.AGREED, tie_id=None, how=How.ACCOUNT, seen=2, now=NOW
    )
    assert not old, "nobody agrees to a text they have not seen"
    broken = words | {"ja": replace(words["ja"], easy="{写真|", refusal=" ")}
    with pytest.raises(TextRefused) as refused:
        service.publish_text(session, PHOTO, broken, asks_again=True, by=by.id, now=NOW)
    assert {place for place, _ in refused.value.faults} == {"ja-easy", "ja-refusal"}


def test_a_letter_and_its_code_make_a_guardian_and_find_them_again(session: Session) -> None:
    child = a_child(session)
    letter = a_letter(session, child)
    mother = come_in(session, letter, Relation.MOTHER)
    assert (mother.how, mother.has_authority) == (How.LETTER, True)
    assert come_in(session, letter, Relation.MOTHER) == mother
    assert come_in(session, letter, Relation.FATHER) != mother
    account = a_user(session)
    assert come_in(session, letter, Relation.MOTHER, account) == mother
    assert queries.children_of(session, account.id, on=TODAY) == [child.id]
    assert queries.may_view(session, account.id, child.id, on=TODAY)
    assert not queries.may_view(session, account.id, a_child(session).id, on=TODAY)


def test_a_letter_opens_nothing_with_another_code_after_its_days_or_when_printed_again(
    session: Session,
) -> None:
    child = a_child(session)
    letter = a_letter(session, child)
    letter_id = service.letter_of(session, letter.token, now=NOW)
    for code in ("0" * 10, letter.code[:-1], "", a_letter(session, a_child(session)).code):
        with pytest.raises(WrongCode):
            service.check_code(session, letter_id, code, secret=SECRET, now=NOW)
    late = NOW + rules.LETTER_LIVES
    a_letter(session, child)
    for token, now in ((letter.token, NOW), (a_letter(session, child).token, late), ("x", NOW)):
        with pytest.raises(LetterUnusable):
            service.letter_of(session, token, now=now)
    with pytest.raises(WrongCode):
        service.letter_by_code(session, letter.code, secret=SECRET, now=NOW)


def test_the_table_holds_neither_address_nor_code(session: Session) -> None:
    letter = a_letter(session, a_child(session))
    rows = session.execute(sa.text("SELECT * FROM guardian_letter")).all()
    assert letter.token not in str(rows)
    assert letter.code not in str(rows)


def test_codes_are_tried_ten_times_and_not_more(session: Session) -> None:
    child = a_child(session)
    letter_id = service.letter_of(session, a_letter(session, child).token, now=NOW)
    for n in range(10):
        service.count_try(session, letter_id, secret=SECRET, address=f"192.0.2.{n}", now=NOW)
    with pytest.raises(TooManyAttempts):
        service.count_try(session, letter_id, secret=SECRET, address="192.0.2.99", now=NOW)


def test_a_closed_view_shows_nothing_and_its_letters_are_dead(session: Session) -> None:
    child, by = a_child(session), an_administrator(session)
    letter = a_letter(session, child)
    father, mother = come_in(session, letter, Relation.FATHER), a_guardian(session, child)
    account = a_guardian(session, child, Relation.GUARDIAN)
    an_answer(session, father)
    assert seen(session, father) == [child.id]
    service.close_view(session, father.id, child.id, by=by.id, now=NOW)
    service.close_view(session, account.id, child.id, by=by.id, now=NOW)
    assert (seen(session, father), seen(session, mother)) == ([], [child.id])
    assert account.guardian_user_id is not None
    assert queries.children_of(session, account.guardian_user_id, on=TODAY) == []
    assert decided(session, child).missing is Missing.NEVER_ASKED, "what he agreed to is void"
    with pytest.raises(LetterUnusable):
        service.letter_of(session, letter.token, now=NOW)
    assert service.issue_letters(session, [child.id], by=by.id, secret=SECRET, now=NOW) == []
    again = a_letter(session, child, relation=Relation.FATHER)
    with pytest.raises(LetterUnusable):
        come_in(session, again, Relation.MOTHER)
    acts = set(session.scalars(sa.select(AuditEntry.action)))
    assert "guardian.view_closed" in acts
    service.open_view(session, father.id, child.id, by=by.id, now=NOW)
    assert seen(session, father) == [child.id]
    service.end_guardianship(session, father.id, child.id, by=by.id, now=NOW)
    assert seen(session, father) == []


def test_what_a_guardian_refused_still_counts_when_their_view_is_closed(session: Session) -> None:
    child, by = a_child(session), an_administrator(session)
    father, mother = a_guardian(session, child, Relation.FATHER), a_guardian(session, child)
    an_answer(session, father, Said.REFUSED)
    an_answer(session, mother)
    service.close_view(session, father.id, child.id, by=by.id, now=NOW)
    assert decided(session, child).missing is Missing.REFUSED
    service.end_guardianship(session, father.id, child.id, by=by.id, now=NOW)
    assert decided(session, child).is_allowed


def test_a_form_on_paper_keeps_who_took_it_and_whose_it_is(session: Session) -> None:
    unknown, known, two = (a_child(session) for _ in range(3))
    teacher = a_user(session)
    mother = a_guardian(session, known)
    a_guardian(session, two)
    father = a_guardian(session, two, Relation.FATHER)
    yes_no = {PHOTO: Said.AGREED, Purpose.NAME: Said.REFUSED}
    forms = [
        OnPaper(unknown.id, None, yes_no),
        OnPaper(known.id, None, yes_no),
        OnPaper(two.id, father.id, yes_no),
        OnPaper(a_child(session).id, None, {}),
    ]
    received = TODAY - timedelta(2)
    kept = service.record_paper(session, forms, received_on=received, by=teacher.id, now=NOW)
    assert kept == 6
    for child in (unknown, known, two):
        assert decided(session, child).is_allowed
        assert decided(session, child, Purpose.NAME).missing is Missing.REFUSED
    rows = session.scalars(sa.select(ConsentRecord)).all()
    assert {(one.how, one.received_on, one.recorded_by_id) for one in rows} == {
        (How.PAPER, received, teacher.id)
    }
    by_child = {one.person_id: one.guardianship_id for one in rows}
    assert (by_child[known.id], by_child[two.id]) == (mother.id, father.id)
    (unsaid,) = ties(session, unknown.id)
    assert (unsaid.relation, unsaid.guardian_user_id) == (Relation.UNSAID, None)
    letter = a_letter(session, unknown)
    letter_id = service.letter_of(session, letter.token, now=NOW)
    tie_id = service.establish_by_letter(
        session,
        service.usable_letter(session, letter_id, now=NOW),
        Relation.MOTHER,
        user_id=None,
        now=NOW,
        signed_paper=True,
    )
    assert (tie_id, unsaid.relation) == (unsaid.id, Relation.MOTHER)
    wrong = [OnPaper(known.id, father.id, yes_no)]
    with pytest.raises(NothingToAnswer):
        service.record_paper(session, wrong, received_on=TODAY, by=teacher.id, now=NOW)


def test_a_guardian_sees_no_child_of_others(session: Session) -> None:
    mother, other = a_guardian(session, a_child(session)), a_child(session)
    with pytest.raises(NoResultFound):
        queries.child(session, Guardianship.id == mother.id, other.id, on=TODAY, consent_age=16)


def test_whatever_changes_what_is_allowed_is_told_of_the_child(session: Session) -> None:
    child = a_child(session)
    mother, by = a_guardian(session, child), an_administrator(session).id

    def told() -> int:
        asked = sa.select(OutboxEvent).where(OutboxEvent.type == "AnswersChanged")
        found = session.scalars(asked).all()
        assert {one.payload["person_id"] for one in found} <= {str(child.id)}
        return len(found)

    an_answer(session, mother)
    assert told() == 1
    form = OnPaper(child.id, mother.id, {PHOTO: Said.REFUSED})
    empty = OnPaper(child.id, mother.id, {}, has_read=True)
    service.record_paper(session, [form, empty], received_on=TODAY, by=by, now=NOW)
    assert told() == 2
    service.close_view(session, mother.id, child.id, by=by, now=NOW)
    service.close_view(session, mother.id, child.id, by=by, now=NOW)
    assert told() == 3
    service.open_view(session, mother.id, child.id, by=by, now=NOW)
    service.end_guardianship(session, mother.id, child.id, by=by, now=NOW)
    assert told() == 5
    letter = service.letter_of(session, a_letter(session, child).token, now=NOW)
    found = service.usable_letter(session, letter, now=NOW)
    again = service.establish_by_letter(
        session, found, mother.relation, user_id=mother.guardian_user_id, now=NOW
    )
    assert (again, told()) == (mother.id, 6)
