"""What may be sent about things that were made."""

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, HiddenField, RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.catalog.licenses import LICENSES
from app.ui.fields import LineField, ListField, ProseField
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import in_language
from app.ui.strings import lazy_gettext as _l
from app.workroom import rules
from app.workroom.forms.people import Choices, chosen, offer, offered, people_field
from app.workroom.forms.words import CREDITS
from app.workroom.rules import CreditAs
from app.workroom.service.artifacts import About, mark_of

if TYPE_CHECKING:
    from app.workroom.models import Artifact

_LINK = Length(max=rules.LONGEST_LINK, message=_l("500文字までにしてください。"))


class _Sent(FlaskForm):
    """A file or an address."""

    file = FileField(_l("ファイル"))
    url = LineField(_l("リンク"), [_LINK])

    @property
    def sent(self) -> FileStorage | None:
        """The file, if there is one."""
        found = self.file.data
        return found if isinstance(found, FileStorage) and found.filename else None

    @property
    def link(self) -> str:
        """The address, if there is one."""
        return (self.url.data or "").strip()

    def validate_file(self, _field: FileField) -> None:
        """Take one of the two."""
        if self.sent is None and not self.link:
            raise ValidationError(_("ファイルを選ぶか、リンクを入れてください。"))
        if self.sent is not None and self.link:
            raise ValidationError(_("ファイルとリンクは、どちらか1つにしてください。"))

    def validate_url(self, _field: LineField) -> None:
        """Take an address that is read over a closed line."""
        if self.link and not rules.is_link(self.link):
            raise ValidationError(
                _("「https://」で始まるアドレスを、まちがいがないか見て、入れてください。")
            )


class AboutForm(FlaskForm):
    """What is said of something that was made."""

    title = LineField(
        _l("作ったものの名前"),
        [
            DataRequired(_l("名前を入れてください。")),
            Length(max=rules.LONGEST_TITLE, message=_l("80文字までにしてください。")),
        ],
    )
    alt = ProseField(
        _l("写っているもの、中身の説明"),
        [Length(max=rules.LONGEST_ALT, message=_l("400文字までにしてください。"))],
    )
    people = people_field(_l("写っている人、声が入っている人"))
    shows_others = BooleanField(_l("チームの外の人も、写っているか、声が入っています"))
    is_told = BooleanField(_l("写っている人、声が入っている人は、これで全部です（いないときも）"))
    license = ListField(_l("使う条件"), [InputRequired(_l("一覧から選んでください。"))])
    credit_as = RadioField(
        _l("作った人の名前の出しかた"), choices=[], validate_choice=False, default="team"
    )
    credit = LineField(
        _l("出したい名前"),
        [Length(max=rules.LONGEST_CREDIT, message=_l("120文字までにしてください。"))],
    )
    read = HiddenField()

    @classmethod
    def of(cls, row: "Artifact | None", choices: Choices, **known: str) -> "AboutForm":
        """Return a form with what somebody sent, or else with what is said."""
        told: dict[str, Any] = {"license": "own", "credit_as": CreditAs.TEAM.value, **known}
        if row is not None:
            told = {
                "title": row.title,
                "alt": row.alt,
                "people": [str(one.user_id) for one in row.people],
                "shows_others": row.shows_others,
                "is_told": row.is_told,
                "license": row.license,
                "credit_as": row.credit_as.value,
                "credit": row.credit,
                "read": mark_of(row),
            }
        form = cls(data=told)
        offer(form.people, choices)
        form.license.choices = [
            (code, in_language(reader().locale, terms.name)) for code, terms in LICENSES.items()
        ]
        form.credit_as.choices = [(one.value, str(name)) for one, name in CREDITS.items()]
        return form

    def validate_credit_as(self, field: RadioField) -> None:
        """Take one of the list."""
        if field.data not in set(CreditAs):
            raise ValidationError(_("一覧から選んでください。"))

    def validate_credit(self, field: LineField) -> None:
        """Want a name where it is to be the one that is written."""
        if self.credit_as.data == CreditAs.WORDS.value and not (field.data or "").strip():
            raise ValidationError(_("出したい名前を入れてください。本名でなくてもかまいません。"))

    def about(self) -> About:
        """Return what is said; only after ``validate``."""
        return About(
            " ".join(self.title.data.split()),
            self.license.data,
            (self.alt.data or "").strip(),
            CreditAs(self.credit_as.data),
            " ".join((self.credit.data or "").split()),
            chosen(self.people),
            offered(self.people),
            shows_others=bool(self.shows_others.data),
            is_told=bool(self.is_told.data),
        )


class ShareForm(AboutForm, _Sent):
    """Something new that was made."""


class VersionForm(_Sent):
    """A new version of something."""

    note = LineField(
        _l("変わったところ"),
        [
            DataRequired(_l("変わったところを、1文で入れてください。")),
            Length(max=rules.LONGEST_NOTE, message=_l("200文字までにしてください。")),
        ],
    )
