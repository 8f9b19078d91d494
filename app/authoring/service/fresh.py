"""What a new block says before its author says anything: a blank that fits its course."""

from typing import TYPE_CHECKING

from app.authoring.blanks import ASSETS, BLANKS
from app.authoring.service.keys import new_key, stem_of, taken_keys

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource, LessonSource


def blank(session: "Session", source: "CourseSource", kind: str, path: str) -> str:
    """Return the source of a new block of a kind for a file of a course.

    Raises:
        KeyError: There is no such kind.
    """
    text = BLANKS[kind]
    lesson = next((one for one in source.with_blocks if one.path == path), None)
    assets = [one for one, _data in source.files if one.startswith("assets/")]
    said = {
        name: next((one for one in assets if one.endswith(ends)), f"assets/{name}.{ends[0]}")
        for name, ends in ASSETS.items()
    }
    said["bank"] = source.banks[0].key if source.banks else "mondaishu"
    said["objective"] = objective_of(lesson)
    said["key"] = ""
    if "{key}" in text:
        said["key"] = new_key(taken_keys(session, source), stem_of(kind))
    for name, value in said.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def objective_of(lesson: "LessonSource | None") -> str:
    """Say which objective a question checks, where a lesson leaves no choice."""
    if lesson is None or len(lesson.objectives) != 1:
        return ""
    return f" objective={lesson.objectives[0]}"
