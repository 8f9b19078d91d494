"""The field that names members."""

import uuid
from collections.abc import Sequence

from wtforms import SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

Choices = Sequence[tuple[uuid.UUID, str]]
"""Members whom the reader may choose: ``Names.choices``."""


def people_field(label: object) -> SelectMultipleField:
    """Return a field of tick boxes, one for each member; its choices are given later."""
    return SelectMultipleField(
        label,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validate_choice=False,
    )


def offer(field: SelectMultipleField, choices: Choices) -> None:
    """Let members be chosen."""
    field.choices = [(str(user_id), name) for user_id, name in choices]


def offered(field: SelectMultipleField) -> frozenset[uuid.UUID]:
    """Return whom the form let somebody choose."""
    return frozenset(uuid.UUID(value) for value, _name in field.choices or ())


def chosen(field: SelectMultipleField) -> frozenset[uuid.UUID]:
    """Return who was chosen, of those who were offered."""
    ticked = set(field.data or ())
    return frozenset(one for one in offered(field) if str(one) in ticked)
