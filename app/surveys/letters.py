"""What the letters say: what it is, until when, and that nobody sees who answered what."""

from typing import TYPE_CHECKING

from babel.dates import format_date

from app.i18n import dates
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.notify.service import Letter as Mail
from app.surveys.rules import Why
from app.ui.strings import in_language

if TYPE_CHECKING:
    from datetime import date

    from app.surveys.service import Letter

SUBJECT = N_("寺子屋：「%(name)s」を始めました")
REMINDER = N_("寺子屋：「%(name)s」は%(day)sまでです")
OPENING = N_("%(name)sさん、「%(title)s」を始めました。")
AGAIN = N_("%(name)sさん、「%(title)s」の答えを、まだ受けとっていません。")
WHAT = N_("質問は%(n)s問です。%(day)sまでに、勤務時間のなかで答えてください。")
ANONYMOUS = N_(
    "だれが何と答えたかは、人事の担当者にも所属長にも分かりません。"
    "答えは、人数として足されるだけです。答えるかどうかは自由です。"
)
LAST = N_("この件のメールは、これが最後です。")


def as_letter(letter: "Letter", *, url: str, city: str) -> Mail:
    """Return a letter as it is mailed, in the language in which the person reads pages.

    Args:
        letter: To whom, and about which round.
        url: How people reach the site.
        city: Who writes.
    """
    user, row = letter.user, letter.round
    locale = user.settings.get("display", {}).get("locale", JAPANESE)
    day = _day(locale, row.closes_on)

    def say(pattern: str, **values: object) -> str:
        return str(in_language(locale, pattern, **values))

    is_first = letter.why == Why.OPENED
    lines = [
        say(OPENING if is_first else AGAIN, name=user.name, title=row.name),
        *([row.text] if is_first and row.text else []),
        f"{say(WHAT, n=len(row.items), day=day)}\n{url}/my/self-check",
        say(ANONYMOUS),
        *([] if is_first else [say(LAST)]),
        city,
    ]
    subject = say(SUBJECT if is_first else REMINDER, name=row.name, day=day)
    return Mail(to=user.email or "", subject=subject, body="\n\n".join(lines) + "\n")


def _day(locale: str, day: "date") -> str:
    if locale == JAPANESE:
        return str(dates.child_date(day))
    return format_date(day, "full", locale=locale)
