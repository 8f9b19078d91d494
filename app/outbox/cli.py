"""``flask outbox run``: the one worker. Two processes share the work."""

import signal
import time

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import OperationalError

from app import clock
from app.db import db
from app.outbox import queries
from app.outbox.relay import Subscribers, deliver_next

cli = AppGroup("outbox", help="出来事を届ける仕事（署名、登録簿への届け、メール）。")
IDLE_SECONDS = 0.5
AFTER_FAULT_SECONDS = 2


def subscribers() -> Subscribers:
    """Return who listens to whom, as wiring.py gave it to the application."""
    found: Subscribers = current_app.extensions["subscribers"]
    return found


@cli.command("run")
@click.option("--once", is_flag=True, help="いま届くものを届けたら終わる。")
def run(*, once: bool) -> None:
    """Deliver events until stopped; the present delivery is always finished."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda signum, _frame: stopping.append(signum))
    listening = subscribers()
    while not stopping:
        worked = _deliver(listening, stops_at_fault=once)
        if not worked:
            if once:
                return
            db.session.remove()
            time.sleep(IDLE_SECONDS)


def _deliver(listening: Subscribers, *, stops_at_fault: bool) -> bool:
    """Deliver one thing; a database that is busy, full or away is waited for."""
    try:
        return deliver_next(listening, now=clock.now())
    except OperationalError as error:
        told = f"データベースを使えないので、届ける仕事を待たせています（{error.orig}）。"
        if stops_at_fault:
            raise click.ClickException(told) from error
        click.echo(told, err=True)
        time.sleep(AFTER_FAULT_SECONDS)
        return False


@cli.command("status")
def status() -> None:
    """Print what waits and what gave up."""
    click.echo(f"待っている仕事: {queries.waiting(db.session())}")
    for dead in queries.dead_deliveries(db.session()):
        click.echo(
            f"止まった仕事: {dead.event_seq} {dead.event_type} → {dead.handler}: {dead.last_error}"
        )
