"""For the school: who read the notice about lessons, and letters for those who have not."""

import uuid
from collections import Counter
from collections.abc import Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.consents import queries, service
from app.consents.forms import HOW_NAMES, RELATION_NAMES
from app.consents.rules import How, Notice
from app.consents.views.letters import sheets
from app.consents.views.root import bp, consent_age, secret, today
from app.consents.views.school import own_class
from app.db import reading, transaction
from app.identity.login import me, roles_required
from app.identity.models import Role
from app.ui.navigation import sit_at_desk
from app.ui.page import render_page
from app.ui.reader import reader
from app.ui.strings import gettext as _

WAYS = (How.ACCOUNT, How.LETTER, How.PAPER)


@bp.get("/school/consents/<uuid:class_id>/notice")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def notice_state(class_id: uuid.UUID) -> ResponseReturnValue:
    """Show which families of a class read the notice, and by which way."""
    return _page(own_class(class_id))


@bp.post("/school/consents/<uuid:class_id>/notice/letters")
@roles_required(Role.TEACHER, Role.ADMINISTRATOR)
def remind(class_id: uuid.UUID) -> ResponseReturnValue:
    """Make new letters for chosen families who have not read it, and for no others."""
    room = own_class(class_id)
    wanted = set(request.form.getlist("pupil"))
    chosen = [one for one in _rows(room.id) if one.is_waited_for and str(one.id) in wanted]
    if not chosen:
        return _page(room, status=422, told=_("まだ読んでいない家庭を、1人は選んでください。"))
    with transaction() as session:
        issued = service.issue_letters(
            session, [one.id for one in chosen], by=me().id, secret=secret(), now=clock.now()
        )
    return sheets(
        room.school,
        room.title,
        chosen,
        issued,
        back=url_for(".notice_state", class_id=class_id),
        template="slips" if request.form.get("as") == "slips" else "sheets",
    )


def _rows(class_id: uuid.UUID) -> list[queries.NoticeRow]:
    session = reading()
    return queries.notice_rows(
        session,
        class_id,
        Notice.LESSONS,
        queries.current_texts(session)[Notice.LESSONS].text.number,
        now=clock.now(),
        consent_age=consent_age(),
    )


def _page(room: queries.ClassCard, *, status: int = 200, told: str = "") -> ResponseReturnValue:
    sit_at_desk()
    rows = _rows(room.id)
    asked = [one for one in rows if not one.answers_alone]
    text = queries.current_texts(reading())[Notice.LESSONS].text
    return render_page(
        "consents/notice_state.html",
        "main",
        status=status,
        room=room,
        rows=rows,
        asked=len(asked),
        open=[one for one in asked if one.is_waited_for],
        ways=_ways(asked),
        told=told,
        on=today(),
        text=text,
        title=text.say(reader().locale).title,
        names=(HOW_NAMES, RELATION_NAMES),
    )


def _ways(asked: Sequence[queries.NoticeRow]) -> dict[How, int]:
    """Count families by the way in which the first of them said so."""
    ways = Counter(one.readings[0].how or How.LETTER for one in asked if one.is_read)
    return {way: ways[way] for way in WAYS}
