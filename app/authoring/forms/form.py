"""A form as its page shows it. Pure; course texts come without readings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from app.authoring.forms.schema import Field, Rows, Schema
from app.authoring.forms.sent import blank
from app.authoring.forms.tree import KEY_NAME, Path, Values
from app.catalog.markdown import PICTURES
from app.i18n.notation import plain
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource

Faults = Mapping[Path, Lazy]
"""Where something cannot be written → what is so, and what to do."""

_Alone = tuple[bool, bool]
"""Whether nothing comes before, and nothing after."""

_ONE_RIGHT = frozenset({"choice"})
_MOST_LINES = 12
_ENOUGH = 20


@dataclass(frozen=True, slots=True)
class Around:
    """What of the course is chosen from: pairs of a key and what is shown of it."""

    objectives: tuple[tuple[str, str], ...]
    banks: tuple[tuple[str, str], ...]
    pictures: tuple[tuple[str, tuple[str, str]], ...]
    """The path of each in the course, with the hash and the ending by which it is served."""

    @classmethod
    def of(cls, course: "CourseSource") -> Self:
        """Return it of a course."""
        return cls(
            tuple((one.key, one.can_do.plain) for one in course.objectives),
            tuple((bank.key, bank.key) for bank in course.banks),
            tuple(
                (path, (sha256(data).hexdigest(), ending))
                for path, data in course.files
                if (ending := path.rpartition(".")[2].lower()) in PICTURES
            ),
        )


@dataclass(frozen=True, slots=True)
class Control:
    """A field with what it says now. ``choices`` are (value, what is shown, whether it is so)."""

    name: str
    field: Field
    value: str
    control: str
    choices: tuple[tuple[str, object, bool], ...]
    fault: Lazy | None
    mark: str = ""

    @property
    def lines(self) -> int:
        """How many lines a field for it needs."""
        return min(_MOST_LINES, self.value.count("\n") + 1)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list, under a name of its own."""

    name: str
    origin: str
    key: str
    controls: tuple[Control, ...]
    groups: "tuple[Group, ...]"
    is_first: bool
    is_last: bool

    @property
    def words(self) -> str:
        """What it says, as far as is needed to tell it from others."""
        said = (one.value for one in self.controls if one.control in {"area", "line"})
        return next((plain(text).split("\n")[0][:_ENOUGH] for text in said if text), "")

    @property
    def right(self) -> Control | None:
        """The mark that says whether this row is right."""
        return next((one for one in self.controls if one.control in {"radio", "mark"}), None)


@dataclass(frozen=True, slots=True)
class Group:
    """A list with its rows, and one more that is still blank: its number is ``__``."""

    name: str
    rows: Rows
    shown: tuple[Row, ...]
    fresh: Row | None
    fault: Lazy | None


@dataclass(frozen=True, slots=True)
class Form:
    """A form for a block.

    Attributes:
        name: Which form it is; it goes along with what is typed.
        before: The text that it was made of, which goes along as well.
        controls: Its fields.
        groups: Its lists.
        faults: What cannot be written as it was typed.
        columns: Of a table, which column of the text each one is, "" for a new one.
        is_kept: Whether it shows what was typed and is not saved yet.
    """

    name: str
    before: str
    controls: tuple[Control, ...]
    groups: tuple[Group, ...]
    faults: Faults
    columns: tuple[str, ...] = ()
    is_kept: bool = False

    @property
    def wrong(self) -> tuple[Control, ...]:
        """The fields that cannot be written as they were typed, in rows as well."""
        return tuple(_wrong(self.controls, self.groups))

    @property
    def main(self) -> tuple[Control, ...]:
        """The fields that are always seen."""
        return tuple(one for one in self.controls if not one.field.is_aside)

    @property
    def aside(self) -> tuple[Control, ...]:
        """The fields that are seldom needed."""
        return tuple(one for one in self.controls if one.field.is_aside)

    @property
    def has_prose(self) -> bool:
        """Whether a text is among its fields that can be edited as it will look."""
        return any(one.control == "prose" for one in self.controls)

    @property
    def fault(self) -> Lazy | None:
        """What cannot be written, where no field is to blame."""
        return self.faults.get(())


def _wrong(controls: Iterable[Control], groups: Iterable[Group]) -> Iterator[Control]:
    yield from (one for one in controls if one.fault is not None)
    for group in groups:
        for row in group.shown:
            yield from _wrong(row.controls, row.groups)


@dataclass(frozen=True, slots=True)
class Shower:
    """Makes the controls of a form.

    Attributes:
        around: What of the course is chosen from.
        whole: All that the form says, for what is chosen among that.
        faults: What is to be said beside the fields.
        has_one_right: Whether of the rows of its list one alone is right.
    """

    around: Around
    whole: Values
    faults: Faults
    has_one_right: bool = False

    def controls(
        self, schema: Schema, values: Values, name: str, path: Path
    ) -> tuple[Control, ...]:
        """Return the controls of the fields of a block or a row."""
        return tuple(
            self._control(field, values.said.get(field.name, ""), name, path)
            for field in schema.fields
        )

    def groups(
        self,
        schema: Schema,
        values: Values,
        name: str,
        path: Path,
        *,
        alone: _Alone = (True, True),
    ) -> tuple[Group, ...]:
        """Return the lists of a block or a row, with all that is in them."""
        return tuple(
            self._group(rows, values.rows.get(rows.name, ()), f"{name}{rows.name}", path, alone)
            for rows in schema.rows
        )

    def _group(
        self, rows: Rows, own: Sequence[Values], name: str, path: Path, alone: _Alone
    ) -> Group:
        here = (*path, rows.name)
        ends = alone if rows.is_shared else (True, True)
        last = len(own) - 1
        shown = tuple(
            self._row(rows, row, f"{name}.{n}", (*here, n), edges=(n == 0, n == last), ends=ends)
            for n, row in enumerate(own)
        )
        fresh = None
        if not rows.is_fixed:
            new, at = blank(rows.schema), (*here, -1)
            fresh = self._row(rows, new, f"{name}.__", at, edges=(False, True), ends=ends)
        return Group(name, rows, shown, fresh, self.faults.get(here))

    def _row(
        self, rows: Rows, row: Values, name: str, path: Path, *, edges: _Alone, ends: _Alone
    ) -> Row:
        """Make a row; ``edges``: whether it stands first, last; ``ends``: whether that is all."""
        return Row(
            name,
            "" if row.origin is None else str(row.origin),
            row.said.get(KEY_NAME, ""),
            self.controls(rows.schema, row, f"{name}.", path),
            self.groups(rows.schema, row, f"{name}.", path, alone=edges),
            is_first=edges[0] and ends[0],
            is_last=edges[1] and ends[1],
        )

    def _control(self, field: Field, value: str, prefix: str, path: Path) -> Control:
        name, control, mark = f"{prefix}{field.name}", field.control, ""
        if control == "right":
            group, _, mark = prefix.removesuffix(".").rpartition(".")
            is_one = self.has_one_right or (self._is_gap(path))
            control = "radio" if is_one else "mark"
            name = f"{group}.{field.name}" if is_one else name
        if control == "line" and "\n" in value:
            control = "area"
        fault = self.faults.get((*path, field.name))
        return Control(name, field, value, control, self._choices(field, value), fault, mark)

    @staticmethod
    def _is_gap(path: Path) -> bool:
        """Whether a row is one of the words for a gap, of which one alone is right."""
        return len(path) > 2  # noqa: PLR2004  a list inside of a row

    def _choices(self, field: Field, value: str) -> tuple[tuple[str, object, bool], ...]:
        offered: list[tuple[str, object]] = list(field.choices)
        if field.control == "objective":
            offered = [("", _l("えらばない")), *self.around.objectives]
        elif field.control == "bank":
            offered = list(self.around.banks)
        elif field.control == "scene":
            scenes = (row.said for row in self.whole.rows.get("scenes", ()))
            offered = [("", _l("場面を選ぶ"))]
            offered += [(said.get(KEY_NAME, ""), said.get("text", "")) for said in scenes]
        elif field.control == "picture":
            return tuple((path, at, True) for path, at in self.around.pictures if path == value)
        elif field.control == "objectives":
            return self._ticked(dict(self.around.objectives), value.split("\n") if value else [])
        if offered and value and value not in dict(offered) and field.control != "tick":
            offered.append((value, value))
        return tuple((key, label, key == value) for key, label in offered)

    @staticmethod
    def _ticked(
        offered: Mapping[str, object], chosen: Sequence[str]
    ) -> tuple[tuple[str, object, bool], ...]:
        """Return what is ticked, in its own order, and then the rest."""
        others = (key for key in offered if key not in chosen)
        return tuple((key, offered.get(key, key), key in chosen) for key in (*chosen, *others))
