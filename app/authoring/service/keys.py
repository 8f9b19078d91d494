"""New keys: what hangs on a key is never mixed with anything else."""

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from app.authoring.blanks import QUESTION_STEM, STEMS
from app.catalog import queries as catalog

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource


def taken_keys(session: "Session", source: "CourseSource") -> set[str]:
    """Return every key that a new thing of a course cannot have."""
    of_blocks = {block.key for one in source.with_blocks for block in one.blocks if block.key}
    of_modules = {module.key for module in source.modules}
    of_files = of_modules | {one.key for one in source.with_blocks}
    return of_blocks | of_files | catalog.known_keys(session, source.slug)


def stem_of(kind: str, key: str = "") -> str:
    """Return what a new key of a kind begins with; of a copy, the key of the first one."""
    return re.sub(r"-\d+$", "", key) if key else STEMS.get(kind, QUESTION_STEM)


def new_key(taken: Collection[str], stem: str) -> str:
    """Return a key that nothing has."""
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"
