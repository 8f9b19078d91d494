"""What a published version holds: frozen, stored as JSON, the same for ever.

``Course`` is the outline: everything but the bodies of the lessons. ``Lesson`` is one body.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self, TypeVar

from app.catalog.around import Author, Handout
from app.catalog.content import Json, Text
from app.catalog.drills import DrillHead

FORMAT: Final = 2
"""Of the JSON below and of the skeletons; part of every hash, so that a change publishes anew.

1: Japanese only, plain Japanese for blocks of text only; still read. 2: other languages beside
the Japanese, plain Japanese for questions.
"""

_T = TypeVar("_T")


class Audience(StrEnum):
    """For whom a course is."""

    CHILD = "child"
    CITIZEN = "citizen"
    STAFF = "staff"


class Field(StrEnum):
    """The city's five fields of digital life; each has a color and a pattern of its own."""

    PROTECT = "protect"
    DISCERN = "discern"
    CONNECT = "connect"
    CREATE = "create"
    LIVE = "live"


def _each(data: list[Any], make: Callable[[Any], _T]) -> tuple[_T, ...]:
    return tuple(make(d) for d in data)


# -- the outline ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """A work the course draws on. ``url`` and ``note`` may be empty."""

    title: str
    publisher: str
    url: str
    note: str

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "title": self.title,
            "publisher": self.publisher,
            "url": self.url,
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class Alignment:
    """A framework item (``digcomp@3.0/4.2``) and the level on that framework's own scale."""

    item: str
    level: int

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"item": self.item, "level": self.level}


@dataclass(frozen=True, slots=True)
class Objective:
    """A can-do statement."""

    key: str
    can_do: Text
    alignments: tuple[Alignment, ...]

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "can_do": self.can_do.to_json(),
            "alignments": [a.to_json() for a in self.alignments],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        alignments = _each(data["alignments"], lambda a: Alignment(**a))
        return cls(data["key"], Text.from_json(data["can_do"]), alignments)


@dataclass(frozen=True, slots=True)
class CredentialPlan:
    """What completing the course earns."""

    key: str
    name: Text
    description: Text
    criteria: Text

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "name": self.name.to_json(),
            "description": self.description.to_json(),
            "criteria": self.criteria.to_json(),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        texts = (Text.from_json(data[n]) for n in ("name", "description", "criteria"))
        return cls(data["key"], *texts)


@dataclass(frozen=True, slots=True)
class Completion:
    """When the course is complete.

    Attributes:
        lessons: Keys of the lessons that must be seen to their end, in course order.
        passing_score: 0–1, of the mean of the best scores over every question of the course.
        credential: What it earns.
        drills: Keys of the drills that must be mastered, in course order.
    """

    lessons: tuple[str, ...]
    passing_score: float
    credential: CredentialPlan
    drills: tuple[str, ...] = ()

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "lessons": list(self.lessons),
            "passing_score": self.passing_score,
            "credential": self.credential.to_json(),
            **({"drills": list(self.drills)} if self.drills else {}),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        credential = CredentialPlan.from_json(data["credential"])
        lessons, drills = tuple(data["lessons"]), tuple(data.get("drills", ()))
        return cls(lessons, data["passing_score"], credential, drills)


@dataclass(frozen=True, slots=True)
class QuestionHead:
    """Where a question stands, without its content.

    ``step`` counts from 0; ``attempts`` are the tries until its answer is shown, 0 for no limit.
    """

    key: str
    kind: str
    objective: str | None
    step: int
    attempts: int = 0

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "kind": self.kind,
            "objective": self.objective,
            "step": self.step,
            **({"attempts": self.attempts} if self.attempts else {}),
        }


@dataclass(frozen=True, slots=True)
class LessonHead:
    """A lesson in the outline.

    Attributes:
        key: Unique in the course, for ever.
        title: With readings.
        minutes: How long it takes.
        objectives: Keys of the objectives it serves.
        steps: How many screens it has; at least 1.
        questions: Its questions, in order.
        content_hash: Of its body; views are kept under it.
        has_plain: Whether any part of it is there in plain Japanese.
        drills: Its drills, in order.
    """

    key: str
    title: Text
    minutes: int
    objectives: tuple[str, ...]
    steps: int
    questions: tuple[QuestionHead, ...]
    content_hash: str
    has_plain: bool = False
    drills: tuple[DrillHead, ...] = ()

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "minutes": self.minutes,
            "objectives": list(self.objectives),
            "steps": self.steps,
            "questions": [q.to_json() for q in self.questions],
            "content_hash": self.content_hash,
            "has_plain": self.has_plain,
            **({"drills": [d.to_json() for d in self.drills]} if self.drills else {}),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            key=data["key"],
            title=Text.from_json(data["title"]),
            minutes=data["minutes"],
            objectives=tuple(data["objectives"]),
            steps=data["steps"],
            questions=_each(data["questions"], lambda q: QuestionHead(**q)),
            content_hash=data["content_hash"],
            has_plain=data.get("has_plain", False),
            drills=_each(data.get("drills", []), DrillHead.from_json),
        )


@dataclass(frozen=True, slots=True)
class Module:
    """A chapter of the course."""

    key: str
    title: Text
    lessons: tuple[LessonHead, ...]

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "lessons": [lesson.to_json() for lesson in self.lessons],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        lessons = _each(data["lessons"], LessonHead.from_json)
        return cls(data["key"], Text.from_json(data["title"]), lessons)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the course explained."""

    key: str
    term: Text
    meaning: Text

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"key": self.key, "term": self.term.to_json(), "meaning": self.meaning.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(data["key"], Text.from_json(data["term"]), Text.from_json(data["meaning"]))


@dataclass(frozen=True, slots=True)
class Course:
    """The outline of one version of a course.

    Attributes:
        language: What it is written in.
        others: The languages into which it is translated, but for a passage here and there.
        author: Who made it, where the course says so.
        handouts: Its papers for those who teach.
    """

    slug: str
    title: Text
    summary: Text
    audience: Audience
    grades: tuple[int, ...]
    field: Field
    language: str
    license: str
    reviewed_on: date
    review_by: date
    credits: tuple[str, ...]
    sources: tuple[Reference, ...]
    objectives: tuple[Objective, ...]
    completion: Completion
    modules: tuple[Module, ...]
    others: tuple[str, ...] = ()
    glossary: tuple[Term, ...] = ()
    author: Author | None = None
    handouts: tuple[Handout, ...] = ()

    @property
    def lessons(self) -> tuple[LessonHead, ...]:
        """Every lesson, in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def questions(self) -> tuple[QuestionHead, ...]:
        """Every question, in order; those of banks stand in their drills."""
        return tuple(question for lesson in self.lessons for question in lesson.questions)

    @property
    def drills(self) -> tuple[DrillHead, ...]:
        """Every drill, in order."""
        return tuple(drill for lesson in self.lessons for drill in lesson.drills)

    @property
    def minutes(self) -> int:
        """How long the whole course takes."""
        return sum(lesson.minutes for lesson in self.lessons)

    def lesson_head(self, key: str) -> LessonHead | None:
        """Return a lesson by its key, or None."""
        return next((lesson for lesson in self.lessons if lesson.key == key), None)

    def lesson_of_question(self, key: str) -> LessonHead | None:
        """Return the lesson that asks the question with this key, or None."""
        asked = (x for x in self.lessons if any(q.key == key for q in x.questions))
        return next(asked, None)

    def handout(self, kind: str) -> Handout | None:
        """Return a paper by its kind, or None."""
        return next((handout for handout in self.handouts if handout.kind == kind), None)

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "format": FORMAT,
            "slug": self.slug,
            "title": self.title.to_json(),
            "summary": self.summary.to_json(),
            "audience": self.audience.value,
            "grades": list(self.grades),
            "field": self.field.value,
            "language": self.language,
            "license": self.license,
            "reviewed_on": self.reviewed_on.isoformat(),
            "review_by": self.review_by.isoformat(),
            "credits": list(self.credits),
            "sources": [s.to_json() for s in self.sources],
            "objectives": [o.to_json() for o in self.objectives],
            "completion": self.completion.to_json(),
            "modules": [m.to_json() for m in self.modules],
            "others": list(self.others),
            "glossary": [t.to_json() for t in self.glossary],
            **({"author": self.author.to_json()} if self.author else {}),
            **({"handouts": [h.to_json() for h in self.handouts]} if self.handouts else {}),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            slug=data["slug"],
            title=Text.from_json(data["title"]),
            summary=Text.from_json(data["summary"]),
            audience=Audience(data["audience"]),
            grades=tuple(data["grades"]),
            field=Field(data["field"]),
            language=data["language"],
            license=data["license"],
            reviewed_on=date.fromisoformat(data["reviewed_on"]),
            review_by=date.fromisoformat(data["review_by"]),
            credits=tuple(data["credits"]),
            sources=_each(data["sources"], lambda s: Reference(**s)),
            objectives=_each(data["objectives"], Objective.from_json),
            completion=Completion.from_json(data["completion"]),
            modules=_each(data["modules"], Module.from_json),
            glossary=_each(data.get("glossary", []), Term.from_json),
            others=tuple(data.get("others", ())),
            author=Author.from_json(data["author"]) if "author" in data else None,
            handouts=_each(data.get("handouts", []), Handout.from_json),
        )
