"""Answers: of a guardian for a child, and of whoever answers alone. One set of pages for both."""

import uuid
from dataclasses import dataclass
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app import clock
from app.consents import asking, queries, rules, service
from app.consents.forms import HOW_NAMES, SAID_NAMES, AnswerForm
from app.consents.rules import How, Purpose, Said
from app.consents.texts import Words
from app.consents.views.family import own_child
from app.consents.views.root import bp, consent_age, today
from app.db import reading, transaction
from app.identity.login import person, registered
from app.ui.page import render_page, whole_number
from app.ui.reader import reader
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

CHANGED = _l("文が新しくなりました。新しい文を読んで、もう一度答えてください。")


@dataclass(frozen=True, slots=True)
class Subject:
    """For whom somebody answers, and as whom.

    Attributes:
        person_id: The child, or the person who asks.
        child: The child; None for oneself.
        tie_id: The guardianship; None for oneself.
        may_answer: Or only look on.
    """

    person_id: uuid.UUID
    child: queries.Child | None
    tie_id: uuid.UUID | None
    how: How
    may_answer: bool

    @property
    def child_id(self) -> uuid.UUID | None:
        """The child in the address of the pages."""
        return None if self.child is None else self.child.id


@bp.get("/my/consents")
@registered
def mine() -> ResponseReturnValue:
    """Show what one agreed to oneself."""
    return _answers_page(_oneself())


@bp.post("/my/consents")
@registered
def take_mine() -> ResponseReturnValue:
    """Keep one's own answers."""
    return _take_answers(_oneself())


@bp.get("/my/consents/<purpose>")
@registered
def my_purpose(purpose: str) -> ResponseReturnValue:
    """Show one purpose, one's own answers, and what ending it does."""
    return _purpose_page(_oneself(), _purpose(purpose), AnswerForm())


@bp.post("/my/consents/<purpose>")
@registered
def take_my_purpose(purpose: str) -> ResponseReturnValue:
    """Keep one's own answer to one purpose."""
    return _take_purpose(_oneself(), _purpose(purpose))


@bp.get("/family/<uuid:child_id>/consents")
def answers(child_id: uuid.UUID) -> ResponseReturnValue:
    """Show a guardian what is asked for a child, and what they said."""
    return _answers_page(_for_child(child_id))


@bp.post("/family/<uuid:child_id>/consents")
def take_answers(child_id: uuid.UUID) -> ResponseReturnValue:
    """Keep the answers that were given; what was left open stays open."""
    return _take_answers(_for_child(child_id))


@bp.get("/family/<uuid:child_id>/consents/<purpose>")
def purpose_of_child(child_id: uuid.UUID, purpose: str) -> ResponseReturnValue:
    """Show one purpose for a child, the answers given, and what ending it does."""
    return _purpose_page(_for_child(child_id), _purpose(purpose), AnswerForm())


@bp.post("/family/<uuid:child_id>/consents/<purpose>")
def take_purpose(child_id: uuid.UUID, purpose: str) -> ResponseReturnValue:
    """Keep a guardian's answer to one purpose."""
    return _take_purpose(_for_child(child_id), _purpose(purpose))


def _oneself() -> Subject:
    who = person()
    alone = queries.answers_alone(who, consent_age=consent_age())
    return Subject(who.id, None, None, How.ACCOUNT, alone)


def _for_child(child_id: uuid.UUID) -> Subject:
    child = own_child(child_id)
    return Subject(child.id, child, child.tie_id, asking.how(), child.may_answer)


def _purpose(text: str) -> Purpose:
    if text not in set(Purpose):
        raise NoResultFound
    return Purpose(text)


def _answers_page(who: Subject, *, status: int = 200, told: str = "") -> ResponseReturnValue:
    session, on = reading(), today()
    current = queries.current_texts(session)
    return render_page(
        "consents/answers.html",
        "main",
        status=status,
        who=who,
        url_of=partial(_url_of, who),
        told=told,
        texts={key: (current[key].text.number, _say(current[key])) for key in Purpose},
        answers=queries.own_answers(session, who.person_id, who.tie_id, current, on=on),
        said_names=SAID_NAMES,
        consent_grade=rules.first_grade_alone(consent_age()),
    )


def _take_answers(who: Subject) -> ResponseReturnValue:
    given = {key: request.form.get(key.value, "") for key in Purpose}
    chosen = {key: Said(said) for key, said in given.items() if said in {"agreed", "refused"}}
    if not who.may_answer or not chosen:
        told = _("答えは、まだ選ばれていません。") if who.may_answer else ""
        return _answers_page(who, status=422, told=told)
    with transaction() as session:
        kept = [_kept(session, who, key, said, _seen(key)) for key, said in chosen.items()]
    if not all(kept):
        return _answers_page(who, status=409, told=CHANGED.now())
    flash(_("答えをしまいました。いつでも変えられます。"), "good")
    return redirect(_url_of(who), 303)


def _seen(purpose: Purpose) -> int:
    return whole_number(request.form.get(f"seen-{purpose.value}")) or 0


def _say(current: queries.CurrentText) -> Words:
    return current.text.say(reader().locale)


def _url_of(who: Subject, purpose: Purpose | None = None) -> str:
    if who.child_id is None:
        if purpose is None:
            return url_for("consents.mine")
        return url_for("consents.my_purpose", purpose=purpose.value)
    if purpose is None:
        return url_for("consents.answers", child_id=who.child_id)
    return url_for("consents.purpose_of_child", child_id=who.child_id, purpose=purpose.value)


def _kept(session: Session, who: Subject, purpose: Purpose, said: Said, seen: int) -> bool:
    return service.answer(
        session,
        who.person_id,
        purpose,
        said,
        tie_id=who.tie_id,
        how=who.how,
        seen=seen,
        now=clock.now(),
    )


def _purpose_page(
    who: Subject, purpose: Purpose, form: AnswerForm, *, status: int = 200, told: str = ""
) -> ResponseReturnValue:
    session = reading()
    current = queries.current_texts(session)
    own = queries.own_answers(session, who.person_id, who.tie_id, current, on=today())
    return render_page(
        "consents/purpose.html",
        "main",
        status=status,
        who=who,
        url_of=partial(_url_of, who),
        purpose=purpose,
        told=told,
        form=form,
        number=current[purpose].text.number,
        words=_say(current[purpose]),
        answer=own.get(purpose),
        history=queries.history(session, who.person_id, who.tie_id, purpose),
        said_names=SAID_NAMES,
        how_names=HOW_NAMES,
    )


def _take_purpose(who: Subject, purpose: Purpose) -> ResponseReturnValue:
    form = AnswerForm()
    if not who.may_answer or not form.validate():
        return _purpose_page(who, purpose, form, status=422)
    with transaction() as session:
        kept = _kept(session, who, purpose, Said(form.said.data), form.seen.data or 0)
    if not kept:
        return _purpose_page(who, purpose, form, status=409, told=CHANGED.now())
    flash(_("答えをしまいました。いつでも変えられます。"), "good")
    return redirect(_url_of(who, purpose), 303)
