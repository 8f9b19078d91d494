"""Two accounts of one person become one, and nothing is lost. On SQLite and PostgreSQL."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app import clock
from app.audit.models import AuditEntry
from app.classes.models import Enrollment
from app.consents.models import ConsentRecord, Guardianship
from app.consents.rules import How, Purpose, Relation, Said
from app.credentials.handlers import on_course_completed
from app.credentials.models import Credential
from app.db import Base, db, transaction
from app.federation.models import FederatedIdentity
from app.home import queries as home
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.errors import AccountMerged, WrongPassword
from app.identity.models import OrganizationKind, Post, Role, User
from app.learning import queries as learning
from app.learning import service as runs
from app.learning.events import CourseCompleted
from app.learning.models import PrivateAnswer, Registration
from app.lrs.models import KnownAgent, StoredStatement
from app.lrs.policy import Sight
from app.lrs.queries.sight import Actors, Reader, agent_keys
from app.outbox.models import OutboxEvent
from app.outbox.relay import drain
from app.privacy import queries, service
from app.privacy.errors import MergeRefused
from app.privacy.holdings import HOLDINGS, Holding
from app.privacy.holdings.merging import BY_HAND, LASTING, MOVED, STAYING
from app.privacy.queries.rows import leads_to, table_of
from app.privacy.rules import Doubt, Refusal
from app.rosters.faults import Flaw
from app.rosters.models import FindingKind, RosterFinding
from app.wiring import SUBSCRIBERS
from app.xapi.vocabulary import ANSWERED
from tests.factories.everything import fill
from tests.factories.identity import (
    APRIL,
    NOW,
    PASSWORD,
    TODAY,
    a_city,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.learning import (
    NOON,
    RIGHT,
    WRONG,
    a_report,
    a_run,
    answer,
    finish_lessons,
    read_reports,
    send,
)
from tests.factories.rosters import a_dry_run, an_archive, applied

LATER = NOON + timedelta(hours=3)


@pytest.fixture(autouse=True)
def _installation(app: Flask, session: Session) -> None:
    with transaction():
        accounts.ensure_installation(session, "http://localhost", NOON)


def administrator(session: Session, boss: User) -> identity.Person:
    return identity.person(session, boss.id, on=TODAY)


def merge(session: Session, remaining: uuid.UUID, other: uuid.UUID, boss: User) -> dict[str, int]:
    by = administrator(session, boss)
    return service.merge_accounts(session, remaining, other, by=by, now=LATER)


def counts(session: Session, account_id: uuid.UUID) -> Counter[tuple[str, str]]:
    """Return how many rows lead to an account, by table and column."""
    return Counter(
        {
            (one.table, one.column): session.scalar(
                sa.select(sa.func.count())
                .select_from(table_of(one))
                .where(leads_to(one, account_id))
            )
            or 0
            for one in HOLDINGS
            if not one.via
        }
    )


def differing(session: Session) -> list[uuid.UUID]:
    """Return the runs whose kept progress is not what their statements say."""
    found = []
    for registration_id, _learner in learning.all_runs(session):
        own = learning.held_run(session, registration_id)
        assert own is not None
        if runs.rebuild(session, own, check=True):
            found.append(registration_id)
    return found


def test_every_table_that_leads_to_a_person_has_a_rule() -> None:
    known = {(one.table, one.column) for one in HOLDINGS if not one.via}
    ruled = [*MOVED, *BY_HAND, *STAYING]
    assert set(ruled) == known
    assert len(ruled) == len(known), "two rules for one column"
    assert set(LASTING) <= MOVED


def test_what_moves_and_what_stays_adds_up_in_every_table(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        stays, goes = a_user(session), a_user(session)
        around = fill(session, stays.id, boss.id)
        fill(session, goes.id, boss.id, around=around)
        session.expire_all()
        before = counts(session, stays.id), counts(session, goes.id)
        told = queries.preview(
            session,
            identity.person(session, stays.id, on=TODAY),
            identity.person(session, goes.id, on=TODAY),
            by=boss.id,
            on=TODAY,
        )
        moved = merge(session, stays.id, goes.id, boss)
        after = counts(session, stays.id), counts(session, goes.id)
    left = {key for key, count in after[1].items() if count}
    once = {("totp", "user_id"), ("class_card", "user_id"), ("credential_holder", "user_id")}
    same_child = {("guardianship", "guardian_user_id")}
    nothing_of = {
        ("bookmark", "user_id"),
        ("audit_entry", "actor_id"),
        ("audit_entry", "acting_as_id"),
    }
    assert left == {("user", "id"), *STAYING, *once, *same_child} - nothing_of
    for key in set(before[0]) - {("user", "id"), ("user", "merged_into_id")}:
        grown = 2 if key in {("audit_entry", "subject_id"), ("audit_entry", "actor_id")} else 0
        whole = before[0][key] + before[1][key]
        assert whole <= after[0][key] + after[1][key] <= whole + grown, key
    assert after[0]["user", "merged_into_id"] == 1
    assert sum(line.moved for line in told.lines) + told.numbers >= sum(moved.values())
    kept = {line.title.now() for line in told.lines if line.kept}
    assert "確認コードのアプリ" in kept
    assert all(line.why for line in told.lines if line.kept)


def test_the_preview_changes_nothing(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        stays, goes = a_user(session), a_user(session)
        fill(session, goes.id, boss.id)
    before = rows(session)
    with transaction():
        people = [identity.person(session, one.id, on=TODAY) for one in (stays, goes)]
        queries.preview(session, *people, by=boss.id, on=TODAY)
    assert rows(session) == before


def rows(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted((tuple(row) for row in session.execute(sa.select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_two_runs_of_one_version_count_together_and_none_is_lost(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        answer(session, mine, "doko", RIGHT["doko"], minutes=1)
        answer(session, theirs, "doko", WRONG["doko"], minutes=2)
        answer(session, theirs, "bango", RIGHT["bango"], minutes=3)
        finish_lessons(session, theirs)
        said = {one.id: one.doc for one in session.scalars(sa.select(StoredStatement))}
        merge(session, stays, goes, boss)
    with transaction():
        own = learning.own_run(session, mine.registration.id, learner_id=stays)
        assert own.progress.items["doko"].best == 1
        assert own.progress.items["doko"].attempts == 2
        assert own.progress.items["bango"].best == 1
        assert own.registration.lessons_done == 2
        assert own.is_completed, "half of the points and both lessons, together"
        kept = session.get_one(Registration, theirs.registration.id)
        assert (kept.learner_id, kept.merged_into_id) == (goes, own.registration.id)
        assert differing(session) == []
        now = {one.id: one.doc for one in session.scalars(sa.select(StoredStatement))}
        assert {key: now[key] for key in said} == said, "statements stay as they came"
        cards = learning.own_cards(session, stays)
        assert [card.registration_id for card in cards] == [own.registration.id]


def test_a_completed_run_stays_completed_and_earns_nothing_twice(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        finish_lessons(session, theirs)
        for key in RIGHT:
            answer(session, theirs, key, RIGHT[key], minutes=50)
        event = OutboxEvent.type == CourseCompleted.__name__
        told = session.scalar(sa.select(sa.func.count()).where(event))
        merge(session, stays, goes, boss)
        again = session.scalar(sa.select(sa.func.count()).where(event))
        on_course_completed(
            session,
            CourseCompleted(
                theirs.registration.id, goes, theirs.registration.course_version_id, NOON
            ),
        )
    with transaction():
        own = learning.own_run(session, mine.registration.id, learner_id=stays)
        assert own.is_completed
        assert (told, again) == (1, 1)
        assert session.scalars(sa.select(Credential.user_id)).all() == [stays]
        assert differing(session) == []


def test_a_run_that_only_one_had_changes_hands_with_all_that_was_said(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        theirs = a_run(session)
        stays, goes = a_user(session).id, theirs.registration.learner_id
        answer(session, theirs, "doko", RIGHT["doko"])
        merge(session, stays, goes, boss)
    with transaction():
        own = learning.own_run(session, theirs.registration.id, learner_id=stays)
        assert differing(session) == []
        # goes on in the new name, and a tool that knows the old one may still report
        answer(session, own, "bango", RIGHT["bango"], minutes=90)
        send(session, theirs, a_report(theirs, ANSWERED, "dore", result={"success": True}))
        own = read_reports(session, own)
        assert {"doko", "bango", "dore"} <= own.progress.items.keys()
        assert differing(session) == []
        who = identity.person(session, stays, on=TODAY)
        page = home.own_statements(session, who, before_seq=None)
        names = {str(one) for one in identity.actor_names(session, stays)}
        assert len(names) == 2
        assert len(page.rows) == 4
        found = agent_keys(Reader(Sight(is_whole=True), on=TODAY), Actors(person=stays))
        assert found is not None
        assert len(session.scalars(found).all()) == 2
        assert set(session.scalars(sa.select(KnownAgent.account_id))) >= {
            uuid.UUID(one) for one in names
        }


def test_of_two_private_answers_the_later_counts_and_the_earlier_is_kept(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        for own, text, minutes in ((mine, "はじめ", 1), (theirs, "あと", 2)):
            session.add(
                PrivateAnswer(
                    registration_id=own.registration.id,
                    item="kimochi",
                    text=text,
                    answered_at=NOON + timedelta(minutes=minutes),
                )
            )
        merge(session, stays, goes, boss)
        found = {
            one.registration_id: one.text for one in session.scalars(sa.select(PrivateAnswer))
        }
    assert found == {mine.registration.id: "あと", theirs.registration.id: "はじめ"}


def test_the_closed_account_says_where_to_go_to_whoever_has_its_password(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        stays = a_user(session, login_id="nokoru")
        goes = a_user(session, login_id="tojiru", password=PASSWORD)
        epoch = goes.session_epoch
        merge(session, stays.id, goes.id, boss)
        assert goes.session_epoch > epoch
    with transaction():
        attempt = accounts.begin_sign_in(session, "tojiru", address="192.0.2.1", now=LATER)
        assert not accounts.password_matches(attempt, "something else")
        assert accounts.password_matches(attempt, PASSWORD)
        with pytest.raises(AccountMerged) as told:
            accounts.finish_sign_in(session, attempt, PASSWORD, now=LATER)
    assert told.value.login == "nokoru"
    with transaction(), pytest.raises(sa.exc.NoResultFound):
        accounts.enable_user(session, goes.id, now=LATER)


def test_an_account_without_a_way_in_takes_the_others(app: Flask, session: Session) -> None:
    with transaction():
        boss, school = an_administrator(session), a_school(session)
        stays = a_user(session, login_id="kari")
        stays.login_id = None
        goes = a_user(session, login_id="tojiru", password=PASSWORD, grade=3)
        a_post(session, goes, school)
        merge(session, stays.id, goes.id, boss)
    taken = sa.select(User.login_id, User.grade).where(User.id == stays.id)
    assert session.execute(taken).one() == ("tojiru", 3)
    assert session.scalar(sa.select(User.login_id).where(User.id == goes.id)) is None
    with transaction():
        attempt = accounts.begin_sign_in(session, "tojiru", address="192.0.2.1", now=LATER)
        assert accounts.password_matches(attempt, PASSWORD)
        assert accounts.finish_sign_in(session, attempt, PASSWORD, now=LATER).user_id == stays.id
        assert identity.person(session, stays.id, on=TODAY).is_minor


def test_a_login_stays_where_its_password_is_of_no_use(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        stays = a_user(session, email="haru@example.jp", password=PASSWORD)
        goes = a_user(session, login_id="tojiru", password="mou hitotsu no kotoba")
        merge(session, stays.id, goes.id, boss)
    with transaction():
        attempt = accounts.begin_sign_in(session, "tojiru", address="192.0.2.1", now=LATER)
        assert accounts.password_matches(attempt, "mou hitotsu no kotoba")
        with pytest.raises(AccountMerged) as told:
            accounts.finish_sign_in(session, attempt, "mou hitotsu no kotoba", now=LATER)
    assert told.value.login == "haru@example.jp"


def test_posts_that_overlap_end_with_the_closed_account(app: Flask, session: Session) -> None:
    with transaction():
        boss, school, city = an_administrator(session), a_school(session), a_city(session)
        stays, goes = a_user(session), a_user(session)
        for one in (stays, goes):
            a_post(session, one, school, Role.TEACHER)
        a_post(session, goes, city, Role.HR)
        merge(session, stays.id, goes.id, boss)
    posts = session.scalars(sa.select(Post).where(Post.user_id == stays.id)).all()
    assert {(one.role, one.is_primary) for one in posts} == {
        (Role.TEACHER, True),
        (Role.HR, False),
    }
    behind = session.scalars(sa.select(Post).where(Post.user_id == goes.id)).one()
    assert (behind.starts_on, behind.ends_on) == (APRIL, TODAY - timedelta(days=1))


def test_what_a_guardian_answered_for_either_account_goes_on_to_hold(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss, mother = an_administrator(session), a_user(session)
        stays, goes = a_user(session, grade=3), a_user(session, grade=3)
        ties = [
            Guardianship(
                guardian_user_id=mother.id,
                child_id=child.id,
                relation=Relation.MOTHER,
                has_authority=True,
                how=How.LETTER,
                starts_on=APRIL,
            )
            for child in (stays, goes)
        ]
        session.add_all(ties)
        session.flush()
        session.add(
            ConsentRecord(
                person_id=goes.id,
                guardianship_id=ties[1].id,
                purpose=Purpose.PHOTO,
                said=Said.AGREED,
                how=How.LETTER,
                text_version=1,
                text_sha256="0" * 64,
                answered_at=NOW,
            )
        )
        session.flush()
        merge(session, stays.id, goes.id, boss)
        kept = session.execute(sa.select(ConsentRecord.person_id, ConsentRecord.guardianship_id))
        assert kept.one() == (stays.id, ties[0].id)
        ends = dict(session.execute(sa.select(Guardianship.id, Guardianship.ends_on)).all())
    assert ends == {ties[0].id: None, ties[1].id: TODAY - timedelta(days=1)}


def test_who_was_merged_before_leads_to_the_one_that_stays_in_one_step(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        first, second, third = a_run(session), a_run(session), a_run(session)
        ids = [one.registration.learner_id for one in (first, second, third)]
        answer(session, first, "doko", RIGHT["doko"], minutes=1)
        answer(session, second, "bango", RIGHT["bango"], minutes=2)
        answer(session, third, "dore", WRONG["dore"], minutes=3)
        merge(session, ids[1], ids[0], boss)
        merge(session, ids[2], ids[1], boss)
    with transaction():
        told = identity.merged(session, ids[2])
        assert {one.id for one in told.taken} == set(ids[:2])
        into = identity.merged(session, ids[0]).into
        assert into is not None
        assert into.id == ids[2]
        own = learning.own_run(session, third.registration.id, learner_id=ids[2])
        assert own.progress.items.keys() >= {"doko", "bango", "dore"}
        assert differing(session) == []


def refused(session: Session, remaining: User, other: User, boss: User) -> str:
    with pytest.raises(MergeRefused) as found:
        merge(session, remaining.id, other.id, boss)
    return found.value.why


def test_what_is_no_pair_of_accounts_of_one_person_is_refused(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        one, other, third = a_user(session), a_user(session), a_user(session)
        demo = a_user(session, is_demo=True)
        assert refused(session, one, one, boss) == Refusal.SAME
        assert refused(session, one, boss, boss) == Refusal.ONESELF
        assert refused(session, boss, one, boss) == Refusal.ONESELF
        assert refused(session, one, demo, boss) == Refusal.DEMO
        merge(session, one.id, other.id, boss)
        assert refused(session, one, other, boss) == Refusal.MERGED
        assert refused(session, other, third, boss) == Refusal.MERGED


def test_a_roster_that_still_has_both_rows_is_told_of_the_second(
    app: Flask, session: Session
) -> None:
    with transaction():
        boss = an_administrator(session)
        board = an_organization(session, "犀川市教育委員会", kind=OrganizationKind.BOARD)
    applied(a_dry_run(an_archive(), board))
    with transaction():
        pupils = session.scalars(sa.select(User).where(User.grade.is_not(None))).all()
        stays, goes = (one.id for one in pupils[:2])
        merge(session, stays, goes, boss)
        enrolled = session.scalars(sa.select(Enrollment.ends_on).filter_by(user_id=goes)).all()
        assert None not in enrolled, "nobody stands in a class twice"
    again = a_dry_run(an_archive(), board)
    flaws = session.scalars(
        sa.select(RosterFinding.data["flaw"].as_string()).where(
            RosterFinding.import_id == again.id, RosterFinding.kind == FindingKind.FAULT
        )
    ).all()
    assert Flaw.MERGED in flaws
    applied(again)
    session.expire_all()
    assert session.get_one(User, goes).disabled_at is not None


def test_doubts_are_told_and_the_act_is_in_the_log(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        east, west = a_school(session), a_school(session)
        one = a_user(session, grade=3, family_kana="モリ")
        other = a_user(session, grade=4, family_name="林", family_kana="ハヤシ")
        a_post(session, one, east)
        a_post(session, other, west)
        people = [identity.person(session, it.id, on=TODAY) for it in (one, other)]
        told = queries.preview(session, *people, by=boss.id, on=TODAY)
        assert set(told.doubts) == {Doubt.NAME, Doubt.KANA, Doubt.GRADE, Doubt.SCHOOLS}
        merge(session, one.id, other.id, boss)
    entry = session.scalars(sa.select(AuditEntry).filter_by(action="account.merged")).one()
    assert (entry.actor_id, entry.subject_id) == (boss.id, one.id)
    assert entry.acting_as_id == people_post(session, boss)
    assert entry.details["from"] == str(other.id)


def people_post(session: Session, user: User) -> uuid.UUID | None:
    return identity.person(session, user.id, on=TODAY).acting_id


def test_an_erasure_takes_all_accounts_of_the_person(app: Flask, session: Session) -> None:
    with transaction():
        boss = an_administrator(session)
        mine, theirs = a_run(session), a_run(session)
        stays, goes = mine.registration.learner_id, theirs.registration.learner_id
        answer(session, mine, "doko", RIGHT["doko"], minutes=1)
        answer(session, theirs, "doko", WRONG["doko"], minutes=2)
        merge(session, stays, goes, boss)
        service.ask_for_erasure(session, stays, by=boss.id, asked_by="person", now=NOW)
    drain(SUBSCRIBERS, now=lambda: clock.now() + timedelta(hours=2))
    db.session.rollback()
    db.session.expire_all()
    assert session.get(User, stays) is None
    assert session.get(User, goes) is None
    assert session.scalar(sa.select(sa.func.count()).select_from(StoredStatement)) == 0
    assert session.scalar(sa.select(sa.func.count()).select_from(Registration)) == 0


def test_nobody_is_let_in_by_a_wrong_password_of_a_closed_account(
    app: Flask, session: Session
) -> None:
    with transaction():
        goes = a_user(session, login_id="tojita", password=PASSWORD)
        accounts.disable_user(session, goes.id, now=NOW)
        attempt = accounts.begin_sign_in(session, "tojita", address="192.0.2.1", now=NOW)
        assert not accounts.password_matches(attempt, PASSWORD)
        with pytest.raises(WrongPassword):
            accounts.finish_sign_in(session, attempt, PASSWORD, now=NOW)


def test_a_second_id_of_one_provider_stays_with_the_closed_account(
    app: Flask, session: Session
) -> None:
    def holding() -> Holding:
        return next(one for one in HOLDINGS if one.table == "federated_identity")

    with transaction():
        boss = an_administrator(session)
        stays, goes = a_user(session), a_user(session)
        fill(session, stays.id, boss.id)
        provider = session.scalars(sa.select(FederatedIdentity.provider_id)).first()
        session.add(
            FederatedIdentity(
                provider_id=provider, user_id=goes.id, subject="another", linked_at=NOW
            )
        )
        session.flush()
        merge(session, stays.id, goes.id, boss)
        left = sa.select(FederatedIdentity.subject).where(leads_to(holding(), goes.id))
        assert session.scalars(left).all() == ["another"]
