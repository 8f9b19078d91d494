"""What a visitor may hand in to be checked, and what those send who answer for credentials."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from app.credentials.baking import kind_of
from app.credentials.handing import is_link
from app.credentials.models import AuditEvent
from app.ui.fields import LineField, ListField, ProseField
from app.ui.strings import lazy_gettext as _l

REASONS: Mapping[str, Any] = {
    "mistake": _l("まちがって出した"),
    "unmet": _l("条件を満たしていなかった"),
    "conduct": _l("不正があった"),
    "asked": _l("本人が望んだ"),
    "other": _l("そのほか"),
}
"""Why a credential is taken back."""

WHAT: Mapping[AuditEvent, Any] = {
    AuditEvent.AWARDED: _l("出すことが決まりました"),
    AuditEvent.ISSUED: _l("署名しました"),
    AuditEvent.SHARED: _l("本人が、見せるリンクを作りました"),
    AuditEvent.UNSHARED: _l("本人が、見せるのをやめました"),
    AuditEvent.DELIVERED: _l("登録簿に届きました"),
    AuditEvent.REFUSED: _l("登録簿が受け取りませんでした"),
    AuditEvent.REVOKED: _l("取り消しました"),
    AuditEvent.CORRECTED: _l("出し直しました"),
}

ISSUER_FAULTS: Mapping[str, tuple[str, Any]] = {
    "spelling": ("slug", _l("半角の小文字と数字とハイフンで、40文字まで入れてください。")),
    "taken": ("slug", _l("このアドレスの発行者は、もうあります。ほかのアドレスにしてください。")),
    "has_one": ("organization", _l("この組織の発行者は、もうあります。")),
    "ended": ("successor", _l("この発行者は、もう終わっています。")),
    "itself": ("successor", _l("自分を引き継ぐことはできません。")),
}
"""By fault: the field where it was typed, and the words."""

_NAME = [
    DataRequired(_l("名前を入れてください。")),
    Length(max=120, message=_l("120文字までにしてください。")),
]
_OFFICE = [Length(max=120, message=_l("120文字までにしてください。"))]

LARGEST_FILE = 2 * 1024 * 1024
"""Bytes of a file that holds data."""

LARGEST_PHOTO = 8 * 1024 * 1024
"""Bytes of a picture: as a phone takes it, of the code on a paper."""


def is_too_large(data: bytes) -> bool:
    """Say whether a file is larger than its kind may be."""
    is_picture = kind_of(data) in {"png", "photo"}
    return len(data) > (LARGEST_PHOTO if is_picture else LARGEST_FILE)


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
            data = file.stream.read(LARGEST_PHOTO + 1)
            file.close()  # a larger one waits in a file of its own
            return data
        return b""

    def typed(self) -> str:
        """Return the number or link; a link may stand among the data as well."""
        code, pasted = ((field.data or "").strip() for field in (self.code, self.document))
        return code or (pasted if is_link(pasted) else "")


class CorrectForm(FlaskForm):
    """What a credential says otherwise from now on."""

    evidence = ProseField(
        _l("どのように"),
        [
            DataRequired(_l("何をして受けたのかを入れてください。")),
            Length(max=1000, message=_l("1,000文字までにしてください。")),
        ],
    )
    note = TextAreaField(
        _l("出し直すわけ"),
        [
            DataRequired(_l("本人に伝わるように、わけを入れてください。")),
            Length(max=400, message=_l("400文字までにしてください。")),
        ],
    )


class RevokeForm(FlaskForm):
    """Why a credential is taken back."""

    code = RadioField(_l("取り消すわけ"), [InputRequired(_l("わけを選んでください。"))])
    details = TextAreaField(
        _l("くわしく"), [Length(max=300, message=_l("300文字までにしてください。"))]
    )

    @classmethod
    def offered(cls) -> "RevokeForm":
        """Return the form with its reasons."""
        form = cls()
        form.code.choices = [(key, str(name)) for key, name in REASONS.items()]
        return form


class IssuerForm(FlaskForm):
    """A new issuer."""

    organization = ListField(_l("組織"), [InputRequired(_l("一覧から選んでください。"))])
    name = LineField(_l("証明に書く名前"), _NAME)
    office = LineField(_l("担当の部署"), _OFFICE)
    slug = StringField(_l("アドレスの終わり"), [DataRequired(_l("アドレスを入れてください。"))])

    def offering(self, places: Iterable[tuple[uuid.UUID, str]]) -> "IssuerForm":
        """Give the list of organizations its choices."""
        self.organization.choices = [(str(place), name) for place, name in places]
        return self


class NamesForm(FlaskForm):
    """How an issuer is called from now on."""

    name = LineField(_l("証明に書く名前"), _NAME)
    office = LineField(_l("担当の部署"), _OFFICE)
    again = BooleanField(_l("もう出した証明も、新しい名前で出し直す"))


class EndForm(FlaskForm):
    """Who answers for an issuer that ends."""

    successor = ListField(_l("引き継ぐ発行者"))

    def offering(self, issuers: Iterable[tuple[str, str]]) -> "EndForm":
        """Give the list of issuers its choices; nobody is one of them."""
        self.successor.choices = [("", str(_l("引き継がない"))), *issuers]
        return self
