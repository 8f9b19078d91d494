"""``flask forwarding backfill``: older statements for a store elsewhere."""

from datetime import UTC, datetime

import click
from flask.cli import AppGroup

from app import clock
from app.db import transaction
from app.forwarding import queries, service

cli = AppGroup("forwarding", help="外の記録庫への送信。")


@cli.command("backfill")
@click.argument("name")
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="この日（日本時間）から後に届いた記録を送る。例: 2026-04-01",
)
def backfill(name: str, since: datetime) -> None:
    """登録する前に届いていた記録も、送り先 NAME に送る。

    動詞などのしぼりこみと、子どもの記録の扱いは、ふだんと同じです。何度実行しても、送り先に
    同じ記録が二つできることはありません。
    """
    start = since.replace(tzinfo=clock.JST).astimezone(UTC)
    with transaction() as session:
        forwarder = queries.living_named(session, name)
        if forwarder is None:
            names = "、".join(one.name for one in queries.living(session)) or "ありません"
            raise click.ClickException(
                f"「{name}」という送り先はありません。いまの送り先: {names}。"
                "何も変わっていません。"
            )
        count = service.backfill(session, forwarder, since=start, now=clock.now())
    click.echo(
        f"{count}件の記録を順に調べて、「{name}」に送ります。届ける仕事が動いていれば進みます。"
    )
