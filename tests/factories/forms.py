"""Forms of blocks as a browser sends them, and the blocks of our courses to make them of."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from app.authoring import forms, rules
from app.catalog.sources.files import read_folder
from tests.factories.subete import FOLDER

if TYPE_CHECKING:
    from app.authoring.forms.form import Control, Group

COURSES = Path(__file__).resolve().parent.parent.parent / "courses"


class Written(NamedTuple):
    """A block of a course: ``text`` is what stands in its file ``path`` from ``line``."""

    path: str
    line: int
    kind: str
    text: str


@cache
def around() -> forms.Around:
    """Return what is chosen from in the sample course of all kinds."""
    return forms.Around.of(read_folder(FOLDER))


@cache
def written_blocks() -> tuple[Written, ...]:
    """Return every block of the courses, and of the sample course."""
    folders = [*sorted(one.parent for one in COURSES.glob("*/course.toml")), FOLDER]
    return tuple(one for folder in folders for one in _blocks(folder))


def _blocks(folder: Path) -> Iterator[Written]:
    for lesson in read_folder(folder).with_blocks:
        for block in (lesson.front, *lesson.blocks):
            text = rules.text_of(lesson.data[block.start : block.end])
            if text:
                yield Written(f"{folder.name}/{lesson.path}", block.line, block.kind, text)


def sent(form: forms.Form) -> dict[str, str]:
    """Return what a browser sends of a form in which nothing was touched."""
    columns = {f"columns.{n}.from": origin for n, origin in enumerate(form.columns)}
    return {**columns, **dict(_sent(form.controls, form.groups))}


def _sent(
    controls: "tuple[Control, ...]", groups: "tuple[Group, ...]"
) -> Iterator[tuple[str, str]]:
    for control in controls:
        if control.control == "objectives":
            yield from (
                (f"{control.name}.{key}", "1") for key, _, is_so in control.choices if is_so
            )
        elif control.control in {"radio", "mark", "tick"}:
            if control.value:
                value = control.mark if control.control == "radio" else control.value
                yield control.name, value
        else:
            yield control.name, control.value.replace("\n", "\r\n")
    for group in groups:
        for row in group.shown:
            yield f"{row.name}.from", row.origin
            if group.rows.stem:
                yield f"{row.name}.key", row.key
            yield from _sent(row.controls, row.groups)


def saved(kind: str, text: str, changed: Mapping[str, str]) -> str:
    """Return the text of a block after some fields of its form were typed anew."""
    form = forms.form_of(kind, text, around())
    if form is None:
        raise LookupError(text)
    return forms.text_of(form.name, text, {**sent(form), **changed})
