"""Challenges: drafted, published only when complete, moved in the open, ended; and proposals."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.challenges import policy, queries, service
from app.challenges.errors import ChallengeRefused, NoSuchChallenge, NoSuchProposal
from app.challenges.models import ChallengeState, ProposalState
from app.challenges.queries import Wanted
from app.challenges.rules import Lines
from app.challenges.service import Said
from app.following import service as following
from app.following.models import Notification
from app.following.words import SENTENCES
from app.identity import queries as identity
from app.identity.errors import TooManyAttempts
from app.identity.models import OrganizationKind, Role
from app.talent.queries import staff
from tests.factories.challenges import LINES, a_proposal, written
from tests.factories.identity import (
    NOW,
    TODAY,
    a_child,
    a_citizen,
    a_city,
    a_clerk,
    a_post,
    a_school,
    a_user,
    an_administrator,
    an_organization,
)
from tests.factories.projects import a_challenge

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.challenges.models import Challenge
    from app.identity.models import Organization, User
    from app.identity.person import Person


def person(session: "Session", user: "User") -> "Person":
    return identity.person(session, user.id, on=TODAY)


def a_department(session: "Session") -> "Organization":
    return an_organization(session, parent=a_city(session))


def a_draft(session: "Session", lines: Lines = LINES) -> "tuple[Challenge, User]":
    place = a_department(session)
    clerk = a_clerk(session, department=place)
    row = service.draft(session, written(place, lines), by=clerk.id, now=NOW)
    return row, clerk


def told_to(session: "Session", user: "User") -> list[Notification]:
    query = sa.select(Notification).where(Notification.user_id == user.id)
    return list(session.scalars(query.order_by(Notification.told_at)))


def published(session: "Session") -> "tuple[Challenge, User]":
    row, clerk = a_draft(session)
    service.publish(session, row, by=clerk.id, now=NOW)
    return row, clerk


def test_a_draft_is_nobodys_to_read_until_it_is_complete(session: "Session") -> None:
    row, clerk = a_draft(session, replace(LINES, fixed="", answer_by=None))
    with pytest.raises(NoSuchChallenge):
        queries.public_challenge(session, row.slug)
    with pytest.raises(ChallengeRefused) as refused:
        service.publish(session, row, by=clerk.id, now=NOW)
    assert (refused.value.fault, refused.value.missing) == ("incomplete", ("fixed", "answer_by"))
    assert row.state is ChallengeState.DRAFT
    places = frozenset({row.organization_id})
    service.change(session, row, written(row.organization), by=clerk.id, now=NOW, places=places)
    service.publish(session, row, by=clerk.id, now=NOW)
    assert queries.public_challenge(session, row.slug).promised_on == LINES.answer_by
    assert queries.follows(session, clerk.id, row.id)
    acts = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()
    assert acts == ["challenges.drafted", "challenges.changed", "challenges.published"]


def test_what_is_over_is_not_published(session: "Session") -> None:
    long_ago = replace(
        LINES, opens_on=TODAY - timedelta(days=9), closes_on=TODAY - timedelta(days=1)
    )
    row, clerk = a_draft(session, long_ago)
    with pytest.raises(ChallengeRefused) as refused:
        service.publish(session, row, by=clerk.id, now=NOW)
    assert (refused.value.fault, refused.value.missing) == ("day", ("closes_on",))


def test_the_six_lines_stand_after_publication(session: "Session") -> None:
    row, clerk = published(session)
    places = frozenset({row.organization_id})
    other = replace(LINES, question="ほかの問いは何でしょうか。", closes_on=LINES.closes_on)
    later = replace(other, closes_on=TODAY + timedelta(days=90))
    told = replace(written(row.organization, later, owner=clerk, title="ほか"), skills=())
    service.change(session, row, told, by=clerk.id, now=NOW, places=places)
    assert (row.question, row.title) == (LINES.question, "雪の日の通学路")
    assert (row.closes_on, row.owner_id, row.skills) == (later.closes_on, clerk.id, [])
    sooner = written(row.organization, replace(LINES, closes_on=TODAY + timedelta(days=3)))
    with pytest.raises(ChallengeRefused, match="shorter"):
        service.change(session, row, sooner, by=clerk.id, now=NOW, places=places)
    with pytest.raises(ChallengeRefused, match="department"):
        service.change(session, row, told, by=clerk.id, now=NOW, places=frozenset())


def test_a_promise_moves_with_a_reason_that_followers_are_told(session: "Session") -> None:
    row, clerk = published(session)
    reader = a_citizen(session)
    following.follow(session, reader.id, ("challenge", row.id), now=NOW)
    later = TODAY + timedelta(days=120)
    service.move_answer(session, row, later, "説明会が延びたため。", by=clerk.id, now=NOW)
    assert (row.answer_by, row.promised_on) == (later, LINES.answer_by)
    (told,) = told_to(session, reader)
    assert str(SENTENCES[told.kind]) % told.facts
    assert told.facts["reason"] == "説明会が延びたため。"
    assert told_to(session, clerk) == []
    again = NOW + timedelta(days=1)
    service.move_answer(
        session, row, TODAY + timedelta(days=1), "早まった。", by=clerk.id, now=again
    )
    assert len(told_to(session, reader)) == 2
    for day, fault in ((row.answer_by, "same"), (TODAY - timedelta(days=1), "day")):
        assert day is not None
        with pytest.raises(ChallengeRefused, match=fault):
            service.move_answer(session, row, day, "理由", by=clerk.id, now=NOW)
    draft, _ = a_draft(session)
    with pytest.raises(ChallengeRefused, match="draft"):
        service.move_answer(session, draft, later, "理由", by=clerk.id, now=NOW)


def test_a_call_ends_early_and_a_challenge_is_taken_off(session: "Session") -> None:
    row, clerk = published(session)
    reader = a_citizen(session)
    following.follow(session, reader.id, ("challenge", row.id), now=NOW)
    service.close(session, row, "支える人が足りないため。", by=clerk.id, now=NOW)
    assert not queries.public_challenge(session, row.slug).is_open(TODAY)
    with pytest.raises(ChallengeRefused, match="closed"):
        service.close(session, row, "もう一度", by=clerk.id, now=NOW)
    service.take_off(session, row, "県の仕事だったため。", by=clerk.id, now=NOW)
    with pytest.raises(NoSuchChallenge):
        queries.public_challenge(session, row.slug)
    with pytest.raises(ChallengeRefused, match="closed"):
        service.take_off(session, row, "もう一度", by=clerk.id, now=NOW)
    kinds = [one.kind for one in told_to(session, reader)]
    assert kinds == ["challenge.closed", "challenge.taken_off"]
    assert all(str(SENTENCES[one.kind]) % one.facts for one in told_to(session, reader))


def test_a_copy_is_a_new_draft_without_days(session: "Session") -> None:
    row, clerk = published(session)
    made = service.copy(session, row, by=clerk.id, now=NOW)
    assert made.state is ChallengeState.DRAFT
    assert made.slug != row.slug
    assert (made.question, made.data, made.skills) == (row.question, row.data, row.skills)
    assert (made.answer_by, made.opens_on, made.closes_on) == (None, None, None)


def test_the_public_list_has_the_open_first_and_is_narrowed(session: "Session") -> None:
    city = a_city(session)
    first, second = (
        an_organization(session, name, parent=city, position=n)
        for n, name in enumerate(["土木局", "総務局"])
    )
    road = an_organization(session, "道路管理課", parent=first)
    a_challenge(session, road)
    a_challenge(session, second, opens_on=TODAY - timedelta(days=400))
    a_challenge(session, second, opens_on=TODAY + timedelta(days=3)).field = "create"
    a_challenge(session, second, state=ChallengeState.DRAFT)
    a_challenge(session, second).is_off = True
    session.flush()
    tree = staff.departments(session)
    found = queries.shelf(session, tree, Wanted(), on=TODAY)
    assert [(one.place, one.is_open) for one in found.open] == [
        ("土木局 道路管理課", True),
        ("総務局", False),
    ]
    assert [one.place for one in found.closed] == ["総務局"]
    assert [one.path for one, _count in found.departments] == ["土木局 道路管理課", "総務局"]
    assert found.years == ((2026, 2), (2025, 1))

    def count(wanted: Wanted) -> int:
        told = queries.shelf(session, tree, wanted, on=TODAY)
        return len(told.open) + len(told.closed)

    assert count(Wanted(department_id=first.id)) == 1
    assert count(Wanted(field="create")) == 1
    assert count(Wanted(year=2025)) == 1
    assert count(Wanted(year=2024)) == 0


def test_departments_write_for_themselves_and_the_city_for_all(session: "Session") -> None:
    city = a_city(session)
    bureau = an_organization(session, parent=city)
    road, tax = an_organization(session, parent=bureau), an_organization(session, parent=city)
    tree = staff.departments(session)
    chief = a_clerk(session, department=bureau)
    clerk = a_clerk(session, department=tax)
    runs = an_administrator(session, of=city)
    assert policy.writes_in(tree, person(session, chief)) == {bureau.id, road.id}
    assert policy.writes_in(tree, person(session, clerk)) == {tax.id}
    assert policy.writes_in(tree, person(session, runs)) == {one.id for one in tree.ordered}
    teacher = a_user(session)
    a_post(session, teacher, a_school(session), Role.TEACHER)
    for nobody in (teacher, a_citizen(session), a_child(session)):
        assert policy.writes_in(tree, person(session, nobody)) == frozenset()
    partner = a_user(session)
    a_post(session, partner, tax, Role.PARTNER)
    assert not policy.writes(person(session, partner))


def test_those_who_may_answer_for_it_are_the_departments_people(session: "Session") -> None:
    row, clerk = a_draft(session)
    a_clerk(session)
    near = frozenset({row.organization_id})
    assert queries.staff_choices(session, near, on=TODAY) == [(clerk.id, clerk.name)]


def test_a_citizen_proposes_and_is_told_what_became_of_it(session: "Session") -> None:
    citizen, (row, clerk) = a_citizen(session), a_draft(session)
    said = Said("待ち時間", "1時間待つ人がいます。", "待たずに聞けるとよい。")
    first = service.propose(session, person(session, citizen), said, now=NOW)
    assert queries.published_proposals(session) == []
    service.publish_proposal(session, first.id, by=clerk.id, now=NOW)
    assert [one.id for one in queries.published_proposals(session)] == [first.id]
    with pytest.raises(ChallengeRefused, match="settled"):
        service.return_proposal(session, first.id, "理由", by=clerk.id, now=NOW)
    second = a_proposal(session, citizen)
    service.return_proposal(session, second.id, "県が決めることです。", by=clerk.id, now=NOW)
    places = frozenset({row.organization_id})
    made = service.take_proposal(
        session, first.id, row.organization_id, by=clerk.id, now=NOW, places=places
    )
    assert (made.proposal_id, made.trouble) == (first.id, said.trouble)
    kinds = [one.kind for one in told_to(session, citizen)]
    assert sorted(kinds) == ["proposal.published", "proposal.returned", "proposal.taken"]
    assert all(str(SENTENCES[one.kind]) % one.facts for one in told_to(session, citizen))
    own = queries.own_proposals(session, citizen.id)
    assert {(one.row.id, one.row.state) for one in own} == {
        (first.id, ProposalState.TAKEN),
        (second.id, ProposalState.RETURNED),
    }
    with pytest.raises(ChallengeRefused, match="settled"):
        service.take_proposal(
            session, second.id, row.organization_id, by=clerk.id, now=NOW, places=places
        )
    with pytest.raises(ChallengeRefused, match="department"):
        service.take_proposal(session, first.id, uuid.uuid4(), by=clerk.id, now=NOW, places=places)
    with pytest.raises(NoSuchProposal):
        queries.proposal(session, uuid.uuid4())


def test_minors_propose_through_their_teacher(session: "Session") -> None:
    school = a_school(session)
    child = a_child(session, school=school)
    said = Said("待ち時間", "待つ人がいます。", "待たずに聞けるとよい。", school.id)
    with pytest.raises(ChallengeRefused, match="minor"):
        service.propose(session, person(session, child), said, now=NOW)
    teacher = a_user(session)
    a_post(session, teacher, school, Role.TEACHER)
    row = service.propose(session, person(session, teacher), said, now=NOW)
    assert row.organization_id == school.id
    with pytest.raises(ChallengeRefused, match="school"):
        service.propose(session, person(session, a_citizen(session)), said, now=NOW)


def test_nobody_proposes_without_end(session: "Session") -> None:
    citizen = person(session, a_citizen(session))
    said = Said("名前", "困りごと", "願い")
    for _ in range(5):
        service.propose(session, citizen, said, now=NOW)
    with pytest.raises(TooManyAttempts):
        service.propose(session, citizen, said, now=NOW)


def test_a_university_is_spoken_for_by_who_teaches_there(session: "Session") -> None:
    university = an_organization(session, kind=OrganizationKind.UNIVERSITY)
    lecturer = a_user(session)
    a_post(session, lecturer, university, Role.TEACHER)
    (post,) = policy.speaks_for(person(session, lecturer))
    assert post.organization_id == university.id
