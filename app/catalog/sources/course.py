"""What a course folder says, frozen, with where everything stands."""

from dataclasses import dataclass
from datetime import date

from app.catalog.around import HandoutKind
from app.catalog.content import Text
from app.catalog.sources.faults import Fault
from app.catalog.sources.readings import ReadingsSource, TermSource
from app.catalog.sources.translation.po import PoFile


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of Markdown inside a block.

    Attributes:
        text: The Markdown, without indentation and quote marks; line for line as in the file.
        line: The line of the file on which it starts, from 1.
        start: Its first byte in the file.
        end: The byte after its last.
    """

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class OptionSource:
    """An option as written; ``correct`` is True for every step of an ordering.

    ``detail`` is what stands below its text, ``target`` the key of the place or gap under which
    it is written, ``area`` its place in a picture as in ``items.Option``.
    """

    key: str
    correct: bool
    text: Passage
    explanation: Passage | None
    start: int
    end: int
    detail: Passage | None = None
    target: str = ""
    area: tuple[int, int, int, int] | None = None


@dataclass(frozen=True, slots=True)
class TargetSource:
    """A place or gap as written."""

    key: str
    text: Passage


@dataclass(frozen=True, slots=True)
class QuestionSource:
    """The inside of a question block; of an ``easy`` one, only what it says anew."""

    prompt: Passage
    options: tuple[OptionSource, ...]
    closing: Passage | None
    targets: tuple[TargetSource, ...] = ()
    hints: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class WaySource:
    """A choice as written."""

    to: str
    text: Passage


@dataclass(frozen=True, slots=True)
class SceneSource:
    """A scene as written; ``follows`` are (member of ``dilemmas.CONCERNED``, what followed)."""

    key: str
    title: Passage
    prose: Passage
    follows: tuple[tuple[str, Passage], ...]
    ways: tuple[WaySource, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a lesson: the slice ``data[start:end]`` of its file.

    Attributes:
        kind: "text", "break", "callout", "easy", "dialogue", a question kind, or "unreadable"
            (reported as a fault, kept as bytes).
        start: Its first byte.
        end: The byte after its last; blank lines after a block belong to it.
        line: The line on which it starts, from 1.
        body: What stands inside, without the fences.
        key: Its key, if it has one.
        attributes: The other attributes, as written.
        question: What a question block asks; what an ``easy`` block after one says anew.
        scenes: Of a dilemma.
    """

    kind: str
    start: int
    end: int
    line: int
    body: Passage
    key: str | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    question: QuestionSource | None = None
    scenes: tuple[SceneSource, ...] = ()

    def attribute(self, name: str) -> str | None:
        """Return an attribute's value, or None."""
        return dict(self.attributes).get(name)


@dataclass(frozen=True, slots=True)
class LessonSource:
    """One lesson file. ``front`` and ``blocks``, joined, are its bytes.

    Attributes:
        path: Relative to the course folder.
        key: From the file's name.
        data: The bytes of the file.
        title: From the front matter, like ``minutes`` and ``objectives``.
        front: The slice of the front matter.
        blocks: The rest, in order.
        references: Link definitions: label → (address, title).
        lines: The line of each front matter value.
    """

    path: str
    key: str
    data: bytes
    title: Text
    minutes: int
    objectives: tuple[str, ...]
    front: Block
    blocks: tuple[Block, ...]
    references: tuple[tuple[str, str, str], ...] = ()
    objectives_line: int = 1


@dataclass(frozen=True, slots=True)
class ModuleSource:
    """One module folder."""

    path: str
    key: str
    title: Text
    lessons: tuple[LessonSource, ...]


@dataclass(frozen=True, slots=True)
class ReferenceSource:
    """A work the course draws on (``[[sources]]``)."""

    title: str
    publisher: str
    url: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class AuthorSource:
    """The organization that made the course (``[author]``); ``kind`` as in ``AUTHORS``."""

    name: Text
    kind: str


@dataclass(frozen=True, slots=True)
class HandoutSource:
    """A paper for those who teach: ``plan.md`` or ``family.md``."""

    path: str
    kind: HandoutKind
    text: str


@dataclass(frozen=True, slots=True)
class AlignmentSource:
    """What an objective shows, in the words of a framework."""

    item: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class ObjectiveSource:
    """One can-do statement."""

    key: str
    can_do: Text
    alignments: tuple[AlignmentSource, ...]
    line: int


@dataclass(frozen=True, slots=True)
class CredentialSource:
    """What completing the course earns."""

    key: str
    name: Text
    description: Text
    criteria: Text


@dataclass(frozen=True, slots=True)
class CompletionSource:
    """When the course is complete. ``lessons`` is None for all of them.

    ``drills`` is None for those of these lessons.
    """

    lessons: tuple[str, ...] | None
    passing_score: float
    credential: CredentialSource
    lessons_line: int
    drills: tuple[str, ...] | None = None
    drills_line: int = 1


@dataclass(frozen=True, slots=True)
class TranslationSource:
    """One file of ``locale/``.

    Attributes:
        path: Relative to the course folder.
        language: The language tag, from the folder's name.
        lesson: The key of the lesson or bank; None for the texts of the course itself.
        file: What it says.
    """

    path: str
    language: str
    lesson: str | None
    file: PoFile


@dataclass(frozen=True, slots=True)
class CourseSource:
    """A course folder, read. Files and, later, an editor's drafts become the same thing.

    Attributes:
        slug: The folder's name.
        files: Every file, sorted by path, as bytes: what ``export`` writes.
        faults: What was found wrong while reading; ``check`` finds the rest.
        banks: The files of ``bank/``: of the form of a lesson, without title and front matter.
    """

    slug: str
    files: tuple[tuple[str, bytes], ...]
    title: Text
    summary: Text
    audience: str
    grades: tuple[int, ...]
    field: str
    language: str
    license: str
    reviewed_on: date | None
    review_by: date | None
    credits: tuple[str, ...]
    sources: tuple[ReferenceSource, ...]
    objectives: tuple[ObjectiveSource, ...]
    completion: CompletionSource
    modules: tuple[ModuleSource, ...]
    readings: ReadingsSource
    glossary: tuple[TermSource, ...]
    translations: tuple[TranslationSource, ...]
    faults: tuple[Fault, ...]
    author: AuthorSource | None = None
    handouts: tuple[HandoutSource, ...] = ()
    banks: tuple[LessonSource, ...] = ()

    @property
    def lessons(self) -> tuple[LessonSource, ...]:
        """Every lesson, in order."""
        return tuple(lesson for module in self.modules for lesson in module.lessons)

    @property
    def with_blocks(self) -> tuple[LessonSource, ...]:
        """Every file that consists of blocks: the lessons, and after them the banks."""
        return (*self.lessons, *self.banks)
