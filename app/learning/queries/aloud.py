"""What a screen gives to a voice: what the learner may see now, in the order it is read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from app.catalog.aloud import StepSpeech, step_speech

if TYPE_CHECKING:
    from app.catalog.content import View
    from app.learning.queries.dilemma import SceneView
    from app.learning.queries.player import FeedbackView, StepPage

QUESTION = "#answer fieldset"
FEEDBACK = "#feedback"
SCENE_TITLE = "#scene-title"
SCENE = ".scene__text"
FOLLOWS = ".cons:nth-child({})"
WAYS = "#ways fieldset"


def spoken(page: "StepPage", feedback: "FeedbackView | None", view: "View") -> Markup:
    """Return what is read aloud of a screen.

    Returns:
        JSON for ``frontend/js/read-aloud.js``: a list of ``[where, language, sentences]``, where
        is a CSS selector, and a sentence as in ``catalog.aloud.StepSpeech``.
    """
    speech = step_speech(page.content, page.step - 1, view)
    units = _blocks(page, speech)
    if page.asked is not None and page.question is not None:
        language = page.asked.language(view)
        options, details = speech.options or {}, speech.details or {}
        keys = [key for key, _ in page.question.options]
        offered = [said for key in keys for said in (options[key], details[key])]
        units.append(_unit(QUESTION, language, [speech.prompt, *offered]))
        if feedback is not None:
            units.append(_unit(FEEDBACK, language, _feedback(speech, feedback)))
    return _script(units)


def spoken_scene(page: "StepPage", scene: "SceneView", view: "View") -> Markup:
    """Return what is read aloud of a scene of a dilemma, as ``spoken`` does."""
    speech = step_speech(page.content, page.step - 1, view)
    said, language = (speech.scenes or {})[scene.key], scene.language
    units = [
        *(_blocks(page, speech) if scene.is_first else ()),
        _unit(SCENE_TITLE, language, [said.title]),
        _unit(SCENE, language, [said.prose]),
        *(
            _unit(FOLLOWS.format(number), language, [text])
            for number, text in enumerate(said.follows, start=1)
        ),
    ]
    if said.ways:
        units.append(_unit(WAYS, language, said.ways))
    return _script(units)


def _blocks(page: "StepPage", speech: StepSpeech) -> list[str]:
    both = zip(page.blocks, speech.blocks, strict=True)
    return [
        _unit(f"#b{number}", block.language, [said])
        for number, (block, said) in enumerate(both, start=1)
    ]


def _script(units: Iterable[str]) -> Markup:
    return Markup(f"[{','.join(units)}]")  # noqa: S704  JSON without any <


def _feedback(speech: StepSpeech, feedback: "FeedbackView") -> Iterator[str]:
    options, explanations = speech.options or {}, speech.explanations or {}
    for key in feedback.explained:
        if len(feedback.explained) > 1:
            yield options[key]
        yield explanations[key]
    if feedback.closing is not None or not feedback.explained:
        yield speech.closing


def _unit(where: str, language: str, said: Iterable[str]) -> str:
    return f'["{where}","{language}",[{",".join(filter(None, said))}]]'
