"""Whether the minutes that a lesson promises are those that it takes. Pure.

The rule is printed beside what it says, so that an author can disagree with it: characters a
minute by who reads, seconds for each thing that is done.

Source: our own rule. Adults read 400 to 600 characters of Japanese a minute; what is read on a
screen to learn from is read more slowly, and children and older people more slowly still.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.catalog.checks.alternatives import pictures_of
from app.catalog.checks.finding import Finding, Job, Weight
from app.catalog.checks.lines import bare
from app.catalog.edition import Audience
from app.catalog.sources.translation.originals import UNSAID, passages
from app.items.kinds import KINDS
from app.items.simulations import Simulation

if TYPE_CHECKING:
    from app.catalog.sources.course import Block, CourseSource, LessonSource

SECONDS: Final = {
    "choice": 40,
    "likert": 20,
    "extended-text": 120,
    "audio": 60,
    "video": 60,
}
"""A question of a kind, apart from reading it; sound and film of a length that nobody told."""
A_QUESTION: Final = 60
PACES: Final = ((2, 180), (4, 250), (6, 350), (9, 450))
"""Up to which grade how many characters a minute are read."""
A_THING: Final = 15
"""One thing of a practice to decide on."""
A_SCENE: Final = 25
A_PICTURE: Final = 10
A_CHOSEN: Final = 0.5
"""The share of the explanations of a question that somebody sees."""
SMALL: Final = 4
"""Up to this grade everything that is done takes half as long again."""

TOLD: Final = 1.5
"""How many times longer or shorter a lesson may be than it promises; TWICE is too much."""
TWICE: Final = 2.0
AT_LEAST: Final = 2
"""Minutes of difference below which nobody minds."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long a lesson takes.

    Attributes:
        lesson: Its path, with its title beside.
        title: Without readings.
        stated: The minutes that the author promises.
        characters: What is read.
        tasks: What is done: questions, things of a practice, scenes.
        minutes: What comes out, at least 1.
    """

    lesson: str
    title: str
    stated: int
    characters: int
    tasks: int
    minutes: int

    @property
    def off(self) -> float:
        """By how many times it is longer or shorter; 1.0 where nobody would mind."""
        if not self.stated or abs(self.minutes - self.stated) < AT_LEAST:
            return 1.0
        return max(self.minutes / self.stated, self.stated / self.minutes)


def pace_of(source: "CourseSource") -> int:
    """Return how many characters a minute those read for whom a course is."""
    if source.audience == Audience.CHILD:
        grade = min(source.grades, default=SMALL)
        return next((pace for up_to, pace in PACES if grade <= up_to), PACES[-1][1])
    return 400 if source.audience == Audience.STAFF else 300


def estimates(source: "CourseSource") -> tuple[Estimate, ...]:
    """Return how long every lesson takes, in order."""
    pictures = Counter(one.line.path for one in pictures_of(source))
    return tuple(_estimate(source, lesson, pictures[lesson.path]) for lesson in source.lessons)


def minutes_findings(source: "CourseSource") -> Iterator[Finding]:
    """Find lessons that take much longer, or much less, than they promise."""
    for one in estimates(source):
        if one.off > TOLD:
            message = f"{one.stated}分とありますが、{one.minutes}分ほどかかりそうです"
            mend = (
                f"{one.characters}字を1分に{pace_of(source)}字で読み、すること{one.tasks}つと合わせた"
                "見積もりです。minutes を直すか、中身をへらすか、ふやします。"
            )
            weight = Weight.SHOULD if one.off > TWICE else Weight.KNOW
            yield Finding.of(weight, Job.MINUTES, (one.lesson, 2), (message, mend))


def _estimate(source: "CourseSource", lesson: "LessonSource", pictures: int) -> Estimate:
    skipped = {*UNSAID, "extra"}  # said again, or not asked for
    asked = [block for block in lesson.blocks if block.kind not in skipped]
    read = round(sum(map(_characters, asked)))
    slow = (
        1.5 if source.audience == Audience.CHILD and min(source.grades, default=9) <= SMALL else 1
    )
    done = [_done(block) for block in asked]
    seconds = slow * sum(count * each for count, each in done) + A_PICTURE * pictures
    minutes = max(1, round(read / pace_of(source) + seconds / 60))
    tasks = sum(count for count, _ in done)
    return Estimate(lesson.path, lesson.title.plain, lesson.minutes, read, tasks, minutes)


def _characters(block: "Block") -> float:
    """Return how much is read of a block: of the explanations, those of what was chosen."""
    return sum(
        len(bare(line)) * (A_CHOSEN if context.endswith(".why") else 1)
        for context, passage in passages(block)
        if ".hint" not in context
        for line in passage.text.split("\n")
    )


def _done(block: "Block") -> tuple[int, int]:
    """Return how many things a block asks to be done, and seconds for each."""
    if block.kind == "dilemma":
        return len(block.scenes), A_SCENE
    if block.kind == "drill":
        needed = (block.attribute("mastery") or "").rpartition("/")[2]
        return (int(needed) if needed.isdecimal() else 3), A_QUESTION
    kind = KINDS.get(block.kind)
    if kind is None or block.question is None:
        return int(block.kind in SECONDS), SECONDS.get(block.kind, 0)
    if isinstance(kind, Simulation):
        return len(block.question.options), A_THING
    return 1, SECONDS.get(block.kind, A_QUESTION)
