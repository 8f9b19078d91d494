"""Two accounts of one person become one, and nothing is lost. On SQLite and PostgreSQL."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.audit.models import AuditEntry
from app.classes.models import Enrollment
from app.consents.models import ConsentRecord, Guardianship
from app.consents.rules import How, Purpose, Relation, Said
from app.db import Base, transaction
from app.federation.models import FederatedIdentity
from app.identity import queries as identity
from app.identity import service as accounts
from app.identity.errors import AccountMerged, WrongPassword
from app.identity.models import OrganizationKind, Post, Role, User
from app.privacy import queries
from app.privacy.errors import MergeRefused
from app.privacy.holdings import HOLDINGS, Holding
from app.privacy.holdings.merging import BY_HAND, LASTING, MOVED, STAYING
from app.privacy.queries.rows import leads_to, table_of
from app.privacy.rules import Doubt, Refusal
from app.rosters.faults import Flaw
from app.rosters.models import FindingKind, RosterFinding
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
from tests.factories.learning import NOON
from tests.factories.merging import LATER, merge
from tests.factories.rosters import a_dry_run, an_archive, applied


@pytest.fixture(autouse=True)
def _installation(app: Flask, session: Session) -> None:
    with transaction():
        accounts.ensure_installation(session, "http://localhost", NOON)


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
    once |= {("employee", "user_id"), ("employment", "user_id"), ("availability", "person_id")}
    once |= {("letter_choice", "user_id")}
    same_child = {("guardianship", "guardian_user_id")}
    nothing_of = {
        ("bookmark", "user_id"),
        ("audit_entry", "actor_id"),
        ("audit_entry", "acting_as_id"),
    }
    assert left == {("user", "id"), *STAYING, *once, *same_child} - nothing_of
    anew = {("skill_standing", "person_id")}  # a sum of what has moved
    for key in set(before[0]) - {("user", "id"), ("user", "merged_into_id")} - anew:
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
