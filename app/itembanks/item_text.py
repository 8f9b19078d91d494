"""What a bank remembers of a question besides its source. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
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
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What it shows: path → bytes."""


def item_of_course(course: "CourseSource", key: str) -> NewItem | None:
    """Return a question of a course as a bank would keep it; None where the course has none.

    It is for the school years of its course, and shows what its objective shows.

    Raises:
        ItemFaulty: It is not one whole question.
    """
    for lesson in course.with_blocks:
        for number, block in enumerate(lesson.blocks):
            if block.key == key and block.question is not None:
                after = lesson.blocks[number + 1 : number + 2]
                end = after[0].end if after and after[0].kind == "easy" else block.end
                files = dict(course.files)
                text = item_text(lesson.data[block.start : end].decode(), files)
                refs = _refs(course, block.attribute("objective"))
                return NewItem(text, course.grades, refs, shown(text, files))
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


def shown(text: ItemText, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return those of these files that a question shows."""
    return {path: files[path] for path in sources.picture_paths(text.source) if path in files}


def item_text(written: str, files: Mapping[str, bytes] = MappingProxyType({})) -> ItemText:
    """Read a question as it is written in a course.

    Args:
        written: The question.
        files: What it may show: path → bytes.

    Raises:
        ItemFaulty: It is not exactly one question, or it shows a file that is not there.
    """
    source = sources.kept_source(written)
    question, faults = read_item(source)
    if question is None or len(question.options) != len(question.item.options):
        raise ItemFaulty(faults or (_TWICE,))
    missing = [path for path in sources.picture_paths(source) if path not in files]
    if missing:
        raise ItemFaulty(tuple(_without_file(path) for path in missing))
    return ItemText(
        source,
        question.key,
        question.item.kind,
        question.prompt.plain.split("\n")[0][:LONGEST_PROMPT],
        _words(question),
        len(faults),
    )


def _without_file(path: str) -> Fault:
    mend = "絵のある問題は講座の中で作り、講座の「問題」のページから問題集に入れます。"
    return Fault(PATH, 1, f"「{path}」というファイルは、この問題にはありません", mend)


def _words(question: "Question") -> str:
    texts = [question.prompt.plain, *(text.plain for text in question.targets.values())]
    for option in question.options.values():
        texts += (option.text.plain, option.explanation.plain, option.detail.plain)
    return "\n".join(filter(None, texts)).casefold()
