"""Two accounts of one person made one: chosen, looked at beforehand, confirmed."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from app import clock
from app.db import reading, transaction
from app.identity import queries as identity
from app.identity.guards import freshly_proved
from app.identity.login import me, person, roles_required
from app.identity.models import Role
from app.identity.policy import Reach
from app.privacy import queries, service
from app.privacy.errors import MergeRefused
from app.privacy.forms import MergeForm
from app.privacy.rules import Doubt, Refusal
from app.privacy.views.root import bp
from app.ui.page import render_page
from app.ui.strings import Lazy
from app.ui.strings import gettext as _
from app.ui.strings import lazy_gettext as _l

REFUSED: Mapping[Refusal, Lazy] = MappingProxyType(
    {
        Refusal.SAME: _l("同じ登録です。もう1つの登録を選んでください。"),
        Refusal.ONESELF: _l(
            "自分の登録は、自分ではまとめられません。ほかの管理者に頼んでください。"
        ),
        Refusal.GUEST: _l("登録しないで学ぶ人は、「しおり」で、本人が自分の登録に移します。"),
        Refusal.DEMO: _l("ためしの人の登録と、本当の人の登録は、まとめられません。"),
        Refusal.MERGED: _l("どちらかが、もうほかの登録にまとめてあります。"),
        Refusal.FAMILY: _l("一人が、もう一人の保護者です。別の人なので、まとめられません。"),
    }
)
DOUBTS: Mapping[Doubt, Lazy] = MappingProxyType(
    {
        Doubt.NAME: _l("氏名がちがいます。"),
        Doubt.KANA: _l("読みがちがいます。"),
        Doubt.GRADE: _l("学年がちがいます。"),
        Doubt.SCHOOLS: _l("二人とも、いま別の学校で学んでいます。"),
        Doubt.PUPIL_AND_ADULT: _l("一人は児童・生徒で、もう一人は仕事や役割のある人です。"),
        Doubt.ROSTERS: _l(
            "二人とも名簿にのっています。次の名簿では、閉じる登録の行を消してもらってください。"
        ),
    }
)
TAKEN: Mapping[str, Lazy] = MappingProxyType(
    {
        "login_id": _l("ID"),
        "email": _l("メールアドレス"),
        "password_hash": _l("パスワード"),
        "grade": _l("学年"),
        "sourced_id": _l("名簿の番号"),
        "master_identifier": _l("名簿の共通の番号"),
        "family_kana": _l("姓の読み"),
        "given_kana": _l("名の読み"),
        "nickname": _l("よび名"),
    }
)


@bp.get("/admin/people/<uuid:user_id>/merge")
@roles_required(Role.ADMINISTRATOR)
def merge(user_id: uuid.UUID) -> ResponseReturnValue:
    """Ask for the other account of the same person; with it, show what merging would do."""
    found, other_id = _managed(user_id), _other_id()
    return _choosing(found) if other_id is None else _previewed(found, other_id)


@bp.post("/admin/people/<uuid:user_id>/merge")
@roles_required(Role.ADMINISTRATOR)
def take_merge(user_id: uuid.UUID) -> ResponseReturnValue:
    """Merge the other account into this one."""
    found, other_id = _managed(user_id), _other_id()
    return _choosing(found, status=422) if other_id is None else _merged(found, other_id)


@freshly_proved
def _previewed(found: identity.Person, other_id: uuid.UUID) -> ResponseReturnValue:
    other = _managed(other_id)
    return _asking(found, other, MergeForm(other.login or other.name))


@freshly_proved
def _merged(found: identity.Person, other_id: uuid.UUID) -> ResponseReturnValue:
    other = _managed(other_id)
    form = MergeForm(other.login or other.name)
    if not form.validate():
        return _asking(found, other, form, status=422)
    try:
        with transaction() as session:
            service.merge_accounts(session, found.id, other.id, by=person(), now=clock.now())
    except MergeRefused:
        return _asking(found, other, form, status=422)
    flash(_("2つの登録を、1つにまとめました。もう1つの登録は閉じました。"), "good")
    return redirect(url_for("identity.one_person", user_id=found.id), 303)


def _managed(user_id: uuid.UUID) -> identity.Person:
    """Return somebody whom the administrator may manage, in all their posts, or end in 404."""
    if user_id == me().id:
        abort(404)
    today = clock.day_of(clock.now())
    return identity.managed_person(reading(), user_id, reach=_reach(), on=today)


def _reach() -> Reach:
    if "reach" not in g:  # two accounts are asked for, and the tree is one
        g.reach = identity.administered_by(reading(), person())
    return cast("Reach", g.reach)


def _other_id() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("other", ""))
    except ValueError:
        return None


def _choosing(found: identity.Person, *, status: int = 200) -> ResponseReturnValue:
    search, today = request.args.get("q", found.name)[:100], clock.day_of(clock.now())
    page = identity.people_page(reading(), _reach(), search=search, on=today)
    others = [one for one in page.people if one.id not in (found.id, me().id)]
    return render_page(
        "privacy/merge_choose.html",
        "main",
        status=status,
        found=found,
        search=search,
        others=others,
        has_more=page.has_older,
    )


def _asking(
    found: identity.Person, other: identity.Person, form: MergeForm, *, status: int = 200
) -> ResponseReturnValue:
    today = clock.day_of(clock.now())
    told = queries.preview(reading(), found, other, by=me().id, on=today)
    return render_page(
        "privacy/merge.html",
        "main",
        status=status,
        found=found,
        other=other,
        told=told,
        refused=None if told.refusal is None else REFUSED[told.refusal],
        doubts=[DOUBTS[one] for one in told.doubts],
        taken=[TAKEN[one] for one in told.gains],
        form=form,
    )
