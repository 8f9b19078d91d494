"""A whole lesson on one page, for paper: every screen, every question, and no answer."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.catalog import queries as catalog
from app.catalog.content import render
from app.catalog.errors import NotInCatalog
from app.items.kinds import kind_of
from app.learning.queries.runs import own_run_of_course

if TYPE_CHECKING:
    import uuid

    from markupsafe import Markup
    from sqlalchemy.orm import Session

    from app.catalog.content import View
    from app.catalog.dilemmas import Dilemma
    from app.catalog.edition import Course, LessonHead
    from app.catalog.lessons import LessonContent
    from app.catalog.queries import BlockHtml
    from app.catalog.questions import Question


@dataclass(frozen=True, slots=True)
class PrintedQuestion:
    """A question on paper.

    Attributes:
        number: Of the lesson, from 1.
        kind: As in ``items.kinds``: paper offers a box, a circle, a line or a place for a number.
        prompt: The question.
        options: What is offered, in an order that tells nothing; empty for what is written.
        slots: (what is decided on, what stands below it, what it may be), of kinds that ask for
            pairs; of a practice the last are verdicts by their keys.
        picture: The picture of a hotspot.
        language: In which its texts are.
    """

    number: int
    kind: str
    prompt: "Markup"
    options: "tuple[Markup, ...]"
    slots: "tuple[tuple[Markup, Markup | None, tuple[Markup | str, ...]], ...]"
    picture: "Markup | None"
    language: str


@dataclass(frozen=True, slots=True)
class PrintedStory:
    """How a dilemma begins; what follows is told on the screen alone, for whoever chooses."""

    title: "Markup"
    html: "Markup"
    ways: "tuple[Markup, ...]"
    language: str


@dataclass(frozen=True, slots=True)
class PrintedStep:
    """A screen on paper: what it asks, or all that its drill may ask."""

    blocks: "tuple[BlockHtml, ...]"
    questions: tuple[PrintedQuestion, ...]
    story: PrintedStory | None


@dataclass(frozen=True, slots=True)
class PrintedLesson:
    """A lesson on paper; of the version that its reader learns, else of the current one."""

    course: "Course"
    version_id: "uuid.UUID"
    version_number: int
    head: "LessonHead"
    steps: tuple[PrintedStep, ...]


def printed_lesson(
    session: "Session",
    slug: str,
    lesson_key: str,
    view: "View",
    *,
    learner_id: "uuid.UUID | None",
) -> PrintedLesson:
    """Return a lesson for paper.

    Raises:
        NotInCatalog: There is no such course, or it has no such lesson.
    """
    own = None if learner_id is None else own_run_of_course(session, slug, learner_id=learner_id)
    version = (
        catalog.course_by_slug(session, slug).version
        if own is None
        else catalog.version(session, own.registration.course_version_id)
    )
    head = version.outline.lesson_head(lesson_key)
    if head is None:
        raise NotInCatalog(lesson_key)
    content = catalog.lesson(session, version.id, lesson_key)
    every = (asked for screen in content.steps for asked in screen.questions)
    numbers = {asked.key: number for number, asked in enumerate(every, start=1)}
    return PrintedLesson(
        course=version.outline,
        version_id=version.id,
        version_number=version.number,
        head=head,
        steps=tuple(
            PrintedStep(
                catalog.step_blocks(content, step, view),
                tuple(
                    _question(content.asking(step, asked), step, asked, numbers, view)
                    for asked in screen.questions
                ),
                None if screen.dilemma is None else _story(screen.dilemma, view),
            )
            for step, screen in enumerate(content.steps)
        ),
    )


def _question(
    content: "LessonContent",
    step: int,
    asked: "Question",
    numbers: dict[str, int],
    view: "View",
) -> PrintedQuestion:
    texts = catalog.question_html(content, step, view)
    kind = kind_of(asked.item)
    is_listed = kind.base_type == "identifier"
    offered = kind.offered(asked.item, f"paper/{asked.key}")
    names = {**texts.options, **texts.targets}
    slots = dict(kind.slots(asked.item))
    order = offered if slots.keys() == set(offered) else slots  # as written they tell
    return PrintedQuestion(
        number=numbers[asked.key],
        kind=kind.name,
        prompt=texts.prompt,
        options=tuple(texts.options[key] for key in offered) if is_listed else (),
        slots=tuple(
            (names[key], texts.details.get(key), tuple(names.get(one, one) for one in slots[key]))
            for key in (order if slots else ())
        ),
        picture=texts.picture,
        language=texts.language,
    )


def _story(dilemma: "Dilemma", view: "View") -> PrintedStory:
    first = dilemma.for_view(view)[0]
    return PrintedStory(
        title=render(first.title, view),
        html=render(first.prose, view),
        ways=tuple(render(way.text, view) for way in first.ways),
        language=dilemma.language(view),
    )
