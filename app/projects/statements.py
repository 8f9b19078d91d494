"""What members do, in xAPI's words.

Every act of ``rules.Act`` has one verb and one type of object. The object is named by its kind
and never by what a team wrote on it: a statement may leave the city, and a card's title may hold
anything. All carry the project as parent, and no registration: nobody's run through a course.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from app.projects.rules import Act
from app.xapi.iri import project_iri, project_part_iri
from app.xapi.statement import Activity, Agent, Context, Result, Score, Statement
from app.xapi.vocabulary import (
    ASKED,
    ATTENDED,
    COMPLETED,
    CREATED,
    FILE,
    GOAL,
    ISSUE,
    JOINED,
    MEETING,
    NOTE,
    OBJECTIVE,
    PROJECT,
    RESPONDED,
    REVIEW,
    SCORED,
    SERVICE,
    SHARED,
    TASK,
    Verb,
)


@dataclass(frozen=True, slots=True)
class Wording:
    """How an act is said.

    Attributes:
        verb: The verb.
        type: The type of the object's activity; the project itself for ``PROJECT``.
        folder: Where the object's IRI lies below the project's.
        name: What kind of thing it is, in two languages.
    """

    verb: Verb
    type: str
    folder: str
    name: Mapping[str, str]


def _said(verb: Verb, kind: str, folder: str, ja: str, en: str) -> Wording:
    return Wording(verb, kind, folder, MappingProxyType({"ja": ja, "en": en}))


WORDINGS: Final[Mapping[Act, Wording]] = MappingProxyType(
    {
        Act.JOINED: _said(JOINED, PROJECT, "", "プロジェクト", "project"),
        Act.PASSED_GATE: _said(COMPLETED, OBJECTIVE, "stages", "段階", "stage"),
        Act.MET_MILESTONE: _said(COMPLETED, GOAL, "milestones", "節目", "milestone"),
        Act.FINISHED_CARD: _said(COMPLETED, TASK, "cards", "カード", "card"),
        Act.ATTENDED_MEETING: _said(ATTENDED, MEETING, "meetings", "打ち合わせ", "meeting"),
        Act.DECIDED: _said(CREATED, NOTE, "decisions", "決めたこと", "decision"),
        Act.SHARED_ARTIFACT: _said(SHARED, FILE, "artifacts", "作ったもの", "artifact"),
        Act.ASKED_MENTOR: _said(ASKED, ISSUE, "tickets", "相談票", "ticket"),
        Act.ANSWERED_TICKET: _said(RESPONDED, ISSUE, "tickets", "相談票", "ticket"),
        Act.WROTE_JOURNAL: _said(CREATED, REVIEW, "journal", "ふりかえり", "journal entry"),
        Act.ASSESSED_PEERS: _said(COMPLETED, REVIEW, "peers", "相互評価", "peer assessment"),
        Act.WAS_ASSESSED: _said(SCORED, PROJECT, "", "プロジェクト", "project"),
        Act.SUBMITTED_PROPOSAL: _said(SHARED, NOTE, "proposals", "市への提案", "proposal"),
        Act.PUBLISHED_SHOWCASE: _said(SHARED, REVIEW, "showcase", "発表のページ", "showcase"),
        Act.GAVE_HOURS: _said(COMPLETED, SERVICE, "needs", "できること", "help given"),
    }
)


@dataclass(frozen=True, slots=True)
class Place:
    """What all statements of a project have in common."""

    iri_base: str
    home_page: str
    key: str


def said(
    place: Place,
    actor_name: uuid.UUID,
    act: Act,
    *,
    now: datetime,
    about: str = "",
    lasted: timedelta | None = None,
    scaled: float | None = None,
) -> Statement:
    """Return the statement of one act.

    Args:
        place: The project.
        actor_name: Who did it.
        act: What.
        now: When.
        about: The key of what it was about; not for acts on the project itself.
        lasted: How long it took: hours that were given.
        scaled: 0 to 1, of ``Act.WAS_ASSESSED`` alone.
    """
    wording = WORDINGS[act]
    project = Activity(project_iri(place.iri_base, place.key), PROJECT)
    what = (
        Activity(project.id, PROJECT, name=wording.name)
        if wording.type == PROJECT
        else Activity(
            project_part_iri(place.iri_base, place.key, wording.folder, about),
            wording.type,
            name=wording.name,
        )
    )
    result = None
    if lasted is not None or scaled is not None:
        score = None if scaled is None else Score(scaled)
        result = Result(score=score, duration=lasted)
    parent = () if what.id == project.id else (project,)
    return Statement(
        Agent(place.home_page, str(actor_name)),
        wording.verb,
        what,
        now,
        id=uuid.uuid4(),
        result=result,
        context=Context(parent=parent, language="ja"),
    )
