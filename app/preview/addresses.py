"""Where the ways of a previewed screen lead: to other screens of the preview."""

import uuid
from dataclasses import dataclass

from flask import url_for

from app.authoring.looks import Look


@dataclass(frozen=True, slots=True)
class PreviewAddresses:
    """See ``learning.addresses.Addresses``; what lies outside of the lesson leads to its start.

    ``line`` is one of the block that is open on the bench.
    """

    draft_id: uuid.UUID
    path: str
    look: Look
    at: int
    line: int | None = None

    @property
    def course(self) -> str:
        """The first screen: a preview has no course around it."""
        return self.step(1)

    @property
    def finished(self) -> str:
        """The first screen."""
        return self.step(1)

    @property
    def answer(self) -> str:
        """Where an answer is sent."""
        return self.step(self.at)

    @property
    def leave(self) -> str:
        """Where one tells that the screen lies behind."""
        return self._shown(step=self.at, leave=1)

    @property
    def with_readings(self) -> str:
        """The same screen once its readings are there: it waits for them."""
        return self._shown(step=self.at, readings=1)

    def step(self, step: int, *, number: int | None = None) -> str:  # noqa: ARG002  as Addresses
        """Return another screen of the lesson."""
        return self._shown(step=step)

    def scene(self, key: str, *, before: str | None = None) -> str:
        """Return a scene of the dilemma on this screen; ``before`` is the one left for it."""
        return self._shown(step=self.at, scene=key, before=before)

    def choose(self, key: str) -> str:
        """Return where the way taken from a scene is sent."""
        return self._shown(step=self.at, before=key)

    def _shown(
        self,
        *,
        step: int,
        scene: str | None = None,
        before: str | None = None,
        leave: int | None = None,
        readings: int | None = None,
    ) -> str:
        return url_for(
            "preview.screen",
            draft_id=self.draft_id,
            path=self.path,
            look=self.look.value,
            block=self.line,
            step=step,
            scene=scene,
            before=before,
            leave=leave,
            readings=readings,
        )
