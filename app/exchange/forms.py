"""What administrators may say of issuers and registries elsewhere."""

import unicodedata
from typing import Any

from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.exchange import rules
from app.exchange.service.registries import NewRegistry
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.wire import reach
from app.wire.reach import EndpointFault, Reach
from app.wire.words import FAULTS

ADDRESS_FAULTS = {
    **FAULTS,
    EndpointFault.UNREADABLE: _l(
        "アドレスを読み取れません。"
        "https://jinzai.example.jp/ims/ob/v3p0/ のような形で入れてください。"
    ),
}
DEFAULT_PER_MINUTE = 600
MOST_PER_MINUTE = 60_000
_LONG = Length(max=500, message=_l("長すぎます。500文字までにしてください。"))


class LookForm(FlaskForm):
    """Which issuer is meant."""

    issuer = StringField(
        _l("発行者のアドレスか、did:web の名前"),
        [DataRequired(_l("発行者のアドレスか、did:web で始まる名前を入れてください。")), _LONG],
    )

    def validate_issuer(self, field: StringField) -> None:
        """Take a did:web, or an address that leads to one."""
        if rules.issuer_named(field.data or "") is None:
            raise ValidationError(
                _(
                    "読み取れません。https://b.example.jp か did:web:b.example.jp のような形で"
                    "入れてください。"
                )
            )

    @property
    def did(self) -> str:
        """The issuer; call it after ``validate()``."""
        return rules.issuer_named(self.issuer.data or "") or ""


class TrustForm(LookForm):
    """The issuer that was looked at, and what people here call it."""

    name = StringField(
        _l("ここでの呼び名"),
        [
            DataRequired(_l("この発行者を何と呼ぶか、入れてください。")),
            Length(max=120, message=_l("120文字までにしてください。")),
        ],
    )


class SecretForm(FlaskForm):
    """How one enters a registry elsewhere."""

    client_key = StringField(
        _l("鍵（client id）"), [DataRequired(_l("登録簿でもらった鍵を入れてください。")), _LONG]
    )
    secret = PasswordField(
        _l("秘密の文字列"),
        [InputRequired(_l("登録簿でもらった秘密の文字列を入れてください。")), _LONG],
    )


class PlaceForm(FlaskForm):
    """Where a registry elsewhere is. It stands first, because fields come in this order."""

    name = StringField(
        _l("名前"),
        [
            DataRequired(_l("この登録簿を何と呼ぶか、入れてください。")),
            Length(max=60, message=_l("60文字までにしてください。")),
        ],
    )
    address = StringField(
        _l("登録簿のアドレス"), [DataRequired(_l("登録簿のアドレスを入れてください。")), _LONG]
    )

    reach = Reach.PUBLIC
    """Where registries may be; the view says so."""

    def validate_address(self, field: StringField) -> None:
        """Take an address that one may send to."""
        fault = reach.endpoint_fault(reach.endpoint_key(field.data or ""), self.reach)
        if fault is not None:
            raise ValidationError(str(ADDRESS_FAULTS[fault]))


class NewRegistryForm(PlaceForm, SecretForm):
    """A registry elsewhere."""

    per_minute = StringField(
        _l("1分に送る回数"),
        [DataRequired(_l("1分に送る回数を入れてください。"))],
        default=str(DEFAULT_PER_MINUTE),
    )

    def validate_per_minute(self, field: StringField) -> None:
        """Take a number, in whatever width it was typed."""
        number = _number(field)
        if number is None or not 1 <= number <= MOST_PER_MINUTE:
            raise ValidationError(
                _("1から%(most)sまでの数字を入れてください。", most=f"{MOST_PER_MINUTE:,}")
            )

    def read(self) -> NewRegistry:
        """Return what was said; the form is valid."""
        return NewRegistry(
            name=(self.name.data or "").strip(),
            address=reach.endpoint_key(self.address.data or ""),
            client_key=(self.client_key.data or "").strip(),
            secret=self.secret.data or "",
            per_minute=_number(self.per_minute) or DEFAULT_PER_MINUTE,
        )


def tell(field: Any, sentence: object) -> None:  # noqa: ANN401  WTForms ships no types
    """Add what was found out later to a field."""
    field.errors = [*field.errors, str(sentence)]


def _number(field: StringField) -> int | None:
    typed = unicodedata.normalize("NFKC", field.data or "").replace(",", "").strip()
    return whole_number(typed)
