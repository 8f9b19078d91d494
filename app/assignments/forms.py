"""What may be sent about assignments, and what the address of a list may ask for."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.assignments.queries import Whom
from app.assignments.queries.detail import OVERDUE
from app.assignments.rules import Exemption, State, read_days
from app.assignments.service import Terms
from app.ui.fields import DayField, ListField
from app.ui.page import whole_number
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.assignments.queries import Choice
    from app.talent.queries.staff import Department

WHY: Mapping[str, Any] = {
    "course": _l("この講座は、いま割り当てられません。一覧から選びなおしてください。"),
    "past": _l("今日か、それよりあとの日にしてください。"),
    "nobody": _l("あてはまる職員がいません。所属や職名を見なおしてください。"),
    "withdrawn": _l("取り下げた割り当てです。元にもどすと、変えられます。"),
    "same": _l("いまの期限と同じ日です。"),
}
EXEMPTIONS: Mapping[Exemption, Any] = {
    Exemption.ON_LEAVE: _l("休職・休業中"),
    Exemption.SECONDED: _l("出向中"),
    Exemption.PRIOR_LEARNING: _l("すでに学んでいる"),
    Exemption.OTHER: _l("そのほか"),
}
PRIOR: Mapping[str, Any] = {
    "holds": _l("証明の期限が切れていなければ、修了と数える"),
    "12": _l("12か月以内の修了なら、数える"),
    "6": _l("6か月以内の修了なら、数える"),
    "0": _l("数えない（更新のため、もう一度受ける）"),
}
PEOPLE = "people"
"""In place of a department: those named below."""
_CHOSEN = InputRequired(_l("一覧から選んでください。"))


@dataclass(frozen=True, slots=True)
class ListAddress:
    """Which people of an assignment are shown, as the address holds it."""

    state: str = ""
    department: uuid.UUID | None = None
    page: int = 1

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "ListAddress":
        """Read the query string; what means nothing counts as not asked."""
        state = args.get("state", "")
        return cls(
            state=state if state in {*State, OVERDUE} else "",
            department=id_of(args.get("department", "")),
            page=max(1, whole_number(args.get("page")) or 1),
        )


class AssignmentForm(FlaskForm):
    """What is assigned to whom, until when, and why."""

    what = ListField(_l("講座か、学びの道すじ"), [_CHOSEN])
    to = ListField(_l("だれに"), [_CHOSEN])
    post_title = ListField(_l("職名"))
    people = TextAreaField(_l("ログインIDかメールアドレス"), [Length(max=200_000)])
    adds_joiners = BooleanField(_l("あとから所属に加わった人にも割り当てる"))
    due_on = DayField(_l("期限の日"), [InputRequired(_l("日付を入れてください。"))])
    purpose = StringField(
        _l("わけ"),
        [
            DataRequired(_l("受ける人が読む、ひとことのわけを入れてください。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )
    prior = ListField(_l("前に修了した人"), [_CHOSEN])
    before = StringField(_l("知らせる日（期限の何日前か）"), [Length(max=40)])
    after = BooleanField(_l("期限の翌日にも知らせる"))

    earliest: date = date.min

    @classmethod
    def blank(cls, today: date, **filled: Any) -> "AssignmentForm":  # noqa: ANN401  what fields hold
        """Return a form with what is usual filled in; what was sent comes first."""
        usual = {"prior": "holds", "before": "14、3", "after": True}
        form = cls(**{**usual, **filled})
        form.earliest = today
        return form

    def offering(
        self,
        choices: "Iterable[Choice]",
        departments: "Iterable[Department]",
        titles: Iterable[str],
    ) -> "AssignmentForm":
        """Give the lists their choices."""
        self.what.choices = [
            (one.key, _("%(title)s（講座%(n)sつ）", title=one.title, n=len(one.courses)))
            if one.is_path
            else (one.key, one.title)
            for one in choices
        ]
        places = [(str(one.id), "　" * one.depth + one.name) for one in departments]
        self.to.choices = [*places, (PEOPLE, _("下に書いた人"))]
        self.post_title.choices = [("", _("すべての職員")), *((one, one) for one in titles)]
        self.prior.choices = [(key, str(words)) for key, words in PRIOR.items()]
        return self

    def logins(self) -> list[str]:
        """Return who was named, one a line."""
        return [line.strip() for line in (self.people.data or "").splitlines() if line.strip()]

    def whom(self, people: Iterable[uuid.UUID]) -> Whom:
        """Return to whom it is assigned; ``people`` are those of ``logins``."""
        if self.to.data == PEOPLE:
            return Whom(people=frozenset(people))
        return Whom(
            organization_id=uuid.UUID(self.to.data),
            post_title=self.post_title.data or "",
            adds_joiners=self.adds_joiners.data,
        )

    def terms(self) -> Terms:
        """Return what counts, and when people are written to; call it after ``validate()``."""
        days = read_days(self.before.data or "")
        return Terms(
            prior_months=None if self.prior.data == "holds" else int(self.prior.data),
            reminders=(*days, -1) if self.after.data else days,
        )

    def validate_due_on(self, field: DayField) -> None:
        """No day that is past."""
        if field.data is not None and field.data < self.earliest:
            raise ValidationError(WHY["past"])

    def validate_before(self, field: StringField) -> None:
        """Up to five numbers of days."""
        try:
            read_days(field.data or "")
        except ValueError:
            raise ValidationError(
                _("「14、3」のように、90までの数字を5つまで入れてください。")
            ) from None


class DueForm(FlaskForm):
    """Another due day, and why; it stands on one page with ``WithdrawForm``."""

    class Meta:
        """The application checks the token of each POST; it bears no prefix."""

        csrf = False

    def __init__(self, **filled: Any) -> None:  # noqa: ANN401  what fields hold
        super().__init__(prefix="due", **filled)

    due_on = DayField(_l("新しい期限の日"), [InputRequired(_l("日付を入れてください。"))])
    reason = StringField(
        _l("変えるわけ"),
        [
            DataRequired(_l("受ける人に伝わるわけを入れてください。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )


class WithdrawForm(FlaskForm):
    """Why nobody is asked for it any more."""

    class Meta:
        """As in ``DueForm``."""

        csrf = False

    def __init__(self, **filled: Any) -> None:  # noqa: ANN401  what fields hold
        super().__init__(prefix="back", **filled)

    reason = StringField(
        _l("取り下げるわけ"),
        [
            DataRequired(_l("あとで説明できるように、わけを入れてください。")),
            Length(max=200, message=_l("200文字までにしてください。")),
        ],
    )


class ExemptForm(FlaskForm):
    """Why somebody need not do it."""

    why = ListField(_l("免除する理由"), [_CHOSEN])
    reason = StringField(
        _l("くわしく"), [Length(max=200, message=_l("200文字までにしてください。"))]
    )

    @classmethod
    def offered(cls) -> "ExemptForm":
        """Return the form with the reasons there are."""
        form = cls()
        form.why.choices = [(one.value, str(words)) for one, words in EXEMPTIONS.items()]
        return form

    def validate_reason(self, field: StringField) -> None:
        """«Something else» wants words."""
        if self.why.data == Exemption.OTHER and not (field.data or "").strip():
            raise ValidationError(_("「そのほか」のときは、わけを入れてください。"))


def id_of(text: str) -> uuid.UUID | None:
    """Read an id; what is none is None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
