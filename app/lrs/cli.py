"""``flask lrs``: all statements out and in again, and a person's data erased."""

import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app import clock
from app.audit import service as audit
from app.db import db, reading, transaction
from app.identity import queries as identity
from app.identity.models import User
from app.lrs.errors import StatementConflict, StatementRace
from app.lrs.profiling import profile_check
from app.lrs.service import erasure
from app.lrs.store import sweeping
from app.lrs.transfer import export as exporting
from app.lrs.transfer import importing
from app.lrs.transfer.attachments import Folder
from app.lrs.transfer.file import START, NotAnExport, Place, to_continue, to_write
from app.xapi.instants import read_timestamp
from app.xapi.validate import Version

cli = AppGroup("lrs", help="学びの記録（xAPIのステートメント）の出し入れと消去。")
cli.add_command(profile_check)

FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path, file_okay=False)
TOLD_EVERY = 10_000
"""Statements between two lines of progress."""


def _instant(
    _context: click.Context, _option: click.Parameter, text: str | None
) -> datetime | None:
    if text is None:
        return None
    try:
        return read_timestamp(text)
    except ValueError:
        raise click.BadParameter("2026-10-01T00:00:00Z のように書いてください。") from None


@cli.command("export")
@click.option(
    "--since", callback=_instant, metavar="INSTANT", help="この時よりあとに保存した記録。"
)
@click.option("--until", callback=_instant, metavar="INSTANT", help="この時までに保存した記録。")
@click.option("--output", type=FILE, metavar="FILE", help="書き出すファイル。なければ標準出力。")
@click.option("--attachments", type=FOLDER, metavar="DIR", help="添付の中身を書き出すフォルダー。")
@click.option("--resume", is_flag=True, help="FILEの最後の行のつづきから書き足す。")
def export(
    since: datetime | None,
    until: datetime | None,
    output: Path | None,
    attachments: Path | None,
    *,
    resume: bool,
) -> None:
    """すべての記録を、1行に1件のJSON（JSON Lines）で書き出す。"""
    if resume and output is None:
        raise click.UsageError("--resume には --output が要ります。")
    with _written_to(output, resume=resume) as (file, place):
        session = reading()
        pages = exporting.pages(session, now=clock.now(), since=since, until=until, place=place)
        unwritten = _export(session, pages, file, attachments)
    if unwritten.missing or unwritten.damaged:
        raise click.ClickException(
            f"添付 {unwritten.missing}個は中身がここになく、"
            f"{unwritten.damaged}個は中身がハッシュと合いません。記録はすべて書き出しました。"
        )


@contextmanager
def _written_to(path: Path | None, *, resume: bool) -> Iterator[tuple[BinaryIO, Place]]:
    if path is None:
        yield sys.stdout.buffer, START
        return
    opened = to_continue(path) if resume else to_write(path)
    try:
        with opened as (file, place):
            yield file, place
    except FileExistsError as error:
        name = error.filename or error
        reason = f"{name} は、もうあります。つづけるときは --resume を付けてください。"
        raise click.ClickException(reason) from error
    except NotAnExport as error:
        reason = f"{path} の最後の行は、書き出した記録ではありません。何も変えていません。"
        raise click.ClickException(reason) from error
    except BlockingIOError as error:
        raise click.ClickException(f"{path} は、ほかの書き出しが使っています。") from error
    except OSError as error:
        reason = f"書き出せませんでした（{error.strerror or error}）。--resume でつづけられます。"
        raise click.ClickException(reason) from error


def _export(
    session: Session, pages: Iterator[list[str]], file: BinaryIO, attachments: Path | None
) -> exporting.Unwritten:
    unwritten, folder, count = exporting.Unwritten(), None, 0
    if attachments is not None:
        folder = Folder(attachments)
        folder.make()
    for page in pages:
        if folder is not None:
            exporting.write_attachments(session, page, folder, unwritten)
        file.writelines(f"{line}\n".encode() for line in page)
        file.flush()
        count = _tell_progress(count, len(page))
    click.echo(f"{count}件を書き出しました。", err=True)
    session.rollback()
    with transaction() as writing:
        audit.record(writing, "records.exported", now=clock.now(), details={"statements": count})
    return unwritten


def _tell_progress(count: int, more: int) -> int:
    if (count + more) // TOLD_EVERY > count // TOLD_EVERY:
        click.echo(f"{count + more}件…", err=True)
    return count + more


@cli.command("import")
@click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--attachments", type=FOLDER, metavar="DIR", help="添付の中身があるフォルダー。")
@click.option("--dry-run", is_flag=True, help="数えるだけで、何も変えない。")
@click.option(
    "--version",
    type=click.Choice(["1.0.3", "2.0"]),
    default="2.0",
    show_default=True,
    help="版を名のらない記録の版。",
)
def import_(path: Path, attachments: Path | None, version: Version, *, dry_run: bool) -> None:
    """書き出した記録を読みこむ。同じ番号の記録は、書きかえない。

    保存した時刻は、読みこんだ時刻になります（xAPIでは、保存した順に探します）。
    """
    folder = Folder(attachments) if attachments is not None else None
    terms = importing.Terms(_home_page(), version, folder)
    figures = importing.Figures()
    with path.open("rb") as file:
        batches = importing.batches(reading(), file, terms, figures, _tell)
        if dry_run:
            _rehearse(path, batches, figures)
        else:
            _store(batches, terms, figures)
    click.echo(
        f"読んだ行 {figures.read}、{'新しく入る' if dry_run else '新しく入れた'} {figures.new}、"
        f"もうある {figures.known}、内容がちがう {figures.conflicting}、"
        f"直すところがある {figures.faulty}"
    )
    if dry_run:
        click.echo("ためしただけで、何も変えていません。")
    elif figures.new:
        click.echo("講座の進みぐあいは、`flask progress rebuild` で計算しなおせます。")
    if figures.conflicting or figures.faulty:
        sys.exit(1)


def _store(
    batches: Iterator[list[importing.Line]], terms: importing.Terms, figures: importing.Figures
) -> None:
    count = 0
    for batch in batches:
        is_stored = False
        while not is_stored:
            try:
                with transaction() as session:
                    importing.store_batch(session, batch, terms, figures, _tell, now=clock.now())
                is_stored = True
            except (StatementRace, StatementConflict):
                pass  # somebody stored one of them meanwhile: look again
        count = _tell_progress(count, len(batch))


def _rehearse(
    path: Path, batches: Iterator[list[importing.Line]], figures: importing.Figures
) -> None:
    with path.open("rb") as file:
        rehearsal = importing.Rehearsal(file)
        for batch in batches:
            rehearsal.compare(reading(), batch, figures, _tell)
        rehearsal.close()


def _tell(text: str) -> None:
    click.echo(text, err=True)


@cli.command("erase")
@click.option("--person", required=True, metavar="LOGIN|ACTOR_NAME", help="だれの記録か。")
@click.option("--dry-run", is_flag=True, help="数えるだけで、何も変えない。")
@click.option("--yes", is_flag=True, help="たずねずに消す。")
def erase(person: str, *, dry_run: bool, yes: bool) -> None:
    """1人の記録を消す。合計の数だけをのこす。元には戻せない。"""
    whom = _whom(person, is_checked=not dry_run)
    found = erasure.extent(reading(), whom)
    click.echo(
        f"消す記録 {found.statements}件、名前を「erased」に置きかえるほかの人の記録 "
        f"{found.rewritten}件、消す文書 {found.documents}件"
    )
    if dry_run:
        click.echo("ためしただけで、何も変えていません。")
        return
    if not yes:
        click.confirm("消しますか。元には戻せません。", abort=True)
    attachments = _erase(whom)
    click.echo(f"消しました。だれの記録にもなくなった添付 {attachments}個も消しました。")
    _tell_what_remains(whom)


def _erase(whom: erasure.Whom) -> int:
    """Erase in steps; return how many attachments went with it."""
    step: erasure.Step | None = None
    while step is None or not step.is_done:
        with transaction() as session:
            before = step.erasure_id if step else None
            step = erasure.erase_person(session, whom, now=clock.now(), by=None, erasure_id=before)
    used = erasure.hashes_in_use(reading())
    if used is None:
        return 0
    with transaction() as session:
        return erasure.erase_attachments(session, used)


def _tell_what_remains(whom: erasure.Whom) -> None:
    db.session.rollback()
    if not sweeping.empty_log(db.engine):
        click.echo(
            "データベースの控え書き（-wal）には、まだ古い内容があります。"
            "使う人がいないときに、もう一度この命令を動かしてください。"
        )
    for text in sorted(erasure.words_to_look_for(whom)):
        for id_ in sweeping.mentions(reading(), text):
            click.echo(f"自由に書かれたところに、まだ残っています: {id_}")
        if others := sweeping.mentions_elsewhere(reading(), text):
            click.echo(f"教材や文書の名前に、まだ {others}か所 残っています。")
    click.echo(
        "のこしたもの: 月ごとの合計、登録（名前とID）、講座の進みぐあい、修了証、"
        "まちがいの知らせの文。\n"
        "答えた中身と、知らせた人の名前は、ワーカーがまもなく消します。\n"
        "ここからは消せないもの: 前に取った控え（バックアップ）と書き出したファイル、"
        "転送した先の記録。控えは、捨てるまで残ります。控えからもどしたときは、もう一度消してください。\n"
        "PostgreSQLでは、VACUUMと古いWALの期限のあとで、ディスクからも消えます。"
    )


def _whom(text: str, *, is_checked: bool) -> erasure.Whom:
    session = reading()
    user = session.scalars(sa.select(User).where(_is_named(text))).one_or_none()
    if user is None and _uuid(text) is None:
        raise click.ClickException(f"「{text}」という人はいません。")
    if user is not None and user.disabled_at is None and is_checked:
        raise click.ClickException(
            "この人は、まだ学べます。先に「人と所属」で登録を止めてください。"
        )
    name = user.actor_name if user is not None else uuid.UUID(text)
    email = user.email if user is not None else None
    return erasure.whom(session, name, home_page=_home_page(), email=email)


def _is_named(text: str) -> sa.ColumnElement[bool]:
    key, actor_name = text.strip().casefold(), _uuid(text)
    return sa.or_(User.login_id == key, User.email == key, User.actor_name == actor_name)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _home_page() -> str:
    try:
        return identity.installation(reading()).actor_home_page
    except NoResultFound:
        raise click.ClickException(
            "まだ一度も始めていません。"
            "先に `make run` か `flask site prepare` を実行してください。"
        ) from None
