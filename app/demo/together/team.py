"""What any team does on a day, told to the services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Final

import sqlalchemy as sa

from app.adoption import service as adoption
from app.adoption.models import Adoption
from app.adoption.queries import trails
from app.assessments import service as assessments
from app.assessments.service import Verdict
from app.contributions import service as contributions
from app.demo.cast import Stage
from app.demo.together.calls import Call, challenge_of, head_of
from app.demo.together.people import CONSENT_AGE, SCHOOL, TEACHER, UNIVERSITY, mentor, pupils
from app.identity import queries as identity
from app.journals import service as journals
from app.journals.rules import Reach
from app.media.service import put_away
from app.media.storage.choosing import storage_of
from app.mentoring import service as mentoring
from app.mentoring.models import Ticket
from app.mentoring.rules import TicketState
from app.outbox.context import settings
from app.projects import queries as projects
from app.projects.models import GateCheck, Project
from app.projects.rules import MemberRole, PartnerRole
from app.projects.service import ending, gates, members, milestones, starting
from app.recognition import queries as awards
from app.recognition import service as recognition
from app.workroom import intake
from app.workroom.queries import public_titles
from app.workroom.rules import CardState
from app.workroom.service import artifacts, cards, meetings

if TYPE_CHECKING:
    import uuid

    from app.projects.queries import Names, Standing

AWARDED: Final = (
    *("市と取り組む探究プロジェクト", "高校生プロジェクトのメンター"),
    "共創プロジェクトの担当",
)
"""What projects award: the city has other achievements of that kind."""
DUTIES: Final = ("まとめ", "調べる", "つくる", "話を聞く", "記録")


@dataclass(frozen=True, slots=True)
class Team:
    """A project as the story knows it; it is found again by its title.

    Attributes:
        call: The challenge that it takes.
        title: What the project is called.
        question: What the team asks itself.
        summary: What it does, in a sentence or two.
        pupils: The numbers of its pupils.
        field: One of the house's five.
    """

    call: Call
    title: str
    question: str
    summary: str
    pupils: tuple[int, ...]
    field: str


def start(stage: Stage, team: Team, *, deliver_on: date | None = None) -> None:
    """Begin the project: the teacher, with pupils, the mentor, and the section's head."""
    session, school = stage.session, stage.place(SCHOOL)
    head = head_of(stage, team.call.section)
    university = stage.place(UNIVERSITY)
    charter = starting.Charter(
        team.title,
        team.question,
        team.field,
        team.summary,
        deliver_on,
        challenge_of(stage, team.call).id,
        {
            school: PartnerRole.LEAD_SCHOOL,
            university: PartnerRole.UNIVERSITY,
            head.place_id: PartnerRole.DEPARTMENT,
        },
    )
    starter = starting.Starter(stage.who(TEACHER), school, MemberRole.TEACHER)
    project = starting.begin_project(session, charter, starter, now=stage.now)
    for duty, one in zip(DUTIES * 2, pupils(stage, *team.pupils), strict=False):
        coming = members.Coming(one.id, school, MemberRole.LEARNER, duty)
        members.add(session, project, coming, by=starter.user_id, now=stage.now)
    for user_id, place, role in (
        (mentor(stage), university, MemberRole.MENTOR),
        (head.id, head.place_id, MemberRole.OWNER),
    ):
        coming = members.Coming(user_id, place, role)
        members.add(session, project, coming, by=starter.user_id, now=stage.now)


def project_of(stage: Stage, team: Team) -> Project:
    """Return a team's project."""
    return stage.session.scalars(sa.select(Project).where(Project.title == team.title)).one()


def standing_of(stage: Stage, team: Team, user_id: "uuid.UUID") -> "Standing":
    """Return what somebody is in a team's project on the day."""
    who = identity.person(stage.session, user_id, on=stage.day)
    key = project_of(stage, team).key
    return projects.standing(stage.session, who, key, on=stage.day)


def teacher(stage: Stage, team: Team) -> "Standing":
    """Return the teacher in a team's project."""
    return standing_of(stage, team, stage.who(TEACHER))


def learners(stage: Stage, team: Team) -> "list[Standing]":
    """Return the pupils in a team's project."""
    return [standing_of(stage, team, one.id) for one in pupils(stage, *team.pupils)]


def names(stage: Stage, team: Team) -> "Names":
    """Return the members as the teacher knows them."""
    found = teacher(stage, team)
    return projects.naming(stage.session, found, on=stage.day, consent_age=CONSENT_AGE)


def plan(stage: Stage, team: Team, *days: tuple[str, date]) -> None:
    """Set milestones, and until when the stages are planned, a month and a half each."""
    found = teacher(stage, team)
    for title, on in days:
        milestones.add(stage.session, found, title, on)
    due = {
        key: stage.day + timedelta(days=45 * (place + 1))
        for place, key in enumerate(("discover", "define", "develop", "deliver"))
    }
    starting.plan_stages(stage.session, found, due)


def meet(stage: Stage, team: Team, title: str, notes: str, *decisions: tuple[str, str]) -> None:
    """Let everybody meet, and write down what was said and decided."""
    people = frozenset(one.user_id for one in learners(stage, team))
    everybody = people | {stage.who(TEACHER)}
    project = project_of(stage, team)
    writer = min(people)
    told = meetings.Minutes(stage.day, title, notes, "", everybody, everybody)
    row = meetings.write_meeting(stage.session, project.id, told, by=writer, now=stage.now)
    for text, reason in decisions:
        settled = meetings.Settled(text, reason, stage.day, row.id)
        meetings.write_decision(stage.session, project.id, settled, by=writer, now=stage.now)


def make(stage: Stage, team: Team, data: bytes, about: artifacts.About, *, by: int = 0) -> None:
    """Let a pupil share a file."""
    who = learners(stage, team)[by]
    with intake.received(BytesIO(data)) as came:
        put_away(storage_of(settings()), came)
        thing = artifacts.Thing.file(came)
    artifacts.share(stage.session, who.project.id, thing, about, by=who.user_id, now=stage.now)


def write_cards(stage: Stage, team: Team, *told: tuple[str, CardState, int | None, int]) -> None:
    """Write cards: title, column, days until due (None for no day), and whose."""
    people = [one.user_id for one in learners(stage, team)]
    project = project_of(stage, team)
    for title, state, days, whose in told:
        due = None if days is None else stage.day + timedelta(days=days)
        card = cards.Told(title, "", due, frozenset({people[whose]}), frozenset(people))
        cards.write_card(stage.session, project.id, card, by=people[0], now=stage.now, state=state)


def ask_mentor(stage: Stage, team: Team, told: tuple[str, str, str]) -> Ticket:
    """Let a pupil ask the mentor; the teacher passes it on."""
    reading, finding, question = told
    who = learners(stage, team)[0]
    asked = mentoring.Asked(
        mentor(stage), reading, finding, question, stage.day + timedelta(days=14), 20
    )
    row = mentoring.ask(stage.session, who, asked, now=stage.now)
    mentoring.hand_in(stage.session, who, row.id, seen=None, now=stage.now)
    return mentoring.pass_on(stage.session, teacher(stage, team), row.id, seen=None, now=stage.now)


def ask_for(stage: Stage, team: Team, *needs: contributions.Asked) -> None:
    """Let the teacher ask the town for what the team needs."""
    project = project_of(stage, team)
    for asked in needs:
        contributions.add_need(
            stage.session,
            asked,
            by=stage.who(TEACHER),
            organization_id=stage.place(SCHOOL),
            now=stage.now,
            project_id=project.id,
        )


def write_journals(stage: Stage, team: Team, texts: Sequence[str]) -> None:
    """Let each pupil write an entry, some for the team and some for themselves."""
    for place, who in enumerate(learners(stage, team)):
        reach = (Reach.TEAM, Reach.MENTOR, Reach.PRIVATE)[place % 3]
        told = journals.Written(texts[place % len(texts)], reach)
        journals.write(stage.session, who, told, now=stage.now)


def through_gate(stage: Stage, team: Team) -> None:
    """Tick what a teacher ticks, and open the gate."""
    found = teacher(stage, team)
    seen = found.project.stage
    rows = stage.session.scalars(
        sa.select(GateCheck).where(
            GateCheck.project_id == found.project.id,
            GateCheck.stage == seen,
            GateCheck.kind == "check",
        )
    )
    for row in rows:
        gates.tick(stage.session, found, row.id, is_met=True, now=stage.now)
    gates.open_gate(stage.session, found, seen=seen, consent_age=CONSENT_AGE, now=stage.now)


def assess(stage: Stage, team: Team, words: str) -> None:
    """Let the teacher settle where each pupil stands."""
    found, known = teacher(stage, team), names(stage, team)
    called = known.current(MemberRole.LEARNER)
    everybody = {one.member.user_id for one in called}
    for one in called:
        levels = {
            key: stage.hand.choice((3, 3, 4))
            for key in ("question", "research", "together", "made", "reflection")
        }
        assessments.settle(
            stage.session,
            found,
            one,
            Verdict(levels, words),
            seen=0,
            members=everybody,
            now=stage.now,
        )


def answer_ticket(stage: Stage, team: Team, words: str, minutes: int) -> Ticket:
    """Let the mentor answer the ticket that waits longest."""
    row = _waiting_ticket(stage, team)
    found = standing_of(stage, team, mentor(stage))
    given = mentoring.Answer(words, minutes)
    return mentoring.answer(stage.session, found, row.id, given, seen=None, now=stage.now)


def share_answer(stage: Stage, team: Team, row: Ticket, question: str, words: str) -> None:
    """Let the teacher share an answer with all teams of the challenge."""
    mentoring.share(
        stage.session, teacher(stage, team), row.id, question, words, seen=None, now=stage.now
    )


def propose(stage: Stage, team: Team, draft: adoption.Draft) -> None:
    """Let a pupil write the proposal, and the teacher hand it in."""
    who = learners(stage, team)[0]
    adoption.write(stage.session, who, draft, edition=0, now=stage.now)
    row = proposal_of(stage, team)
    adoption.hand_in(stage.session, teacher(stage, team), edition=row.edition, now=stage.now)


def proposal_of(stage: Stage, team: Team) -> Adoption:
    """Return a team's proposal."""
    found = trails.of_project(stage.session, project_of(stage, team).id)
    if found is None:
        raise LookupError(team.title)
    return found


def seen(stage: Stage, team: Team) -> adoption.Seen:
    """Return the proposal as a form has it that was drawn just now."""
    row = proposal_of(stage, team)
    return adoption.Seen(row.id, row.edition)


def officer(stage: Stage, team: Team) -> adoption.Officer:
    """Return who acts for the section."""
    head = head_of(stage, team.call.section)
    return adoption.Officer(head.id, f"{head.place} {head.title}")


def take_on(stage: Stage, team: Team, due_on: date) -> None:
    """Let the section's head answer for the proposal by a day."""
    by = officer(stage, team)
    told = adoption.Assignment(by.user_id, due_on)
    adoption.assign(
        stage.session,
        seen(stage, team),
        told,
        colleagues={by.user_id},
        by=by,
        now=stage.now,
    )


def answer_city(stage: Stage, team: Team, told: adoption.NewAnswer) -> None:
    """Let the section answer."""
    adoption.answer(stage.session, seen(stage, team), told, by=officer(stage, team), now=stage.now)


def award(stage: Stage, team: Team, *, hours: float) -> None:
    """Award the pupils, the mentor and whoever of the staff took part."""
    by = identity.person(stage.session, stage.who(TEACHER), on=stage.day)
    found, known = teacher(stage, team), names(stage, team)
    offered = {
        one.audience: one.id
        for one in awards.awardable(stage.session, found.project.id)
        if one.name in AWARDED
    }
    made = public_titles(stage.session, found.project.id)
    earned = {
        one.called.member.id: recognition.Earned(
            offered[one.called.audience],
            hours if one.is_learner else max(one.hours, 6.0),
            made[0] if made and one.is_learner else "",
        )
        for one in awards.candidates(stage.session, found, known)
        if one.called.audience in offered and not one.lacks_assessment
    }
    recognition.award(stage.session, found, known, earned, by=by, now=stage.now)


def end(stage: Stage, team: Team, words: str) -> None:
    """End the project."""
    ending.end(stage.session, teacher(stage, team), words, now=stage.now)


def _waiting_ticket(stage: Stage, team: Team) -> Ticket:
    return stage.session.scalars(
        sa.select(Ticket)
        .where(
            Ticket.project_id == project_of(stage, team).id,
            Ticket.state == TicketState.WITH_MENTOR,
        )
        .order_by(Ticket.number)
        .limit(1)
    ).one()
