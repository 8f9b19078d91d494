"""What one change of a draft consists of, and where a slice is found again after it. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.authoring.rules.slices import Span, Splice, carried, spliced


@dataclass(frozen=True, slots=True)
class Edited:
    """A slice of a file became another one."""

    path: str
    splice: Splice

    @property
    def reverse(self) -> "Edited":
        """The operation that takes this one back, at once after it."""
        return Edited(self.path, self.splice.reverse)


@dataclass(frozen=True, slots=True)
class Added:
    """A file came."""

    path: str
    data: bytes

    @property
    def reverse(self) -> "Removed":
        """The operation that takes this one back, at once after it."""
        return Removed(self.path, self.data)


@dataclass(frozen=True, slots=True)
class Removed:
    """A file went."""

    path: str
    data: bytes

    @property
    def reverse(self) -> "Added":
        """The operation that takes this one back, at once after it."""
        return Added(self.path, self.data)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file got another path."""

    path: str
    to: str

    @property
    def reverse(self) -> "Renamed":
        """The operation that takes this one back, at once after it."""
        return Renamed(self.to, self.path)


@dataclass(frozen=True, slots=True)
class Moved:
    """A slice was taken out of a file and put in elsewhere, there or in another file.

    Attributes:
        path: The file that it was in.
        start: Its first byte there.
        data: The slice.
        to: The file that it is in now.
        to_start: Its first byte there; in the same file, what stood behind it had moved up.
    """

    path: str
    start: int
    data: bytes
    to: str
    to_start: int

    @property
    def reverse(self) -> "Moved":
        """The operation that takes this one back, at once after it."""
        return Moved(self.to, self.to_start, self.data, self.path, self.start)

    @property
    def taking(self) -> Edited:
        """Its first half: the slice is taken out."""
        return Edited(self.path, Splice(self.start, self.data, b""))

    @property
    def putting(self) -> Edited:
        """Its second half: the slice is put in."""
        return Edited(self.to, Splice(self.to_start, b"", self.data))


Operation = Edited | Added | Removed | Renamed | Moved
Half = Edited | Added | Removed | Renamed


@dataclass(frozen=True, slots=True)
class Place:
    """A slice of one of the files."""

    path: str
    span: Span


def performed(files: Mapping[str, bytes], operations: Iterable[Operation]) -> dict[str, bytes]:
    """Return the files after some operations, in their order.

    Raises:
        ValueError: An operation was made of other files than these.
    """
    after = dict(files)
    for half in halves(operations):
        _perform(after, half)
    return after


def _perform(files: dict[str, bytes], half: Half) -> None:
    if isinstance(half, Added) == (half.path in files):
        raise ValueError(f"{half.path} is there, or is not")
    match half:
        case Added(path, data):
            files[path] = data
        case Edited(path, splice):
            files[path] = spliced(files[path], splice)
        case Removed(path, data) if files[path] == data:
            del files[path]
        case Renamed(path, to) if to not in files:
            files[to] = files.pop(path)
        case _:
            raise ValueError(f"{half.path} is another file, or its new path is taken")


def paths_of(operations: Iterable[Operation]) -> set[str]:
    """Return the paths that some operations name."""
    found = set()
    for operation in operations:
        found.add(operation.path)
        if isinstance(operation, Renamed | Moved):
            found.add(operation.to)
    return found


def earlier(files: Mapping[str, bytes], operations: Sequence[Operation]) -> dict[str, bytes]:
    """Return the files as they were before these operations, which end at ``files``."""
    return performed(files, [operation.reverse for operation in reversed(operations)])


def followed(place: Place, operations: Iterable[Operation]) -> Place | None:
    """Find a slice again after later operations; None while its file is gone.

    A change and what took it back at once count for nothing, so that what was undone is as if it
    had never been. A slice that was moved is found where it was put.
    """
    now, is_there = place, True
    for operation in settled(operations):
        if isinstance(operation, Added | Removed):
            if operation.path == now.path and is_there == isinstance(operation, Removed):
                is_there = not is_there
        elif is_there:  # else another file may have its path
            now = _after(now, operation)
    return now if is_there else None


def _after(place: Place, operation: Edited | Renamed | Moved) -> Place:
    match operation:
        case Renamed(was, to) if was == place.path:
            return Place(to, place.span)
        case Moved() if _goes_along(place, operation):
            by = operation.to_start - operation.start
            return Place(operation.to, Span(place.span.start + by, place.span.end + by))
    halves_here = [half for half in halves([operation]) if half.path == place.path]
    splices = [half.splice for half in halves_here if isinstance(half, Edited)]
    return Place(place.path, carried(place.span, splices))


def _goes_along(place: Place, moved: Moved) -> bool:
    taken, span = moved.taking.splice.old, place.span
    return moved.path == place.path and taken.start <= span.start < span.end <= taken.end


def file_then(
    files: Mapping[str, bytes], path: str, operations: Sequence[Operation]
) -> bytes | None:
    """Return a file as it was before some operations; None if there was no such file.

    Args:
        files: The files now; at least the one that it has become, if it is still there.
        path: Its path at that time.
        operations: All that was done since.
    """
    its: list[Half] = []
    now, is_there = path, True
    for half in halves(operations):
        if half.path != now or is_there == isinstance(half, Added):
            continue
        its.append(half)
        is_there = not isinstance(half, Removed)
        now = half.to if isinstance(half, Renamed) else now
    data = files.get(now) if is_there else b""
    for half in reversed(its):
        if data is not None:
            data = half.data if isinstance(half, Removed) else _unedited(data, half)
    return data


def settled(operations: Iterable[Operation]) -> list[Operation]:
    """Leave out what was taken back at once, and what took it back."""
    left: list[Operation] = []
    for operation in operations:
        if left and operation == left[-1].reverse:
            left.pop()
        else:
            left.append(operation)
    return left


def _unedited(data: bytes, half: Half) -> bytes:
    return spliced(data, half.splice.reverse) if isinstance(half, Edited) else data


def halves(operations: Iterable[Operation]) -> Iterator[Half]:
    """Yield the operations, a moving as the two that it consists of."""
    for operation in operations:
        if isinstance(operation, Moved):
            yield operation.taking
            yield operation.putting
        else:
            yield operation
