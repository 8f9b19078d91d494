"""What a folder is asked before it is published over what was made elsewhere.

The catalog knows no drafts: whoever does, above it, is the ``Guard`` that commands ask.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that is published and that a folder does not have.

    Attributes:
        path: The file.
        published: What stands there in the published version; "" for nothing, or for no text.
        folder: What stands there in the folder.
    """

    path: str
    published: str
    folder: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """What whoever wrote a folder has not seen.

    Attributes:
        number: Of the version that is published now.
        losses: What of it would be lost.
        has_draft: Whether somebody is writing a draft of the course.
    """

    number: int = 0
    losses: tuple[Loss, ...] = ()
    has_draft: bool = False


Guard = Callable[["Session", "CourseSource"], Unseen]
"""(a session for reading, the course of a folder) → what would be lost if it was published."""
