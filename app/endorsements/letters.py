"""The letter to a partner who is asked to endorse somebody."""

from typing import TYPE_CHECKING

from babel.dates import format_date

from app.i18n import dates
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.notify.service import Letter
from app.ui.strings import in_language

if TYPE_CHECKING:
    from datetime import date

    from app.endorsements.models import EndorsementInvitation
    from app.identity.models import User

SUBJECT = N_("寺子屋：推薦のお願い")
OPENING = N_(
    "%(name)sさん、「%(project)s」でいっしょに仕事をした%(person)sさんについて、"
    "仕事で見た力を教えてください。"
)
HOW = N_("見たことを1〜3文で書き、あてはまる項目とレベルを選びます。%(day)sまで書けます。")
SEEN = N_("書いたことは、お名前といっしょに、本人と市の人事の担当者が読みます。")


def as_letter(
    row: "EndorsementInvitation", partner: "User", person: str, *, url: str, city: str
) -> Letter:
    """Return the letter, in the language in which the partner reads pages.

    Args:
        row: What is asked.
        partner: Who is asked.
        person: About whom, by name.
        url: How people reach the site.
        city: Who writes.
    """
    locale = partner.settings.get("display", {}).get("locale", JAPANESE)

    def say(pattern: str, **values: object) -> str:
        return str(in_language(locale, pattern, **values))

    lines = [
        say(OPENING, name=partner.name, project=row.project, person=person),
        say(HOW, day=_day(locale, row.ends_on)),
        f"{url}/endorsements",
        say(SEEN),
        city,
    ]
    return Letter(to=partner.email or "", subject=say(SUBJECT), body="\n\n".join(lines) + "\n")


def _day(locale: str, day: "date") -> str:
    if locale == JAPANESE:
        return str(dates.plain_date(day))
    return format_date(day, "full", locale=locale)
