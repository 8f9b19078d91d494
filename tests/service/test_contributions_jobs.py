"""もとむ／できる: offered, accepted, done, thanked; hours become a statement."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.challenges.models import ChallengeState
from app.contributions import queries, service
from app.contributions.errors import ContributionRefused, NoSuchNeed, NoSuchOffer
from app.contributions.queries import Settling
from app.contributions.rules import NeedKind, NeedState, OfferState
from app.contributions.service import Asked, Given
from app.following.models import Notification
from app.following.words import SENTENCES
from app.identity import queries as identity
from app.identity.queries import installation
from app.lrs.models import StoredStatement
from app.lrs.profiling import check_stored
from app.projects.rules import ProjectState
from app.talent.queries import staff
from tests.factories.contributions import a_need, an_offer
from tests.factories.identity import NOW, TODAY, a_child, a_citizen, a_clerk
from tests.factories.projects import a_project

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.contributions.models import Need
    from app.identity.models import User
    from app.identity.person import Person
    from tests.factories.projects import Together

GIVEN = Given("地図のデータを作れます。", 3)


@pytest.fixture
def together(session: "Session") -> "Together":
    return a_project(session, pupils=1)


def person(session: "Session", user: "User") -> "Person":
    return identity.person(session, user.id, on=TODAY)


def theirs(session: "Session", user: "User") -> Settling:
    return queries.settling(session, staff.departments(session), person(session, user), on=TODAY)


def of_project(session: "Session", together: "Together") -> "Need":
    return a_need(session, together.school, project=together.project, by=together.teacher)


def kinds_told(session: "Session", user: "User") -> list[str]:
    rows = session.scalars(sa.select(Notification).where(Notification.user_id == user.id)).all()
    mine = [one for one in rows if one.kind.startswith("need.")]
    assert all(str(SENTENCES[one.kind]) % one.facts for one in mine)
    return sorted(one.kind for one in mine)


def gave(session: "Session") -> int:
    """Count the statements that say how long something lasted."""
    docs = session.scalars(sa.select(StoredStatement.doc)).all()
    return sum('"duration"' in doc for doc in docs)


def test_from_needed_to_thanked(session: "Session", together: "Together") -> None:
    need, giver = of_project(session, together), a_citizen(session)
    offer = service.offer(session, person(session, giver), need.id, GIVEN, now=NOW)
    assert kinds_told(session, together.teacher) == ["need.offered"]
    assert kinds_told(session, together.owner) == ["need.offered"]
    assert kinds_told(session, together.pupils[0]) == []
    whose, by = theirs(session, together.teacher), together.teacher.id
    service.accept(session, offer.id, whose, "3日の16時に来てください。", by=by, now=NOW)
    service.finish(session, offer.id, whose, 120, by=by, now=NOW)
    service.thank(session, offer.id, whose, "地図ができました。", by=by, now=NOW)
    assert kinds_told(session, giver) == [
        "need.offer_accepted",
        "need.offer_done",
        "need.thanked",
    ]
    assert offer.state is OfferState.THANKED
    assert queries.hours_given(session, together.project.id) == {giver.id: 2.0}
    assert queries.given_to(session, [need.id]) == {need.id: 120}
    tally = check_stored(session, installation(session), most=30)
    assert tally.told == []
    assert gave(session) == 1
    with pytest.raises(ContributionRefused, match="settled"):
        service.accept(session, offer.id, whose, "もう一度", by=by, now=NOW)


def test_a_school_offers_for_its_pupils_and_nobodys_hours_are_said(
    session: "Session", together: "Together"
) -> None:
    need = a_need(session, together.department, project=together.project, by=together.owner)
    pupil, teacher = (person(session, one) for one in (together.pupils[0], together.teacher))
    with pytest.raises(ContributionRefused, match="minor"):
        service.offer(session, pupil, need.id, GIVEN, now=NOW)
    school = together.school.id
    for wrong, fault in (
        (Given("行けます。", organization_id=uuid.uuid4(), pupils=3), "school"),
        (Given("行けます。", organization_id=school), "pupils"),
        (Given("行けます。", pupils=3), "school"),
    ):
        with pytest.raises(ContributionRefused, match=fault):
            service.offer(session, teacher, need.id, wrong, now=NOW)
    offer = service.offer(
        session, teacher, need.id, Given("行けます。", None, school, 12), now=NOW
    )
    whose, by = theirs(session, together.owner), together.owner.id
    seen = queries.seen_offer(session, offer.id, person(session, together.owner), whose)
    assert (seen.giver, seen.row.pupils) == (together.school.name, 12)
    service.accept(session, offer.id, whose, "来てください。", by=by, now=NOW)
    service.finish(session, offer.id, whose, 120, by=by, now=NOW)
    assert gave(session) == 0
    assert queries.hours_given(session, together.project.id) == {}


def test_hours_for_a_challenge_alone_are_kept_and_said_of_nobody(
    session: "Session", together: "Together"
) -> None:
    challenge = together.project.challenge
    need = a_need(session, together.department, challenge=challenge, by=together.owner)
    offer = an_offer(session, need, a_citizen(session), state=OfferState.ACCEPTED)
    whose = theirs(session, together.owner)
    service.finish(session, offer.id, whose, 90, by=together.owner.id, now=NOW)
    assert (offer.done_minutes, gave(session)) == (90, 0)


def test_who_does_not_settle_finds_nothing(session: "Session", together: "Together") -> None:
    need, giver = of_project(session, together), a_citizen(session)
    offer = an_offer(session, need, giver)
    for stranger in (together.mentor, together.pupils[0], a_clerk(session), a_citizen(session)):
        whose = theirs(session, stranger)
        assert need not in whose
        with pytest.raises(NoSuchOffer):
            queries.seen_offer(session, offer.id, person(session, stranger), whose)
        with pytest.raises(NoSuchOffer):
            service.accept(session, offer.id, whose, "はい", by=stranger.id, now=NOW)
        with pytest.raises(NoSuchNeed):
            service.end_need(session, need.id, whose, is_met=True, by=stranger.id, now=NOW)
        with pytest.raises(NoSuchOffer):
            service.withdraw(session, offer.id, by=stranger.id, now=NOW)
    seen = queries.seen_offer(session, offer.id, person(session, giver), theirs(session, giver))
    assert (seen.is_own, seen.is_theirs) == (True, False)


def test_nobody_answers_their_own_offer(session: "Session", together: "Together") -> None:
    need = of_project(session, together)
    offer = an_offer(session, need, together.teacher)
    whose = theirs(session, together.teacher)
    with pytest.raises(ContributionRefused, match="own"):
        service.accept(session, offer.id, whose, "はい", by=together.teacher.id, now=NOW)
    assert (
        service.decline(
            session,
            offer.id,
            theirs(session, together.owner),
            "今回は足りました。",
            by=together.owner.id,
            now=NOW,
        ).state
        is OfferState.DECLINED
    )


def test_one_offer_at_a_time_and_it_can_be_taken_back(
    session: "Session", together: "Together"
) -> None:
    need, giver = of_project(session, together), a_citizen(session)
    who = person(session, giver)
    offer = service.offer(session, who, need.id, GIVEN, now=NOW)
    with pytest.raises(ContributionRefused, match="twice"):
        service.offer(session, who, need.id, GIVEN, now=NOW)
    service.withdraw(session, offer.id, by=giver.id, now=NOW)
    with pytest.raises(ContributionRefused, match="settled"):
        service.withdraw(session, offer.id, by=giver.id, now=NOW)
    assert service.offer(session, who, need.id, GIVEN, now=NOW).id != offer.id
    assert kinds_told(session, together.teacher) == [
        "need.offer_withdrawn",
        "need.offered",
        "need.offered",
    ]


def test_what_is_over_takes_no_offer(session: "Session", together: "Together") -> None:
    who, need = person(session, a_citizen(session)), of_project(session, together)
    waiting = an_offer(session, need, a_citizen(session))
    whose, by = theirs(session, together.teacher), together.teacher.id
    service.end_need(session, need.id, whose, is_met=True, by=by, now=NOW)
    assert (need.state, need.closed_on) == (NeedState.MET, TODAY)
    told = session.scalars(
        sa.select(Notification.kind).where(Notification.user_id == waiting.person_id)
    ).all()
    assert told == ["need.closed"]
    with pytest.raises(ContributionRefused, match="over"):
        service.end_need(session, need.id, whose, is_met=False, by=by, now=NOW)
    late = of_project(session, together)
    late.until = TODAY - timedelta(days=1)
    ended = of_project(session, together)
    session.flush()
    for one in (need, late):
        with pytest.raises(ContributionRefused, match="over"):
            service.offer(session, who, one.id, GIVEN, now=NOW)
    together.project.state, together.project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(ContributionRefused, match="over"):
        service.offer(session, who, ended.id, GIVEN, now=NOW)
    assert queries.open_needs(session, on=TODAY).needs == ()
    with pytest.raises(ContributionRefused, match="ended"):
        service.add_need(
            session,
            Asked(NeedKind.PLACE, "集まる部屋"),
            by=by,
            organization_id=together.school.id,
            now=NOW,
            project_id=together.project.id,
        )


def test_the_public_list_is_narrowed_and_leaves_out_what_is_hidden(
    session: "Session", together: "Together"
) -> None:
    challenge = together.project.challenge
    assert challenge is not None
    of_project(session, together)
    hall = a_need(
        session, together.department, challenge=challenge, kind=NeedKind.PLACE, title="部屋"
    )
    found = queries.open_needs(session, on=TODAY)
    assert found.kinds == {NeedKind.SKILL: 1, NeedKind.PLACE: 1}
    assert found.fields == {"live": 2}
    narrowed = queries.open_needs(session, on=TODAY, kind=NeedKind.PLACE, field="live")
    assert [one.title for one in narrowed.needs] == ["部屋"]
    assert queries.open_needs(session, on=TODAY, field="create").needs == ()
    challenge.state = ChallengeState.DRAFT
    session.flush()
    assert [one.title for one in queries.open_needs(session, on=TODAY).needs] == [
        "地図のデータを作れる人"
    ]
    with pytest.raises(NoSuchNeed):
        queries.need(session, hall.id)
    child = person(session, a_child(session))
    with pytest.raises(ContributionRefused, match="minor"):
        service.offer(session, child, hall.id, GIVEN, now=NOW)
