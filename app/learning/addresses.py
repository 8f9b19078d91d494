"""Where the ways of a screen lead: on, back, and what is done there."""

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from flask import url_for

if TYPE_CHECKING:
    from app.learning.queries import StepPage


class Addresses(Protocol):
    """What the templates of the player ask for; an author's trial has addresses of its own."""

    @property
    def course(self) -> str:
        """The course's page."""
        ...

    @property
    def answer(self) -> str:
        """Where an answer is sent."""
        ...

    @property
    def leave(self) -> str:
        """Where one tells that the screen lies behind."""
        ...

    @property
    def finished(self) -> str:
        """The end of the course."""
        ...

    def step(self, step: int, *, number: int | None = None) -> str:
        """Return another screen of the lesson; ``number`` is a question of its drill."""
        ...

    def scene(self, key: str) -> str:
        """Return a scene of the dilemma on this screen."""
        ...

    def choose(self, key: str) -> str:
        """Return where the way taken from a scene is sent."""
        ...


@dataclass(frozen=True, slots=True)
class RunAddresses:
    """The addresses of a screen of somebody's run, or of a visitor's.

    Attributes:
        registration_id: The run.
        slug: Its course.
        lesson: The key of its lesson.
        here: The screen itself; what is done on it is sent below it (``views.STEP``).
    """

    registration_id: uuid.UUID
    slug: str
    lesson: str
    here: str

    @classmethod
    def of(cls, page: "StepPage") -> Self:
        """Return the addresses of a screen."""
        own = page.own
        run, lesson = own.registration.id, page.lesson.key
        return cls(run, own.course.slug, lesson, _step(run, lesson, page.step))

    @property
    def course(self) -> str:
        """The course's page."""
        return url_for("learning.course", slug=self.slug)

    @property
    def answer(self) -> str:
        """Where an answer is sent."""
        return f"{self.here}/answers"

    @property
    def leave(self) -> str:
        """Where one tells that the screen lies behind."""
        return f"{self.here}/next"

    @property
    def finished(self) -> str:
        """The end of the course."""
        return url_for("learning.finished", registration_id=self.registration_id)

    def step(self, step: int, *, number: int | None = None) -> str:
        """Return another screen of the lesson; ``number`` is a question of its drill."""
        return _step(self.registration_id, self.lesson, step, number=number)

    def scene(self, key: str) -> str:
        """Return a scene of the dilemma on this screen."""
        return f"{self.here}/scenes/{key}"

    def choose(self, key: str) -> str:
        """Return where the way taken from a scene is sent."""
        return self.scene(key)


def _step(run: uuid.UUID, lesson: str, step: int, *, number: int | None = None) -> str:
    return url_for("learning.step", registration_id=run, lesson=lesson, step=step, number=number)
