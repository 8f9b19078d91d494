"""What the letters say: one thing that happened, and the way to it."""

from typing import TYPE_CHECKING

from app.following.words import letter_line
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.notify.service import Letter as Mail
from app.ui.strings import in_language

if TYPE_CHECKING:
    from app.following.models import Notification
    from app.identity.models import User

SUBJECT = N_("寺子屋：%(what)s")
OPENING = N_("%(name)sさん、お知らせがあります。")
WHERE = N_("くわしくは、次のページにあります。")
STOPPING = N_("メールがいらないときは、お知らせのページで止められます。")


def as_letter(user: "User", row: "Notification", *, url: str, city: str) -> Mail:
    """Return a notification as it is mailed.

    Args:
        user: To whom.
        row: What they were told.
        url: How people reach the site.
        city: Who writes.
    """
    locale = user.settings.get("display", {}).get("locale", JAPANESE)
    line = letter_line(row.kind, row.facts, locale)
    lines = [
        str(in_language(locale, OPENING, name=user.name)),
        line,
        f"{in_language(locale, WHERE)}\n{url}{row.path}",
        f"{in_language(locale, STOPPING)}\n{url}/notifications",
        city,
    ]
    subject = str(in_language(locale, SUBJECT, what=line))
    return Mail(to=user.email or "", subject=subject, body="\n\n".join(lines) + "\n")
