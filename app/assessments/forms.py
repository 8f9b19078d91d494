"""What may be sent about assessments."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.assessments.rubric import Told, rubric
from app.assessments.rules import (
    LEVELS,
    LINES,
    LONGEST,
    LONGEST_LINE,
    STEP,
    WHOLE,
    may_tell_share,
)
from app.assessments.service import Part, Seen, Verdict
from app.i18n.notation import Segment
from app.i18n.reading import Spelled
from app.ui.fields import LineField, ListField, ProseField, tell
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

if TYPE_CHECKING:
    from app.assessments.models import AssessmentView, PeerSplit
    from app.assessments.queries import Before

WHY: Mapping[str, Any] = {
    "ended": _l("この企画は終わったので、書きこめません。書いたものは、残っています。"),
    "teacher": _l("この人の評価を決めるのは、その人の学校の先生です。"),
    "mentor": _l("ここに書くのは、企画のメンターです。"),
    "learner": _l("ここに書くのは、企画で学ぶ人です。"),
    "whom": _l("チームの人が変わりました。いまのチームを見て、もう一度分けてください。"),
    "asks": _l("分担は、いまは聞かれていません。先生が聞くと、書けるようになります。"),
    "small": _l("人が少ないチームでは、だれが書いたか分かってしまうので、分担は聞きません。"),
    "closed": _l("自分の評価が届いたあとは、分担を直せません。"),
    "voices": _l("2人以上が分担を書くまで、点数は本人に知らせられません。"),
    "reason": _l("一度知らせた評価を直すときは、直すわけを書いてください。"),
    "meanwhile": _l("ほかの先生が、先に評価を決めました。いまの評価を見てから、決めてください。"),
}
UNSAID = ""
_SHORT = Length(max=LONGEST_LINE, message=_l("200文字までにしてください。"))
_LONG = Length(max=LONGEST, message=_l("600文字までにしてください。"))


class LevelsForm(FlaskForm):
    """Five lines of the rubric, none of which has to be said, and a few words."""

    question = RadioField(validate_choice=False)
    research = RadioField(validate_choice=False)
    together = RadioField(validate_choice=False)
    made = RadioField(validate_choice=False)
    reflection = RadioField(validate_choice=False)

    def offer(self, unsaid: str) -> None:
        """Call the lines and their levels as the reader reads them; ``unsaid`` is for none."""
        locale = reader().locale
        told = rubric()
        for line in told.lines:
            field = self[line.key]
            field.label.text = line.name.say(locale)
            field.choices = [
                *(
                    (str(n), _joined(told.levels[n], words, locale))
                    for n, words in line.levels.items()
                ),
                (UNSAID, unsaid),
            ]

    @property
    def levels(self) -> dict[str, int]:
        """The levels that were chosen, by line; only after ``validate``."""
        return {line: int(self[line].data) for line in LINES if self[line].data}

    def _offered(self) -> bool:
        good = {UNSAID, None, *(str(one) for one in LEVELS)}
        for line in LINES:
            if self[line].data not in good:
                tell(self[line], _("一覧から選んでください。"))
                return False
        return True


class ViewForm(LevelsForm):
    """Where a mentor sees a learner or the team."""

    words = ProseField(_l("先生に伝えたいこと"), [_LONG])

    @classmethod
    def of(cls, row: "AssessmentView | None") -> "ViewForm":
        """Return a form, filled with what they said before."""
        form = cls(data=_known(row.levels if row else {}, row.words if row else ""))
        form.offer(_("いまは言わない"))
        return form

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms ships no types
        """Take one line at least, or words."""
        if not super().validate(extra_validators) or not self._offered():
            return False
        if not self.levels and not (self.words.data or "").strip():
            tell(self.question, _("どれか1つを選ぶか、伝えたいことを書いてください。"))
            return False
        return True

    def seen(self) -> Seen:
        """Return what was sent; only after ``validate``."""
        return Seen(self.levels, (self.words.data or "").strip())


class SettleForm(LevelsForm):
    """What a teacher keeps, or settles."""

    words = ProseField(_l("本人への言葉"), [_LONG])
    share = ListField(_l("分担の点数"), [Optional()])
    reason = LineField(_l("直すわけ"), [_SHORT])

    number = 0

    @classmethod
    def of(cls, found: "Before") -> "SettleForm":
        """Return a form: filled with what was kept, or settled before."""
        known = found.kept or found.settled
        share = found.settled.share if found.settled else None
        data = _known(known.levels if known else {}, known.words if known else "")
        form = cls(data={**data, "share": UNSAID if share is None else str(share)})
        form.offer(_("まだ決めていない"))
        form.share.choices = [(UNSAID, _("知らせない"))]
        if may_tell_share(found.share):
            form.share.choices += _points()
        form.number = found.settled.number if found.settled else 0
        for field in (form[line] for line in (*LINES, "words")):
            field.flags.required = True  # to settle it; what is only kept may be without
        form.reason.flags.required = bool(form.number)
        return form

    def is_ready(self) -> bool:
        """Say whether it can be settled: each line has a level, and there are words."""
        if not self.validate():
            return False
        for line in LINES:
            if not self[line].data:
                tell(self[line], _("どれか1つを選んでください。"))
        if not (self.words.data or "").strip():
            tell(self.words, _("本人への言葉を、1文でもよいので書いてください。"))
        if self.number and not (self.reason.data or "").strip():
            tell(self.reason, WHY["reason"])
        return not self.errors

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms ships no types
        """Take only levels that were offered."""
        return bool(super().validate(extra_validators)) and self._offered()

    def seen(self) -> Seen:
        """Return what is to be kept; only after ``validate``."""
        return Seen(self.levels, (self.words.data or "").strip())

    def verdict(self) -> Verdict:
        """Return what is to be settled; only after ``is_ready``."""
        share = None if not self.share.data else int(self.share.data)
        words, reason = self.words.data.strip(), (self.reason.data or "").strip()
        return Verdict(self.levels, words, share, reason)


class SplitForm(FlaskForm):
    """How the work was split: points, a sentence and a level for each member."""

    members: Sequence[uuid.UUID] = ()

    @classmethod
    def among(
        cls, members: Iterable[tuple[uuid.UUID, str]], own: uuid.UUID, row: "PeerSplit | None"
    ) -> "SplitForm":
        """Return a form for today's members, filled with what was said before."""
        made, asked = type("SplitForm", (cls,), {}), list(members)
        for who, name in asked:
            called = _("自分") if who == own else _("%(name)sさん", name=name)
            _add_fields(made, who, called, is_own=who == own)
        form: SplitForm = made(data=_said(row))
        form.members = [who for who, _name in asked]
        _offer(form)
        return form

    def parts(self) -> dict[uuid.UUID, Part]:
        """Return what was sent; only after ``validate``."""
        return {
            who: Part(
                int(self[f"points_{who.hex}"].data),
                self[f"words_{who.hex}"].data.strip(),
                self._together(who),
            )
            for who in self.members
        }

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401  WTForms ships no types
        """Take points that are 100 together."""
        if not super().validate(extra_validators):
            return False
        total = sum(one.points for one in self.parts().values())
        if total == WHOLE:
            return True
        left = WHOLE - total
        if left > 0:
            told = _("合計が%(n)s点です。あと%(left)s点、分けてください。", n=total, left=left)
        else:
            told = _("合計が%(n)s点です。%(over)s点、減らしてください。", n=total, over=-left)
        tell(self[f"points_{self.members[0].hex}"], told)
        return False

    def _together(self, who: uuid.UUID) -> int | None:
        field = self._fields.get(f"together_{who.hex}")
        return int(field.data) if field is not None and field.data else None


def _add_fields(made: Any, who: uuid.UUID, called: str, *, is_own: bool) -> None:  # noqa: ANN401
    """Add the fields about one member to a class of forms; ``_offer`` fills their lists."""
    must = InputRequired(_l("点数を選んでください。"))
    did = DataRequired(_l("したことを、1文で入れてください。"))
    points, words = _("%(who)sの点数", who=called), _("%(who)sがしたこと", who=called)
    setattr(made, f"points_{who.hex}", ListField(points, [must]))
    setattr(made, f"words_{who.hex}", LineField(words, [did, _SHORT]))
    if not is_own:
        together = ListField(_("%(who)sの協力", who=called), [Optional()])
        setattr(made, f"together_{who.hex}", together)


def _offer(form: SplitForm) -> None:
    """Fill the lists of a form: points in steps, and the levels of the rubric."""
    levels = [(str(n), str(one.say(reader().locale))) for n, one in rubric().levels.items()]
    for field in form:
        if field.name.startswith("points_"):
            field.choices = [(UNSAID, _("選んでください")), *_points()]
        elif field.name.startswith("together_"):
            field.choices = [(UNSAID, _("言わない")), *levels]


def _said(row: "PeerSplit | None") -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in row.parts if row else ():
        found[f"points_{one.about_id.hex}"] = str(one.points)
        found[f"words_{one.about_id.hex}"] = one.words
        found[f"together_{one.about_id.hex}"] = str(one.together or UNSAID)
    return found


def _known(levels: Mapping[str, int], words: str) -> dict[str, Any]:
    return {line: str(levels.get(line, UNSAID)) for line in LINES} | {"words": words}


def _points() -> list[tuple[str, str]]:
    return [(str(n), _("%(n)s点", n=n)) for n in range(0, WHOLE + 1, STEP)]


def _joined(level: Told, words: Told, locale: str) -> str:
    """Return a level's name and what it means, as one text with its readings."""
    name, meaning = level.say(locale), words.say(locale)
    if isinstance(name, Spelled) and isinstance(meaning, Spelled):
        return Spelled((*name.segments, Segment("："), *meaning.segments))
    return f"{name}: {meaning}"
