"""What people may send: a file, and what they write about it."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.catalog.licenses import LICENSES
from app.media.errors import NotTaken, Refusal
from app.media.models import LONGEST_ALT, LONGEST_CREDIT, LONGEST_TITLE
from app.media.queries import FileRow
from app.media.rules import LONGEST_CAPTIONS, MB, MediaKind, Missing, is_captions
from app.media.service import About, title_of
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import in_language
from app.ui.strings import lazy_gettext as _l

KIND_NAMES: Mapping[MediaKind, Any] = {
    MediaKind.IMAGE: _l("絵・写真"),
    MediaKind.AUDIO: _l("音声"),
    MediaKind.VIDEO: _l("動画"),
    MediaKind.FILE: _l("書類"),
}
MISSING_NAMES: Mapping[Missing, Any] = {
    Missing.ALT: _l("説明がありません"),
    Missing.CAPTIONS: _l("字幕がありません"),
    Missing.LICENSE: _l("使う条件が決まっていません"),
    Missing.CREDIT: _l("作った人の名前がありません"),
}
ALT_LABELS: Mapping[MediaKind, Any] = {
    MediaKind.IMAGE: _l("写っているものの説明"),
    MediaKind.AUDIO: _l("話していることを文字にしたもの"),
    MediaKind.VIDEO: _l("話していることと写っているものを文字にしたもの"),
    MediaKind.FILE: _l("何の書類か"),
}
ALT_HINT = _l(
    "見えない人や聞こえない人も分かるように書きます。これがないと、講座では使えません。"
    "あとから書くこともできます。"
)
REFUSALS: Mapping[Refusal, Any] = {
    Refusal.NO_FILE: _l("ファイルが選ばれていません。選んでから、もう一度送ってください。"),
    Refusal.UNKNOWN: _l(
        "この種類のファイルは使えません。絵はPNG・JPEG・WebP・AVIF・GIF・SVG、音声はMP3・M4A・OGG、"
        "動画はMP4・WebM、書類はPDFにしてください。"
    ),
    Refusal.BROKEN: _l(
        "絵を読み取れませんでした。ファイルがこわれているようです。"
        "もとの絵を開けるか確かめて、もう一度送ってください。"
    ),
    Refusal.UNREADABLE: _l(
        "ファイルを読み取れませんでした。こわれているか、使えない形です。"
        "もとのファイルを開けるか確かめて、保存し直したものを送ってください。"
    ),
    Refusal.LOCKED: _l(
        "パスワードや印刷の制限があるPDFは使えません。制限を外したものを送ってください。"
    ),
    Refusal.ANIMATED: _l(
        "動く絵は使えません。見る人が止められないからです。動画（MP4・WebM）にして送ってください。"
    ),
    Refusal.TOO_MANY_PIXELS: _l(
        "絵が大きすぎます。縦と横の点の数をかけて6,400万までです。小さくして送ってください。"
    ),
    Refusal.CAPTIONS: _l("字幕は、WebVTTのファイル（.vtt、200キロバイトまで）にしてください。"),
}
AWAY = _l(
    "ファイルを置く場所に、つながりませんでした。何も変わっていません。"
    "少し待ってから、もう一度送ってください。"
)


class AboutForm(FlaskForm):
    """What is written about a file."""

    title = StringField(
        _l("題"),
        [
            DataRequired(_l("題を入れてください。")),
            Length(max=LONGEST_TITLE, message=_l("120文字までにしてください。")),
        ],
    )
    alt = TextAreaField(
        _l("説明"),
        [Length(max=LONGEST_ALT, message=_l("長すぎます。4000文字までにしてください。"))],
    )
    license = SelectField(_l("使う条件"), validate_choice=False)
    credit = StringField(
        _l("作った人、もとの場所"),
        [Length(max=LONGEST_CREDIT, message=_l("200文字までにしてください。"))],
    )
    captions = FileField(_l("字幕（動画だけ）"))

    def __init__(self, **given: object) -> None:
        """Offer the terms of use by name."""
        super().__init__(**given)
        names = [
            (code, in_language(reader().locale, terms.name)) for code, terms in LICENSES.items()
        ]
        self.license.choices = [("", _("まだ決まっていない")), *names]
        if self.license.data not in LICENSES:
            self.license.data = ""

    @classmethod
    def of(cls, row: FileRow) -> "AboutForm":
        """Return the form of a file, filled with what was sent or else with what is known."""
        form = cls(title=row.title, alt=row.alt, license=row.license, credit=row.credit)
        form.alt.label.text = ALT_LABELS[row.kind]
        if row.kind is not MediaKind.VIDEO:
            del form.captions
        return form

    def read(self) -> About:
        """Return what was written; the form is valid.

        Raises:
            NotTaken: What came as captions is none.
        """
        return About(
            title=" ".join((self.title.data or "").split()),
            alt=(self.alt.data or "").strip(),
            license=self.license.data or "",
            credit=" ".join((self.credit.data or "").split()),
            captions=self._captions(),
        )

    def _captions(self) -> str | None:
        sent = self.captions.data if "captions" in self else None
        if not isinstance(sent, FileStorage) or not sent.filename:
            return None
        data = sent.stream.read(LONGEST_CAPTIONS + 1)
        if not is_captions(data):
            raise NotTaken(Refusal.CAPTIONS)
        return data.decode("utf-8-sig")

    def tell(self, refused: NotTaken) -> None:
        """Say beside the right field why a file was not taken."""
        field = self.captions if refused.why is Refusal.CAPTIONS else self["file"]
        field.errors = [_sentence(refused)]


class UploadForm(AboutForm):
    """A new file. Its title may be left to the file's name."""

    title = StringField(
        _l("題"),
        [Length(max=LONGEST_TITLE, message=_l("120文字までにしてください。"))],
        description=_l("空けておくと、ファイルの名前になります。"),
    )
    file = FileField(_l("ファイル"))

    def __init__(self, **given: object) -> None:
        """Say that the file is needed; what is wrong with one is told by what reads it."""
        super().__init__(**given)
        self.file.flags.required = True

    @property
    def sent(self) -> FileStorage | None:
        """The file, if there is one."""
        found = self.file.data
        return found if isinstance(found, FileStorage) and found.filename else None

    def read(self) -> About:
        """Return what was written, with a title in any case."""
        about = super().read()
        name = title_of(self.sent.filename if self.sent else None)
        title = about.title or name[:LONGEST_TITLE] or str(_("名前のないファイル"))
        return About(title, about.alt, about.license, about.credit, about.captions)


def _sentence(refused: NotTaken) -> str:
    if refused.why is Refusal.TOO_LARGE:
        return _(
            "ファイルが大きすぎます。この種類は%(n)sMBまでです。"
            "小さくするか短くして、もう一度送ってください。",
            n=refused.largest // MB,
        )
    if refused.why is Refusal.DRAWING:
        return _("SVGは、図形だけの絵にしてください。%(told)s", told=refused.told)
    return str(REFUSALS[refused.why])
