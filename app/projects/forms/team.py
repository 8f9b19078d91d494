"""What may be sent about the people of a project."""

import uuid
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import DataRequired, InputRequired

from app.projects.forms.charter import ids_of, longest, many
from app.projects.words import ROLES
from app.ui.fields import LineField, ListField
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.projects.models import ProjectPartner
    from app.projects.queries import Candidate, Place
    from app.projects.rules import MemberRole

_PICK = InputRequired(_l("一覧から選んでください。"))


class PupilsForm(FlaskForm):
    """Pupils of a class who come into the team."""

    people = many(_l("チームに入る人"))

    @classmethod
    def of(cls, candidates: "Iterable[Candidate]") -> "PupilsForm":
        """Return a form for the pupils of a class."""
        form = cls()
        form.people.choices = [
            (str(one.user_id), f"{one.note}　{one.name}" if one.note else one.name)
            for one in candidates
        ]
        return form

    @property
    def picked(self) -> set[uuid.UUID]:
        """Who was ticked."""
        return ids_of(self.people.data or [])


class AdultsForm(FlaskForm):
    """Somebody of one's own organization who comes into the team."""

    people = many(_l("チームに入る人"))
    role = ListField(_l("何をする人として"), [_PICK])

    @classmethod
    def of(cls, candidates: "Iterable[Candidate]", roles: "Sequence[MemberRole]") -> "AdultsForm":
        """Return a form for those who were found."""
        form = cls()
        form.people.choices = [
            (str(one.user_id), f"{one.name}（{one.note}）") for one in candidates
        ]
        form.role.choices = [(one.value, ROLES[one]) for one in roles]
        return form

    @property
    def picked(self) -> set[uuid.UUID]:
        """Who was ticked."""
        return ids_of(self.people.data or [])


class ContactForm(FlaskForm):
    """The first person of a partner that has nobody in the project yet."""

    place = ListField(_l("どの組織の人ですか"), [_PICK])
    login = LineField(
        _l("その人のID"), [DataRequired(_l("その人のIDを入れてください。")), longest(120)]
    )

    @classmethod
    def of(cls, partners: "Iterable[ProjectPartner]", place: str = "") -> "ContactForm":
        """Return a form for the partners without anybody."""
        form = cls(data={"place": place})
        form.place.choices = [
            (str(one.organization_id), one.organization.name) for one in partners
        ]
        return form


class PartnersForm(FlaskForm):
    """Organizations that come to take part."""

    places = many(_l("加わる組織"))

    @classmethod
    def of(cls, places: "Iterable[Place]") -> "PartnersForm":
        """Return a form for the organizations that were found."""
        form = cls()
        form.places.choices = [(str(one.id), one.name) for one in places]
        return form

    @property
    def picked(self) -> set[uuid.UUID]:
        """What was ticked."""
        return ids_of(self.places.data or [])


class DutyForm(FlaskForm):
    """What somebody does in the team."""

    duty = LineField(_l("チームでの役目"), [longest(40)])


class PseudonymForm(FlaskForm):
    """How somebody wants to be credited in public."""

    pseudonym = LineField(_l("公開のページでの呼び名"), [longest(40)])


class LeaveForm(FlaskForm):
    """Why somebody's part ends."""

    reason = LineField(_l("わけ"), [DataRequired(_l("わけを入れてください。")), longest(200)])
