"""What a visitor may hand in to be checked."""

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, StringField, TextAreaField

from app.credentials.handing import is_link
from app.ui.strings import lazy_gettext as _l

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes; as much as a request of a stranger may have."""


class CheckForm(FlaskForm):
    """A credential as a file, by the number or link on its paper, or as pasted text.

    The first of them that is given is what counts.
    """

    file = FileField(_l("ファイルか写真を選ぶ"))
    code = StringField(_l("確認番号"))
    document = TextAreaField(_l("証明のデータを貼りつける"))

    def handed_file(self) -> bytes:
        """Return the file, or nothing."""
        file = self.file.data
        if isinstance(file, FileStorage) and file.filename:
            return file.stream.read(LARGEST_FILE)
        return b""

    def typed(self) -> str:
        """Return the number or link; a link may stand among the data as well."""
        code, pasted = ((field.data or "").strip() for field in (self.code, self.document))
        return code or (pasted if is_link(pasted) else "")
