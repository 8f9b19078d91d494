"""``flask backup`` and ``flask restore``."""

from pathlib import Path

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade

from app import clock
from app.db import db, reading, transaction
from app.ops import backup
from app.ui.site import site


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option(
    "--with-keys", is_flag=True, help="署名の鍵も入れる（持つ人は、市として署名できます）。"
)
@with_appcontext
def back_up(path: Path | None, *, with_keys: bool) -> None:
    """すべてのデータを1つのファイルに控える。"""
    settings, now = site().settings, clock.now()
    if path is None:
        folder = settings.instance_dir / "backups"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"terakoya-{now.astimezone(clock.JST):%Y%m%d-%H%M%S}.zip"
    try:
        report = backup.back_up(
            reading(),
            path,
            instance=settings.instance_dir,
            now=now,
            head=_head(),
            with_keys=with_keys,
        )
    except OSError as error:
        raise click.ClickException(
            f"控えを書けませんでした（{error.strerror}）。書きかけのファイルは消しました。"
            "もとのデータは、そのままです。"
        ) from error
    click.echo(
        f"{report.tables}の表、{report.rows}行、{report.files}個のファイルを {path} に控えました。"
    )
    if not with_keys:
        click.echo("署名の鍵は入っていません。instance/keys を別の安全な場所に控えてください。")


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_appcontext
def restore(path: Path) -> None:
    """控えを、空のデータベースにもどす。"""
    settings = site().settings
    try:
        manifest = backup.read_manifest(path)
    except backup.BackupUnreadable as error:
        raise click.ClickException(f"{error}何も変わっていません。") from error
    migrations = str(Path(current_app.root_path).parent / "migrations")
    upgrade(directory=migrations, revision=manifest["head"])
    with transaction() as session:
        if not backup.is_empty(session):
            raise click.ClickException(
                "データベースが空ではありません。何も変わっていません。"
                "`make reset` で空にしてから（前のデータは控えとして残ります）、もう一度どうぞ。"
            )
        report = backup.load(session, path, instance=settings.instance_dir)
    upgrade(directory=migrations)
    click.echo(f"{report.rows}行、{report.files}個のファイルをもどしました。")
    if not (settings.instance_dir / "keys").is_dir():
        click.echo(
            "署名の鍵がありません。控えておいた鍵を instance/keys に置くまで、新しい証明は発行されません。"
        )


def _head() -> str:
    head = db.session.scalar(sa.text("SELECT version_num FROM alembic_version"))
    if head is None:
        raise click.ClickException(
            "データベースの用意ができていません。`make run` を先に実行してください。"
        )
    return str(head)
