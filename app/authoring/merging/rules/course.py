"""A course that two sides changed, put together file by file and unit by unit. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

from app.authoring.merging.rules.cutting import Unit, cut
from app.authoring.merging.rules.disputes import (
    Agreed,
    Conflict,
    ConflictKind,
    Dispute,
    Part,
    Side,
    Units,
)
from app.authoring.merging.rules.identity import File, Place, Shape, path_of, shapes
from app.authoring.merging.rules.texts import Became, became, one_of, put_together

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Two:
    """What each side says of where something is; they differ only where it is to be chosen."""

    theirs: Place
    ours: Place
    conflict: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """One file as it may become.

    Attributes:
        file: Which one.
        place: Where.
        was: Where the draft has it; "" for nowhere.
        parts: What it says.
        disputes: The name of the conflict of each part; "" for none.
        removed: The name of the conflict on whether it is there; "" for none.
        is_theirs: Whether it is there if theirs is chosen for that; otherwise if ours is.
        is_new_here: Whether the published version does not have it, or not at this place.
    """

    file: File
    place: Two
    was: str
    parts: tuple[Part, ...]
    disputes: tuple[str, ...] = ()
    removed: str = ""
    is_theirs: bool = False
    is_new_here: bool = False


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a course, and what has to be chosen first.

    Attributes:
        files: The files that there may be.
        folders: Key of a module → the folder there, the folder here, the name of the conflict.
        conflicts: What has to be chosen, by file and place.
        spare: Key of a module → a ``module.toml`` for it, should only lessons be left of it.
    """

    files: tuple[Together, ...]
    folders: Mapping[str, tuple[str, str, str]]
    conflicts: tuple[Conflict, ...]
    spare: Mapping[str, bytes]


def merged(
    base: Mapping[str, bytes], theirs: Mapping[str, bytes], ours: Mapping[str, bytes]
) -> Merged:
    """Put two courses together that became of the same one.

    Args:
        base: Path → bytes of what both began with; nothing where they began apart.
        theirs: The published version.
        ours: The draft.
    """
    was, there, here = shapes(base, theirs, ours)
    return _Merging(was, there, here).done()


@dataclass(frozen=True, slots=True)
class _Move:
    """A block that a side took out of one file and put into another, or elsewhere in it."""

    unit: Unit
    """As it is where it went to."""

    to: tuple[File, int]
    left: tuple[File, int]


_Texts = dict[File, Became]


@dataclass(slots=True)
class _Merging:
    base: Shape
    theirs: Shape
    ours: Shape
    conflicts: list[Conflict] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    texts_there: _Texts = field(default_factory=dict)
    texts_here: _Texts = field(default_factory=dict)
    moved_there: dict[str, _Move] = field(default_factory=dict)
    moved_here: dict[str, _Move] = field(default_factory=dict)

    def done(self) -> Merged:
        every = sorted({*self.base.files, *self.theirs.files, *self.ours.files})
        for file in every:
            if self._is_as_it_was(file):
                continue
            units = self._units(self.base, file)
            self.texts_there[file] = became(units, self._units(self.theirs, file))
            self.texts_here[file] = became(units, self._units(self.ours, file))
        self.moved_there = _moves(self.texts_there)
        self.moved_here = _moves(self.texts_here)
        keys = sorted({*self.base.folders, *self.theirs.folders, *self.ours.folders})
        folders = {key: self._folder(key) for key in keys}
        files = tuple(one for file in every if (one := self._file(file)))
        spare = {
            file.module: data
            for shape in (self.base, self.theirs, self.ours)
            for file, data in shape.files.items()
            if file.module and not self._has_bare(file)
        }
        return Merged(files, folders, tuple(self.conflicts), spare)

    def _is_as_it_was(self, file: File) -> bool:
        """Whether neither side changed a file, so that nobody has to read it."""
        was, there, here = (x.files.get(file) for x in (self.base, self.theirs, self.ours))
        return was is not None and was == there == here

    def _has_bare(self, module: File) -> bool:
        """Whether a side has lessons in a module without its ``module.toml``, as a fault."""
        return any(
            module.module in shape.folders and module not in shape.files
            for shape in (self.theirs, self.ours)
        )

    def _units(self, shape: Shape, file: File) -> Units:
        return cut(shape.path_of(file), shape.files[file]) if file in shape.files else ()

    def _folder(self, key: str) -> tuple[str, str, str]:
        was, there, here = (x.folders.get(key) for x in (self.base, self.theirs, self.ours))
        kept = _one(was, there, here) if there and here else there or here or was
        if there is None or here is None or kept is not None:
            return kept or "", kept or "", ""
        path = f"{here}/module.toml"
        name = self._ask(ConflictKind.PLACE, path, b"", there.encode(), here.encode())
        return there, here, name

    def _file(self, file: File) -> Together | None:
        was, there, here = (x.files.get(file) for x in (self.base, self.theirs, self.ours))
        removed, is_theirs = "", False
        if was is not None and self._is_as_it_was(file):
            return self._together(file, [Agreed((Unit(was),))])
        if was is not None and there is None and here is None:
            return None
        if was is not None and (there is None or here is None):
            kept = here if there is None else there
            if kept == was:
                return None
            is_theirs = here is None
            removed = self._asked_whether(file, was, kept or b"", is_theirs=is_theirs)
            units = self._units(self.theirs if is_theirs else self.ours, file)
            return self._together(file, [Agreed(units)], removed=removed, is_theirs=is_theirs)
        return self._together(file, self._parts(file))

    def _asked_whether(self, file: File, was: bytes, kept: bytes, *, is_theirs: bool) -> str:
        shape = self.theirs if is_theirs else self.ours
        kind = ConflictKind.REMOVED_HERE if is_theirs else ConflictKind.REMOVED_THERE
        texts = (kept, b"") if is_theirs else (b"", kept)
        return self._ask(kind, shape.path_of(file), was, *texts)

    def _together(
        self, file: File, parts: list[Part], *, removed: str = "", is_theirs: bool = False
    ) -> Together:
        place = self._place(file)
        was = self.ours.path_of(file) if file in self.ours.files else ""
        path = was or self.theirs.path_of(file)
        names = tuple(
            self._disputed(path, part) if isinstance(part, Dispute) else "" for part in parts
        )
        is_new_here = self.theirs.places.get(file) != place.ours
        return Together(
            file, place, was, tuple(parts), names, removed, is_theirs, is_new_here=is_new_here
        )

    def _place(self, file: File) -> Two:
        was, there, here = (x.places.get(file) for x in (self.base, self.theirs, self.ours))
        kept = _one(was, there, here) if there and here else there or here
        if kept is not None:
            return Two(kept, kept)
        if there is None or here is None:
            raise ValueError("a file is somewhere")
        told = [path_of(there, self.theirs.folders), path_of(here, self.ours.folders)]
        name = self._ask(ConflictKind.PLACE, told[1], b"", *(one.encode() for one in told))
        return Two(there, here, name)

    # -- what a file says -------------------------------------------------------------------------

    def _parts(self, file: File) -> list[Part]:
        there, here = self.texts_there[file], self.texts_here[file]
        return put_together(there, here, self._leaves, partial(self._came, file))

    def _leaves(self, unit: Unit) -> bool:
        return unit.name in self.moved_there or unit.name in self.moved_here

    def _came(self, file: File, unit: Unit, side: Side) -> list[Part]:
        there, here = self.moved_there.get(unit.name), self.moved_here.get(unit.name)
        move, stayed = (there, self.texts_here)
        if side is Side.OURS:
            move, stayed = here, self.texts_there
        if move is None or move.to[0] != file:
            return [Agreed((unit,))]
        was = stayed[move.left[0]].base[move.left[1]]
        if there and here:
            return self._moved_twice(was, there, here, side)
        other = stayed[move.left[0]].at[move.left[1]]
        theirs, ours = (unit, other) if side is Side.THEIRS else (other, unit)
        if other is None:
            return [Dispute((was,), (theirs,) if theirs else (), (ours,) if ours else ())]
        return one_of(was, theirs, ours)

    def _moved_twice(self, was: Unit, there: _Move, here: _Move, side: Side) -> list[Part]:
        if there.to == here.to:
            return one_of(was, there.unit, here.unit) if side is Side.THEIRS else []
        says = one_of(was, there.unit, here.unit)
        agreed = says[0].units if says and isinstance(says[0], Agreed) else None
        one, other = agreed or (there.unit,), agreed or (here.unit,)
        if side is Side.THEIRS:
            return [Dispute((), one, (), was.name)]
        return [Dispute((), (), other, was.name)]

    # -- what is to be chosen ---------------------------------------------------------------------

    def _disputed(self, path: str, part: Dispute) -> str:
        if part.group and part.group in self.names:
            self._told_more(self.names[part.group], part)
            return self.names[part.group]
        kind = ConflictKind.TEXT
        if part.group:
            kind = ConflictKind.PLACE
        elif not part.theirs:
            kind = ConflictKind.REMOVED_THERE
        elif not part.ours:
            kind = ConflictKind.REMOVED_HERE
        elif not part.base:
            kind = ConflictKind.ADDED
        texts = (_text(part.base), _text(part.theirs), _text(part.ours))
        name = self._ask(kind, path, *texts, can_be_both=part.can_be_both)
        if part.group:
            self.names[part.group] = name
        return name

    def _told_more(self, name: str, part: Dispute) -> None:
        """Let a conflict with two sites show what each side has at its own."""
        at = next(n for n, one in enumerate(self.conflicts) if one.id == name)
        told = self.conflicts[at]
        self.conflicts[at] = replace(
            told, theirs=told.theirs or _text(part.theirs), ours=told.ours or _text(part.ours)
        )

    def _ask(
        self,
        kind: ConflictKind,
        path: str,
        base: bytes,
        theirs: bytes,
        ours: bytes,
        *,
        can_be_both: bool = False,
    ) -> str:
        name = str(len(self.conflicts) + 1)
        self.conflicts.append(Conflict(name, kind, path, base, theirs, ours, can_be_both))
        return name


def _moves(texts: _Texts) -> dict[str, _Move]:
    """Return the blocks that were taken out at one place and put in at another, by name."""
    left = dict(_left(texts))
    found: dict[str, _Move] = {}
    for file, text in texts.items():
        for gap, units in enumerate(text.come):
            for unit in units:
                if unit.is_block and unit.name in left and unit.name not in found:
                    found[unit.name] = _Move(unit, (file, gap), left[unit.name])
    return found


def _left(texts: _Texts) -> Iterator[tuple[str, tuple[File, int]]]:
    for file, text in texts.items():
        for n, unit in enumerate(text.base):
            if unit.is_block and text.at[n] is None:
                yield unit.name, (file, n)


def _one(was: T | None, theirs: T | None, ours: T | None) -> T | None:
    """Return the one of two values that was changed; None if both were, and differ."""
    if theirs in (ours, was):
        return ours
    return theirs if ours == was else None


def _text(units: Units) -> bytes:
    return b"".join(unit.data for unit in units)
