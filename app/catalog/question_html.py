"""The texts of a question as one reader sees them, ready to be put into a page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from app.catalog.content import Prose, View, render
from app.catalog.questions import Question, Wording
from app.items.hotspot import Hotspot
from app.items.kinds import kind_of

_PICTURE: Final = re.compile(r"(?:<p>)?(<img [^>]*>)(?:</p>)?")
_GAP: Final = re.compile(r"［((?:[^［］<]|<[^>]*>)*)］")
_TAG: Final = re.compile(r"<rt>.*?</rt>|<[^>]*>|\s")


@dataclass(frozen=True, slots=True)
class QuestionHtml:
    """A question's texts for one reader. Explanations and closing are for after the answer.

    Attributes:
        prompt: The question, without the picture of a hotspot; a gap is a ``<b class=gap>``.
        options: Option key → its text, inline HTML.
        explanations: Option key → why it is right or not.
        closing: See ``questions.Wording``.
        language: The one language of all of them.
        targets: Key of a place or gap → its name.
        details: Option key → what stands below it, where something does.
        hints: In the order in which they are given.
        picture: The ``<img>`` in which a hotspot's places are.
    """

    prompt: Markup
    options: Mapping[str, Markup]
    explanations: Mapping[str, Markup]
    closing: Markup | None
    language: str
    targets: Mapping[str, Markup]
    details: Mapping[str, Markup]
    hints: tuple[Markup, ...]
    picture: Markup | None


def question_rendered(asked: Question, view: View) -> QuestionHtml:
    """Render a question's texts for one reader."""
    wording = asked.for_view(view)
    prompt, picture = _prompt(asked, wording, view)
    return QuestionHtml(
        prompt=prompt,
        options={k: render(o.text, view) for k, o in wording.options.items()},
        explanations={k: render(o.explanation, view) for k, o in wording.options.items()},
        closing=render(wording.closing, view) if wording.closing else None,
        language=asked.language(view),
        targets={k: render(text, view) for k, text in wording.targets.items()},
        details={
            k: render(o.detail, view) for k, o in wording.options.items() if not o.detail.is_empty
        },
        hints=tuple(render(hint, view) for hint in wording.hints),
        picture=picture,
    )


def _prompt(asked: Question, wording: Wording, view: View) -> tuple[Markup, Markup | None]:
    html = render(wording.prompt, view)
    if isinstance(kind_of(asked.item), Hotspot):
        found = _PICTURE.search(html)
        if found is not None:
            rest = Markup(html[: found.start()] + html[found.end() :])  # noqa: S704  rendered above
            return rest, Markup(found.group(1))  # noqa: S704  rendered above
    gaps = _by_name(wording.targets) if asked.item.targets else {}
    return Markup(_GAP.sub(lambda m: _gap(m, gaps), html)) if gaps else html, None  # noqa: S704


def _by_name(targets: Mapping[str, Prose]) -> dict[str, str]:
    return {re.sub(r"\s", "", text.plain): key for key, text in targets.items()}


def _gap(match: re.Match[str], gaps: Mapping[str, str]) -> str:
    """Mark the gap that has this name; other words in such brackets stay as they are."""
    key = gaps.get(_TAG.sub("", match.group(1)))
    return (
        match.group() if key is None else f'<b class="gap" data-gap="{key}">{match.group(1)}</b>'
    )
