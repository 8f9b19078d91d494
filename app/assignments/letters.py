"""What the letters say: never an hour, never a blame."""

from typing import TYPE_CHECKING

from babel.dates import format_date

from app.i18n import dates
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.notify.service import Letter as Mail
from app.ui.strings import in_language

if TYPE_CHECKING:
    from datetime import date

    from app.assignments.models import Assignment
    from app.assignments.service import Letter

SUBJECT = N_("寺子屋：期限のある研修のお知らせ")
CHANGED = N_("寺子屋：研修の期限が変わりました")
OPENING = N_("%(name)sさん、次の研修に期限があります。もう始めている方は、続きからどうぞ。")
NEW_DAY = N_("「%(title)s」の期限が、%(before)sから%(after)sに変わりました。")
REASON = N_("理由：%(reason)s")
ALL_OPEN = N_("いま、期限のある研修は次のとおりです。")
UNTIL = N_("「%(title)s」は、%(day)sまでです。")
CLOSING = N_(
    "勤務時間のなかで、区切って進められます。"
    "事情があって受けられないときや、もう学んだことがあるときは、人事の担当者に知らせてください。"
)


def as_letter(letter: "Letter", *, url: str, city: str) -> Mail:
    """Return a letter as it is mailed, in the language in which the person reads pages.

    Args:
        letter: To whom, and what is open for them.
        url: How people reach the site.
        city: Who writes.
    """
    locale = letter.user.settings.get("display", {}).get("locale", JAPANESE)

    def say(pattern: str, **values: object) -> str:
        return str(in_language(locale, pattern, **values))

    lines = [say(OPENING, name=letter.user.name)]
    if letter.changed is not None:
        row, act = letter.changed
        days = {"before": act.due_before, "after": act.due_after}
        told = {name: _day(locale, day) for name, day in days.items() if day is not None}
        lines = [say(NEW_DAY, title=row.title, **told)]
        lines += [say(REASON, reason=act.reason), say(ALL_OPEN)]
    lines += [
        _told(say(UNTIL, title=one.title, day=_day(locale, one.due_on)), one, url)
        for one in letter.open
    ]
    lines += [say(CLOSING), city]
    subject = say(CHANGED if letter.changed else SUBJECT)
    return Mail(to=letter.user.email or "", subject=subject, body="\n\n".join(lines) + "\n")


def _told(line: str, row: "Assignment", url: str) -> str:
    return f"{line}\n{row.purpose}\n{url}/my/assignments/{row.id}"


def _day(locale: str, day: "date") -> str:
    return (
        str(dates.child_date(day))
        if locale == JAPANESE
        else format_date(day, "full", locale=locale)
    )
