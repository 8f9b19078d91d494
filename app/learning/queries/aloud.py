"""What a screen gives to a voice: what the learner may see now, in the order it is read."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from app.catalog.aloud import StepSpeech, step_speech

if TYPE_CHECKING:
    from app.catalog.content import View
    from app.learning.queries.player import FeedbackView, StepPage

QUESTION = "#answer fieldset"
FEEDBACK = "#feedback"


def spoken(page: "StepPage", feedback: "FeedbackView | None", view: "View") -> Markup:
    """Return what is read aloud of a screen.

    Returns:
        JSON for ``frontend/js/read-aloud.js``: a list of ``[where, language, sentences]``, where
        is a CSS selector, and a sentence as in ``catalog.aloud.StepSpeech``.
    """
    speech = step_speech(page.content, page.step - 1, view)
    units = [
        _unit(f"#b{number}", block.language, [said])
        for number, (block, said) in enumerate(
            zip(page.blocks, speech.blocks, strict=True), start=1
        )
    ]
    if page.asked is not None and page.question is not None:
        language = page.asked.language(view)
        offered = [(speech.options or {})[key] for key, _ in page.question.options]
        units.append(_unit(QUESTION, language, [speech.prompt, *offered]))
        if feedback is not None:
            units.append(_unit(FEEDBACK, language, _feedback(speech, feedback)))
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
