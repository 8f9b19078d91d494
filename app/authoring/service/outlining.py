"""Add, name, move and delete lessons and modules. Each is one job in its transaction.

A lesson or module is meant by its path; whoever still has an older one means the same by the key
in it. Their order is the number in the name; two that change places exchange their numbers.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from app.authoring import queries, rules
from app.authoring.blanks import LESSON, MODULE, STEMS
from app.authoring.errors import NoSuchSlice
from app.authoring.models import ChangeKind, Draft
from app.authoring.service.changing import make_change, open_draft
from app.authoring.service.keys import new_key, stem_of, taken_keys
from app.authoring.service.leaving import lessons_gone

T = TypeVar("T")

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.catalog.sources.course import CourseSource, LessonSource, ModuleSource


def add_lesson(
    session: "Session",
    draft_id: uuid.UUID,
    module: str,
    title: str,
    *,
    by: uuid.UUID,
    now: datetime,
) -> str:
    """Add a lesson to the end of a module, and return its path.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such module.
    """
    draft, source = _opened(session, draft_id)
    folder = module_at(source, module).path
    key = new_key(taken_keys(session, source), STEMS["lesson"])
    path = f"{folder}/{rules.next_name(_names_in(source, folder), f'{key}.md')}"
    added = rules.Added(path, _titled(LESSON, title or "［書く：レッスンの題］"))
    make_change(session, draft, [added], kind=ChangeKind.ADD, by=by, now=now)
    return path


def add_module(
    session: "Session", draft_id: uuid.UUID, title: str, *, by: uuid.UUID, now: datetime
) -> str:
    """Add a module with one lesson, since none may be empty, and return the lesson's path.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
    """
    draft, source = _opened(session, draft_id)
    taken = taken_keys(session, source)
    key, of_lesson = new_key(taken, STEMS["module"]), new_key(taken, STEMS["lesson"])
    folder = rules.next_name((module.path for module in source.modules), key)
    path = f"{folder}/{rules.next_name((), f'{of_lesson}.md')}"
    added = [
        rules.Added(f"{folder}/module.toml", _titled(MODULE, title or "［書く：章の題］")),
        rules.Added(path, _titled(LESSON, "［書く：レッスンの題］")),
    ]
    make_change(session, draft, added, kind=ChangeKind.ADD, by=by, now=now)
    return path


def name_file(
    session: "Session", draft_id: uuid.UUID, path: str, title: str, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Give a lesson, or the module of a ``module.toml``, another title; the key stays.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such file, or no title on a line of its own in it.
    """
    draft = open_draft(session, draft_id)
    data = queries.data_of(session, draft_id, [path]).get(path, b"")
    try:
        text = rules.retitled(data.decode(), title) if title.strip() else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise NoSuchSlice(path)
    edited = rules.difference({path: data}, {path: text.encode()})
    return make_change(session, draft, edited, kind=ChangeKind.RENAME, by=by, now=now)


def duplicate_lesson(
    session: "Session", draft_id: uuid.UUID, path: str, *, by: uuid.UUID, now: datetime
) -> str:
    """Add a copy of a lesson to the end of its module; everything in it gets a new key.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson, or it is no text.
    """
    draft, source = _opened(session, draft_id)
    lesson = lesson_at(source, path)
    folder, taken = lesson.path.partition("/")[0], taken_keys(session, source)
    keys: dict[str, str] = {}
    for block in lesson.blocks:
        if block.key:
            keys[block.key] = new_key({*taken, *keys.values()}, stem_of(block.kind, block.key))
    try:
        text = rules.rekeyed(lesson.data.decode(), keys)
    except UnicodeDecodeError as error:
        raise NoSuchSlice(path) from error
    key = new_key({*taken, *keys.values()}, stem_of("lesson", lesson.key))
    to = f"{folder}/{rules.next_name(_names_in(source, folder), f'{key}.md')}"
    added = [rules.Added(to, text.encode())]
    make_change(session, draft, added, kind=ChangeKind.DUPLICATE, by=by, now=now)
    return to


def move_lesson(
    session: "Session", draft_id: uuid.UUID, path: str, *, down: bool, by: uuid.UUID, now: datetime
) -> Draft:
    """Exchange a lesson with the one above or below; at an edge of its module it stays.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson.
    """
    draft, source = _opened(session, draft_id)
    lesson = lesson_at(source, path)
    module = next(one for one in source.modules if lesson in one.lessons)
    other = _neighbor(module.lessons, module.lessons.index(lesson), down=down)
    if other is None:
        return draft
    names = rules.swapped(_name(lesson.path), _name(other.path))
    renamed = [
        rules.Renamed(one.path, f"{module.path}/{name}")
        for one, name in zip((lesson, other), names, strict=True)
        if _name(one.path) != name
    ]
    return make_change(session, draft, renamed, kind=ChangeKind.MOVE, by=by, now=now)


def move_lesson_to(
    session: "Session",
    draft_id: uuid.UUID,
    path: str,
    module: str,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Move a lesson to the end of another module, with its key.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson or module, or it is in that module.
    """
    draft, source = _opened(session, draft_id)
    lesson, to = lesson_at(source, path), module_at(source, module)
    if lesson in to.lessons:
        raise NoSuchSlice(module)
    name = rules.next_name(_names_in(source, to.path), rules.rest_of(_name(lesson.path)))
    renamed = [rules.Renamed(lesson.path, f"{to.path}/{name}")]
    return make_change(session, draft, renamed, kind=ChangeKind.MOVE, by=by, now=now)


def move_module(
    session: "Session", draft_id: uuid.UUID, path: str, *, down: bool, by: uuid.UUID, now: datetime
) -> Draft:
    """Exchange a module with the one above or below; at an edge of the course it stays.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such module.
    """
    draft, source = _opened(session, draft_id)
    module = module_at(source, path)
    other = _neighbor(source.modules, source.modules.index(module), down=down)
    if other is None:
        return draft
    names = rules.swapped(module.path, other.path)
    paths = [one for one, _data in source.files]
    renamed = [
        one
        for folder, name in zip((module.path, other.path), names, strict=True)
        for one in rules.folder_renamed(paths, folder, name)
    ]
    return make_change(session, draft, renamed, kind=ChangeKind.MOVE, by=by, now=now)


def place_lesson(
    session: "Session",
    draft_id: uuid.UUID,
    path: str,
    module: str,
    before: str,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Put a lesson before another one of a module, or at its end, with its key.

    Args:
        session: The open transaction.
        draft_id: The draft.
        path: The lesson.
        module: Where it comes to stand; it may stand there already.
        before: The lesson that it comes before; "" for the end.
        by: Who does it.
        now: The present instant.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson or module.
    """
    draft, source = _opened(session, draft_id)
    lesson, to = lesson_at(source, path), module_at(source, module)
    others = [one.path for one in to.lessons if one.path != lesson.path]
    at = _place_of(others, lesson_at(source, before).path) if before else len(others)
    names = rules.placed([_name(one) for one in others], _name(lesson.path), at)
    renamed = [
        rules.Renamed(one, f"{to.path}/{name}")
        for one, name in zip((*others, lesson.path), names, strict=True)
        if one != f"{to.path}/{name}"
    ]
    return make_change(session, draft, renamed, kind=ChangeKind.MOVE, by=by, now=now)


def place_module(
    session: "Session",
    draft_id: uuid.UUID,
    path: str,
    before: str,
    *,
    by: uuid.UUID,
    now: datetime,
) -> Draft:
    """Put a module before another one, or at the end of the course for ``before`` "".

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such module.
    """
    draft, source = _opened(session, draft_id)
    module = module_at(source, path)
    others = [one.path for one in source.modules if one is not module]
    at = _place_of(others, module_at(source, before).path) if before else len(others)
    paths = [one for one, _data in source.files]
    names = rules.placed(others, module.path, at)
    renamed = [
        one
        for folder, name in zip((*others, module.path), names, strict=True)
        for one in rules.folder_renamed(paths, folder, name)
    ]
    return make_change(session, draft, renamed, kind=ChangeKind.MOVE, by=by, now=now)


def delete_lesson(
    session: "Session", draft_id: uuid.UUID, path: str, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Remove a lesson, and with it what names it elsewhere; an undo brings all of it back.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such lesson.
    """
    draft, source = _opened(session, draft_id)
    lesson = lesson_at(source, path)
    removed = [rules.Removed(lesson.path, lesson.data), *lessons_gone(source, [lesson])]
    return make_change(session, draft, removed, kind=ChangeKind.DELETE, by=by, now=now)


def delete_module(
    session: "Session", draft_id: uuid.UUID, path: str, *, by: uuid.UUID, now: datetime
) -> Draft:
    """Remove a module with all in its folder, and what names its lessons; an undo brings it back.

    Raises:
        DraftClosed: The draft was published.
        NoResultFound: There is no such draft.
        NoSuchSlice: There is no such module.
    """
    draft, source = _opened(session, draft_id)
    module = module_at(source, path)
    removed: list[rules.Operation] = [
        rules.Removed(one, data) for one, data in source.files if one.startswith(f"{module.path}/")
    ]
    removed += lessons_gone(source, module.lessons)
    return make_change(session, draft, removed, kind=ChangeKind.DELETE, by=by, now=now)


def lesson_at(source: "CourseSource", path: str) -> "LessonSource":
    """Return the lesson of a path, or the one that has its key now.

    Raises:
        NoSuchSlice: There is none.
    """
    key = rules.rest_of(_name(path)).removesuffix(".md")
    by_path = (one for one in source.lessons if one.path == path)
    by_key = (one for one in source.lessons if one.key == key)
    found = next(by_path, None) or next(by_key, None)
    if found is None:
        raise NoSuchSlice(path)
    return found


def module_at(source: "CourseSource", path: str) -> "ModuleSource":
    """Return the module of a folder, or the one that has its key now.

    Raises:
        NoSuchSlice: There is none.
    """
    by_path = (one for one in source.modules if one.path == path)
    by_key = (one for one in source.modules if one.key == rules.rest_of(path))
    found = next(by_path, None) or next(by_key, None)
    if found is None:
        raise NoSuchSlice(path)
    return found


def _opened(session: "Session", draft_id: uuid.UUID) -> "tuple[Draft, CourseSource]":
    draft = open_draft(session, draft_id)
    return draft, queries.source_of(session, draft)


def _titled(text: str, title: str) -> bytes:
    return (rules.retitled(text.replace("{title}", ""), title) or text).encode()


def _neighbor(among: Sequence[T], at: int, *, down: bool) -> T | None:
    to = at + (1 if down else -1)
    return among[to] if 0 <= to < len(among) else None


def _place_of(others: Sequence[str], one: str) -> int:
    """Return how many come before one of them.

    Raises:
        NoSuchSlice: It is not among them.
    """
    if one not in others:
        raise NoSuchSlice(one)
    return others.index(one)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _names_in(source: "CourseSource", folder: str) -> list[str]:
    inside = (path.removeprefix(f"{folder}/") for path, _data in source.files)
    return [name for name in inside if "/" not in name]
