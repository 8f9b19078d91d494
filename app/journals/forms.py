"""What may be sent about entries, and what a page's address may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.journals.rules import LONGEST, LONGEST_REPLY, Reach
from app.journals.service import Written
from app.projects.rules import MemberRole
from app.ui.fields import LineField, ProseField
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.journals.models import JournalEntry
    from app.projects.queries import Names

WHY: Mapping[str, Any] = {
    "ended": _l("この企画は終わったので、書きこめません。書いたものは、そのまま読めます。"),
    "passed": _l(
        "段階が次へ進んだので、このふりかえりは直せません。新しく書くことは、いつでもできます。"
    ),
    "learner": _l("ふりかえりを書くのは、企画で学ぶ人です。"),
    "teacher": _l("返事を書くのは、企画の先生です。"),
}


@dataclass(frozen=True, slots=True)
class Readers:
    """How many would read an entry besides whoever writes it."""

    learners: int
    teachers: int
    mentors: int

    @classmethod
    def of(cls, names: "Names") -> "Readers":
        """Count today's members."""
        teachers = names.current(MemberRole.TEACHER, MemberRole.COORDINATOR)
        return cls(
            len(names.current(MemberRole.LEARNER)) - 1,
            len({one.member.user_id for one in teachers}),
            len(names.current(MemberRole.MENTOR)),
        )

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Each reach with a sentence that says who reads."""
        return [
            (Reach.PRIVATE, _("自分だけ。先生も、チームの人も、読めません。")),
            (
                Reach.TEAM,
                _(
                    "チームと先生。いっしょに学ぶ人（%(n)s人）と、先生（%(teachers)s人）が読みます。",
                    n=self.learners,
                    teachers=self.teachers,
                ),
            ),
            (
                Reach.MENTOR,
                _(
                    "チームと先生と、メンター。メンター（%(n)s人）も読みます。",
                    n=self.mentors,
                ),
            ),
        ]


class EntryForm(FlaskForm):
    """What somebody thinks, and who reads it."""

    words = ProseField(
        _l("書くところ"),
        [
            DataRequired(_l("思ったことを、1文でもよいので書いてください。")),
            Length(max=LONGEST, message=_l("2000文字までにしてください。")),
        ],
    )
    reach = RadioField(
        _l("だれが読みますか"),
        [InputRequired(_l("だれが読むかを選んでください。"))],
        validate_choice=False,
    )

    @classmethod
    def of(cls, row: "JournalEntry | None", readers: Readers) -> "EntryForm":
        """Return a form: for oneself alone until somebody chooses otherwise."""
        known = {"reach": Reach.PRIVATE} if row is None else {}
        form = cls(data=known) if row is None else cls(words=row.words, reach=row.reach)
        form.reach.choices = readers.choices
        return form

    def validate_reach(self, field: RadioField) -> None:
        """Take only what was offered."""
        if field.data not in set(Reach):
            raise ValidationError(_("一覧から選んでください。"))

    def told(self, prompt: str) -> Written:
        """Return what was sent; only after ``validate``."""
        return Written(self.words.data.strip(), Reach(self.reach.data), prompt)


class ReplyForm(FlaskForm):
    """One line of a teacher."""

    reply = LineField(
        _l("返事を1行で"),
        [
            DataRequired(_l("返事を入れてください。")),
            Length(max=LONGEST_REPLY, message=_l("200文字までにしてください。")),
        ],
    )
