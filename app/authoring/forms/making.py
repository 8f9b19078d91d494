"""A block's text → its form, and what is typed there → the block's text. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.authoring.forms.form import Faults, Form, Shower
from app.authoring.forms.keys import key_of
from app.authoring.forms.schema import SHAPES, Schema, Shape
from app.authoring.forms.sent import DO, is_about_rows, sent_values, with_rows_changed
from app.authoring.forms.source import blocks_in
from app.authoring.forms.tree import KEY_NAME, Path, Tree, Values, differing
from app.items.kinds import KINDS
from app.items.simulations import Simulation
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.catalog.sources.course import CourseSource

_TAKEN: Final = ("prompt", "closing", *(f"hint{n}" for n in range(1, 10)))
"""Keys that name other parts of a question."""

_NOT_SO: Final = _l(
    "この文は、このままではファイルに書けません。「```」の行や、行のはじめの記号を消してみてください。ほかのところは、打ったままのこっています。"
)


class NotWrittenError(Exception):
    """Nothing is to be saved: a row was added, removed or moved, or a field has to be mended.

    Attributes:
        values: All that was typed.
        faults: What cannot be written; empty when only rows were changed.
    """

    def __init__(self, values: Values, faults: Faults) -> None:
        super().__init__(f"{len(faults)} faults")
        self.values = values
        self.faults = faults


def form_of(kind: str, text: str, course: "CourseSource") -> Form | None:
    """Return the form for a block; None when there is none that shows all of it.

    Args:
        kind: The block's kind.
        text: Its text, as ``rules.text_of`` gives it.
        course: The course that it is in.
    """
    shape = SHAPES.get(kind)
    tree = shape.read(text) if shape else None
    if shape is None or tree is None:
        return None
    return _form(kind, text, tree.values(), course, {}, is_kept=False)


def form_again(name: str, before: str, kept: NotWrittenError, course: "CourseSource") -> Form:
    """Return a form with what was typed, and what keeps it from being written."""
    return _form(name, before, kept.values, course, kept.faults, is_kept=True)


def text_of(name: str, before: str, data: Mapping[str, str]) -> str:
    """Return the text of a block as it was typed in its form.

    Args:
        name: Which form it is.
        before: The text that the form was made of, with whatever line ends.
        data: What the browser sent, in the order of the page.

    Raises:
        KeyError: There is no such form, or it cannot show that text.
        NotWrittenError: A row was to be added, removed or moved, or it cannot be written.
    """
    shape, before = SHAPES[name], before.replace("\r\n", "\n")
    tree = shape.read(before)
    if tree is None:
        raise KeyError(name)
    sent = sent_values(shape.schema, data)
    if is_about_rows(data):
        raise NotWrittenError(with_rows_changed(shape.schema, sent, data[DO]), {})
    wanted = _without_blank_rows(sent.values)
    text = tree.written(wanted)
    if text == before or not text.strip():  # nothing at all takes the block away
        return text
    wanted = _keyed(shape.schema, wanted, tree, _taken(name, tree))
    faults = dict(_needed(shape.schema, wanted)) or _unwritten(name, shape, tree, wanted)
    if faults:
        raise NotWrittenError(wanted, faults)
    return tree.written(wanted)


def _form(
    name: str,
    before: str,
    values: Values,
    course: "CourseSource",
    faults: Faults,
    *,
    is_kept: bool,
) -> Form:
    kind = values.said.get("kind") or name
    shower = Shower(course, faults, has_one_right=kind == "choice")
    schema = SHAPES[name].schema
    return Form(
        name,
        before,
        shower.controls(schema, values, "", ()),
        shower.groups(schema, values, "", ()),
        faults,
        is_kept,
    )


def _without_blank_rows(values: Values) -> Values:
    """Leave out new rows in which nothing was written."""
    return replace(
        values,
        rows={
            name: tuple(
                _without_blank_rows(row)
                for row in rows
                if row.origin is not None or not row.is_empty
            )
            for name, rows in values.rows.items()
        },
    )


# -- keys -----------------------------------------------------------------------------------------


def _taken(name: str, tree: Tree) -> set[str]:
    kind = KINDS.get(name)
    verdicts = kind.verdicts if isinstance(kind, Simulation) else ()
    return {*_TAKEN, *(verdict.key for verdict in verdicts), *_keys(tree)}


def _keys(tree: Tree) -> Iterator[str]:
    if KEY_NAME in tree.slots:
        yield tree.slots[KEY_NAME].value
    for listing in tree.lists.values():
        for row in listing.trees:
            yield from _keys(row)


def _keyed(schema: Schema, values: Values, tree: Tree | None, taken: set[str]) -> Values:
    """Give every row its own key, and a new one where it has none."""
    rows: dict[str, tuple[Values, ...]] = {}
    for each in schema.rows:
        listing = tree.lists.get(each.name) if tree else None
        trees = listing.trees if listing else ()
        keyed: list[Values] = []
        for row in values.rows.get(each.name, ()):
            own = trees[row.origin] if row.origin is not None and row.origin < len(trees) else None
            said = dict(row.said)
            if each.stem:
                said[KEY_NAME] = own.slots[KEY_NAME].value if own else ""
                said[KEY_NAME] = said[KEY_NAME] or key_of(said.get("text", ""), each.stem, taken)
                taken.add(said[KEY_NAME])
            origin = row.origin if own else None
            keyed.append(_keyed(each.schema, replace(row, said=said, origin=origin), own, taken))
        rows[each.name] = tuple(keyed)
    return replace(values, rows=rows)


# -- what cannot be written -----------------------------------------------------------------------


def _needed(schema: Schema, values: Values, path: Path = ()) -> Iterator[tuple[Path, Lazy]]:
    """Find the fields that may not be left empty."""
    for field in schema.fields:
        is_asked = field.name in values.said or values.origin is None
        if field.need and is_asked and not values.said.get(field.name, "").strip():
            yield (*path, field.name), field.need
    for each in schema.rows:
        for number, row in enumerate(values.rows.get(each.name, ())):
            yield from _needed(each.schema, row, (*path, each.name, number))


def _unwritten(name: str, shape: Shape, tree: Tree, wanted: Values) -> dict[Path, Lazy]:
    """Find what would not be read again as it was typed; nothing when all would."""
    text = tree.written(wanted)
    again = _read_again(name, shape, text, wanted)
    if again is not None and not list(differing(again, wanted)):
        return {}
    own = tree.values()
    blamed = {
        path: _NOT_SO
        for path in differing(tree, wanted)
        if (one := _with_one(own, wanted, path)) is not None
        and not _is_read_again(name, shape, tree, one)
    }
    if not blamed and again is not None:
        blamed = dict.fromkeys(differing(again, wanted), _NOT_SO)
    return blamed or {(): _NOT_SO}


def _read_again(name: str, shape: Shape, text: str, wanted: Values) -> Tree | None:
    """Read a text that is to be the same blocks as before; None when it is anything else."""
    kinds = {block.kind for block in blocks_in(text)}
    if kinds != {wanted.said.get("kind", name) if name in KINDS else name}:
        return None
    return SHAPES.get(next(iter(kinds)), shape).read(text)


def _is_read_again(name: str, shape: Shape, tree: Tree, wanted: Values) -> bool:
    again = _read_again(name, shape, tree.written(wanted), wanted)
    return again is not None and not list(differing(again, wanted))


def _with_one(own: Values, wanted: Values, path: Path) -> Values | None:
    """Return the values as they were but for one; None where rows are no longer the same."""
    name, *rest = path
    if not rest:
        if name in wanted.said:
            return replace(own, said={**own.said, str(name): wanted.said[str(name)]})
        return replace(own, rows={**own.rows, str(name): wanted.rows[str(name)]})
    at = rest[0]
    rows, others = list(own.rows.get(str(name), ())), wanted.rows[str(name)]
    if not isinstance(at, int) or at >= len(rows) or others[at].origin != at:
        return None
    inner = _with_one(rows[at], others[at], tuple(rest[1:]))
    if inner is None:
        return None
    rows[at] = inner
    return replace(own, rows={**own.rows, str(name): tuple(rows)})
