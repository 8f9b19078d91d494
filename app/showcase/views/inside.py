"""The page's own desk: how far it is, what holds it back, and how one wants to be credited."""

import uuid
from typing import TYPE_CHECKING, Any, Final

from flask import abort
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading
from app.projects import doors
from app.projects.queries import Standing
from app.showcase import policy, queries
from app.showcase.errors import NoSuchShowcase
from app.showcase.forms import (
    LACKS,
    MISSING,
    PURPOSES,
    BackForm,
    ReasonForm,
    WishForm,
)
from app.showcase.views.page import drawn
from app.showcase.views.root import at_desk, bp, bytes_of, now_asked

if TYPE_CHECKING:
    from app.showcase.models import Showcase
    from app.showcase.queries import Cast


@bp.get("/projects/<key>/showcase", endpoint="of_project")
@at_desk
def show_own(standing: Standing) -> ResponseReturnValue:
    """Show how far the page is, and what comes next for whoever asks."""
    return inside_page(standing)


@bp.get("/projects/<key>/showcase/preview", endpoint="preview")
@at_desk
def show_preview(standing: Standing) -> ResponseReturnValue:
    """Show the page as the public would read it today, to those in the project alone."""
    session = reading()
    row = _row(standing)
    cast = queries.cast_of(session, row.project_id, now_asked())
    found = queries.page_of(session, row, row.working, cast)
    return doors.render_inside(
        "showcase/preview.html", standing, outlives=policy.writes(standing), **drawn(found)
    )


@bp.get("/projects/<key>/showcase/pictures/<uuid:artifact_id>", endpoint="own_picture")
@at_desk
def show_own_picture(standing: Standing, artifact_id: uuid.UUID) -> ResponseReturnValue:
    """Answer with a picture that could be chosen, to those in the project who may see it."""
    session, project_id = reading(), standing.project.id
    try:
        found = queries.picture_of(session, project_id, artifact_id)
    except NoSuchShowcase:
        abort(404)
    if not doors.names_for(standing).may_see(found.shows):
        makers = queries.cast_of(session, project_id, now_asked()).makers
        if not queries.look_at(found, makers).is_fit:  # what everybody may see, they may as well
            abort(404)
    return bytes_of(found)


def inside_page(
    standing: Standing,
    *,
    wish: WishForm | None = None,
    back: BackForm | None = None,
    reason: tuple[uuid.UUID, ReasonForm] | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """Render the desk; a form that was sent with a fault stands in its place."""
    session, project_id = reading(), standing.project.id
    row = queries.showcase_of(session, project_id)
    cast = queries.cast_of(session, project_id, now_asked())
    judges = row is not None and policy.moderates(standing)
    return doors.render_inside(
        "showcase/of_project.html",
        standing,
        outlives=policy.outlives(standing, is_named=cast.member(standing.user_id) is not None),
        status=status,
        row=row,
        check=row and queries.check_cast(session, project_id, row.working, cast),
        names=doors.names_for(standing) if policy.publishes(standing) else None,
        wish=wish or wish_form(standing, cast),
        own=cast.member(standing.user_id),
        back=back or BackForm(formdata=None),
        reason=reason,
        comments=queries.comments_to_judge(session, project_id) if judges else (),
        policy=policy,
        **_WORDS,
    )


def wish_form(standing: Standing, cast: "Cast") -> WishForm | None:
    """Return the form of somebody's own wish; None for who is not in the project as a member."""
    own = cast.member(standing.user_id)
    if own is None:
        return None
    return WishForm.of(own.credit, called=own.person.called, pseudonym=own.row.pseudonym)


def _row(standing: Standing) -> "Showcase":
    row = queries.showcase_of(reading(), standing.project.id)
    if row is None:
        abort(404)
    return row


_WORDS: Final[dict[str, Any]] = {
    "lacks": LACKS,
    "purposes": PURPOSES,
    "missing": MISSING,
    "day_of": clock.day_of,
}
