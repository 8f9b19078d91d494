"""What a bank remembers of a question besides its source. Pure."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.catalog.sources.faults import Fault
from app.frameworks.queries import exists
from app.itembanks import sources
from app.itembanks.errors import ItemFaulty
from app.itembanks.interchange.source import PATH, read_item
from app.itembanks.models import LONGEST_PROMPT

if TYPE_CHECKING:
    from app.catalog.questions import Question
    from app.catalog.sources.course import CourseSource

_PICTURE: Final = re.compile(r"\(assets/")
_WITH_PICTURE: Final = Fault(
    PATH,
    1,
    "絵のある問題は、まだ問題集に入れられません",
    "講座の中に置いたままにするか、絵を使わない問いにします。",
)
_TWICE: Final = Fault(PATH, 1, "選択肢のキーが2回あります", "ちがう名前にします。")


@dataclass(frozen=True, slots=True)
class ItemText:
    """A question as a bank keeps it.

    Attributes:
        source: The block, without what only means something in a course.
        key: What it is called on its first line.
        kind: A key of ``items.kinds.KINDS``.
        prompt: How it begins, without readings.
        words: All of its text without readings, in lower case.
        faults: How many things are still to be mended.
    """

    source: str
    key: str
    kind: str
    prompt: str
    words: str
    faults: int

    def called(self, key: str) -> "ItemText":
        """Return the same question by another key."""
        return replace(self, source=sources.with_key(self.source, key), key=key)


@dataclass(frozen=True, slots=True)
class NewItem:
    """A question that is to be kept, with its tags."""

    text: ItemText
    grades: tuple[int, ...] = ()
    refs: tuple[str, ...] = ()


def item_of_course(course: "CourseSource", key: str) -> NewItem | None:
    """Return a question of a course as a bank would keep it; None where the course has none.

    It is for the school years of its course, and shows what its objective shows.

    Raises:
        ItemFaulty: It is not one whole question, or it shows a picture.
    """
    for lesson in course.with_blocks:
        for number, block in enumerate(lesson.blocks):
            if block.key == key and block.question is not None:
                after = lesson.blocks[number + 1 : number + 2]
                end = after[0].end if after and after[0].kind == "easy" else block.end
                text = item_text(lesson.data[block.start : end].decode())
                objective = block.attribute("objective")
                return NewItem(text, course.grades, _refs(course, objective))
    return None


def _refs(course: "CourseSource", objective: str | None) -> tuple[str, ...]:
    found = (
        alignment.item
        for one in course.objectives
        if one.key == objective
        for alignment in one.alignments
        if exists(alignment.item)
    )
    return tuple(dict.fromkeys(found))


def item_text(written: str) -> ItemText:
    """Read a question as it is written in a course.

    Raises:
        ItemFaulty: It is not exactly one question, or it shows a picture.
    """
    source = sources.kept_source(written)
    question, faults = read_item(source)
    if question is None or len(question.options) != len(question.item.options):
        raise ItemFaulty(faults or (_TWICE,))
    if _PICTURE.search(source):
        raise ItemFaulty((_WITH_PICTURE,))
    return ItemText(
        source,
        question.key,
        question.item.kind,
        question.prompt.plain.split("\n")[0][:LONGEST_PROMPT],
        _words(question),
        len(faults),
    )


def _words(question: "Question") -> str:
    texts = [question.prompt.plain, *(text.plain for text in question.targets.values())]
    for option in question.options.values():
        texts += (option.text.plain, option.explanation.plain, option.detail.plain)
    return "\n".join(filter(None, texts)).casefold()
