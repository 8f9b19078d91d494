"""A credential of somebody's own, handed in by themselves."""

from flask.typing import ResponseReturnValue

from app import clock
from app.credentials import sandbox
from app.credentials.errors import TooBusy
from app.credentials.verify import MAX_BYTES
from app.db import reading, transaction
from app.endorsements import service
from app.endorsements.errors import Refused
from app.endorsements.forms import FAULTS, CredentialForm
from app.endorsements.views.root import UNPROCESSABLE, bp, staff_only
from app.identity.login import me
from app.ui.fields import tell
from app.ui.page import render_page
from app.ui.strings import lazy_gettext as _l

LARGEST = 2 * 1024 * 1024 - 64 * 1024
"""Bytes of a file: what a form may have, less what else is in it."""

NOTHING = _l("証明のファイルを選ぶか、証明のデータを貼りつけてください。")
NOT_FOUND = _l(
    "このファイルには、証明のデータが見つかりません。証明を出したところから受けとった"
    "ファイル（JSON・JWT・PNG）を選んでください。"
)
BUSY = _l("いま、こみあっています。少し待ってから、もう一度送ってください。")


@bp.get("/my/learning/credential", endpoint="bring")
@staff_only
def show_bring() -> ResponseReturnValue:
    """Ask for a credential."""
    return _page(CredentialForm())


@bp.post("/my/learning/credential", endpoint="take_credential")
@staff_only
def bring() -> ResponseReturnValue:
    """Take a credential in, and say what became of it."""
    form = CredentialForm()
    document = _document(form) if form.validate() else None
    if document is None:
        return _page(form, status=UNPROCESSABLE)
    try:
        with transaction() as session:
            done = service.bring(session, document, person_id=me().id, now=clock.now())
    except Refused as refused:
        tell(form.file, FAULTS[refused.fault])
        return _page(form, status=UNPROCESSABLE)
    return render_page("endorsements/brought.html", "main", done=done)


def _document(form: CredentialForm) -> bytes | None:
    """Return the credential that was handed in; None where there is none, and the form says so."""
    typed = (form.text.data or "").strip().encode()
    if form.sent is None:
        if not typed:
            tell(form.file, NOTHING)
        return typed[: MAX_BYTES + 1] or None
    reading().rollback()  # a process apart takes its time, and nobody has to wait for us
    try:
        found = sandbox.open_file(form.sent.stream.read(LARGEST)).document
    except TooBusy:
        tell(form.file, BUSY)
        return None
    if found is None:
        tell(form.file, NOT_FOUND)
    return found


def _page(form: CredentialForm, *, status: int = 200) -> ResponseReturnValue:
    return render_page("endorsements/bring.html", "main", status=status, form=form)
