"""What is done with courses: read with their readings, checked, published, read anew."""

from app.catalog.service.guarding import Guard, Loss, Unseen
from app.catalog.service.offering import bring_back, keep_note, retire_course
from app.catalog.service.publishing import Publication, publish_course
from app.catalog.service.reading import (
    ReadCourse,
    check_course,
    label_of,
    levels_of,
    read_course,
    standing,
    words_of,
    words_on_hand,
)
from app.catalog.service.reviewing import accept_readings, changes_of, is_compared, keep_review
from app.catalog.service.strictness import findings_in, held_back_by, strict_faults

__all__ = [
    "Guard",
    "Loss",
    "Publication",
    "ReadCourse",
    "Unseen",
    "accept_readings",
    "bring_back",
    "changes_of",
    "check_course",
    "findings_in",
    "held_back_by",
    "is_compared",
    "keep_note",
    "keep_review",
    "label_of",
    "levels_of",
    "publish_course",
    "read_course",
    "retire_course",
    "standing",
    "strict_faults",
    "words_of",
    "words_on_hand",
]
