"""Which files of two courses are the same one: a lesson and a module go by their keys. Pure."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

_MODULE: Final = re.compile(r"\d{1,6}-([a-z][a-z0-9-]*)")
_LESSON: Final = re.compile(r"(\d{1,6}-([a-z][a-z0-9-]*))/(\d{1,6}-([a-z][a-z0-9-]*)\.md)")


@dataclass(frozen=True, slots=True, order=True)
class File:
    """A file, wherever it is. ``module`` or ``lesson`` is its key; else ``path`` tells it."""

    path: str = ""
    module: str = ""
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file is: the key of the module in whose folder, and its name there.

    Of what is in no module, the name is the path.
    """

    module: str
    name: str


Places = dict[File, Place]


@dataclass(frozen=True, slots=True)
class Shape:
    """The files of a course by what they are.

    Attributes:
        places: Where each file is.
        folders: Key of a module → its folder.
        files: The bytes of each file.
    """

    places: Places
    folders: Mapping[str, str]
    files: Mapping[File, bytes]

    def path_of(self, file: File) -> str:
        """Return where a file of it is."""
        return path_of(self.places[file], self.folders)


def path_of(place: Place, folders: Mapping[str, str]) -> str:
    """Return a place as a path."""
    return f"{folders[place.module]}/{place.name}" if place.module else place.name


def shapes(*courses: Mapping[str, bytes]) -> list[Shape]:
    """Return courses by what their files are, where a key that is there twice counts in none."""
    twice = set().union(*(_twice(paths) for paths in courses))
    return [_shape(files, twice) for files in courses]


def _shape(files: Mapping[str, bytes], twice: set[str]) -> Shape:
    places: Places = {}
    folders: dict[str, str] = {}
    data: dict[File, bytes] = {}
    for path in sorted(files):
        file, place = _seen(path, twice)
        places[file], data[file] = place, files[path]
        if place.module:
            folders[place.module] = path.partition("/")[0]
    return Shape(places, folders, data)


def _seen(path: str, twice: set[str]) -> tuple[File, Place]:
    folder, _slash, name = path.partition("/")
    module = _MODULE.fullmatch(folder)
    key = module.group(1) if module and name and module.group(1) not in twice else ""
    lesson = _LESSON.fullmatch(path)
    if key and name == "module.toml":
        return File(module=key), Place(key, name)
    if key and lesson and lesson.group(4) not in twice:
        return File(lesson=lesson.group(4)), Place(key, name)
    return File(path=path), Place("", path)


def _twice(paths: Mapping[str, bytes]) -> set[str]:
    """Return the keys that more than one lesson or module of a course has."""
    folders = {path.partition("/")[0] for path in paths if "/" in path}
    keys = [found.group(1) for one in folders if (found := _MODULE.fullmatch(one))]
    keys += [found.group(4) for path in paths if (found := _LESSON.fullmatch(path))]
    return {key for key, count in Counter(keys).items() if count > 1}
