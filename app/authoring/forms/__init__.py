"""Forms for the blocks of a lesson: from the text of a file and back. Pure.

Vocabulary: a block's text is taken apart into a *tree* of pieces; a *slot* is a piece that holds
a *value*, a *listing* one that holds *rows*. A *schema* says what a form asks, a *shape* is a
schema with the function that reads its trees.

Decisions (2026-11-29):
  * A form is a view of the text and nothing beside it. What is not asked stays in its piece, so
    values that did not change give the same text, and a change is a diff of its lines.
  * Nothing is written without being read again: a text whose values would not be those that were
    typed, or that would be other blocks, is not written. The field is told, and keeps its text.
  * A line that would be taken for the syntax is written with a backslash. What Markdown itself
    makes of a text (emphasis, links, readings) is the author's, and HTML is text for learners.
  * Where a form would not show all of a block, there is none: the text itself can be mended.
  * A text of paragraphs and lists is edited as it will look (``<rich-text>``) where its Markdown
    comes back to the byte; elsewhere, and without JavaScript, as Markdown. The server knows of
    the Markdown alone, which stays in the same field.
  * Keys are made once, when a row is first written, and are nobody's to type.
"""

from app.authoring.forms.form import Around, Form
from app.authoring.forms.making import NotWrittenError, form_again, form_of, text_of
from app.authoring.forms.shapes import KIND_OF

__all__ = ["KIND_OF", "Around", "Form", "NotWrittenError", "form_again", "form_of", "text_of"]
