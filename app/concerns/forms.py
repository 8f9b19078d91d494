"""What may be sent about concerns, and what the address of the form says."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.validators import DataRequired, Length, ValidationError

from app.concerns.rules import LONGEST, Reason, is_kind
from app.concerns.service import Said
from app.identity.login import local_path
from app.ui.fields import ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

REASONS: Mapping[Reason, Any] = {
    Reason.HURT: _l("だれかが傷ついている、こわがっている"),
    Reason.PERSONAL: _l("だれなのか、どこにいるのかが分かってしまう"),
    Reason.WORDS: _l("ひどいことばがある"),
    Reason.OTHER: _l("ほかのこと"),
}
KINDS: Mapping[str, Any] = {
    "ticket": _l("相談票"),
    "message": _l("相談票のやりとり"),
    "card": _l("ボードのカード"),
    "meeting": _l("打ち合わせの記録"),
    "decision": _l("決めたこと"),
    "artifact": _l("作ったもの"),
    "journal": _l("ふりかえり"),
    "comment": _l("発表のページの感想"),
    "proposal": _l("市への提案"),
    "project": _l("企画"),
}
"""What things are called; what is not here is a page."""

_LONG = Length(max=LONGEST, message=_l("600文字までにしてください。"))


class ConcernForm(FlaskForm):
    """What somebody found wrong. For a pupil every part may stay as it is."""

    reason = RadioField(_l("どんなことですか"), validate_choice=False)
    words = ProseField(_l("どうしましたか"), [_LONG])
    about_teacher = BooleanField(_l("先生についてのことです"))

    wants_words: bool = True

    @classmethod
    def of(cls, *, wants_words: bool) -> "ConcernForm":
        """Return the form; ``wants_words`` of adults."""
        form = cls()
        form.wants_words = wants_words
        form.reason.choices = [(one.value, str(name)) for one, name in REASONS.items()]
        return form

    def validate_words(self, field: ProseField) -> None:
        """Ask an adult what happened."""
        if self.wants_words and not (field.data or "").strip():
            raise ValidationError(_("どこがどう気になるかを書いてください。"))

    def said(self) -> Said:
        """Return what is said; only after ``validate``."""
        given = self.reason.data
        reason = Reason(given) if given in list(Reason) else Reason.OTHER
        return Said(reason, (self.words.data or "").strip(), bool(self.about_teacher.data))


class HandleForm(FlaskForm):
    """What was done."""

    words = ProseField(
        _l("どうしたか"),
        [DataRequired(_l("知らせた人に伝わるように、どうしたかを書いてください。")), _LONG],
    )


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of the form says it is about."""

    kind: str
    id: uuid.UUID | None
    project: str
    path: str

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Address | None":
        """Read the query string; None where it names nothing."""
        kind, given = args.get("kind", ""), args.get("id", "")
        if not is_kind(kind):
            return None
        try:
            about = uuid.UUID(given) if given else None
        except ValueError:
            return None
        path = local_path(args.get("path")) or ""
        return cls(kind, about, args.get("project", "")[:16], path[:300])

    def args(self) -> dict[str, str]:
        """Return it as the address holds it."""
        given = {
            "kind": self.kind,
            "id": str(self.id or ""),
            "project": self.project,
            "path": self.path,
        }
        return {name: value for name, value in given.items() if value}
