"""What every move has in common: the row held, the step kept, those who follow told."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.adoption import rules
from app.adoption.errors import AdoptionRefused, NoSuchAdoption
from app.adoption.events import AdoptionMoved
from app.adoption.models import Adoption, AdoptionStep
from app.audit import service as audit
from app.clock import day_of
from app.following import service as following
from app.outbox import service as outbox
from app.projects.models import Project
from app.projects.rules import is_still_read
from app.projects.service import telling

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.adoption.rules import Move

PROJECT = "project"
CHALLENGE = "challenge"
"""The kinds of subjects whose followers hear of a proposal."""


@dataclass(frozen=True, slots=True)
class Officer:
    """Who acts for the city.

    Attributes:
        user_id: Who; for the log, and never on a public page.
        office: What the public page calls them: «道路管理課 課長».
    """

    user_id: uuid.UUID
    office: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Which proposal a form is about, and how many steps it had when the form was drawn."""

    adoption_id: uuid.UUID
    edition: int


def held(session: "Session", seen: Seen, move: "Move") -> Adoption:
    """Return a proposal, held until the transaction ends, for a move that is open.

    Raises:
        NoSuchAdoption: There is none.
        AdoptionRefused: ``moved`` (it has steps the form had not seen), ``not_now``.
    """
    row = session.get(Adoption, seen.adoption_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise NoSuchAdoption(seen.adoption_id)
    if row.edition != seen.edition:
        raise AdoptionRefused("moved")
    if not rules.can(row.standing, move):
        raise AdoptionRefused("not_now")
    return row


def keep(
    session: "Session",
    row: Adoption,
    move: "Move",
    *,
    by: Officer,
    now: "datetime",
    text: str = "",
    facts: "Mapping[str, object] | None" = None,
) -> AdoptionStep:
    """Keep a step that has been taken, say so in the log, and tell everybody who follows.

    ``row`` is as it is after the step; its state is the one the step led to.
    """
    row.edition, row.changed_at = row.edition + 1, now
    step = AdoptionStep(
        adoption_id=row.id,
        number=row.edition,
        move=move,
        state=row.state,
        on_day=day_of(now),
        text=text,
        facts=dict(facts or {}),
        post=by.office,
        by_id=by.user_id,
    )
    session.add(step)
    session.flush()
    project = session.get_one(Project, row.project_id)
    told = {"project": project.title, **_sayable(step)}
    news = News(f"adoption.{move}", f"adoption:{row.id}:{step.number}", told)
    tell_all(session, project, news, by=by.user_id, now=now)
    audit.record(
        session,
        f"adoption.{move}",
        now=now,
        by=by.user_id,
        details={"adoption": str(row.id), "state": row.state.value},
    )
    outbox.publish(session, AdoptionMoved(row.id, row.project_id, row.state.value, now))
    return step


@dataclass(frozen=True, slots=True)
class News:
    """What is told: a kind of ``following.words``, its key, and what the sentence says."""

    kind: str
    key: str
    facts: "Mapping[str, str]"


def tell_all(
    session: "Session", project: Project, news: News, *, by: uuid.UUID, now: "datetime"
) -> None:
    """Tell the team, then those who follow the project, then those who follow its challenge.

    Nobody is told twice; each is led to a page that they can open: the team to its own, and once
    that is closed, a year after the project's end, to the public page, as are the project's
    followers; the challenge's to the challenge. ``by`` knows. What a team calls itself is for
    those who can read its page: who follows the challenge reads that of the challenge.
    """

    def told(path: str, **facts: str) -> following.Told:
        return following.Told(news.kind, news.key, path, {**news.facts, **facts})

    public = f"/showcase/{project.key}"
    own = f"/projects/{project.key}/adoption"
    path = own if is_still_read(project.ended_on, day_of(now)) else public
    telling.tell_team(session, project.id, told(path), now=now, but=by)
    following.tell_followers(session, (PROJECT, project.id), told(public), now=now, but=by)
    if project.challenge is not None:
        following.tell_followers(
            session,
            (CHALLENGE, project.challenge.id),
            told(f"/challenges/{project.challenge.slug}", project=project.challenge.title),
            now=now,
            but=by,
        )


def _sayable(step: AdoptionStep) -> dict[str, str]:
    """Return the facts of a step that a sentence may say: texts and days, none of them names."""
    kept = ("answer", "due_on", "next_on", "yen", "year", "percent", "on")
    return {name: str(step.facts[name]) for name in kept if step.facts.get(name) is not None}
