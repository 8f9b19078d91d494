"""One scene of a dilemma as its learner sees it: what followed, the ways on, the map behind."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.catalog.content import render
from app.catalog.dilemmas import CONCERNED
from app.catalog.errors import NotInCatalog
from app.catalog.kept import Kept
from app.learning import rules
from app.lrs.queries import first_responses, first_responses_in_classes
from app.xapi.iri import activity_iri

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.dilemmas import Dilemma, Scene
    from app.identity.person import Person
    from app.learning.queries.player import StepPage
    from app.learning.queries.runs import OwnRun

FRESH_SECONDS: Final = 60
"""How others chose is counted at most once in this time: it moves slowly, and costs a search."""

_COUNTED: Final[Kept[tuple[str, int], dict[str, int]]] = Kept(500)


@dataclass(frozen=True, slots=True)
class WayView:
    """A way on. ``share`` is how many of ``SceneView.others`` took it, None where not told."""

    to: str
    text: "Markup"
    is_taken: bool
    share: int | None


@dataclass(frozen=True, slots=True)
class MapPlace:
    """A scene on the map. ``title`` is None while it was not seen; ``depth`` counts choices."""

    key: str
    title: "Markup | None"
    depth: int
    is_here: bool


@dataclass(frozen=True, slots=True)
class SceneView:
    """One scene for one learner.

    Attributes:
        key: Its key.
        title: Its name.
        html: What happens.
        follows: (member of ``dilemmas.CONCERNED``, what followed), empty in the first scene.
        ways: The choices; none at an end.
        chosen: The text of the choice that led here, or None.
        before: The key of the scene before, or None in the first.
        places: The map, scene by scene.
        others: How many learners the shares are of; 0 where nothing is told.
        language: In which the texts are.
        is_first: Whether the story begins here.
    """

    key: str
    title: "Markup"
    html: "Markup"
    follows: "tuple[tuple[str, Markup], ...]"
    ways: tuple[WayView, ...]
    chosen: "Markup | None"
    before: str | None
    places: tuple[MapPlace, ...]
    others: int
    language: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class RevealedWay:
    """A way on, and how many of a teacher's pupils took it first."""

    text: "Markup"
    count: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """What a teacher shows a class: how it chose in one scene.

    Attributes:
        title: The scene's name.
        html: What happens in it.
        ways: The choices, in the order of the scene.
        language: In which the texts are.
    """

    title: "Markup"
    html: "Markup"
    ways: tuple[RevealedWay, ...]
    language: str

    @property
    def people(self) -> int:
        """How many chose."""
        return sum(way.count for way in self.ways)

    @property
    def is_telling(self) -> bool:
        """Whether so few chose, or so few one way, that somebody may be recognized by it."""
        counts = {str(n): way.count for n, way in enumerate(self.ways)}
        return rules.shares(counts, list(counts)) is None


def where_in_dilemma(own: "OwnRun", dilemma: "Dilemma") -> str:
    """Return the scene in which the learner stands: where the way last taken leads."""
    path = own.progress.paths.get(dilemma.key, ())
    here = path[-1].partition(">")[2] if path else ""
    return here if dilemma.scene(here) else dilemma.scenes[0].key


def scene_view(session: "Session", page: "StepPage", key: str, view: "View") -> SceneView:
    """Return one scene for the learner whose page this is.

    Raises:
        NotInCatalog: The step has no dilemma, or the dilemma no such scene.
    """
    dilemma = page.content.steps[page.step - 1].dilemma
    scenes = {} if dilemma is None else {s.key: s for s in dilemma.for_view(view)}
    if dilemma is None or key not in scenes:
        raise NotInCatalog(key)
    scene, taken = scenes[key], page.own.progress.paths.get(dilemma.key, ())
    ways = [way.to for way in scene.ways]
    has_chosen = any(one.startswith(f"{key}>") for one in taken)
    told = rules.shares(_counted(session, page.own, dilemma, scene), ways) if has_chosen else None
    led = next((one for one in reversed(taken) if one.endswith(f">{key}")), None)
    before = led.partition(">")[0] if led else None
    return SceneView(
        key=key,
        title=render(scene.title, view),
        html=render(scene.prose, view),
        follows=tuple(
            (name, render(scene.follows[name], view))
            for name in CONCERNED  # PostgreSQL keeps no order of keys
            if name in scene.follows
        ),
        ways=tuple(
            WayView(
                way.to,
                render(way.text, view),
                f"{key}>{way.to}" in taken,
                told[way.to] if told else None,
            )
            for way in scene.ways
        ),
        chosen=_chosen(scenes, before, key, view),
        before=before,
        places=_places(dilemma, scenes, taken, key, view),
        others=sum(told.values()) if told else 0,
        language=dilemma.language(view),
        is_first=key == dilemma.scenes[0].key,
    )


def revealed(
    session: "Session", page: "StepPage", key: str, view: "View", teacher: "Person", *, on: "date"
) -> Revealed:
    """Return how the pupils of somebody's classes chose in a scene that has ways on.

    Raises:
        NotInCatalog: The step has no dilemma, or the dilemma no such scene.
    """
    dilemma = page.content.steps[page.step - 1].dilemma
    scenes = {} if dilemma is None else {s.key: s for s in dilemma.for_view(view)}
    if dilemma is None or key not in scenes or not scenes[key].ways:
        raise NotInCatalog(key)
    iri = _iri(page.own, dilemma, scenes[key])
    counts = first_responses_in_classes(session, iri, teacher, on=on)
    return Revealed(
        title=render(scenes[key].title, view),
        html=render(scenes[key].prose, view),
        ways=tuple(
            RevealedWay(render(way.text, view), counts.get(way.to, 0)) for way in scenes[key].ways
        ),
        language=dilemma.language(view),
    )


def _iri(own: "OwnRun", dilemma: "Dilemma", scene: "Scene") -> str:
    return activity_iri(own.run.iri_base, own.run.slug, f"{dilemma.key}/{scene.key}")


def _chosen(
    scenes: "dict[str, Scene]", before: str | None, key: str, view: "View"
) -> "Markup | None":
    ways = scenes[before].ways if before in scenes else ()
    return next((render(way.text, view) for way in ways if way.to == key), None)


def _places(
    dilemma: "Dilemma",
    scenes: "dict[str, Scene]",
    taken: tuple[str, ...],
    here: str,
    view: "View",
) -> tuple[MapPlace, ...]:
    seen = {dilemma.scenes[0].key, here, *(one.partition(">")[2] for one in taken)}
    depths = dilemma.depths()
    return tuple(
        MapPlace(
            scene.key,
            render(scene.title, view) if scene.key in seen else None,
            depths.get(scene.key, 0),
            scene.key == here,
        )
        for scene in scenes.values()
    )


def _counted(
    session: "Session", own: "OwnRun", dilemma: "Dilemma", scene: "Scene"
) -> dict[str, int]:
    iri = _iri(own, dilemma, scene)
    now = int(time.monotonic() // FRESH_SECONDS)
    return _COUNTED.get((iri, now), lambda: dict(first_responses(session, iri)))
