"""The one blueprint of this package; ``projects.doors.inside`` says who opens its pages."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, url_for

from app.projects.rules import MemberRole
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    import uuid

    from flask.typing import ResponseReturnValue

    from app.projects.queries import Names, Standing

bp = Blueprint("assessments", "app.assessments", template_folder="templates")

UNPROCESSABLE = 422


def back(standing: "Standing") -> "ResponseReturnValue":
    """Send to the page of assessments."""
    return redirect(url_for("assessments.assessments", key=standing.project.key), 303)


def learners_of(names: "Names") -> "list[uuid.UUID]":
    """Return today's learners."""
    return [one.member.user_id for one in names.current(MemberRole.LEARNER)]


def polite(names: "Names", user_id: "uuid.UUID | None") -> str:
    """Return how somebody is called on a page: さん after a name, nothing after 「A高校の1人」."""
    for one in names.members:
        if one.member.user_id == user_id and one.is_named:
            return _("%(name)sさん", name=one.name)
    return names.of(user_id)
