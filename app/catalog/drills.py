"""A drill as published: the questions it draws from, and when it is mastered; stored as JSON.

One question at a time is drawn from a bank. It is mastered when ``needed`` of the ``last``
answers were right (Kolibri's exercise with the mastery model ``m_of_n``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from app.catalog.content import Json
from app.catalog.questions import Question


@dataclass(frozen=True, slots=True)
class Drill:
    """Questions of a bank, drawn one after another.

    Attributes:
        key: Unique in the course, for ever.
        needed: How many of the last answers have to be right.
        last: How many answers those are; the bank holds at least as many questions.
        questions: All of the bank, in the order written; each has a right answer.
    """

    key: str
    needed: int
    last: int
    questions: tuple[Question, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of its questions, in the order written."""
        return tuple(question.key for question in self.questions)

    def question(self, key: str) -> Question | None:
        """Return a question by its key, or None."""
        return next((one for one in self.questions if one.key == key), None)

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "needed": self.needed,
            "last": self.last,
            "questions": [question.to_json() for question in self.questions],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        questions = tuple(Question.from_json(one) for one in data["questions"])
        return cls(data["key"], data["needed"], data["last"], questions)


@dataclass(frozen=True, slots=True)
class DrillHead:
    """Where a drill stands, without its questions' content.

    Attributes:
        key: As of ``Drill``, like ``needed`` and ``last``.
        step: Of its lesson, from 0.
        kinds: Key → kind of each question of its bank.
    """

    key: str
    step: int
    needed: int
    last: int
    kinds: Mapping[str, str]

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "step": self.step,
            "needed": self.needed,
            "last": self.last,
            "kinds": dict(self.kinds),
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(data["key"], data["step"], data["needed"], data["last"], data["kinds"])
