"""``flask outbox run``: the one worker. Two processes share the work."""

import contextlib
import signal
import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app import clock
from app.db import db, transaction
from app.outbox import leases, queries
from app.outbox.relay import Subscribers, deliver_next

cli = AppGroup("outbox", help="出来事を届ける仕事（署名、登録簿への届け、メール）。")
IDLE_SECONDS = 0.5
AFTER_FAULT_SECONDS = 2


def subscribers() -> Subscribers:
    """Return who listens to whom, as wiring.py gave it to the application."""
    found: Subscribers = current_app.extensions["subscribers"]
    return found


def release() -> None:
    """Take up at once what a worker held that was killed on this machine."""
    count = 0
    with contextlib.suppress(OperationalError), transaction() as session:  # leases end anyway
        count = leases.release_abandoned(session, now=clock.now())
    if count:
        click.echo(f"途中で止まった係が持っていた仕事を、引きつぎました: {count}")


@cli.command("run")
@click.option("--once", is_flag=True, help="いま届くものを届けたら終わる。")
def run(*, once: bool) -> None:
    """Deliver events until stopped; the present delivery is always finished."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signum, _frame: stopping.append(signum))
    listening = subscribers()
    is_told = False
    release()
    while not stopping:
        try:
            worked = deliver_next(listening, now=clock.now())
            is_told = False
        except OperationalError as error:  # busy, full or away: it is waited for
            told = f"データベースを使えないので、届ける仕事を待たせています（{error.orig}）。"
            if once:
                raise click.ClickException(told) from error
            if not is_told:
                click.echo(told, err=True)
            worked, is_told = False, True
        if not worked:
            if once:
                return
            db.session.remove()
            time.sleep(AFTER_FAULT_SECONDS if is_told else IDLE_SECONDS)


@cli.command("status")
def status() -> None:
    """Print what waits and what gave up."""
    click.echo(f"待っている仕事: {queries.waiting(db.session(), now=clock.now())}")
    for dead in queries.dead_deliveries(db.session()):
        click.echo(
            f"止まった仕事: {dead.event_seq} {dead.event_type} → {dead.handler}: {dead.last_error}"
        )
