"""A block's text → its form, and what is typed there → the block's text. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from app.authoring.forms.columns import (
    COLUMNS,
    Order,
    rearranged,
    same_order,
    sent_columns,
)
from app.authoring.forms.form import Around, Faults, Form, Shower
from app.authoring.forms.front import is_front
from app.authoring.forms.keys import new_key
from app.authoring.forms.schema import Schema, Shape
from app.authoring.forms.sent import DO, is_about_rows, sent_values, with_rows_changed
from app.authoring.forms.shapes import FORMS, KIND_OF, SHAPES
from app.authoring.forms.source import blocks_in
from app.authoring.forms.texts import columns
from app.authoring.forms.tree import KEY_NAME, Path, Tree, Values, differing, known
from app.authoring.forms.writing import tidy
from app.catalog.sources.tables import KEY
from app.items.kinds import KINDS
from app.items.simulations import Simulation
from app.ui.strings import Lazy
from app.ui.strings import lazy_gettext as _l

_TAKEN: Final = ("prompt", "closing", *(f"hint{n}" for n in range(1, 10)))
"""Keys that name other parts of a question."""

_AFTER: Final = "\n\n::: callout kind=tip\n.\n:::\n"
"""What stands after a block in the trial whether it leaves the rest of the file alone."""

_NOT_SO: Final = _l(
    "この文は、このままではファイルに書けません。「```」の行や、行のはじめの記号を消してみてください。ほかのところは、打ったままのこっています。"
)


TABLE: Final = "table"


class NotWrittenError(Exception):
    """Nothing is to be saved: a row was added, removed or moved, or a field has to be mended.

    Attributes:
        values: All that was typed.
        faults: What cannot be written; empty when only rows were changed.
        columns: In which order the columns of a table are then.
    """

    def __init__(self, values: Values, faults: Faults, columns: Order = ()) -> None:
        super().__init__(f"{len(faults)} faults")
        self.values = values
        self.faults = faults
        self.columns = columns


def form_of(kind: str, text: str, around: Around) -> Form | None:
    """Return the form for a block; None when there is none that shows all of it.

    Args:
        kind: The block's kind.
        text: Its text, as ``rules.text_of`` gives it.
        around: What of its course is chosen from.
    """
    for name in FORMS.get(kind, (kind,)):
        shape = SHAPES.get(name)
        tree = shape.read(text) if shape else None
        if shape is not None and tree is not None:
            return _form(name, text, tree, tree.values(), around=around)
    return None


def form_again(name: str, before: str, kept: NotWrittenError, around: Around) -> Form:
    """Return a form with what was typed, and what keeps it from being written.

    Raises:
        KeyError: There is no such form, or it cannot show that text.
    """
    before = before.replace("\r\n", "\n")
    shape, tree = _read(name, before)
    if kept.columns:
        tree = _arranged(shape, before, kept.columns)
    return _form(name, before, tree, kept.values, around=around, kept=kept)


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
    before = before.replace("\r\n", "\n")
    shape, tree = _read(name, before)
    order: Order = ()
    if name == TABLE:
        order, data = sent_columns(data, columns(tree))
        tree = _arranged(shape, before, order)
    schema, taken = shape.asked(tree), _taken(name, tree)
    sent = sent_values(schema, data)
    if is_about_rows(data):
        changed = with_rows_changed(schema, sent, data[DO])
        raise NotWrittenError(_keyed(schema, changed, tree, taken), {}, order)
    wanted = _without_blank_rows(sent.values)
    text = tree.written(wanted)
    if text == before or not text.strip():  # nothing at all takes the block away
        return text
    wanted = _keyed(schema, wanted, tree, taken)
    faults = dict(_misshapen(schema, wanted)) or _unwritten(name, shape, tree, wanted)
    if faults:
        raise NotWrittenError(wanted, faults, order)
    return tree.written(wanted)


def _read(name: str, text: str) -> tuple[Shape, Tree]:
    shape = SHAPES[name]
    tree = shape.read(text)
    if tree is None:
        raise KeyError(name)
    return shape, tree


def _arranged(shape: Shape, text: str, order: Order) -> Tree:
    """Return the pieces of a table with its columns in another order.

    Raises:
        KeyError: No table is left.
    """
    tree = shape.read(rearranged(text, order)) if order else None
    if tree is None:
        raise KeyError(TABLE)
    return tree


def _form(
    name: str,
    before: str,
    tree: Tree,
    values: Values,
    *,
    around: Around,
    kept: NotWrittenError | None = None,
) -> Form:
    faults = kept.faults if kept else {}
    shower = Shower(
        around, values, faults, has_one_right=values.said.get("kind", name) == "choice"
    )
    schema = SHAPES[name].asked(tree)
    controls = shower.controls(schema, values, "", ())
    order: Order = ()
    if name == TABLE:
        order = (kept and kept.columns) or same_order(columns(tree))
        controls = tuple(
            replace(one, name=f"{COLUMNS}.{n}.text") for n, one in enumerate(controls)
        )
    return Form(
        name,
        before,
        controls,
        shower.groups(schema, values, "", ()),
        faults,
        columns=tuple("" if one is None else str(one) for one in order),
        is_kept=kept is not None,
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


def _keyed(
    schema: Schema,
    values: Values,
    tree: Tree | None,
    taken: set[str],
    pools: Mapping[str, Sequence[Tree]] | None = None,
) -> Values:
    """Give every row its own key, and a new one where it has none.

    Args:
        schema: What is asked.
        values: What was typed.
        tree: What the rows were read from; None inside of a new row.
        taken: Keys that are there; receives the new ones.
        pools: Of a new row, what may have come into its lists from elsewhere.
    """
    rows: dict[str, tuple[Values, ...]] = {}
    for each in schema.rows:
        listing = tree.lists.get(each.name) if tree else None
        trees = (listing.pool or listing.trees) if listing else (pools or {}).get(each.name, ())
        shared = {
            name: inner.pool for one in trees for name, inner in one.lists.items() if inner.pool
        }
        keyed: list[Values] = []
        for row in values.rows.get(each.name, ()):
            own = known(trees, row.origin)
            key = {KEY_NAME: _key(each.stem, row.said, own, taken)} if each.stem else {}
            told = replace(row, said={**row.said, **key}, origin=row.origin if own else None)
            keyed.append(_keyed(each.schema, told, own, taken, shared))
        rows[each.name] = tuple(keyed)
    return replace(values, rows=rows)


def _key(stem: str, said: Mapping[str, str], own: Tree | None, taken: set[str]) -> str:
    if own and own.slots[KEY_NAME].value:
        return own.slots[KEY_NAME].value
    key = said.get(KEY_NAME, "")
    if not KEY.fullmatch(key) or key in taken:
        key = new_key(stem, taken)
    taken.add(key)
    return key


# -- what cannot be written -----------------------------------------------------------------------


def _misshapen(schema: Schema, values: Values, path: Path = ()) -> Iterator[tuple[Path, Lazy]]:
    """Find the fields that may not be left empty, or say what they cannot."""
    for field in schema.fields:
        is_new = values.origin is None and bool(path)
        value = tidy(values.said.get(field.name, ""))
        if field.need and not value and (is_new or field.name in values.said):
            yield (*path, field.name), field.need
        elif value and field.mend and not re.fullmatch(field.shape, value):
            yield (*path, field.name), field.mend
    for each in schema.rows:
        for number, row in enumerate(values.rows.get(each.name, ())):
            yield from _misshapen(each.schema, row, (*path, each.name, number))


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
    if name == "front":
        return shape.read(text) if is_front(text) else None
    kind = KIND_OF.get(name, name)
    if name in KINDS:
        kind = wanted.said.get("kind", name)
    *blocks, last = blocks_in(f"{text}{_AFTER}")
    if {block.kind for block in blocks} != {kind} or last.kind != "callout":
        return None
    return (SHAPES[kind] if name in KINDS and kind in SHAPES else shape).read(text)


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
    if not isinstance(at, int) or at >= len(rows) or others[at].origin != rows[at].origin:
        return None
    inner = _with_one(rows[at], others[at], tuple(rest[1:]))
    if inner is None:
        return None
    rows[at] = inner
    return replace(own, rows={**own.rows, str(name): tuple(rows)})
