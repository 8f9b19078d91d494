"""``flask audit``: whether the log is whole."""

import sys

import click
from flask.cli import AppGroup

from app.audit import queries
from app.db import reading

cli = AppGroup("audit", help="だれが何をしたかの記録。")


@cli.command("check")
def check() -> None:
    """記録のつながりを、はじめから確かめる。切れていたら、終了コード1で終わる。"""
    session = reading()
    broken, count = queries.broken_at(session), queries.count(session)
    if broken is None:
        click.echo(f"記録のつながりは、そろっています（{count}件）。")
        return
    click.echo(
        f"記録のつながりが、{broken}番で切れています。そこから後の記録は、書きかえられたか、"
        "抜かれた疑いがあります。控えの記録とくらべてください。",
        err=True,
    )
    sys.exit(1)
