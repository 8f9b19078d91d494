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
    """The addresses of a screen of somebody's run, or of a visitor's."""

    registration_id: uuid.UUID
    slug: str
    lesson: str
    at: int

    @classmethod
    def of(cls, page: "StepPage") -> Self:
        """Return the addresses of a screen."""
        own = page.own
        return cls(own.registration.id, own.course.slug, page.lesson.key, page.step)

    @property
    def course(self) -> str:
        """The course's page."""
        return url_for("learning.course", slug=self.slug)

    @property
    def answer(self) -> str:
        """Where an answer is sent."""
        return self._here("answer")

    @property
    def leave(self) -> str:
        """Where one tells that the screen lies behind."""
        return self._here("leave")

    @property
    def finished(self) -> str:
        """The end of the course."""
        return url_for("learning.finished", registration_id=self.registration_id)

    def step(self, step: int, *, number: int | None = None) -> str:
        """Return another screen of the lesson; ``number`` is a question of its drill."""
        return self._here("step", step=step, number=number)

    def scene(self, key: str) -> str:
        """Return a scene of the dilemma on this screen."""
        return self._here("scene", scene=key)

    def choose(self, key: str) -> str:
        """Return where the way taken from a scene is sent."""
        return self._here("choose", scene=key)

    def _here(
        self,
        name: str,
        *,
        step: int | None = None,
        number: int | None = None,
        scene: str | None = None,
    ) -> str:
        return url_for(
            f"learning.{name}",
            registration_id=self.registration_id,
            lesson=self.lesson,
            step=self.at if step is None else step,
            number=number,
            scene=scene,
        )
