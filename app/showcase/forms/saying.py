"""Smaller things that are said: how to be credited, words for press, comments, reasons."""

from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.showcase.rules import LONGEST_PITCH, Press, Wish
from app.showcase.service import Credit
from app.ui.fields import LineField, ListField, ProseField
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.showcase.models import ShowcaseCredit


def _length(longest: int) -> Length:
    return Length(max=longest, message=_l("%(n)s文字までにしてください。", n=longest))


def _kept(row: "ShowcaseCredit | None") -> dict[str, Any]:
    if row is None:
        return {"wish": Wish.UNNAMED.value}
    return {"wish": row.wish.value, "shows_me": row.shows_me, "airs_me": row.airs_me}


class WishForm(FlaskForm):
    """How somebody wants to be credited."""

    wish = ListField(
        _l("つくった人のところに、どう出しますか"),
        [InputRequired(_l("一覧から選んでください。"))],
    )
    shows_me = BooleanField(_l("わたしがうつった写真を、このページにのせてよい"))
    airs_me = BooleanField(_l("わたしがうつった写真を、取材や放送にも渡してよい"))

    @classmethod
    def of(cls, row: "ShowcaseCredit | None", *, called: str, pseudonym: str) -> "WishForm":
        """Return the form, with what was said; a pseudonym is offered to whoever has one."""
        form = cls(data=_kept(row))
        form.wish.choices = [
            (Wish.UNNAMED.value, _("出さない（人数だけ）")),
            (Wish.NAME.value, _("名前で出す（%(name)s）", name=called)),
        ]
        if pseudonym:
            called_so = _("呼び名で出す（%(name)s）", name=pseudonym)
            form.wish.choices.append((Wish.PSEUDONYM.value, called_so))
        return form

    def validate_airs_me(self, field: BooleanField) -> None:
        """Let press have only what the page may show."""
        if field.data and not self.shows_me.data:
            raise ValidationError(
                _("取材や放送に渡せるのは、このページにのせてよい写真だけです。")
            )

    def said(self) -> Credit:
        """Return what is said; only after ``validate``."""
        return Credit(Wish(self.wish.data), self.shows_me.data, self.airs_me.data)


class CreditForm(WishForm):
    """The same, with the name to be called by."""

    pseudonym = LineField(_l("公開のページでの呼び名"), [_length(40)])

    @classmethod
    def of(cls, row: "ShowcaseCredit | None", *, called: str, pseudonym: str) -> "CreditForm":
        """Return the form, with what was said."""
        form = cls(data=_kept(row) | {"pseudonym": pseudonym})
        form.wish.choices = [
            (Wish.UNNAMED.value, _("出さない（人数だけ）")),
            (Wish.NAME.value, _("名前で出す（%(name)s）", name=called)),
            (Wish.PSEUDONYM.value, _("呼び名で出す")),
        ]
        return form

    def validate_pseudonym(self, _field: LineField) -> None:
        """Want one where it is to be the name that is shown."""
        if self.wish.data == Wish.PSEUDONYM.value and not self.called_so:
            raise ValidationError(_("呼び名を入れてください。本名でなくてかまいません。"))

    @property
    def called_so(self) -> str:
        """The name to be called by; empty for none."""
        return " ".join((self.pseudonym.data or "").split())


class PressForm(FlaskForm):
    """What only press gets."""

    edition = HiddenField()
    pitch = ProseField(
        _l("30秒で読める話"),
        [DataRequired(_l("30秒で読める話を入れてください。")), _length(LONGEST_PITCH)],
    )
    office = LineField(
        _l("問い合わせ先（課や学校の名前）"),
        [DataRequired(_l("問い合わせ先を入れてください。")), _length(60)],
    )
    phone = LineField(
        _l("電話番号"), [DataRequired(_l("電話番号を入れてください。")), _length(30)]
    )
    credit = LineField(_l("写真を使うときに書いてもらう名前"), [Optional(), _length(80)])

    @classmethod
    def of(cls, press: Press, *, edition: int) -> "PressForm":
        """Return the form with what was said."""
        return cls(data={"edition": str(edition), **press.to_json()})

    @property
    def seen(self) -> int:
        """The edition that the form was filled from."""
        return whole_number(self.edition.data) or 0

    def told(self) -> Press:
        """Return what is said; only after ``validate``."""
        pitch = " ".join(self.pitch.data.split())
        phone, credit = self.phone.data.strip(), (self.credit.data or "").strip()
        return Press(pitch, self.office.data.strip(), phone, credit)


class BackForm(FlaskForm):
    """What the teacher says when a page goes back."""

    edition = HiddenField()
    words = ProseField(
        _l("直してほしいところ"),
        [DataRequired(_l("直してほしいところを入れてください。")), _length(300)],
    )


class CommentForm(FlaskForm):
    """What an adult says under a page."""

    called = LineField(
        _l("画面に出す名前"),
        [DataRequired(_l("画面に出す名前を入れてください。")), _length(40)],
    )
    text = ProseField(_l("感想"), [DataRequired(_l("感想を入れてください。")), _length(400)])


class ReasonForm(FlaskForm):
    """Why a comment is not shown."""

    reason = LineField(
        _l("のせないわけ（書いた人に伝えます）"),
        [DataRequired(_l("のせないわけを入れてください。")), _length(200)],
    )
