"""``flask rosters``: check, apply and export rosters without a browser."""

import sys
import uuid
from pathlib import Path

import click
import sqlalchemy as sa
from flask.cli import AppGroup

from app import clock
from app.db import db, reading, transaction
from app.identity.models import Organization, OrganizationKind
from app.rosters import service
from app.rosters.errors import ChangedMeanwhile
from app.rosters.faults import TOLD
from app.rosters.models import FindingKind
from app.rosters.reading import REMARKS, FileForm
from app.sheets.errors import Unreadable
from app.ui.site import site

cli = AppGroup("rosters", help="名簿を、たしかめ、取り込み、書き出す。")
FILE = click.Path(path_type=Path, dir_okay=False)
PLACE = click.option("--place", help="どこの名簿か（名前かid）。言わなければ、市の全体。")
MOST_FAULTS = 100
PLACE_WORDS = {"organizations": "所属", "years": "年度", "classes": "学級"}


@cli.command("check")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@PLACE
def check(path: Path, place: str | None) -> None:
    """名簿を読んで、変わることと直すところを言う。何も変えない。"""
    kept = _kept(path.name, path.read_bytes(), _place(place))
    try:
        found = _compared(kept)
        _tell(found)
    finally:
        _give_up(kept)
    if found.plan.faults:
        sys.exit(1)


@cli.command("apply")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@PLACE
@click.option("--leave-faults-out", is_flag=True, help="直すところのある行を除いて、取り込む。")
@click.option("--ends-absent", is_flag=True, help="全員の名簿とし、ない人を今日で終わりにする。")
def apply(path: Path, place: str | None, *, leave_faults_out: bool, ends_absent: bool) -> None:
    """名簿を取り込む。直すところがあれば、何も変えない。"""
    kept = _kept(path.name, path.read_bytes(), _place(place))
    if ends_absent:
        _compared(kept)
        with transaction() as session:
            service.choose_absent(session, kept, ends_absent=True, now=clock.now())
    found = _compared(kept)
    _tell(found)
    if found.plan.faults and not leave_faults_out:
        _give_up(kept)
        raise click.ClickException("直すところがあるので、取り込みませんでした。")
    _apply(kept, found)


@cli.command("export")
@click.argument("path", type=FILE)
@PLACE
def export(path: Path, place: str | None) -> None:
    """名簿を書き出す。形はファイルの終わり（.zip、.xlsx、.csv）で決まる。"""
    try:
        form = FileForm(path.suffix.lower().removeprefix("."))
    except ValueError as error:
        raise click.ClickException(
            "ファイルの終わりを .zip、.xlsx、.csv のどれかにします。"
        ) from error
    root, now = _place(place), clock.now()
    with transaction() as session:
        service.prepare_export(session, root, form, by=None, now=now)
    path.write_bytes(service.export_roster(reading(), root, form, now=now))
    click.echo(f"{path} に書き出しました。")


def _place(told: str | None) -> uuid.UUID:
    """Return the place that was told: by id, by name, or the city."""
    if told is None:
        return _first(OrganizationKind.CITY)
    try:
        where = Organization.id == uuid.UUID(told)
    except ValueError:
        where = Organization.name == told
    found = reading().scalars(sa.select(Organization.id).where(where)).all()
    if len(found) != 1:
        raise click.ClickException(f"「{told}」という所属が{len(found)}つあります。idで言います。")
    return found[0]


def _first(kind: OrganizationKind) -> uuid.UUID:
    found = reading().scalars(
        sa.select(Organization.id).where(Organization.kind == kind).order_by(Organization.position)
    )
    place = found.first()
    if place is None:
        raise click.ClickException("所属がまだありません。先に make run などで用意します。")
    return place


def _kept(name: str, data: bytes, place: uuid.UUID) -> uuid.UUID:
    with transaction() as session:
        return service.keep_roster(session, name, data, place, by=None, now=clock.now()).id


def _compared(kept: uuid.UUID) -> service.Compared:
    try:
        found = service.compare(reading(), kept, now=clock.now())
    except Unreadable as error:
        _give_up(kept)
        raise click.ClickException(str(error)) from error
    with transaction() as session:
        service.keep_comparison(session, kept, found)
    return found


def _apply(kept: uuid.UUID, found: service.Compared) -> None:
    if not found.plan.changes:
        _give_up(kept)
        click.echo("もう名簿のとおりです。何も変えていません。")
        return
    now, is_demo = clock.now(), site().settings.demo
    ready = service.prepare(reading(), kept, found.plan, now=now, is_demo=is_demo)
    try:
        with transaction() as session:
            service.approve(session, kept, by=None, now=now)
            service.apply(session, kept, ready, now=now)
    except ChangedMeanwhile as error:
        _give_up(kept)
        raise click.ClickException("そのあいだに登録が変わりました。もう一度どうぞ。") from error
    click.echo("取り込みました。30日のあいだ、名簿のページでまるごと元に戻せます。")


def _give_up(kept: uuid.UUID) -> None:
    db.session.rollback()
    with transaction() as session:
        service.cancel(session, kept)


def _tell(found: service.Compared) -> None:
    counts = dict.fromkeys(FindingKind, 0)
    for one in found.plan.findings:
        counts[one.kind] += 1
    click.echo(
        f"新しく{counts[FindingKind.ADDED]}人、変更{counts[FindingKind.CHANGED]}人、"
        f"終わる人{counts[FindingKind.LEAVING]}人、同じ{counts[FindingKind.SAME]}人、"
        f"ファイルにない人{counts[FindingKind.ALONE]}人（何もしません）"
    )
    for kind, names in found.plan.places.items():
        if kind in PLACE_WORDS:
            click.echo(f"新しい{PLACE_WORDS[kind]}: {len(names)}（{'、'.join(names[:12])}）")
    for notice in found.notices:
        click.echo(f"注意: {REMARKS[notice.remark] % notice.values}")
    for fault in found.plan.faults[:MOST_FAULTS]:
        mend = "" if fault.proposal is None else f" → {fault.proposal}"
        told = TOLD[fault.flaw] % fault.values
        click.echo(
            f"{fault.file}:{fault.line}: {fault.column}「{fault.value}」{mend}: {told}", err=True
        )
    if len(found.plan.faults) > MOST_FAULTS:
        click.echo(f"ほか{len(found.plan.faults) - MOST_FAULTS}か所", err=True)
