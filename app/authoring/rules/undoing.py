"""Taking a change back, and going back to how the files were. Pure."""

import difflib
from collections.abc import Iterator, Mapping, Sequence

from app.authoring.rules.operations import (
    Added,
    Edited,
    Moved,
    Operation,
    Place,
    Removed,
    Renamed,
    followed,
    halves,
    performed,
    settled,
)
from app.authoring.rules.slices import Span, Splice, text_of


def taken_back(
    files: Mapping[str, bytes], change: Sequence[Operation], since: Sequence[Operation]
) -> tuple[Operation, ...] | None:
    """Return what takes a change back; what was done elsewhere since stays.

    Args:
        files: The files now; at least all that the change and those since touched.
        change: The operations of the change.
        since: Those of all the changes after it.

    Returns:
        The operations of one more change; None when what the change left behind does not stand
        any more.
    """
    back: list[Operation] = []
    now = dict(files)
    for n in range(len(change) - 1, -1, -1):
        operation = _back(now, change[n], settled([*change[n + 1 :], *since, *back]))
        if operation is None:
            return None
        now = performed(now, [operation])
        back.append(operation)
    return tuple(back)


def difference(files: Mapping[str, bytes], wanted: Mapping[str, bytes]) -> tuple[Operation, ...]:
    """Return what makes other files of these, line by line where a file is in both."""
    gone = {path: files[path] for path in files if path not in wanted}
    come = {path: wanted[path] for path in wanted if path not in files}
    found: list[Operation] = []
    for path, data in sorted(gone.items()):
        to = next((one for one in sorted(come) if come[one] == data), None)
        if to is None:
            found.append(Removed(path, data))
        else:
            found.append(Renamed(path, to))
            del come[to]
    found += (Added(path, data) for path, data in sorted(come.items()))
    for path in sorted(files.keys() & wanted.keys()):
        found += (Edited(path, splice) for splice in _splices(files[path], wanted[path]))
    return tuple(found)


def _back(
    files: Mapping[str, bytes], operation: Operation, since: Sequence[Operation]
) -> Operation | None:
    match operation:
        case Edited(path, splice):
            place = _standing(Place(path, splice.new), splice, since)
            if place is None or place.span.of(files.get(place.path, b"")) != splice.after:
                return None
            return Edited(place.path, Splice(place.span.start, splice.after, splice.before))
        case Added(path, data):
            at = followed(Place(path, Span(0, len(data))), since)
            return Removed(at.path, data) if at and files.get(at.path) == data else None
        case Removed(path, data):
            return None if path in files else Added(path, data)
        case Renamed(path, to):
            at = followed(Place(to, Span(0, 0)), since)
            is_free = at is not None and path not in files
            return Renamed(at.path, path) if at and is_free else None
        case Moved():
            return _moved_back(files, operation, since)


def _standing(place: Place, splice: Splice, since: Sequence[Operation]) -> Place | None:
    """Find what a splice left; what it emptied is a point, where it may not have come back."""
    if splice.after:
        return followed(place, since)
    return _point(place, splice.before, since)


def _point(place: Place, data: bytes, since: Sequence[Operation]) -> Place | None:
    """Find a point between two bytes again; None once ``data`` itself stands there again."""
    found: Place | None = place
    for half in halves(since):
        if found is None or found.span.start != found.span.end:
            return None
        if isinstance(half, Edited) and Place(half.path, half.splice.old) == found:
            found = None if half.splice.after == data else found
        else:
            found = followed(found, [half])
    return found if found is not None and found.span.start == found.span.end else None


def _moved_back(
    files: Mapping[str, bytes], moved: Moved, since: Sequence[Operation]
) -> Moved | None:
    size = len(moved.data)
    stands = followed(Place(moved.to, Span(moved.to_start, moved.to_start + size)), since)
    left = Place(moved.path, Span(moved.start, moved.start))
    target = _point(left, moved.data, [moved.putting, *since])
    if stands is None or target is None or target.path not in files:
        return None
    if stands.span.of(files.get(stands.path, b"")) != moved.data:
        return None
    start, end = stands.span.start, stands.span.end
    at = target.span.start
    if target.path == stands.path and at >= end:
        at -= size
    elif target.path == stands.path and at > start:
        return None
    return Moved(stands.path, start, moved.data, target.path, at)


def _splices(before: bytes, after: bytes) -> Iterator[Splice]:
    """Yield the changes of whole lines, each as it stands after those before it."""
    if before == after:
        return
    if text_of(before) is None or text_of(after) is None:
        yield Splice(0, before, after)
        return
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    at = 0
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        was, becomes = b"".join(old[i1:i2]), b"".join(new[j1:j2])
        if tag != "equal":
            yield Splice(at, was, becomes)
        at += len(becomes)
