"""What may be said of a provider."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.federation import rules
from app.federation.rules import SignOut
from app.federation.service import NewProvider, ProviderTerms
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l
from app.wire.reach import EndpointFault, Reach, endpoint_fault

_LONG = Length(max=300, message=_l("長すぎます。もう一度たしかめてください。"))
ISSUER_FAULTS = {
    EndpointFault.NOT_HTTPS: _l("「https://」で始まるアドレスにしてください。"),
    EndpointFault.NOT_PUBLIC: _l(
        "庁内など、内部のネットワークのアドレスです。外から見えるアドレスを入れるか、"
        "この仕組みを動かしている担当者に、SIGN_IN_PRIVATE の設定を頼んでください。"
    ),
}
UNUSABLE = _l("「https://accounts.example.jp」のようなアドレスを入れてください。")


def tell(field: Any, sentence: object) -> None:  # noqa: ANN401  WTForms ships no types
    """Add what a service found to a field."""
    field.errors = [*field.errors, str(sentence)]


class TermsForm(FlaskForm):
    """What of a provider may change."""

    name = StringField(
        _l("ボタンに出す言葉"),
        [
            DataRequired(_l("ボタンに出す言葉を入れてください。")),
            Length(max=60, message=_l("60文字までにしてください。")),
        ],
    )
    client_id = StringField(
        _l("クライアントID"), [DataRequired(_l("クライアントIDを入れてください。")), _LONG]
    )
    client_secret = PasswordField(_l("クライアントの秘密の文字列"), [_LONG])
    mail_domains = StringField(_l("メールアドレスの、＠のあと"), [_LONG])
    tenant = StringField(_l("テナント（Google の hd、Microsoft の tid）"), [_LONG])
    roster_claim = StringField(_l("IDの入っている項目（クレーム）の名前"), [_LONG])
    sign_out = RadioField(
        _l("ここで終わったとき、このIDのほうは"),
        choices=[
            SelectChoice(SignOut.ASK.value, _l("終わるかどうかを、本人に聞く")),
            SelectChoice(SignOut.ALWAYS.value, _l("いつも、いっしょに終わる")),
            SelectChoice(SignOut.NEVER.value, _l("そのままにする")),
        ],
        default=SignOut.ASK.value,
    )
    is_listed = BooleanField(_l("だれの入り口のページにも、このボタンを出す"), default=True)

    issuer_in_force = ""
    """Whose terms these are, where it does not stand in the form; the view says so."""

    def validate_mail_domains(self, field: StringField) -> None:
        """Take domains; a provider of the whole world needs one, or a tenant."""
        domains = rules.domains_of(field.data or "")
        wrong = [one for one in domains if not rules.is_domain(one)]
        if wrong:
            raise ValidationError(
                _(
                    "「%(domain)s」は使えません。「school.example.jp」のように入れてください。",
                    domain=wrong[0],
                )
            )
        if rules.is_shared(self._issuer()) and not domains and not self.tenant.data:
            raise ValidationError(_("だれでも持てるIDです。ここか、テナントを入れてください。"))

    def validate_roster_claim(self, field: StringField) -> None:
        """Take what can name a claim."""
        if not rules.is_claim((field.data or "").strip()):
            raise ValidationError(_("半角の英字で入れてください。例：employee_number"))

    def read_terms(self) -> ProviderTerms:
        """Return what was said; the form is valid."""
        return ProviderTerms(
            name=self.name.data.strip(),
            client_id=self.client_id.data.strip(),
            client_secret=self.client_secret.data or "",
            mail_domains=tuple(rules.domains_of(self.mail_domains.data or "")),
            tenant=(self.tenant.data or "").strip(),
            roster_claim=(self.roster_claim.data or "").strip(),
            is_listed=self.is_listed.data,
            sign_out=self.sign_out.data,
        )

    def _issuer(self) -> str:
        return self.issuer_in_force


class NewProviderForm(TermsForm):
    """A new provider."""

    slug = StringField(
        _l("入り口のアドレスの、最後の言葉"),
        [DataRequired(_l("アドレスの最後の言葉を入れてください。"))],
    )
    issuer = StringField(
        _l("発行者のアドレス（issuer）"), [DataRequired(_l("発行者のアドレスを入れてください。"))]
    )
    client_secret = PasswordField(
        _l("クライアントの秘密の文字列"),
        [InputRequired(_l("クライアントの秘密の文字列を入れてください。")), _LONG],
    )
    organization = SelectField(_l("だれのための入り口か"), coerce=uuid.UUID, validate_choice=False)

    reach = Reach.PUBLIC
    """Where providers may stand; the view says so."""

    @classmethod
    def within(
        cls, places: Iterable[tuple[uuid.UUID, str, int]], reach: Reach
    ) -> "NewProviderForm":
        """Offer only the organizations that the administrator reaches."""
        form = cls()
        form.reach = reach
        form.organization.choices = [
            (str(place), "　" * depth + name) for place, name, depth in places
        ]
        return form

    def validate_slug(self, field: StringField) -> None:
        """Take what can stand in an address."""
        if not rules.is_slug(field.data or ""):
            raise ValidationError(_("半角の英字の小文字と、数字と「-」で入れてください。"))

    def validate_issuer(self, field: StringField) -> None:
        """Take an address that one may ask."""
        fault = endpoint_fault((field.data or "").strip(), self.reach)
        if fault is not None:
            raise ValidationError(str(ISSUER_FAULTS.get(fault, UNUSABLE)))

    def validate_organization(self, field: SelectField) -> None:
        """Take only what was offered."""
        if str(field.data) not in [value for value, _name in field.choices]:
            raise ValidationError(_("一覧から選んでください。"))

    def read(self) -> NewProvider:
        """Return what was said; the form is valid."""
        return NewProvider(
            slug=self.slug.data,
            issuer=self.issuer.data.strip(),
            organization_id=self.organization.data,
            terms=self.read_terms(),
        )

    def _issuer(self) -> str:
        return (self.issuer.data or "").strip()
