"""What a voice is given of a lesson: the same texts as on the screen, in sentences with readings.

Which ruby and which spaces a reader sees makes no difference to a voice, so a screen is prepared
once for each language and for plain Japanese, and kept by the lesson's content hash. What is kept
is JSON, so that a request only joins strings.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.catalog.content import Prose, View
from app.catalog.dilemmas import CONCERNED, Scene
from app.catalog.errors import NotInCatalog
from app.catalog.kept import Kept
from app.catalog.lessons import LessonContent, Step
from app.i18n.speech import Sentence, sentences


@dataclass(frozen=True, slots=True)
class SceneSpeech:
    """What can be said of one scene of a dilemma, as in ``StepSpeech``.

    ``follows`` is in the order of ``dilemmas.CONCERNED``, ``ways`` in that of the scene.
    """

    title: str
    prose: str
    follows: tuple[str, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StepSpeech:
    """What can be said on one screen; each text is its sentences as JSON, parted by commas.

    A sentence is a string, or a pair: the text on the screen, and what is said for it. The
    attributes are those of ``queries.QuestionHtml``, empty where the screen asks nothing;
    explanations and closing are for after the answer; ``scenes`` are a dilemma's, by their keys.
    """

    blocks: tuple[str, ...]
    prompt: str = ""
    options: Mapping[str, str] | None = None
    explanations: Mapping[str, str] | None = None
    closing: str = ""
    details: Mapping[str, str] | None = None
    scenes: Mapping[str, SceneSpeech] | None = None


KEPT: Final[Kept[tuple[str, int, View], StepSpeech]] = Kept(1000)


def step_speech(content: LessonContent, step: int, view: View) -> StepSpeech:
    """Return what a voice says on one screen, from what is kept.

    Args:
        content: The lesson.
        step: The screen, from 0.
        view: What the reader needs; only language and plain Japanese matter.

    Raises:
        NotInCatalog: The lesson has no such screen.
    """
    if not 0 <= step < len(content.steps):
        raise NotInCatalog(f"{content.key}/{step}")
    heard = replace(content.narrowed(view), taught=None, spaced=False)
    return KEPT.get(
        (content.content_hash, step, heard), lambda: _prepared(content.steps[step], heard)
    )


def _prepared(step: Step, view: View) -> StepSpeech:
    blocks = tuple(_said(block.for_view(view)) for block in step.blocks)
    if step.dilemma is not None:
        scenes = {scene.key: _scene(scene) for scene in step.dilemma.for_view(view)}
        return StepSpeech(blocks, scenes=scenes)
    if step.question is None:
        return StepSpeech(blocks)
    wording = step.question.for_view(view)
    return StepSpeech(
        blocks,
        prompt=_said(wording.prompt),
        options={key: _said(option.text) for key, option in wording.options.items()},
        explanations={key: _said(option.explanation) for key, option in wording.options.items()},
        closing=_said(wording.closing) if wording.closing else "",
        details={key: _said(option.detail) for key, option in wording.options.items()},
    )


def _scene(scene: Scene) -> SceneSpeech:
    return SceneSpeech(
        _said(scene.title),
        _said(scene.prose),
        tuple(_said(scene.follows[name]) for name in CONCERNED if name in scene.follows),
        tuple(_said(way.text) for way in scene.ways),
    )


def heard(prose: Prose) -> str:
    """Return what a voice is given of a text, in one piece."""
    return "".join(one.spoken for part in prose.paragraphs for one in sentences(part))


def _said(prose: Prose) -> str:
    return _json(one for paragraph in prose.paragraphs for one in sentences(paragraph))


def _json(spoken: Iterable[Sentence]) -> str:
    """Encode sentences for a page: no ``<`` may end the script element they stand in."""
    found = [one.text if one.text == one.spoken else list(one) for one in spoken]
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return text.replace("<", "\\u003c")
