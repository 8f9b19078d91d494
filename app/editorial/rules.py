"""What a review allows next, what carries over between versions, what a release may tell. Pure."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.items.kinds import KINDS

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, LessonSource

_READING: Final = re.compile(r"\{([^|{}]*)\|[^{}]*\}|[*_`]|\[|\]\{[^}]*\}")
LONGEST_NAME: Final = 40
"""Characters by which a question is called in a list."""


@dataclass(frozen=True, slots=True)
class Part:
    """A lesson or a question of a course.

    Attributes:
        name: What a list calls it.
        digest: Of its bytes; of a lesson, of the whole file.
    """

    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What progress hangs on in a course, by key, in course order."""

    lessons: Mapping[str, Part]
    questions: Mapping[str, Part]


@dataclass(frozen=True, slots=True)
class Carried:
    """What becomes of the parts of a course from one version to another; their names.

    Attributes:
        kept: There, and the same to the byte.
        changed: There under the same key, and changed: what was done and answered still counts.
        gone: Not there: what was done and answered counts for nothing.
        new: Only in the later version: to be done.
    """

    kept: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing that was done is lost, and nothing more is to be done."""
        return not self.gone and not self.new


@dataclass(frozen=True, slots=True)
class CarryOver:
    """What a learner takes along from one version to another."""

    lessons: Carried
    questions: Carried


def contents(source: "CourseSource") -> Contents:
    """Return what progress hangs on in a course as it is written, whatever faults it has."""
    questions = {
        block.key: _question(lesson, block)
        for lesson in source.with_blocks
        for block in lesson.blocks
        if block.key is not None and block.kind in KINDS
    }
    lessons = {
        one.key: Part(one.title.plain or one.path, _digest(one.data)) for one in source.lessons
    }
    return Contents(lessons, questions)


def carry_over(old: Contents, new: Contents) -> CarryOver:
    """Say what a learner takes along from one version to another: whatever its key is still there.

    This is what ``learning`` does when it folds a run's statements under the later version.
    """
    return CarryOver(
        _carried(old.lessons, new.lessons),
        _carried(old.questions, new.questions),
    )


def _carried(old: Mapping[str, Part], new: Mapping[str, Part]) -> Carried:
    both = [key for key in new if key in old]
    return Carried(
        kept=tuple(new[key].name for key in both if new[key].digest == old[key].digest),
        changed=tuple(new[key].name for key in both if new[key].digest != old[key].digest),
        gone=tuple(part.name for key, part in old.items() if key not in new),
        new=tuple(part.name for key, part in new.items() if key not in old),
    )


def _question(lesson: "LessonSource", block: "Block") -> Part:
    asked = block.question.prompt.text if block.question else block.body.text
    line = next((one for one in asked.splitlines() if one.strip()), "") or block.key or ""
    name = _READING.sub(r"\1", line).strip()
    short = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
    return Part(short, _digest(lesson.data[block.start : block.end].rstrip()))


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Notes:
    """What a release tells; plain text in the language of the course."""

    for_learners: str = ""
    for_teachers: str = ""


_PAPERS: Final[Mapping[str, str]] = {
    "plan.md": "指導案",
    "family.md": "おうちの人へのプリント",
    "objectives.toml": "できるようになること",
    "completion.toml": "修了のきまり",
    "glossary.toml": "言葉の説明",
    "readings.toml": "読みかた",
}
"""Files whose change is worth a line to those who teach → what they hold."""


def proposed_notes(carried: CarryOver, changed_paths: Iterable[str], *, is_first: bool) -> Notes:
    """Propose what a release could tell, for its author to mend.

    Args:
        carried: From the version on offer to the draft.
        changed_paths: The files in which the two differ.
        is_first: Whether no version is on offer yet.
    """
    if is_first:
        return Notes("はじめての版です。")
    lessons, questions = carried.lessons, carried.questions
    told = [
        *(f"レッスン「{name}」がふえました。" for name in lessons.new),
        *(f"レッスン「{name}」がなくなりました。" for name in lessons.gone),
        *(f"「{name}」を直しました。" for name in lessons.changed),
    ]
    more = [
        *(f"問題がふえました：{name}" for name in questions.new),
        *(f"問題がなくなりました：{name}" for name in questions.gone),
        *(f"問題を直しました：{name}" for name in questions.changed),
        *(f"{_PAPERS[path]}を直しました。" for path in changed_paths if path in _PAPERS),
    ]
    return Notes("\n".join(told), "\n".join(more))
