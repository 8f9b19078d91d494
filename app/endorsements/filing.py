"""A file that shows what somebody learned, as it comes and as it is handed out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from flask import Response

from app.endorsements.service import Shown
from app.media.errors import NotTaken, Refusal
from app.media.intake import received
from app.media.rules import TYPES, MediaKind
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from werkzeug.datastructures import FileStorage

    from app.endorsements.models import PriorLearningFile

LARGEST_REQUEST: Final = 6 * 1024 * 1024
"""Bytes of a form with a file."""

TAKEN: Final = frozenset({"pdf", "png", "jpg", "webp"})
"""By suffix; what else the media library takes is no proof of learning."""

TEXTS: Final = frozenset({"json", "jwt"})
"""Credentials whose issuer is not on the city's list are kept as they came."""

WORDS: Mapping[Refusal, Any] = {
    Refusal.TOO_LARGE: _l("ファイルが大きすぎます。5メガバイトまでにしてください。"),
    Refusal.LOCKED: _l(
        "パスワードのついたPDFは受けとれません。外してから、もう一度選んでください。"
    ),
    Refusal.ANIMATED: _l("動く画像は受けとれません。写真か、PDFにしてください。"),
}
OTHER: Final = _l("PDF・PNG・JPEGのファイルを選んでください。こわれていないかも確かめてください。")


def taken(sent: "FileStorage | None") -> Shown | None:
    """Return a file as it may be kept: without what it tells beside what it shows.

    Args:
        sent: As it came; None for no file.

    Raises:
        NotTaken: It is none that is taken, too large, or broken.
    """
    if sent is None:
        return None
    with received(sent.stream) as came:
        is_good = came.type.kind in {MediaKind.IMAGE, MediaKind.FILE}
        if not is_good or came.type.suffix not in TAKEN:
            raise NotTaken(Refusal.UNKNOWN)
        return Shown(came.type.suffix, came.path.read_bytes())


def why_not(refused: NotTaken) -> object:
    """Return why a file was not taken, in words."""
    return WORDS.get(refused.why, OTHER)


def answer_with(kept: "PriorLearningFile") -> Response:
    """Hand a file out, to be kept and not shown: nothing of it runs on a page of ours."""
    mimetype = TYPES[kept.suffix].mimetype if kept.suffix in TYPES else "text/plain"
    response = Response(kept.content, mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="shiryo.{kept.suffix}"'
    return response
