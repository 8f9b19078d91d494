"""A file that came with a form, taken into the library."""

import logging

from flask import abort

from app import clock
from app.db import transaction
from app.identity.login import me, person
from app.media import policy, service
from app.media.errors import NotTaken, Refusal, StorageAway
from app.media.forms import AWAY, UploadForm
from app.media.intake import received
from app.media.models import MediaFile
from app.media.storage.choosing import storage_of
from app.ui.site import site

log = logging.getLogger(__name__)

AWAY_STATUS = 503


def take(form: UploadForm) -> tuple[MediaFile, bool] | None:
    """Take the file of a valid form; None when it cannot be, and then the form says why."""
    shelf = policy.own_shelf(person())
    if shelf is None:
        abort(404)
    try:
        if form.sent is None:
            raise NotTaken(Refusal.NO_FILE)
        about = form.read()
        with received(form.sent.stream) as came:
            service.put_away(storage_of(site().settings), came)
            with transaction() as session:
                where = service.Shelf(shelf, me().id)
                return service.keep_file(session, came, about, where, now=clock.now())
    except NotTaken as refused:
        form.tell(refused)
    except StorageAway as error:
        log.error("the storage of media did not answer: %s", error)  # noqa: TRY400  a sentence, no trace
        form.file.errors = [AWAY.now()]
    return None


def status_of(form: UploadForm) -> int:
    """Return the status of a form that was not taken: its own fault, or the storage's."""
    return AWAY_STATUS if AWAY.now() in form.file.errors else 422
