"""``flask credentials``: the issuer's keys, and what an operator does when something waits."""

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from app import clock
from app.credentials.errors import CredentialError
from app.credentials.events import CredentialAwarded
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential, CredentialState
from app.credentials.service import keys
from app.credentials.service.revoking import revoke_credential
from app.db import transaction
from app.identity import queries as identity
from app.outbox import service as outbox
from app.outbox.context import settings

cli = AppGroup("credentials", help="修了証: 署名の鍵と、待っているもの。")
keys_cli = AppGroup("keys", help="instance/keys にある、発行者の署名の鍵。")
cli.add_command(keys_cli)


@keys_cli.command("make", help="まだない鍵を作る。なくした鍵を作り直すことはない。")
def make() -> None:
    """Make the keys that do not exist yet."""
    with transaction() as session:
        try:
            issuer = identity.installation(session).issuer_did
            done = keys.make_keys(
                session, KeyFolder(settings().instance_dir), issuer=issuer, now=clock.now()
            )
        except NoResultFound:
            raise click.ClickException(NOT_STARTED) from None
        except (CredentialError, OSError) as error:
            raise click.ClickException(str(error)) from error
    for kid, what in done.items():
        click.echo(f"{DONE[what]} {kid}")


@keys_cli.command(
    "check", help="署名できるかを調べる。できないときは、理由をすべて言って1で終わる。"
)
def check() -> None:
    """Tell whether credentials can be signed."""
    with transaction() as session:
        try:
            issuer = identity.installation(session).issuer_did
        except NoResultFound:
            raise click.ClickException(NOT_STARTED) from None
        faults = keys.key_faults(session, KeyFolder(settings().instance_dir), issuer=issuer)
    for fault in faults:
        click.echo(f"✗ {fault}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo(f"✓ {issuer} の鍵は2つともそろっています。")


@cli.command("retry", help="署名を待っている修了証を、もう一度列に戻す。")
def retry() -> None:
    """Ask again for every signature that waits."""
    with transaction() as session:
        waiting = session.scalars(
            sa.select(Credential.id)
            .where(Credential.state == CredentialState.PENDING)
            .order_by(Credential.number)
        ).all()
        for credential_id in waiting:
            outbox.publish(session, CredentialAwarded(credential_id, clock.now()))
    click.echo(f"{len(waiting)}件の修了証を、署名の列に戻しました。")


@cli.command("revoke", help="NUMBER（R8-0001 など）の修了証を取り消す。元には戻せない。")
@click.argument("number")
@click.option("--reason", required=True, help="本人と、リンクを見た人に示す理由。")
def revoke(number: str, reason: str) -> None:
    """Revoke a credential."""
    with transaction() as session:
        credential = session.scalar(sa.select(Credential).where(Credential.number == number))
        if credential is None:
            raise click.ClickException(f"{number} という番号の修了証はありません。")
        try:
            revoke_credential(session, credential, reason=reason, by=None, now=clock.now())
        except CredentialError as error:
            raise click.ClickException(str(error)) from error
    click.echo(f"{number} を取り消しました。取り消しの一覧は、ワーカーが出し直します。")


NOT_STARTED = (
    "まだ一度も始めていません。先に `make run` か `flask site prepare` を実行してください。"
)
DONE = {"made": "作りました:", "recorded": "記録しました:", "kept": "あります:"}
