"""What a team sends: its proposal, how it goes on, how it goes; and the list of offers."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional, ValidationError

from app.adoption import words
from app.adoption.forms.words import YenField, needed, short
from app.adoption.rules import Ending
from app.adoption.service import Draft, NewOffer
from app.adoption.service import Ending as NewEnding
from app.ui.fields import DayField, LineField, ListField, ProseField, tell
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.adoption.models import Adoption, ContinuationLook, SupportOffer
    from app.adoption.queries import GoingOn

Choice = tuple[uuid.UUID, str]


class ProposalForm(FlaskForm):
    """A team's proposal."""

    organization = ListField(
        _l("どの課に出しますか"), [InputRequired(_l("課を選んでください。"))], coerce=str
    )
    title = LineField(_l("提案を1行で"), needed(_l("提案を1行で書いてください。"), longest=80))
    proposal = ProseField(
        _l("何を、どうしたいか"), needed(_l("何をどうしたいかを書いてください。"), longest=1200)
    )
    document = LineField(_l("変わる計画や決まりの名前"), short(120))
    before = ProseField(_l("いまの文"), short(300))
    after = ProseField(_l("変えたあとの文"), short(300))
    cost_yen = YenField(_l("1年にかかるお金（円）"))
    starts_on = DayField(_l("いつから"), [Optional()])
    edition = HiddenField()

    @classmethod
    def of(
        cls, row: "Adoption | None", places: Iterable[Choice], *, is_settled: bool
    ) -> "ProposalForm":
        """Return a form with what is written already.

        Args:
            row: The proposal, if there is one.
            places: The departments that may answer, in 建制順.
            is_settled: Whether the challenge settles the department.
        """
        known: dict[str, Any] = {"edition": "0"}
        if row is not None:
            names = ("title", "proposal", "document", "before", "after", "cost_yen", "starts_on")
            known = {name: getattr(row, name) for name in names}
            known |= {"edition": str(row.edition), "organization": str(row.organization_id)}
        form = cls(data=known)
        form.organization.choices = [
            ("", _("選んでください")),
            *((str(one), name) for one, name in places),
        ]
        if is_settled:
            del form.organization
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms ships no types
        """Check each field, and that the two sentences go together."""
        is_good = super().validate(extra_validators)
        if (self.before.data or "").strip() and not (self.after.data or "").strip():
            tell(self.after, _("変えたあとの文も書いてください。"))
            return False
        return bool(is_good)

    @property
    def seen(self) -> int:
        """How many steps there were when the form was drawn."""
        return whole_number(self.edition.data) or 0

    def told(self, place: uuid.UUID | None) -> Draft:
        """Return what is proposed; ``place`` where the challenge settles the department."""
        return Draft(
            place or uuid.UUID(self.organization.data),
            self.title.data.strip(),
            self.proposal.data.strip(),
            (self.document.data or "").strip(),
            (self.before.data or "").strip(),
            (self.after.data or "").strip(),
            self.cost_yen.data,
            self.starts_on.data,
        )


class EndingForm(FlaskForm):
    """As what a team goes on."""

    kind = RadioField(
        _l("どんな形で続けますか"),
        [InputRequired(_l("形を選んでください。"))],
        validate_choice=False,
    )
    name = LineField(_l("名前"), needed(_l("名前を書いてください。"), longest=80))
    words = ProseField(_l("これからすること"), short(300))
    offers = SelectMultipleField(_l("受ける支援"), coerce=str, validate_choice=False)

    @classmethod
    def of(cls, known: "GoingOn | None", offers: "Iterable[SupportOffer]") -> "EndingForm":
        """Return a form with what is told already, and the offers that can be taken."""
        data: dict[str, Any] = {}
        taken = known.offers if known is not None else ()
        if known is not None:
            data = {
                "kind": known.row.kind.value,
                "name": known.row.name,
                "words": known.row.words,
                "offers": [str(one.offer_id) for one in taken],
            }
        form = cls(data=data)
        form.kind.choices = [(one.value, words.ENDINGS[one].now()) for one in Ending]
        listed = {str(one.offer_id): f"{one.title}（{one.place}）" for one in taken}
        listed |= {str(one.id): f"{one.title}（{one.organization.name}）" for one in offers}
        form.offers.choices = list(listed.items())
        return form

    def validate_kind(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in {value for value, _name in field.choices}:
            raise ValidationError(_("一覧から選んでください。"))

    def validate_offers(self, field: SelectMultipleField) -> None:
        """Take only what was offered."""
        if not set(field.data or ()) <= {value for value, _name in field.choices}:
            raise ValidationError(_("一覧から選んでください。"))

    def told(self) -> NewEnding:
        """Return what is told; only after ``validate``."""
        return NewEnding(
            Ending(self.kind.data),
            self.name.data.strip(),
            (self.words.data or "").strip(),
            [uuid.UUID(one) for one in self.offers.data or ()],
        )


class LookForm(FlaskForm):
    """How it goes, after half a year or a year."""

    goes_on = RadioField(
        _l("いまも続いていますか"),
        [InputRequired(_l("続いているかを選んでください。"))],
        validate_choice=False,
    )
    words = ProseField(_l("いまのようす"), short(300))
    needed = ProseField(_l("いま、足りないもの"), short(300))

    @classmethod
    def of(cls, row: "ContinuationLook") -> "LookForm":
        """Return a form with what was said already."""
        known: dict[str, Any] = {"words": row.words, "needed": row.needed}
        if row.looked_on is not None:
            known["goes_on"] = "yes" if row.goes_on else "no"
        form = cls(data=known)
        form.goes_on.choices = [("yes", _("続いている")), ("no", _("終わった"))]
        return form

    def validate_goes_on(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in {"yes", "no"}:
            raise ValidationError(_("一覧から選んでください。"))


class OfferForm(FlaskForm):
    """Something that a team that goes on can be given."""

    organization = ListField(
        _l("どこが支えますか"), [InputRequired(_l("一覧から選んでください。"))], coerce=str
    )
    title = LineField(
        _l("何を支えますか"), needed(_l("何を支えるかを書いてください。"), longest=80)
    )
    words = ProseField(_l("くわしいこと"), short(300))
    until = DayField(_l("いつまで"), [Optional()])

    @classmethod
    def of(cls, row: "SupportOffer | None", places: Iterable[Choice]) -> "OfferForm":
        """Return a form with what is written already, for organizations in 建制順."""
        data: dict[str, Any] = {}
        if row is not None:
            data = {"title": row.title, "words": row.words, "until": row.until}
            data["organization"] = str(row.organization_id)
        form = cls(data=data)
        form.organization.choices = [
            ("", _("選んでください")),
            *((str(one), name) for one, name in places),
        ]
        return form

    def told(self) -> NewOffer:
        """Return what is offered; only after ``validate``."""
        return NewOffer(
            uuid.UUID(self.organization.data),
            self.title.data.strip(),
            (self.words.data or "").strip(),
            self.until.data,
        )
