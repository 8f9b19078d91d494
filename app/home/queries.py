"""What each kind of person finds on their home, gathered from several domains."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from app.achievements import queries as achievements
from app.achievements.queries import Path
from app.catalog.edition import Audience
from app.clock import day_of
from app.consents import queries as consents
from app.consents.models import Guardianship
from app.i18n.marks import N_
from app.identity import queries as identity
from app.identity.models import Role
from app.learning import queries as learning
from app.lrs import queries as lrs
from app.xapi.instants import read_timestamp
from app.xapi.statement import Agent
from app.xapi.vocabulary import (
    ABANDONED,
    ANSWERED,
    ASKED,
    ATTENDED,
    COMPLETED,
    CREATED,
    EXPERIENCED,
    FAILED,
    INITIALIZED,
    JOINED,
    LAUNCHED,
    PASSED,
    PROGRESSED,
    RESPONDED,
    SATISFIED,
    SCORED,
    SHARED,
    TERMINATED,
    VOIDED,
    WAIVED,
)

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.queries import CourseCard
    from app.identity.queries import Person
    from app.learning.queries import OwnRun, RunCard

SHOWN_COURSES = 4

SAID = {
    LAUNCHED.id: N_("起動した"),
    INITIALIZED.id: N_("始めた"),
    PROGRESSED.id: N_("進めた"),
    EXPERIENCED.id: N_("体験した"),
    ANSWERED.id: N_("答えた"),
    RESPONDED.id: N_("考えを答えた"),
    PASSED.id: N_("合格した"),
    FAILED.id: N_("合格に届かなかった"),
    COMPLETED.id: N_("終えた"),
    TERMINATED.id: N_("閉じた"),
    ABANDONED.id: N_("途中で離れた"),
    WAIVED.id: N_("免除された"),
    SATISFIED.id: N_("修了の条件を満たした"),
    JOINED.id: N_("加わった"),
    CREATED.id: N_("書いた"),
    ATTENDED.id: N_("出席した"),
    SHARED.id: N_("みんなに見せた"),
    ASKED.id: N_("たずねた"),
    SCORED.id: N_("評価を受けた"),
    VOIDED.id: N_("取り消した"),
}
"""Our verbs as the page says them, by their IRI; the page translates them and adds readings."""

BESIDE = {
    Role.TEACHER: ("teacher", Audience.CHILD),
    Role.GUARDIAN: ("guardian", Audience.CHILD),
    Role.PARTNER: ("partner", Audience.CITIZEN),
}
"""The homes of those who stand beside the learners: the template, and whose courses it shows."""


@dataclass(frozen=True, slots=True)
class PathUnderWay:
    """A learning path that somebody is on.

    Attributes:
        done: How many of its ``total`` courses are complete.
        steps: Those that are offered, in its order, each with whether it is complete.
    """

    name: str
    done: int
    total: int
    steps: "tuple[tuple[CourseCard, bool], ...]"

    @property
    def next(self) -> "CourseCard | None":
        """The first that is not complete; None where none of those left is offered."""
        return next((card for card, is_complete in self.steps if not is_complete), None)


@dataclass(frozen=True, slots=True)
class LearnerHome:
    """A learner's home: the run to go on with, the others, what is new, what one can do now."""

    current: "RunCard | None"
    under_way: "tuple[RunCard, ...]"
    completed: "tuple[RunCard, ...]"
    fresh: "tuple[CourseCard, ...]"
    paths: "tuple[PathUnderWay, ...]" = ()

    def can_do(self, view: "View") -> "list[Markup | str]":
        """Return what one can do now, each sentence once, for one reader."""
        objectives = (one for card in self.completed for one in card.course.objectives)
        return list(dict.fromkeys(one.can_do.html(view) for one in objectives))


@dataclass(frozen=True, slots=True)
class OwnStatement:
    """A statement about the person who reads it, as a sentence and as it is stored.

    Attributes:
        day: In Japan.
        kind: ``good``, ``close`` or ``note``: how ``ui.state`` marks it.
        verb: In words, such as 「答えた」; our own verbs always in Japanese.
        particle: What joins a verb of another tool's to ``what`` in Japanese: 「を」 or 「に」.
        what: The name of what was acted on; empty when the statement gives none.
        score: Scaled, with an answer.
        sender: The other tool that sent it; empty for what was done here.
        raw: The statement, as indented JSON; see ``lrs.without_right_answer``.
    """

    day: "date"
    kind: str
    verb: str
    particle: str
    what: str
    score: float | None
    sender: str
    raw: str


@dataclass(frozen=True, slots=True)
class OwnStatements:
    """A page of statements, the newest first; ``before_seq`` leads to the older ones."""

    rows: tuple[OwnStatement, ...]
    before_seq: int | None


def home_of(who: "Person") -> tuple[str, Audience]:
    """Return which home ``who`` sees, and whose courses stand on it.

    Children and the city's staff have homes of their own, whatever else they are.
    """
    if who.audience == "citizen":
        for role, home in BESIDE.items():
            if who.has_role(role):
                return home
    return who.audience, Audience(who.audience)


def learner_home(session: "Session", who: "Person", offered: "list[CourseCard]") -> LearnerHome:
    """Return what ``who`` finds on their home, of all courses that are ``offered``.

    The number of queries does not grow.
    """
    cards = learning.own_cards(session, who.id)
    under_way = tuple(card for card in cards if card.completed_on is None)
    taken = {card.course.slug for card in cards}
    own = [card for card in offered if card.outline.audience == who.audience]
    done = {card.course.slug for card in cards if card.completed_on is not None}
    paths = achievements.paths_under_way(session, who.audience, begun=taken, done=done)
    return LearnerHome(
        current=under_way[0] if under_way else None,
        under_way=under_way[1:SHOWN_COURSES],
        completed=tuple(card for card in cards if card.completed_on is not None),
        fresh=tuple(card for card in own if card.slug not in taken)[:SHOWN_COURSES],
        paths=tuple(_under_way(path, {card.slug: card for card in offered}) for path in paths),
    )


def _under_way(path: Path, offered: "dict[str, CourseCard]") -> PathUnderWay:
    steps = ((offered[one.slug], one.is_complete) for one in path.courses if one.slug in offered)
    return PathUnderWay(path.name, path.done, len(path.courses), tuple(steps))


def children_at_home(
    session: "Session", who: "Person", *, on: "date", consent_age: int
) -> "list[consents.Child]":
    """Return the children of a grown-up with an account; pupils and guests have none."""
    if who.is_guest or who.is_minor:
        return []
    mine = Guardianship.guardian_user_id == who.id
    return consents.children(session, mine, on=on, consent_age=consent_age)


def own_statements(
    session: "Session", who: "Person", *, before_seq: int | None, locale: str = "ja"
) -> OwnStatements:
    """Return the statements about ``who``, the newest first, verbs in the language ``locale``."""
    home_page = identity.installation(session).actor_home_page
    actors = (Agent(home_page, str(name)) for name in identity.actor_names(session, who.id))
    page = lrs.statements_about(session, *actors, before_seq=before_seq)
    rows = tuple(_own(row.statement, locale) for row in page.rows)
    return OwnStatements(rows, page.before_seq)


def statements_of_run(
    session: "Session", who: "Person", registration_id: "UUID", *, locale: str = "ja"
) -> "tuple[OwnRun, OwnStatements]":
    """Return one of ``who``'s runs, with what its progress was computed from, the newest first.

    Raises:
        NoResultFound: There is no such run, or it is somebody else's.
    """
    own = learning.own_run(session, registration_id, learner_id=who.id)
    kept = learning.statements_of_run(session, own)
    rows = tuple(_own(statement, locale) for statement in reversed(kept))
    return own, OwnStatements(rows, None)


def _own(statement: dict[str, Any], locale: str) -> OwnStatement:
    verb, particle = _verb_of(statement["verb"], locale)
    return OwnStatement(
        day=day_of(read_timestamp(statement["timestamp"])),
        kind=_kind_of(statement),
        verb=verb,
        particle=particle,
        what=_name_of(statement["object"], locale),
        score=statement.get("result", {}).get("score", {}).get("scaled"),
        sender=_sender_of(statement["authority"]),
        raw=orjson.dumps(lrs.without_right_answer(statement), option=orjson.OPT_INDENT_2).decode(),
    )


def _kind_of(statement: dict[str, Any]) -> str:
    success = statement.get("result", {}).get("success")
    return "note" if success is None else "good" if success else "close"


def _verb_of(verb: dict[str, Any], locale: str) -> tuple[str, str]:
    """Return a verb in words and its particle; ours if we know it, whatever its sender calls it.

    A tool that has no Japanese word for its verb is helped out with one.
    """
    known = SAID.get(verb["id"])
    if known is not None:
        return known, "を"
    told, phrase = _by_language(verb.get("display")), lrs.verb_phrase(verb["id"])
    if locale == "ja" and "ja" not in told and phrase and phrase.particle in {"を", "に"}:
        return phrase.plain, phrase.particle
    last_part = re.split(r"[/#:]", verb["id"].rstrip("/#"))[-1]
    return _in_language(verb.get("display"), locale) or last_part, "を"


def _name_of(target: dict[str, Any], locale: str) -> str:
    return _in_language(target.get("definition", {}).get("name"), locale)


def _sender_of(authority: dict[str, Any]) -> str:
    """Return the name of a client; the platform itself has none."""
    return str(authority.get("name", ""))


def _in_language(words: dict[str, str] | None, locale: str) -> str:
    """Return the words in a language, or else in Japanese, or else in whatever there is."""
    told = _by_language(words)
    return told.get(locale) or told.get("ja") or next(iter(told.values()), "")


def _by_language(words: dict[str, str] | None) -> dict[str, str]:
    """Return words by their language alone, without its region."""
    return {tag.lower().split("-")[0]: word for tag, word in (words or {}).items()}
