"""Proposals: handed in, answered by a day, followed up, and told at each step."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.adoption import queries, service
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.models import AdoptionStep, ContinuationLook
from app.adoption.queries import Asked
from app.adoption.rules import AdoptionState, Answer, Cue, Ending, Move
from app.adoption.service import Assignment, NewAnswer, Seen
from app.clock import day_of
from app.following import service as following
from app.following.models import Notification
from app.projects.models import BudgetDate, GateCheck, Project, ProjectActivity
from app.projects.rules import Act, ProjectState
from app.talent.queries import staff
from tests.factories.adoption import (
    AFTER,
    BEFORE,
    REASON,
    a_draft,
    a_proposal,
    an_offer,
    answered,
    budgeted,
    by_owner,
    going_on,
    in_service,
    measured,
    seen,
    taken_up,
)
from tests.factories.identity import NOW, TODAY, a_citizen, a_city, an_organization
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.models import User


@pytest.fixture
def together(session: "Session") -> Together:
    return a_project(session)


def kinds_of(session: "Session", user: "User") -> list[str]:
    rows = sa.select(Notification).where(Notification.user_id == user.id)
    found = session.scalars(rows.order_by(Notification.told_at, Notification.key))
    return [one.kind for one in found if one.kind.startswith("adoption.")]


def path_for(session: "Session", user: "User", kind: str) -> str | None:
    return session.scalar(
        sa.select(Notification.path).where(
            Notification.user_id == user.id, Notification.kind == kind
        )
    )


def later(days: int) -> "datetime":
    return NOW + timedelta(days=days)


def waiting(session: "Session", together: Together, *, days: int = 0) -> list[tuple[Cue, int]]:
    tree = staff.departments(session)
    found = queries.inbox(
        session,
        tree,
        Asked(),
        places=frozenset({together.department.id}),
        reader_id=uuid.uuid4(),
        today=TODAY + timedelta(days=days),
    )
    return [(one.cue, one.days) for one in found.rows if one.cue is not None]


# --- the team's part


def test_a_pupil_writes_and_a_teacher_hands_in(session: "Session", together: Together) -> None:
    row = a_proposal(session, together, is_handed_in=False)
    assert row.state is AdoptionState.DRAFT
    assert queries.trail(session, together.project.id) is None
    assert queries.status_of(session, together.project.id) is None
    assert waiting(session, together) == []
    assert kinds_of(session, together.teacher) == ["adoption.drafted"]
    pupil = standing_of(session, together, together.pupils[0])
    with pytest.raises(AdoptionRefused) as refused:
        service.hand_in(session, pupil, edition=0, now=NOW)
    assert refused.value.fault == "owner"
    teacher = standing_of(session, together, together.teacher)
    service.hand_in(session, teacher, edition=row.edition, now=NOW)
    assert (row.state, row.submitted_on, row.year) == (AdoptionState.SUBMITTED, TODAY, 2026)
    gate = session.scalars(
        sa.select(GateCheck).where(
            GateCheck.project_id == together.project.id, GateCheck.key == "proposal"
        )
    ).one()
    assert gate.met_on == TODAY
    done = session.scalars(
        sa.select(ProjectActivity).where(ProjectActivity.act == Act.SUBMITTED_PROPOSAL)
    ).one()
    assert (done.user_id, done.organization_id) == (together.pupils[0].id, together.school.id)
    assert "adoption.received" in kinds_of(session, together.owner)
    assert "adoption.submit" in kinds_of(session, together.pupils[0])
    assert waiting(session, together) == [(Cue.NEW, 0)]


def test_a_proposal_is_handed_in_once_and_of_a_project_that_goes_on(
    session: "Session", together: Together
) -> None:
    row = a_proposal(session, together)
    teacher = standing_of(session, together, together.teacher)
    with pytest.raises(AdoptionRefused, match="not_now"):
        service.hand_in(session, teacher, edition=row.edition, now=NOW)
    with pytest.raises(AdoptionRefused, match="moved"):
        service.write(session, teacher, a_draft(together), edition=0, now=NOW)
    service.write(session, teacher, a_draft(together), edition=row.edition, now=NOW)
    assert [one.title for one in trail(session, together).steps] == [
        "提案を出しました",
        "提案を書き直しました",
    ]
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, TODAY
    session.flush()
    with pytest.raises(AdoptionRefused, match="ended"):
        service.write(session, teacher, a_draft(together), edition=row.edition, now=NOW)


def trail(session: "Session", together: Together) -> queries.Trail:
    found = queries.trail(session, together.project.id)
    assert found is not None
    return found


def test_the_department_is_that_of_the_challenge_or_one_that_was_chosen(
    session: "Session",
) -> None:
    alone = a_project(session, challenge=False)
    row = a_proposal(session, alone)
    assert (row.organization_id, row.owner_id) == (alone.department.id, None)
    other = a_project(session, city=alone.city, challenge=False)
    draft = a_draft(other)
    stranger = standing_of(session, other, other.teacher)
    with pytest.raises(AdoptionRefused, match="owner"):
        service.write(
            session,
            stranger,
            type(draft)(other.school.id, draft.title, draft.proposal),
            edition=0,
            now=NOW,
        )


# --- the way through the city


def test_a_proposal_goes_all_the_way_and_each_step_is_told(
    session: "Session", together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together))
    assert (row.due_on, row.promised_on) == (TODAY + timedelta(days=30),) * 2
    answered(session, together, row, now=later(10))
    assert (row.settled_on, row.became) == (TODAY + timedelta(days=10), AFTER)
    budgeted(session, together, row, now=later(20))
    service.report_progress(
        session,
        seen(row),
        percent=40,
        next_on=TODAY + timedelta(days=120),
        text="2つの校区でためしています。",
        by=by_owner(together),
        now=later(40),
    )
    in_service(session, together, row, now=later(130))
    measured(session, together, row, now=later(400))
    found = trail(session, together)
    assert (found.state, found.is_used) == (AdoptionState.MEASURED, True)
    assert found.stamp is not None
    assert (found.stamp.word, found.stamp.kind) == ("反映しました", "")
    assert found.stamp.section == together.department.name
    assert [one.title for one in found.steps] == [
        "提案を出しました",
        "担当が決まりました。令和8年12月22日（2026年）までに答えます",
        "市が答えました「反映します」",
        "令和9年度の予算に120万円を要求しました",
        "予算がつきました　120万円",
        "作業が40％まで進みました",
        "令和9年4月1日（2027年）から使いはじめました",
        "効き目を確かめました",
    ]
    assert found.swap is not None
    assert (found.swap.is_final, found.swap.before) == (True, BEFORE)
    assert [one.text for one in found.swap.after if one.is_new] == [
        "とあわせて、登校の始まる7時30分までに通学路を"
    ]
    assert found.money is not None
    assert (found.money.asked, found.money.decided) == (1_200_000, 1_200_000)
    assert [(one.before, one.after, one.unit) for one in found.measures] == [("31", "12", "件")]
    assert together.owner.name not in " ".join(one.post for one in found.steps)
    assert kinds_of(session, together.pupils[0]) == [
        *("adoption.submit", "adoption.assign", "adoption.answer", "adoption.request"),
        *("adoption.decide", "adoption.progress", "adoption.serve", "adoption.measure"),
    ]


def test_who_follows_is_led_to_a_page_that_opens_for_them(
    session: "Session", together: Together
) -> None:
    neighbor, asker = a_citizen(session), a_citizen(session)
    challenge = together.project.challenge
    assert challenge is not None
    following.follow(session, neighbor.id, ("project", together.project.id), now=NOW)
    following.follow(session, asker.id, ("challenge", challenge.id), now=NOW)
    following.follow(session, neighbor.id, ("challenge", challenge.id), now=NOW)
    a_proposal(session, together)
    key = together.project.key
    kind = "adoption.submit"
    assert path_for(session, together.pupils[0], kind) == f"/projects/{key}/adoption"
    assert path_for(session, neighbor, kind) == f"/showcase/{key}"
    assert path_for(session, asker, kind) == f"/challenges/{challenge.slug}"
    assert kinds_of(session, neighbor) == [kind]
    assert kinds_of(session, together.teacher) == ["adoption.drafted"]


@pytest.mark.parametrize(
    ("kind", "reason", "needs", "in_days", "fault"),
    [
        (Answer.ADOPT, "検討します。", "", 30, "nothing_said"),
        (Answer.ALREADY, "貴重なご意見として参考にさせていただきます。", "", 30, "nothing_said"),
        (Answer.NOT_NOW, "除雪車が62台しかなく、順番を変えられません。", "", 30, "needs"),
        (
            Answer.NOT_NOW,
            "除雪車が62台しかなく、順番を変えられません。",
            "検討します",
            30,
            "needs",
        ),
        (Answer.ADOPT, REASON, "", 0, "day"),
        (Answer.LATER, "予算の審査の結果を待って決めるためです。", "", 184, "day"),
    ],
)
def test_an_answer_without_a_reason_or_a_day_is_not_stored(  # noqa: PLR0917  a table
    session: "Session",
    together: Together,
    kind: Answer,
    reason: str,
    needs: str,
    in_days: int,
    fault: str,
) -> None:
    row = taken_up(session, together, a_proposal(session, together))
    told = NewAnswer(kind, reason, TODAY + timedelta(days=in_days), needs)
    with pytest.raises(AdoptionRefused) as refused:
        service.answer(session, seen(row), told, by=by_owner(together), now=NOW)
    assert refused.value.fault == fault
    session.flush()
    assert (row.state, row.answer) == (AdoptionState.UNDER_REVIEW, None)


def test_nobody_answers_before_somebody_is_named(session: "Session", together: Together) -> None:
    row = a_proposal(session, together)
    with pytest.raises(AdoptionRefused, match="not_now"):
        answered(session, together, row)
    stranger = a_citizen(session)
    told = Assignment(stranger.id, TODAY + timedelta(days=3))
    mine = {together.owner.id}
    by = by_owner(together)
    with pytest.raises(AdoptionRefused, match="owner"):
        service.assign(session, seen(row), told, colleagues=mine, by=by, now=NOW)
    past = Assignment(together.owner.id, TODAY - timedelta(days=1))
    with pytest.raises(AdoptionRefused, match="day"):
        service.assign(session, seen(row), past, colleagues=mine, by=by, now=NOW)


def test_a_later_answer_comes_back_on_its_day(session: "Session", together: Together) -> None:
    row = taken_up(session, together, a_proposal(session, together))
    why = "予算の審査の結果を待って決めるためです。"
    answered(session, together, row, Answer.LATER, reason=why, in_days=40)
    assert (row.settled_on, row.due_on) == (None, TODAY + timedelta(days=40))
    assert row.promised_on == TODAY + timedelta(days=30)
    assert waiting(session, together, days=40) == [(Cue.DUE, 0)]
    assert waiting(session, together, days=43) == [(Cue.OVERDUE, 3)]
    service.keep_days(session, on=TODAY + timedelta(days=43), now=later(43))
    service.keep_days(session, on=TODAY + timedelta(days=44), now=later(44))
    assert kinds_of(session, together.owner).count("adoption.overdue") == 1
    answered(session, together, row, Answer.NOT_NOW, now=later(44))
    assert waiting(session, together, days=44) == []
    assert [one.title for one in trail(session, together).steps][-2:] == [
        "市が答えました「令和9年1月1日（2027年）までに答えます」",
        "市が答えました「今回は見送ります」",
    ]


def test_a_corrected_answer_keeps_the_one_before(session: "Session", together: Together) -> None:
    row = taken_up(session, together, a_proposal(session, together))
    answered(
        session, together, row, Answer.NOT_NOW, reason="除雪車が足りず、順番を変えられません。"
    )
    answered(session, together, row, Answer.ADOPT, now=later(5))
    steps = [one for one in trail(session, together).steps if one.is_answer]
    assert [one.title for one in steps] == [
        "市が答えました「今回は見送ります」",
        "市が答えを書き直しました「反映します」",
    ]
    assert steps[0].text == "除雪車が足りず、順番を変えられません。"
    assert row.settled_on == TODAY


def test_who_was_slower_changes_nothing(session: "Session", together: Together) -> None:
    row = a_proposal(session, together)
    before = seen(row)
    taken_up(session, together, row)
    told = Assignment(together.owner.id, TODAY + timedelta(days=9))
    mine = {together.owner.id}
    with pytest.raises(AdoptionRefused, match="moved"):
        service.assign(session, before, told, colleagues=mine, by=by_owner(together), now=NOW)
    with pytest.raises(NoSuchAdoption):
        service.answer(
            session,
            Seen(uuid.uuid4(), 0),
            NewAnswer(Answer.ADOPT, REASON, TODAY),
            by=by_owner(together),
            now=NOW,
        )
    assert row.due_on == TODAY + timedelta(days=30)


def test_no_money_leaves_the_answer_and_more_can_be_asked_for(
    session: "Session", together: Together
) -> None:
    row = answered(session, together, taken_up(session, together, a_proposal(session, together)))
    budgeted(session, together, row, yen=0)
    assert (row.state, row.decided_yen) == (AdoptionState.ANSWERED, 0)
    assert trail(session, together).steps[-1].title == "令和9年度の予算はつきませんでした"
    budgeted(session, together, row, yen=900_000)
    found = trail(session, together).money
    assert (row.state, found and found.decided) == (AdoptionState.BUDGETED, 900_000)


def test_news_keep_the_promised_day_and_say_something(
    session: "Session", together: Together
) -> None:
    row = answered(session, together, taken_up(session, together, a_proposal(session, together)))
    assert waiting(session, together, days=61) == [(Cue.NEWS_DUE, 1)]
    service.keep_days(session, on=TODAY + timedelta(days=61), now=later(61))
    assert "adoption.news_due" in kinds_of(session, together.owner)
    by, day = by_owner(together), TODAY + timedelta(days=90)
    with pytest.raises(AdoptionRefused, match="nothing_said"):
        service.tell_news(
            session, seen(row), text="検討中です。", next_on=day, by=by, now=later(61)
        )
    text = "12月の会議で、計画の書きかえが決まりました。"
    service.tell_news(session, seen(row), text=text, next_on=day, by=by, now=later(61))
    assert waiting(session, together, days=61) == []
    assert trail(session, together).steps[-1].text == text


def test_the_day_of_the_request_brings_back_what_asked_for_nothing(
    session: "Session", together: Together
) -> None:
    row = answered(session, together, taken_up(session, together, a_proposal(session, together)))
    assert waiting(session, together) == []
    on = TODAY + timedelta(days=20)
    session.add(BudgetDate(year=2027, step="request", title="予算要求", on_day=on))
    session.flush()
    assert waiting(session, together) == [(Cue.REQUEST_SOON, 0)]
    budgeted(session, together, row)
    assert waiting(session, together) == []


# --- lists and figures


def test_the_inbox_is_of_the_department_and_its_order_is_what_presses(
    session: "Session",
) -> None:
    city = a_city(session)
    groups = [a_project(session, city=city) for _ in range(3)]
    place = groups[0].department
    rows = [a_proposal(session, one) for one in groups]
    for row in rows[1:]:
        row.organization_id = place.id
    session.flush()
    taken_up(session, groups[1], rows[1], in_days=5)
    taken_up(session, groups[2], rows[2], in_days=50)
    found = waiting(session, groups[0], days=8)
    assert found == [(Cue.OVERDUE, 3), (Cue.NEW, 0), (Cue.DUE, 0)]
    tree = staff.departments(session)
    other = an_organization(session, parent=city)
    session.flush()

    def listed(asked: Asked, place_id: uuid.UUID = place.id) -> int:
        where = frozenset({place_id})
        return queries.inbox(
            session, tree, asked, places=where, reader_id=uuid.uuid4(), today=TODAY
        ).count

    assert listed(Asked(show="all")) == 3
    assert listed(Asked(show="all", year=2025)) == 0
    assert listed(Asked(show="submitted")) == 1
    assert listed(Asked(show="all", department_id=groups[1].department.id)) == 0
    assert listed(Asked(show="all"), other.id) == 0
    owned = queries.inbox(
        session, tree, Asked(), places=frozenset(), reader_id=groups[1].owner.id, today=TODAY
    )
    assert [one.row.id for one in owned.rows] == [rows[1].id]


def test_what_waits_at_home_is_counted_for_owners_and_heads(
    session: "Session", together: Together
) -> None:
    row = taken_up(session, together, a_proposal(session, together), in_days=5)

    def counts(who: "User", *headed: uuid.UUID, days: int = 0) -> tuple[int, int]:
        on = TODAY + timedelta(days=days)
        late, new = queries.home_cues(who.id, frozenset(headed), today=on)
        found = session.execute(sa.select(late, new)).one()
        return found[0], found[1]

    stranger = a_citizen(session)
    assert counts(together.owner, days=6) == (1, 0)
    assert counts(together.owner, days=5) == (0, 0)
    assert counts(stranger, days=6) == (0, 0)
    assert counts(stranger, together.city.id, days=6) == (1, 0)
    answered(session, together, row)
    assert counts(together.owner, days=6) == (0, 0)


def test_figures_of_departments_and_years(session: "Session", together: Together) -> None:
    row = taken_up(session, together, a_proposal(session, together), in_days=5)
    answered(session, together, row, now=later(4))
    budgeted(session, together, row, now=later(4))
    other = a_project(session, city=together.city)
    late = taken_up(session, other, a_proposal(session, other), in_days=5)
    answered(session, other, late, Answer.ALREADY, now=later(9))
    a_proposal(session, a_project(session, city=together.city), is_handed_in=False)
    found = queries.sums(session, staff.departments(session), year=None)
    total = found.total
    assert (total.submitted, total.settled, total.in_time) == (2, 2, 1)
    assert (total.answers[Answer.ADOPT], total.answers[Answer.ALREADY]) == (1, 1)
    assert (total.budgeted, total.yen, total.used, total.days) == (1, 1_200_000, 0, 4)
    assert [one.year for one in found.years] == [2026]
    places = {one.department.id: one.figures.submitted for one in found.departments}
    assert places == {together.department.id: 1, other.department.id: 1}
    assert queries.sums(session, staff.departments(session), year=2025).departments == ()


def test_words_of_an_answer_are_kept_and_removed(session: "Session", together: Together) -> None:
    by, place = by_owner(together), together.department.id
    told = NewAnswer(Answer.NOT_NOW, "除雪車が足りません。", TODAY, "2台ふえれば取り組めます。")
    service.keep_template(session, place, "除雪車", told, by=by, now=NOW)
    again = NewAnswer(Answer.NOT_NOW, "除雪車が62台です。", TODAY, "2台ふえれば取り組めます。")
    kept = service.keep_template(session, place, "除雪車", again, by=by, now=NOW)
    assert [one.reason for one in queries.templates_of(session, frozenset({place}))] == [
        "除雪車が62台です。"
    ]
    assert queries.templates_of(session, frozenset({together.city.id})) == []
    with pytest.raises(NoSuchAdoption):
        service.remove_template(session, kept.id, places=frozenset(), by=by, now=NOW)
    service.remove_template(session, kept.id, places=frozenset({place}), by=by, now=NOW)
    assert queries.templates_of(session, None) == []


# --- the team goes on


def test_a_team_goes_on_and_is_asked_after_half_a_year_and_a_year(
    session: "Session", together: Together
) -> None:
    offer = an_offer(session, together.department, together.owner)
    pupil = standing_of(session, together, together.pupils[0])
    with pytest.raises(AdoptionRefused, match="owner"):
        service.go_on(session, pupil, service.Ending(Ending.CLUB, "部"), now=NOW)
    row = going_on(session, together, offer)
    project = session.get_one(Project, together.project.id)
    project.state, project.ended_on = ProjectState.ENDED, TODAY
    found = queries.going_on(session, together.project.id)
    assert found is not None
    assert [one.title for one in found.offers] == ["会議室を無料で使える"]
    assert [(one.months, one.due_on.isoformat()) for one in found.looks] == [
        (6, "2027-05-22"),
        (12, "2027-11-22"),
    ]
    for _ in range(2):
        service.keep_days(session, on=day_of(later(182)), now=later(182))
    assert kinds_of(session, together.teacher).count("adoption.look") == 1
    assert "adoption.look" in kinds_of(session, together.owner)
    assert "adoption.look" not in kinds_of(session, together.pupils[0])
    first, second = session.scalars(
        sa.select(ContinuationLook)
        .where(ContinuationLook.continuation_id == row.id)
        .order_by(ContinuationLook.months)
    )
    teacher = standing_of(session, together, together.teacher)
    said = {"words": "週に1回集まっています。", "needed": "集まる部屋"}
    service.look(session, teacher, first.id, goes_on=True, now=later(183), **said)
    assert (first.goes_on, first.needed) == (True, "集まる部屋")
    with pytest.raises(AdoptionRefused, match="not_now"):
        service.look(session, teacher, second.id, goes_on=True, now=later(183), **said)
    with pytest.raises(NoSuchAdoption):
        service.look(session, teacher, uuid.uuid4(), goes_on=True, now=NOW, **said)


def test_what_ended_is_offered_no_more_and_stays_with_who_took_it(
    session: "Session", together: Together
) -> None:
    offer = an_offer(session, together.department, together.owner)
    row = going_on(session, together, offer)
    service.end_offer(session, offer.id, by=together.owner.id, now=NOW)
    assert queries.offers_open(session, on=TODAY) == []
    going_on(session, together, offer)
    found = queries.going_on(session, together.project.id)
    assert found is not None
    assert (found.row.id, len(found.offers), len(found.looks)) == (row.id, 1, 2)
    assert [taken for _row, taken in queries.all_offers(session)] == [1]
    other = a_project(session, city=together.city)
    with pytest.raises(AdoptionRefused, match="offer"):
        going_on(session, other, offer)


def test_every_move_leaves_a_step_in_its_order(session: "Session", together: Together) -> None:
    row = answered(session, together, taken_up(session, together, a_proposal(session, together)))
    steps = session.scalars(
        sa.select(AdoptionStep)
        .where(AdoptionStep.adoption_id == row.id)
        .order_by(AdoptionStep.number)
    ).all()
    assert [one.number for one in steps] == list(range(1, row.edition + 1))
    assert [one.move for one in steps] == [Move.SUBMIT, Move.ASSIGN, Move.ANSWER]
    assert steps[0].post == ""
    assert steps[1].post == f"{together.department.name} 課長"
