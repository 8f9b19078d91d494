"""``flask lrs client``: let programs of others in, and end it. The lrs package hangs it up."""

import uuid
from datetime import timedelta

import click
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from app import clock
from app.clients import queries, rules, service
from app.clients.errors import NameTaken
from app.db import reading, transaction

client = AppGroup("client", help="外部のプログラムの鍵。")

ELSEWHERE = "動いているサイトには、5秒のうちに伝わります。"


def _scopes(_context: click.Context, _option: click.Parameter, text: str) -> frozenset[str]:
    try:
        return rules.scopes_of(text)
    except ValueError as error:
        known = "、".join(rules.SCOPES)
        raise click.BadParameter(f"「{error}」はありません。あるもの: {known}") from None


def _beginnings(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...]:
    try:
        return tuple(rules.beginning_of(text) for text in texts)
    except ValueError as error:
        raise click.BadParameter(f"「{error}」は、IRIの始まりではありません。") from None


def _origins(
    _context: click.Context, _option: click.Parameter, texts: tuple[str, ...]
) -> tuple[str, ...]:
    try:
        return tuple(rules.origin_of(text) for text in texts)
    except ValueError as error:
        raise click.BadParameter(
            f"「{error}」は、https://app.example.jp のような場所ではありません。"
        ) from None


def _name(_context: click.Context, _option: click.Parameter, text: str) -> str:
    found = " ".join(text.split())
    if not 1 <= len(found) <= rules.LONGEST_NAME:
        raise click.BadParameter(f"1文字から{rules.LONGEST_NAME}文字までにしてください。")
    return found


@client.command("add")
@click.argument("name", callback=_name)
@click.option(
    "--scope",
    "scopes",
    required=True,
    callback=_scopes,
    help="してよいこと。コンマでつなぐ（statements/write,state）か、all。",
)
@click.option(
    "--reports-on",
    multiple=True,
    callback=_beginnings,
    metavar="IRI",
    help="進みぐあいに数える教材のIRIの始まり。何回でも書ける。",
)
@click.option(
    "--origin",
    "origins",
    multiple=True,
    callback=_origins,
    metavar="ORIGIN",
    help="使ってよいウェブサイトのアドレス。何回でも書ける。",
)
@click.option(
    "--per-minute",
    type=click.IntRange(1, rules.MOST_PER_MINUTE),
    default=rules.DEFAULT_PER_MINUTE,
    show_default=True,
    help="1分に呼び出せる回数。",
)
def add(
    name: str,
    scopes: frozenset[str],
    reports_on: tuple[str, ...],
    origins: tuple[str, ...],
    per_minute: int,
) -> None:
    """Let the program NAME in, and print its key and secret, this once."""
    wanted = service.Permissions(name, scopes, reports_on, origins, per_minute)
    try:
        with transaction() as session:
            issued = service.add_client(session, wanted, now=clock.now())
    except NameTaken:
        raise click.ClickException(f"「{name}」は、もうあります。") from None
    _tell(issued)


@client.command("list")
def list_clients() -> None:
    """Print every client with its key, scopes, and what it used in 30 days."""
    found = queries.clients(reading(), now=clock.now())
    if not found:
        click.echo("外部のプログラムは、まだありません。")
    for row in found:
        state = f"  止めた日 {row.revoked_on}" if row.revoked_on else ""
        click.echo(f"{row.key}  {row.name}  {','.join(row.scopes)}{state}")
        click.echo(
            f"    最後に使った日 {row.last_used_on or 'まだ'}、30日に {row.requests}回"
            f"（断った {row.refused}回）、記録 {row.statements}件"
        )


@client.command("rotate")
@click.argument("key")
@click.option(
    "--grace",
    type=click.IntRange(0, int(service.LONGEST_GRACE.total_seconds() // 3600)),
    default=0,
    show_default=True,
    metavar="HOURS",
    help="前の秘密の文字列も使える時間。",
)
def rotate(key: str, grace: int) -> None:
    """Give the client KEY a new secret, and print it, this once."""
    with transaction() as session:
        client_id = _client_id(session, key)
        issued = service.rotate_secret(
            session, client_id, now=clock.now(), grace=timedelta(hours=grace)
        )
    _tell(issued)
    click.echo(ELSEWHERE)


@client.command("revoke")
@click.argument("key")
def revoke(key: str) -> None:
    """End the client KEY for good. What it sent stays."""
    with transaction() as session:
        service.revoke_client(session, _client_id(session, key), now=clock.now())
    click.echo(f"{key} を止めました。{ELSEWHERE}")


def _client_id(session: Session, key: str) -> uuid.UUID:
    try:
        return queries.living_client_with_key(session, key)
    except NoResultFound:
        raise click.ClickException(f"{key} は、ないか、もう止めてあります。") from None


def _tell(issued: service.Issued) -> None:
    click.echo(f"名前: {issued.name}")
    click.echo(f"鍵: {issued.key}")
    click.echo(f"秘密の文字列: {issued.secret}")
    click.echo("秘密の文字列は、いまだけ見えます。どこにも残りません。")
