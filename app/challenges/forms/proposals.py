"""What may be sent about proposals."""

import uuid
from typing import TYPE_CHECKING

from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from app.challenges.forms.words import needed
from app.challenges.service import Said
from app.ui.fields import LineField, ListField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.identity.person import PostView
    from app.talent.queries.staff import Departments


class ProposalForm(FlaskForm):
    """Three fields, and for whoever teaches in whose name."""

    title = LineField(_l("課題の名前"), needed(_l("何のことか、ひとことで入れてください。"), 80))
    trouble = ProseField(
        _l("だれが、どんなときに困っていますか"),
        needed(_l("だれが、どんなときに困っているかを書いてください。"), 400),
    )
    wish = ProseField(
        _l("どうなるとよいですか"), needed(_l("どうなるとよいかを書いてください。"), 400)
    )
    organization_id = ListField(_l("だれの提案として出しますか"), default="")

    def offering(self, posts: "Iterable[PostView]") -> "ProposalForm":
        """Give the schools for which somebody speaks; without one the question is not asked."""
        self.organization_id.choices = [
            *((str(one.organization_id), one.organization_name) for one in posts),
            ("", _("わたし個人として")),
        ]
        return self

    def said(self) -> Said:
        """Return what is proposed; only after ``validate``."""
        place = self.organization_id.data
        return Said(
            self.title.data.strip(),
            self.trouble.data.strip(),
            self.wish.data.strip(),
            uuid.UUID(place) if place else None,
        )


class ReturnForm(FlaskForm):
    """Why a proposal is not published."""

    reason = ProseField(
        _l("公開しない理由（提案した人に、このまま届きます）"),
        needed(_l("理由を、提案した人に分かることばで書いてください。"), 300),
    )


class TakeForm(FlaskForm):
    """Which department makes a challenge of it."""

    organization_id = ListField(
        _l("どの課の課題にしますか"), [InputRequired(_l("一覧から選んでください。"))]
    )

    def offering(self, tree: "Departments", places: frozenset[uuid.UUID]) -> "TakeForm":
        """Give the departments, in 建制順."""
        self.organization_id.choices = [
            (str(one.id), one.path) for one in tree.ordered if one.id in places
        ]
        return self
