"""``flask backup`` and ``flask restore``."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from app import clock
from app.audit import service as audit
from app.credentials.keys import KeyFolder
from app.credentials.service import keys
from app.db import db, reading, transaction
from app.identity import queries as identity
from app.ops import sheet as answers
from app.ops.backup.archive import BackupUnreadable, NothingToBackUp
from app.ops.backup.archive import back_up as write_backup
from app.ops.backup.restoring import CannotRestore
from app.ops.backup.restoring import restore as read_backup
from app.ops.guard import CannotStart
from app.ops.instance import ensure_instance
from app.ops.lock import running
from app.ui.csv_files import csv_lines
from app.ui.site import site

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup")
@click.argument("path", type=FILE, required=False)
@click.option(
    "--with-keys", is_flag=True, help="署名の鍵も入れる（持つ人は、市として署名できます）。"
)
@with_appcontext
def back_up(path: Path | None, *, with_keys: bool) -> None:
    """すべてのデータを1つのファイルに控える。動かしたままで取れます。"""
    instance, now = site().settings.instance_dir, clock.now()
    with _told(
        "控えを書けませんでした。書きかけのファイルは残していません。もとのデータは、そのままです。"
    ):
        if path is None:
            folder = instance / "backups"
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"terakoya-{now.astimezone(clock.JST):%Y%m%d-%H%M%S}.zip"
        report = write_backup(db.engine, path, instance=instance, now=now, with_keys=with_keys)
        with transaction() as session:
            details = {"rows": report.rows, "with_keys": with_keys}
            audit.record(session, "backup.made", now=now, details=details)
    click.echo(
        f"{report.tables}の表、{report.rows}行、{report.files}個のファイルを {path} に控えました。"
    )
    if not with_keys:
        click.echo(
            f"署名の鍵は入っていません。{instance / 'keys'} を別の安全な場所に控えてください。"
        )


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(path: Path) -> None:
    """控えを、空のデータベースにもどす。寺子屋は止めておきます。"""
    settings = site().settings
    migrations = Path(current_app.root_path).parent / "migrations"
    with _told("控えをもどせませんでした。控えのファイルは、そのままです。"):
        ensure_instance(settings.instance_dir)
        with running(settings.instance_dir):
            report = read_backup(path, settings, migrations=migrations)
    click.echo(f"{report.rows}行、{report.files}個のファイルをもどしました。")
    issuer = identity.installation(reading()).issuer_did
    for fault in keys.key_faults(reading(), KeyFolder.of(settings), issuer=issuer):
        click.echo(f"注意: {fault}")


@click.group("ops", help="運用。")
def ops() -> None:
    """Group the commands of whoever runs the site."""


@ops.command("sheet")
@click.option("--csv", "as_csv", is_flag=True, help="Markdownではなく、CSVで書く。")
@with_appcontext
def sheet(*, as_csv: bool) -> None:
    """外部サービス利用の調査票への答えを、いまの設定とデータから書く。"""
    found = answers.sheet(reading(), site().settings, now=clock.now())
    if as_csv:
        for line in csv_lines(answers.table(found)):
            click.echo(line, nl=False)
        return
    for line in answers.markdown(found):
        click.echo(line)


@contextmanager
def _told(what: str) -> Iterator[None]:
    """End a command with what happened, why, and what was kept."""
    try:
        yield
    except (BackupUnreadable, CannotRestore, CannotStart) as error:
        reason = str(error)
    except FileExistsError as error:
        reason = f"{error.filename or error} は、もうあります。別の名前にしてください。"
    except NothingToBackUp:
        reason = "まだ何もありません。`make run` を先に実行してください。"
    except OSError as error:
        reason = f"空き容量と書きこみの権限を確かめてください（{error.strerror or error}）。"
    except DBAPIError as error:
        reason = f"データベースを使えません（{error.orig}）。"
    else:
        return
    click.echo(f"{what}\n{reason}", err=True)
    sys.exit(1)
