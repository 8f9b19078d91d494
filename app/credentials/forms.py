"""What a visitor may hand in to be checked."""

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, TextAreaField

from app.credentials.verify import MAX_BYTES
from app.ui.strings import lazy_gettext as _l


class CheckForm(FlaskForm):
    """A credential as pasted text or as a file; the file wins where both are given."""

    document = TextAreaField(_l("証明のデータを貼りつける"))
    file = FileField(_l("ファイルを選ぶ"))

    def handed_in(self) -> bytes:
        """Return what was handed in, cut just past the largest size that is ever checked."""
        file = self.file.data
        if isinstance(file, FileStorage) and file.filename:
            return file.stream.read(MAX_BYTES + 1)
        return (self.document.data or "").strip().encode()[: MAX_BYTES + 1]
