"""Statements of our own making, as frozen values that turn into JSON.

Keys always stand in the same order, times are UTC with milliseconds and a Z, and what is absent
is left out: equal values give equal bytes. Everything that ``as_json`` returns here is valid for
xAPI 1.0.3 and 2.0 alike.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from app.xapi.instants import write_duration, write_timestamp
from app.xapi.vocabulary import VOIDED, Verb

Json: TypeAlias = dict[str, Any]
LanguageMap: TypeAlias = Mapping[str, str]
Extensions: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Agent:
    """A person or system, known by an account and never by e-mail.

    Attributes:
        home_page: IRI of the system that has the account.
        name: The opaque account name, such as ``str(user.actor_name)``.
    """

    home_page: str
    name: str

    def as_json(self) -> Json:
        """Return the xAPI Agent."""
        account = {"homePage": self.home_page, "name": self.name}
        return {"objectType": "Agent", "account": account}


@dataclass(frozen=True, slots=True)
class Component:
    """One option, step, source or target of an interaction."""

    id: str
    description: LanguageMap | None = None

    def as_json(self) -> Json:
        """Return the xAPI interaction component."""
        return _present(id=self.id, description=_copied(self.description))


@dataclass(frozen=True, slots=True)
class Interaction:
    """What makes an activity a question (Data 2.4.4.1, Interaction Activities).

    Attributes:
        type: ``choice``, ``sequencing``, ``fill-in`` and so on.
        correct_responses: Patterns, any of which is right; None when any answer is.
        choices: Options, for ``choice`` and ``sequencing``.
        scale: Options, for ``likert``.
        source: Things to be matched, for ``matching``.
        target: What they are matched to, for ``matching``.
        steps: For ``performance``.
    """

    type: str
    correct_responses: tuple[str, ...] | None = None
    choices: tuple[Component, ...] = ()
    scale: tuple[Component, ...] = ()
    source: tuple[Component, ...] = ()
    target: tuple[Component, ...] = ()
    steps: tuple[Component, ...] = ()

    def as_json(self) -> Json:
        """Return the properties that go into the activity's definition."""
        patterns = self.correct_responses
        return _present(
            interactionType=self.type,
            correctResponsesPattern=None if patterns is None else list(patterns),
            choices=_each(self.choices),
            scale=_each(self.scale),
            source=_each(self.source),
            target=_each(self.target),
            steps=_each(self.steps),
        )


@dataclass(frozen=True, slots=True)
class Activity:
    """The thing acted on.

    Attributes:
        id: Its IRI, from ``iri.py``.
        type: IRI of its type, from ``vocabulary.py``.
        name: Plain text by language, without ruby marks.
        description: Plain text by language.
        more_info: IRL of a page about it.
        interaction: What makes it a question; or the same as JSON, as ``app.items`` gives it.
        extensions: By IRI.
    """

    id: str
    type: str | None = None
    name: LanguageMap | None = None
    description: LanguageMap | None = None
    more_info: str | None = None
    interaction: Interaction | Mapping[str, Any] | None = None
    extensions: Extensions | None = None

    def as_json(self) -> Json:
        """Return the xAPI Activity; without a definition when there is nothing to define."""
        definition = _present(
            type=self.type,
            name=_copied(self.name),
            description=_copied(self.description),
            moreInfo=self.more_info,
        )
        if isinstance(self.interaction, Interaction):
            definition |= self.interaction.as_json()
        elif self.interaction is not None:
            definition |= self.interaction
        if self.extensions:
            definition["extensions"] = dict(self.extensions)
        return _present(objectType="Activity", id=self.id, definition=definition or None)


@dataclass(frozen=True, slots=True)
class StatementRef:
    """A pointer to another statement."""

    id: uuid.UUID

    def as_json(self) -> Json:
        """Return the xAPI StatementRef."""
        return {"objectType": "StatementRef", "id": str(self.id)}


@dataclass(frozen=True, slots=True)
class Score:
    """How well it went.

    Attributes:
        scaled: From -1 to 1.
        raw: Points, between ``minimum`` and ``maximum`` where these are given.
        minimum: The fewest points possible.
        maximum: The most points possible, more than ``minimum``.

    Raises:
        ValueError: A figure lies where xAPI forbids it.
    """

    scaled: float | None = None
    raw: float | None = None
    minimum: float | None = None
    maximum: float | None = None

    def __post_init__(self) -> None:
        """Refuse what every store would refuse."""
        low = self.minimum if self.minimum is not None else float("-inf")
        high = self.maximum if self.maximum is not None else float("inf")
        if self.scaled is not None and not -1 <= self.scaled <= 1:
            raise ValueError(f"scaled score out of range: {self.scaled}")
        if not low < high or (self.raw is not None and not low <= self.raw <= high):
            raise ValueError(f"raw score out of range: {self.raw} of {low} to {high}")

    def as_json(self) -> Json:
        """Return the xAPI Score."""
        return _present(scaled=self.scaled, raw=self.raw, min=self.minimum, max=self.maximum)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of it. ``response`` is the answer in the interaction type's own notation."""

    success: bool | None = None
    completion: bool | None = None
    score: Score | None = None
    response: str | None = None
    duration: timedelta | None = None
    extensions: Extensions | None = None

    def as_json(self) -> Json:
        """Return the xAPI Result."""
        return _present(
            score=self.score.as_json() if self.score is not None else None,
            success=self.success,
            completion=self.completion,
            response=self.response,
            duration=write_duration(self.duration) if self.duration is not None else None,
            extensions=_copied(self.extensions),
        )


@dataclass(frozen=True, slots=True)
class Context:
    """Where it belongs.

    Attributes:
        registration: The learner's run.
        instructor: Who taught, if it was not the actor.
        parent: The nearest activities around the object, such as its lesson.
        grouping: Further around, such as the course.
        category: What kind of statement it is, such as ``vocabulary.CMI5_CATEGORY``.
        other: Activities related in another way.
        revision: Edition of the object; only beside an Activity.
        platform: What it was done on; only beside an Activity.
        language: RFC 5646 tag of the language it was done in.
        statement: Another statement that explains this one.
        extensions: By IRI.
    """

    registration: uuid.UUID | None = None
    instructor: Agent | None = None
    parent: tuple[Activity, ...] = ()
    grouping: tuple[Activity, ...] = ()
    category: tuple[Activity, ...] = ()
    other: tuple[Activity, ...] = ()
    revision: str | None = None
    platform: str | None = None
    language: str | None = None
    statement: StatementRef | None = None
    extensions: Extensions | None = None

    def as_json(self) -> Json:
        """Return the xAPI Context."""
        activities = _present(
            parent=_each(self.parent),
            grouping=_each(self.grouping),
            category=_each(self.category),
            other=_each(self.other),
        )
        return _present(
            registration=str(self.registration) if self.registration is not None else None,
            instructor=self.instructor.as_json() if self.instructor is not None else None,
            contextActivities=activities or None,
            revision=self.revision,
            platform=self.platform,
            language=self.language,
            statement=self.statement.as_json() if self.statement is not None else None,
            extensions=_copied(self.extensions),
        )


@dataclass(frozen=True, slots=True)
class Statement:
    """Who did what, and when.

    Attributes:
        actor: Who.
        verb: Did.
        object: What: an activity, or another statement.
        timestamp: When; aware.
        id: Made by the store when None.
        result: What came of it.
        context: Where it belongs.
    """

    actor: Agent
    verb: Verb
    object: Activity | StatementRef
    timestamp: datetime
    id: uuid.UUID | None = None
    result: Result | None = None
    context: Context | None = None

    def as_json(self) -> Json:
        """Return the JSON object that is handed to the store."""
        verb = {"id": self.verb.id, "display": dict(self.verb.display)}
        return _present(
            id=str(self.id) if self.id is not None else None,
            actor=self.actor.as_json(),
            verb=verb,
            object=self.object.as_json(),
            result=(self.result.as_json() or None) if self.result is not None else None,
            context=(self.context.as_json() or None) if self.context is not None else None,
            timestamp=write_timestamp(self.timestamp),
        )


def voiding(
    target: uuid.UUID,
    *,
    actor: Agent,
    timestamp: datetime,
    id: uuid.UUID | None = None,  # noqa: A002  xAPI's own name
) -> Statement:
    """Make the statement that takes another one back (Data 2.3.2)."""
    return Statement(actor, VOIDED, StatementRef(target), timestamp, id=id)


def _present(**parts: object) -> Json:
    return {key: value for key, value in parts.items() if value is not None}


def _copied(found: Mapping[str, Any] | None) -> Json | None:
    return dict(found) if found else None


def _each(found: "tuple[Activity, ...] | tuple[Component, ...]") -> list[Json] | None:
    return [it.as_json() for it in found] or None
