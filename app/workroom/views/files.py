"""The bytes of a version, for members alone."""

import logging
import uuid

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from app.db import reading
from app.media.errors import StorageAway
from app.media.queries import mimetype_of
from app.media.storage.choosing import storage_of
from app.projects import doors
from app.projects.queries import Standing
from app.ui.site import site
from app.workroom import queries
from app.workroom.intake import TABLE
from app.workroom.queries import VersionRow
from app.workroom.views.root import bp
from app.workroom.views.taking import AWAY_STATUS

log = logging.getLogger(__name__)

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""What a file opened by itself may do: nothing. As for the library's."""


@bp.get("/artifacts/<uuid:artifact_id>/versions/<int:number>/file", endpoint="file")
@doors.inside
def show_file(standing: Standing, artifact_id: uuid.UUID, number: int) -> ResponseReturnValue:
    """Serve the file of a version; ``small`` its small copy, ``save`` to be kept."""
    version = queries.version_of(reading(), standing.project.id, artifact_id, number)
    people = queries.people_on(reading(), artifact_id) - {standing.user_id}
    if people and not doors.names_for(standing).may_see(people):
        abort(404)
    is_small = "small" in request.args and version.has_small
    suffix = "webp" if is_small else version.suffix
    kind = TABLE.mimetype if suffix == TABLE.suffix else mimetype_of(suffix or "")
    if kind is None:
        abort(404)
    data = _bytes(version, small=is_small)
    response = Response(data, mimetype=kind)
    response.headers["Cache-Control"] = "private, max-age=3600"
    response.headers["Content-Security-Policy"] = POLICY
    way = "attachment" if "save" in request.args or suffix == TABLE.suffix else "inline"
    name = f"{standing.project.key}-{number}.{suffix}"
    response.headers.set("Content-Disposition", way, filename=name)
    # some browsers play no sound and no video that cannot be asked for in parts
    return response.make_conditional(request, accept_ranges=True, complete_length=len(data))


def _bytes(version: VersionRow, *, small: bool) -> bytes:
    try:
        return queries.read_bytes(storage_of(site().settings), version, small=small)
    except FileNotFoundError:
        abort(404)
    except StorageAway as error:
        log.error("the storage of media did not answer: %s", error)  # noqa: TRY400  a sentence, no trace
        abort(AWAY_STATUS)
