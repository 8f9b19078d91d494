"""``flask progress rebuild``: progress computed anew from the statements alone."""

import sys

import click
from flask.cli import AppGroup

from app import clock
from app.db import reading, transaction
from app.learning import queries, service

cli = AppGroup("progress", help="進みぐあいを、記録（ステートメント）から計算しなおします。")


@cli.command("rebuild")
@click.option("--check", is_flag=True, help="くらべるだけ。ちがいがあれば、1で終わります。")
def rebuild(*, check: bool) -> None:
    """Compute every run's progress from its statements; with --check, change nothing.

    Another tool's report that still waits in the outbox is a difference too. Without --check it
    is taken in, with all that follows, and its delivery then finds nothing left to do.
    """
    differing: list[str] = []
    count = 0
    for registration_id, learner_id in queries.all_runs(reading()):
        count += 1
        with transaction() as session:  # a run at a time: nobody who learns waits for long
            own = queries.own_run(session, registration_id, learner_id=learner_id, for_update=True)
            differs = (
                service.rebuild(session, own, check=True)
                if check
                else service.take_reports(session, own, now=clock.now())
            )
            if differs:
                differing.append(f"{own.run.slug} {registration_id}")
    for line in differing:
        click.echo(f"ちがいます: {line}")
    told = "ちがいました" if check else "直しました"
    click.echo(f"{count}件の受講を計算しなおし、{len(differing)}件が{told}。")
    sys.exit(1 if check and differing else 0)
