"""A dilemma as published: scenes, what follows for whom, and the ways on; stored as JSON.

Nothing in it is right or wrong. A choice is named by the scene it leads to, so that a scene's
ways on lead to different scenes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Self

from app.catalog.content import Json, Prose, View
from app.i18n.languages import JAPANESE

CONCERNED: Final = ("me", "friend", "later")
"""For whom, or when, something follows from a choice; each scene but the first says all three."""


@dataclass(frozen=True, slots=True)
class Way:
    """A choice. ``to`` is the key of the scene it leads to."""

    to: str
    text: Prose

    def to_json(self) -> Json:
        """Encode for the database."""
        return {"to": self.to, "text": self.text.to_json()}

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(data["to"], Prose.from_json(data["text"]))


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene.

    Attributes:
        key: Unique in the dilemma, never reused.
        title: One line.
        prose: What happens; may be empty.
        follows: Member of ``CONCERNED`` → what followed for it; empty in the first scene.
        ways: The choices; none where the story ends.
    """

    key: str
    title: Prose
    prose: Prose
    follows: Mapping[str, Prose]
    ways: tuple[Way, ...]

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "title": self.title.to_json(),
            "prose": self.prose.to_json(),
            "follows": {name: text.to_json() for name, text in self.follows.items()},
            "ways": [way.to_json() for way in self.ways],
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            data["key"],
            Prose.from_json(data["title"]),
            Prose.from_json(data["prose"]),
            {name: Prose.from_json(text) for name, text in data["follows"].items()},
            tuple(Way.from_json(way) for way in data["ways"]),
        )


@dataclass(frozen=True, slots=True)
class Dilemma:
    """A story that branches.

    Attributes:
        key: Unique in the course, for ever.
        scenes: The first one begins; at least one more.
        others: Language → all scenes in it.
    """

    key: str
    scenes: tuple[Scene, ...]
    others: Mapping[str, tuple[Scene, ...]] = field(default_factory=dict)

    @property
    def easy(self) -> None:
        """There is one wording for everybody: a dilemma is written plainly."""
        return

    def language(self, view: View) -> str:
        """Return the language in which a reader gets it."""
        return view.language if view.language in self.others else JAPANESE

    def for_view(self, view: View) -> tuple[Scene, ...]:
        """Return the scenes as a reader gets them."""
        return self.others.get(view.language, self.scenes)

    def scene(self, key: str) -> Scene | None:
        """Return a scene by its key, or None."""
        return next((scene for scene in self.scenes if scene.key == key), None)

    def leads(self, scene: str, to: str) -> bool:
        """Whether a way leads from one scene to the other."""
        found = self.scene(scene)
        return found is not None and any(way.to == to for way in found.ways)

    def depths(self) -> dict[str, int]:
        """Return key → how many choices lie before a scene, at least; by nearness to the start."""
        found = {self.scenes[0].key: 0}
        edge = [self.scenes[0].key]
        while edge:
            following = [
                (way.to, found[key] + 1)
                for key in edge
                for way in (self.scene(key) or self.scenes[0]).ways
                if way.to not in found
            ]
            found |= dict(following)
            edge = list(dict(following))
        return found

    def to_json(self) -> Json:
        """Encode for the database."""
        return {
            "key": self.key,
            "scenes": [scene.to_json() for scene in self.scenes],
            "others": {
                tag: [scene.to_json() for scene in scenes] for tag, scenes in self.others.items()
            },
        }

    @classmethod
    def from_json(cls, data: Json) -> Self:
        """Decode what ``to_json`` wrote."""
        return cls(
            data["key"],
            _scenes(data["scenes"]),
            {tag: _scenes(scenes) for tag, scenes in data["others"].items()},
        )


def _scenes(data: list[Any]) -> tuple[Scene, ...]:
    return tuple(Scene.from_json(scene) for scene in data)
