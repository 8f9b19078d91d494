"""The one blueprint of this package; ``projects.doors.inside`` says who opens its pages."""

from typing import TYPE_CHECKING

from flask import Blueprint

from app.ui.strings import gettext as _

if TYPE_CHECKING:
    import uuid

    from app.projects.queries import Names

bp = Blueprint("journals", "app.journals", template_folder="templates")

UNPROCESSABLE = 422


def polite(names: "Names", user_id: "uuid.UUID | None") -> str:
    """Return how somebody is called on a page: さん after a name, nothing after 「A高校の1人」."""
    for one in names.members:
        if one.member.user_id == user_id and one.is_named:
            return _("%(name)sさん", name=one.name)
    return names.of(user_id)
