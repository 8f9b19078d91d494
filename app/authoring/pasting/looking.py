"""How Markdown that is to be put into a lesson will look, its questions with what is right."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from app.authoring.blocks import BLOCK_NAMES
from app.catalog.content import View, render
from app.catalog.markdown import compile_blocks
from app.catalog.question_html import QuestionHtml, question_rendered
from app.catalog.sources.lesson import read_bank
from app.itembanks.interchange.source import read_item
from app.items.kinds import KINDS

if TYPE_CHECKING:
    from app.items.item import Item


@dataclass(frozen=True, slots=True)
class Part:
    """Text, or a question.

    Attributes:
        prose: The text; of a question that cannot be read yet, its source.
        kind: What the question is called; None for text.
        asked: The question's texts.
        item: What is right.
    """

    prose: Markup | None = None
    kind: Any = None
    asked: QuestionHtml | None = None
    item: "Item | None" = None


def parts_of(markdown: str, view: View) -> list[Part]:
    """Return the parts of a text in their order, as a reader sees them."""
    data = markdown.encode("utf-8", "replace")
    found: list[Part] = []
    for block in read_bank("pasted.md", "", data, []).blocks:
        text = data[block.start : block.end].decode("utf-8", "replace")
        question = read_item(text)[0] if block.kind in KINDS else None
        if question is not None:
            html = question_rendered(question, view)
            found.append(Part(kind=BLOCK_NAMES[block.kind], asked=html, item=question.item))
        else:
            found.append(Part(prose=render(compile_blocks(text).prose, view)))
    return found
