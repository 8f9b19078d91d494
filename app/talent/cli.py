"""``flask talent rebuild``: the matrix's summary computed anew from the attestations alone."""

import sys

import click
from flask.cli import AppGroup

from app import clock
from app.db import reading, transaction
from app.talent import standings

cli = AppGroup("talent", help="職員のスキルの登録簿。")


@cli.command("rebuild")
@click.option("--check", is_flag=True, help="くらべるだけ。ちがいがあれば、1で終わります。")
def rebuild(*, check: bool) -> None:
    """スキルマップのまとめを、証明から計算しなおす。"""
    today = clock.day_of(clock.now())
    people, differing = standings.everybody(reading()), 0
    for some in standings.batches(people):  # some at a time: nobody waits for long
        if check:
            keys = standings.differing(reading(), some, today=today)
            for person_id, item_ref in keys:
                click.echo(f"ちがいます: {person_id} {item_ref}")
            differing += len(keys)
        else:
            with transaction() as session:
                differing += standings.refold(session, some, today=today)
    told = "件がちがいました" if check else "件を直しました"
    click.echo(f"{len(people)}人のスキルを計算しなおし、{differing}{told}。")
    sys.exit(1 if check and differing else 0)
