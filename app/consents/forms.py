"""What may be sent by guardians, schools and administrators."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import HiddenInput

from app.consents import texts
from app.consents.queries import PupilRow
from app.consents.rules import CHOSEN, How, Missing, Purpose, Relation, Said, expires_on
from app.consents.service import OnPaper
from app.consents.texts import Words
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

RELATION_NAMES: Mapping[Relation, Any] = {
    Relation.MOTHER: _l("母"),
    Relation.FATHER: _l("父"),
    Relation.GUARDIAN: _l("親にかわる人（未成年後見人など）"),
    Relation.FAMILY: _l("そのほかの家族（祖父母など）"),
    Relation.UNSAID: _l("紙で答えた方"),
}
SAID_NAMES: Mapping[Said, Any] = {
    Said.AGREED: _l("はい"),
    Said.REFUSED: _l("いいえ"),
    Said.WITHDRAWN: _l("やめました"),
}
MISSING_NAMES: Mapping[Missing, Any] = {
    Missing.NEVER_ASKED: _l("まだ"),
    Missing.REFUSED: _l("いいえ"),
    Missing.WITHDRAWN: _l("やめました"),
    Missing.EXPIRED: _l("期限切れ"),
    Missing.TEXT_CHANGED: _l("文が変わった"),
}
HOW_NAMES: Mapping[How, Any] = {
    How.LETTER: _l("手紙"),
    How.ACCOUNT: _l("登録した名前"),
    How.PAPER: _l("紙"),
    How.ROSTER: _l("名簿"),
}
PART_NAMES: Mapping[str, Any] = {
    "title": _l("題"),
    "legal": _l("正式な文"),
    "easy": _l("やさしい日本語の文"),
    "refusal": _l("「いいえ」のとき、どうなるか"),
    "withdrawal": _l("やめるとき、どうなるか"),
}
LANGUAGE_NAMES: Mapping[str, Any] = {"ja": _l("日本語"), "en": _l("英語")}


class CodeForm(FlaskForm):
    """The code of a letter."""

    code = StringField(
        _l("手紙の番号"),
        [InputRequired(_l("手紙にある番号を書いてください。"))],
    )


class RelationForm(FlaskForm):
    """Who somebody is to the child, and whether an answer on paper was theirs."""

    relation = RadioField(
        _l("お子さんから見て、あなたは"),
        [InputRequired(_l("一つ選んでください。"))],
        choices=[SelectChoice(one.value, RELATION_NAMES[one]) for one in CHOSEN],
    )
    signed_paper = BooleanField(_l("前に紙で答えたのは、わたしです"))
    sure = BooleanField(
        _l("まちがいありません"), [InputRequired(_l("たしかめて、しるしを付けてください。"))]
    )


class AnswerForm(FlaskForm):
    """One answer to the text that was shown."""

    said = RadioField(
        _l("答え"),
        [InputRequired(_l("「はい」か「いいえ」を選んでください。"))],
        choices=[
            SelectChoice(one.value, SAID_NAMES[one])
            for one in (Said.AGREED, Said.REFUSED, Said.WITHDRAWN)
        ],
    )
    seen = IntegerField(widget=HiddenInput())


class PaperForm(FlaskForm):
    """Returned forms of a class: a day, and for each pupil who signed and what was answered."""

    received_on = DateField(
        _l("受領日"),
        [InputRequired(_l("紙を受け取った日を入れてください。"))],
    )
    today: date

    def validate_received_on(self, field: DateField) -> None:
        """Take no day to come, and none too far back to be this paper's."""
        if field.data and not 0 <= (self.today - field.data).days <= 366:  # noqa: PLR2004  days of a year
            raise ValidationError(_("今日までの、1年以内の日にしてください。"))

    @staticmethod
    def read(sent: Mapping[str, str], rows: Sequence[PupilRow]) -> list[OnPaper]:
        """Return what was ticked, of the pupils of the class alone; the rest is left out."""
        forms = []
        for row in rows:
            all_yes = sent.get(f"all-{row.id}") == "yes"
            said = {
                purpose: answer
                for purpose in Purpose
                if (answer := _said(sent.get(f"{purpose.value}-{row.id}", ""), all_yes=all_yes))
            }
            has_read = sent.get(f"read-{row.id}") == "yes"
            forms.append(OnPaper(row.id, _tie(sent.get(f"by-{row.id}", ""), row), said, has_read))
        return [one for one in forms if one.said or one.has_read]


class ClassLetterForm(FlaskForm):
    """The last day of the address of a class's families."""

    ends_on = DateField(
        _l("いつまで使えるか"), [InputRequired(_l("終わりの日を入れてください。"))]
    )
    today: date

    def validate_ends_on(self, field: DateField) -> None:
        """Take no day that is over, and none after the school year."""
        if field.data and not self.today <= field.data <= expires_on(self.today):
            raise ValidationError(_("今日から、年度の終わり（3月31日）までの日にしてください。"))


class TextForm(FlaskForm):
    """A new version of a text, in every language, and what becomes of earlier agreements."""

    ja_title = StringField()
    ja_legal = TextAreaField()
    ja_easy = TextAreaField()
    ja_refusal = TextAreaField()
    ja_withdrawal = TextAreaField()
    en_title = StringField()
    en_legal = TextAreaField()
    en_easy = TextAreaField()
    en_refusal = TextAreaField()
    en_withdrawal = TextAreaField()
    asks_again = RadioField(
        _l("前の版に「はい」と答えた人には"),
        [InputRequired(_l("前の答えをどうするかを、選んでください。"))],
        choices=[
            SelectChoice("keep", _l("もう一度たずねない。答えはそのまま生きる")),
            SelectChoice("again", _l("もう一度たずねる。新しい答えがあるまで「まだ」になる")),
        ],
    )

    @classmethod
    def of(cls, words: Mapping[str, Words]) -> "TextForm":
        """Show the words of the present version, to be changed."""
        given = {
            f"{language}_{part}": getattr(words[language], part).strip()
            for language in texts.LANGUAGES
            for part in texts.PARTS
        }
        form = cls(data=given)
        for language in texts.LANGUAGES:
            for part in texts.PARTS:
                label = _(
                    "%(part)s（%(language)s）",
                    part=PART_NAMES[part].now(),
                    language=LANGUAGE_NAMES[language].now(),
                )
                form[f"{language}_{part}"].label.text = label
                form[f"{language}_{part}"].flags.required = True
                form[f"{language}_{part}"].validators = [
                    InputRequired(_("何か書いてください。")),
                    Length(max=texts.LONGEST, message=_("4000文字までにしてください。")),
                ]
        return form

    @property
    def words(self) -> dict[str, Words]:
        """What was written."""
        return {
            language: Words(
                **{part: self[f"{language}_{part}"].data or "" for part in texts.PARTS}
            )
            for language in texts.LANGUAGES
        }


def _said(sent: str, *, all_yes: bool) -> Said | None:
    if sent in {"yes", "no"}:
        return Said.AGREED if sent == "yes" else Said.REFUSED
    return Said.AGREED if all_yes else None


def _tie(sent: str, row: PupilRow) -> uuid.UUID | None:
    return next((tie.id for tie in row.answering if str(tie.id) == sent), None)
