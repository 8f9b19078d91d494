"""Tell people by letter, and do what was settled at a publication; in the worker."""

from typing import TYPE_CHECKING

from app import clock
from app.authoring.models import Draft, DraftMember, MemberRole, ReviewAct, ReviewStep
from app.catalog import queries as catalog
from app.editorial import service
from app.i18n.languages import JAPANESE
from app.i18n.marks import N_
from app.identity.models import User
from app.notify import service as notify
from app.outbox.context import settings
from app.ui.strings import in_language

if TYPE_CHECKING:
    import uuid

    from sqlalchemy.orm import Session

    from app.authoring.events import DraftPublished
    from app.editorial.events import MemberInvited, ReviewStepTaken

SUBJECT = N_("寺子屋：「%(title)s」の下書き")
INVITED = {
    MemberRole.AUTHOR: N_("「%(title)s」の下書きに、作者として招かれました。"),
    MemberRole.CO_AUTHOR: N_("「%(title)s」の下書きに、いっしょに書く人として招かれました。"),
    MemberRole.REVIEWER: N_("「%(title)s」の下書きに、見る人として招かれました。"),
}
STEPS = {
    ReviewAct.ASKED: N_("「%(title)s」の下書きを見てほしいと、たのまれました。"),
    ReviewAct.APPROVED: N_("「%(title)s」の下書きが、よいと認められました。公開できます。"),
    ReviewAct.RETURNED: N_("「%(title)s」の下書きに、直してほしいところがあります。"),
}


def on_draft_published(session: "Session", event: "DraftPublished") -> None:
    """Keep the notes of the release, and let learners move, where that was settled."""
    service.settle(session, event.draft_id, event.course_version_id, now=clock.now())


def on_member_invited(session: "Session", event: "MemberInvited") -> None:
    """Write to somebody who was invited, unless they are out again."""
    member = session.get(DraftMember, event.member_id)
    if member is not None:
        sentence, key = INVITED[member.role], f"draft-member:{member.id}"
        _write(session, member.draft_id, member.user_id, sentence, key=key)


def on_review_step_taken(session: "Session", event: "ReviewStepTaken") -> None:
    """Write to a reviewer who is asked, or to somebody who writes when it is judged."""
    step = session.get_one(ReviewStep, event.step_id)
    key = f"review:{step.id}:{event.user_id}"
    _write(session, step.draft_id, event.user_id, STEPS[step.act], step.words, key=key)


def _write(
    session: "Session",
    draft_id: "uuid.UUID",
    to: "uuid.UUID",
    sentence: str,
    words: str = "",
    *,
    key: str,
) -> None:
    """Write to somebody who has an address, once a key; the page tells the others."""
    site, draft, user = settings(), session.get_one(Draft, draft_id), session.get(User, to)
    if user is None or user.email is None or user.disabled_at is not None:
        return
    title = draft.slug
    if draft.base_version_id is not None:
        title = catalog.version(session, draft.base_version_id).outline.title.plain
    locale, values = user.settings.get("display", {}).get("locale", JAPANESE), {"title": title}
    told = (
        str(in_language(locale, sentence, **values)),
        words,
        f"{site.public_url}/authoring/{draft_id}/review",
        site.city,
    )
    letter = notify.Letter(
        to=user.email,
        subject=str(in_language(locale, SUBJECT, **values)),
        body="\n\n".join(one for one in told if one) + "\n",
    )
    notify.send_once(session, notify.mailer_of(site), letter, key=key, now=clock.now())
