"""A question as every list of questions has it: plain text, whatever program wrote it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Answer:
    """What may be answered: an option, a foreseen text or number, a thing to put somewhere.

    Attributes:
        text: Plain text, one line.
        correct: Whether it belongs to the right answer.
        why: Why it is right or not; may have several lines, or be empty.
        place: The name of the place or gap it belongs to; "" where the kind has none.
    """

    text: str
    correct: bool = True
    why: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    Attributes:
        kind: A key of ``items.kinds.KINDS``.
        prompt: Plain text; an empty line parts its paragraphs.
        answers: In the order written; for an ordering that is the right order.
        closing: The closing remark; may be empty.
        hints: In the order in which they are given.
        places: The names of the places or gaps, those without a thing too.
        name: What its author called it; not shown to learners, may be empty.
        grades: For which school years, where the list says so.
        items: Framework items, where the list says so.
    """

    kind: str
    prompt: str
    answers: tuple[Answer, ...] = ()
    closing: str = ""
    hints: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    name: str = field(default="", compare=False)
    grades: tuple[int, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A question of a list, read: the row it starts on, and what could not be kept of it.

    ``notes`` are Japanese sentences for the author; the question is whole without what they name.
    """

    row: int
    asked: Asked
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read, and why, in Japanese; ``text`` is how it begins."""

    row: int
    reason: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole list, read: every row of it is either a question or in ``unread``."""

    entries: tuple[Entry, ...] = ()
    unread: tuple[Unread, ...] = ()
