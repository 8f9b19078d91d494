"""A file or an address that came with a form."""

import logging

from app.media import service as media
from app.media.errors import NotTaken, StorageAway
from app.media.storage.choosing import storage_of
from app.ui.fields import tell
from app.ui.site import site
from app.workroom.forms import ShareForm, VersionForm
from app.workroom.forms.words import AWAY, sentence_of
from app.workroom.intake import received
from app.workroom.service.artifacts import Thing
from app.workroom.views.root import UNPROCESSABLE

log = logging.getLogger(__name__)

AWAY_STATUS = 503


def take(form: ShareForm | VersionForm) -> Thing | None:
    """Take what a valid form brought; None when it cannot be, and then the form says why.

    The bytes are where they stay before their row is there; see ``media.service.put_away``.
    """
    if form.sent is None:
        return Thing.link(form.link)
    try:
        with received(form.sent.stream) as came:
            media.put_away(storage_of(site().settings), came)
            return Thing.file(came)
    except NotTaken as refused:
        tell(form.file, sentence_of(refused))
    except StorageAway as error:
        log.error("the storage of media did not answer: %s", error)  # noqa: TRY400  a sentence, no trace
        tell(form.file, AWAY.now())
    return None


def status_of(form: ShareForm | VersionForm) -> int:
    """Return the status of a form that was not taken: its own fault, or the storage's."""
    return AWAY_STATUS if AWAY.now() in form.file.errors else UNPROCESSABLE
