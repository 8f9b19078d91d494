"""The one blueprint of this package; ``projects.doors.inside`` says who opens its pages."""

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, url_for

from app.projects.rules import MemberRole

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
