"""The answers to the city's 外部サービス利用 sheet, from what is really so: settings and data.

What leaves the house is what the settings and the database say and nothing else: no page and no
lesson opens a connection (tests/request/test_ops_sheet.py closes the sockets and looks).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy import make_url

from app.clock import day_of, months_before
from app.exchange.queries import issuers, registries
from app.federation import queries as federation
from app.forwarding import queries as forwarding
from app.identity.models import Post, Role, User
from app.identity.queries.people import is_current
from app.ops.classified import CLASSES, classified
from app.ui.strings import gettext as _

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.config import Settings

UNUSED_MONTHS = 6


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the sheet: a table with its head."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


def sheet(session: "Session", settings: "Settings", *, now: "datetime") -> list[Section]:
    """Return the whole sheet, in the reader's language."""
    today = day_of(now)
    return [
        Section(_("置き場所"), (_("なに"), _("どこ")), list(_places(settings))),
        Section(
            _("外への通信"),
            (_("相手"), _("なんのために"), _("いつ")),
            list(_outgoing(session, settings)) or [(_("なし"), "", "")],
        ),
        Section(_("受けつける通信"), (_("ところ"), _("なに")), list(_incoming(settings))),
        Section(_("記録と、残す期間"), (_("記録"), _("中身"), _("残す期間")), _logs()),
        Section(_("控え（バックアップ）"), (_("なに"), _("いま")), list(_backups(settings))),
        Section(
            _("登録"),
            (_("役割"), _("使える登録"), _("6か月より長く使っていない"), _("最後に使った日")),
            list(_accounts(session, today)),
        ),
        Section(_("連絡先"), (_("なに"), _("だれ")), list(_contacts(settings))),
        Section(
            _("情報の分類（IからIV、Iがいちばん重い）"),
            (_("表"), "I", "II", "III", "IV"),
            list(_classes()),
        ),
    ]


def markdown(sections: Sequence[Section]) -> Iterator[str]:
    """Yield the sheet as lines of Markdown."""
    for one in sections:
        yield f"## {one.title}"
        yield ""
        for row in (one.head, ["---"] * len(one.head), *one.rows):
            yield f"| {' | '.join(_cell(cell) for cell in row)} |"
        yield ""


def table(sections: Sequence[Section]) -> Iterator[Sequence[str]]:
    """Yield the sheet as the rows of one table, each with its section before it."""
    for one in sections:
        for row in (one.head, *one.rows):
            yield (one.title, *row)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _places(settings: "Settings") -> Iterator[Sequence[str]]:
    url = make_url(settings.database_url)
    is_file = url.get_backend_name() == "sqlite"
    where = url.database if is_file else f"{url.host}:{url.port or 5432}"
    yield (_("学びの記録と登録"), f"{url.get_backend_name()} {where or ''}".strip())
    yield (_("鍵、出していない手紙、控え"), str(settings.instance_dir))
    bucket = settings.media_bucket
    media = str(settings.instance_dir / "media") if bucket is None else bucket.endpoint
    yield (_("写真や動画"), media)
    yield (_("みんなが開くところ"), settings.public_url)


def _outgoing(session: "Session", settings: "Settings") -> Iterator[Sequence[str]]:
    url = make_url(settings.database_url)
    if url.host:
        yield (f"{url.host}:{url.port or 5432}", _("データベース"), _("いつも"))
    if settings.smtp_url is not None:
        parts = urlsplit(settings.smtp_url)
        port = parts.port or (465 if parts.scheme == "smtps" else 25)
        yield (f"{parts.hostname}:{port}", _("手紙（メール）"), _("手紙を出すとき"))
    if settings.media_bucket is not None:
        yield (settings.media_bucket.endpoint, _("写真や動画"), _("加えるときと見るとき"))
    for issuer, name, place in federation.sheet(session):
        purpose = _(
            "「%(name)s」で、%(place)sの人を確かめる。送るのは、この仕組みの番号と、1回だけの合い言葉。"
            "受けとるのは、相手の付けた番号、氏名、メールアドレス",
            name=name,
            place=place,
        )
        yield (issuer, purpose, _("そのIDで、はじめるときと終わるとき"))
    for one in forwarding.sheet(session):
        if one.ended_on is None:
            children = _("子どもの記録もふくむ") if one.children.are_included else ""
            purpose = _("学びの記録の送り先「%(name)s」", name=one.name)
            yield (one.endpoint, f"{purpose} {children}".strip(), _("記録が届いたとき"))
    yield from _exchange(session)


def _exchange(session: "Session") -> Iterator[Sequence[str]]:
    for one in registries.sheet(session):
        if one.ended_on is None:
            told = _("人材登録簿への送り先「%(name)s」", name=one.name)
            yield (one.address, told, _("職員が講座を修了したとき"))
    for issuer in issuers.trusted(session):
        told = _("信頼する発行者「%(name)s」の文書と取り消しの一覧", name=issuer.name)
        yield (issuer.url, told, _("毎日"))


def _incoming(settings: "Settings") -> Iterator[Sequence[str]]:
    yield (f"{settings.host}:{settings.port}", _("ページと、xAPIの呼び出し"))


def _logs() -> list[Sequence[str]]:
    return [
        (_("操作の記録"), _("だれが何をしたか、だれを見たか。番号だけ"), _("終わりなし")),
        (_("スキルを見た記録"), _("だれがだれのスキルを見たか。日まで"), _("終わりなし")),
        (_("修了証の記録"), _("出した、取り消した"), _("終わりなし")),
        (_("はじめるときに試した回数"), _("登録と接続元"), _("30日")),
        (
            _("1回だけ使えるリンク"),
            _("作った日と使った日。リンクそのものは、ない"),
            _("終わりなし"),
        ),
        (
            _("しおり（登録しない人）"),
            _("四つの言葉を、元にもどせない形で"),
            _("使わなくなって180日"),
        ),
        (
            _("プログラムの動きの記録"),
            _("失敗だけ。名前や答えは書かない"),
            _("サーバーの決まりによる"),
        ),
    ]


def _backups(settings: "Settings") -> Iterator[Sequence[str]]:
    found = sorted((settings.instance_dir / "backups").glob("*.zip"))
    yield (_("取りかた"), "flask backup")
    yield (_("もどしかた"), "flask restore")
    yield (_("ここにある控え"), str(len(found)))
    yield (_("いちばん新しい控え"), found[-1].name if found else _("なし"))
    yield (_("署名の鍵"), _("控えには入れない。別の安全な場所に置く"))


def _accounts(session: "Session", today: date) -> Iterator[Sequence[str]]:
    unused = sa.or_(
        User.last_signed_in_on.is_(None),
        User.last_signed_in_on < months_before(today, UNUSED_MONTHS),
    )
    figures = (
        sa.func.count(User.id.distinct()),
        sa.func.count(sa.case((unused, User.id)).distinct()),
        sa.func.max(User.last_signed_in_on),
    )
    living = (User.disabled_at.is_(None), User.is_guest.is_(False))
    by_role: dict[Role, tuple[int, int, date | None]] = {
        role: (count, idle, last)
        for role, count, idle, last in session.execute(
            sa.select(Post.role, *figures)
            .join(User, User.id == Post.user_id)
            .where(is_current(today), *living)
            .group_by(Post.role)
        )
    }
    names = {
        Role.ADMINISTRATOR: _("管理者"),
        Role.HR: _("人事の担当"),
        Role.MANAGER: _("所属長"),
        Role.TEACHER: _("教える人（先生）"),
        Role.LEARNER: _("学ぶ人"),
        Role.GUARDIAN: _("保護者"),
        Role.PARTNER: _("いっしょにつくる人"),
    }
    for role, name in names.items():
        count, idle, last = by_role.get(role, (0, 0, None))
        yield (name, str(count), str(idle), "" if last is None else last.isoformat())
    no_post = ~sa.exists().where(Post.user_id == User.id, is_current(today))
    count, idle, last = session.execute(sa.select(*figures).where(no_post, *living)).one()
    yield (_("所属のない市民"), str(count), str(idle), "" if last is None else last.isoformat())


def _contacts(settings: "Settings") -> Iterator[Sequence[str]]:
    yield (_("市"), settings.city)
    yield (_("電話"), settings.phone or _("決めていない"))
    yield (_("まちがいの知らせを受ける人"), settings.maintainer or _("決めていない"))


def _classes() -> Iterator[Sequence[str]]:
    for one in classified():
        by_class = {name: [] for name in CLASSES}  # type: dict[str, list[str]]
        for column, grave in one.classes.items():
            by_class[grave].append(column)
        yield (one.table, *(", ".join(by_class[name]) for name in CLASSES))
