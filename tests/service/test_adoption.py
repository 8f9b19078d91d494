"""Proposals: handed in, answered by a day, followed up, and told at each step."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from app.adoption import queries, service
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.models import AdoptionStep
from app.adoption.rules import AdoptionState, Answer, Cue, Move
from app.adoption.service import Assignment, NewAnswer, Seen
from app.following import service as following
from app.projects.models import BudgetDate, GateCheck, Project, ProjectActivity
from app.projects.rules import Act, ProjectState
from tests.factories.adoption import (
    AFTER,
    BEFORE,
    REASON,
    a_draft,
    a_proposal,
    answered,
    budgeted,
    by_owner,
    in_service,
    kinds_of,
    later,
    measured,
    path_for,
    seen,
    taken_up,
    waiting,
)
from tests.factories.identity import NOW, TODAY, a_citizen
from tests.factories.projects import Together, a_project, standing_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@pytest.fixture
def together(session: "Session") -> Together:
    return a_project(session)


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
