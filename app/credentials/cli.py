"""``flask credentials``: the issuer's keys, and what an operator does when something waits."""

from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import NoResultFound

from app import clock
from app.credentials import baking, bundle, certificates, press
from app.credentials.errors import CredentialError, KeyNotChanged
from app.credentials.events import CredentialAwarded
from app.credentials.keys import KeyFolder
from app.credentials.models import Credential, CredentialState, KeyState
from app.credentials.queries import issuers, papers
from app.credentials.service import correcting, keys, rotation
from app.credentials.service.revoking import revoke_credential
from app.db import reading, transaction
from app.identity import queries as identity
from app.outbox import service as outbox
from app.outbox.context import settings
from app.ui.site import site

if TYPE_CHECKING:
    from collections.abc import Iterator

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
                session, KeyFolder.of(settings()), issuer=issuer, now=clock.now()
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
        faults = keys.key_faults(session, KeyFolder.of(settings()), issuer=issuer)
    for fault in faults:
        click.echo(f"✗ {fault}", err=True)
    if faults:
        raise SystemExit(1)
    click.echo(f"✓ {issuer} の鍵は2つともそろっています。")


@keys_cli.command("list", help="発行者ごとの鍵と、その状態。")
def list_keys() -> None:
    """Print every key on record, the newest first."""
    with transaction() as session:
        for one in issuers.all_issuers(session, city=settings().city):
            click.echo(f"{one.name}　{one.did}")
            for key in one.keys:
                click.echo(f"  {KEY_STATES[key.state]} {key.alg:8}{key.since} {key.kid}")


@keys_cli.command("rotate", help="次の鍵を作って公開する。1日たつと、ひとりでに署名を引き継ぐ。")
@click.option("--issuer", default="", help="発行者のDID。なければ、市の発行者。")
def rotate(issuer: str) -> None:
    """Make and publish the keys that are to follow."""
    with transaction() as session:
        try:
            made = rotation.prepare_keys(
                session,
                KeyFolder.of(settings()),
                issuer=issuer or identity.installation(session).issuer_did,
                now=clock.now(),
            )
        except OSError as error:
            raise click.ClickException(str(error)) from error
    for kid in made:
        click.echo(f"公開しました: {kid}")


@keys_cli.command(
    "protect", help="KEYS_PASSWORD で、まだ暗号になっていない鍵のファイルを暗号にする。"
)
def protect() -> None:
    """Encrypt the key files from before there was a password."""
    try:
        done = KeyFolder.of(settings()).protect()
    except (CredentialError, OSError) as error:
        raise click.ClickException(str(error)) from error
    for file in done:
        click.echo(f"暗号にしました: {file}")
    click.echo(f"{len(done)}個を暗号にしました。合いことばをなくすと、署名できなくなります。")


@keys_cli.command(
    "withdraw", help="KID の鍵を、いますぐ使えなくする。その署名は、出し直しになる。"
)
@click.argument("kid")
@click.confirmation_option(
    prompt="この鍵で署名した証明は、出し直すまで確かめられなくなります。続けますか"
)
def withdraw(kid: str) -> None:
    """Withdraw a key that somebody else may hold."""
    with transaction() as session:
        try:
            issuer = rotation.withdraw_key(session, kid, by=None, now=clock.now())
        except KeyNotChanged:
            raise click.ClickException(
                f"{kid} という、生きている鍵はありません。何も変わっていません。"
            ) from None
        name = issuers.issuer_facts(session, issuer, city=settings().city).name
        due = correcting.due(issuer, name).subquery()
        count = session.scalar(sa.select(sa.func.count()).select_from(due))
    click.echo(f"{kid} を外しました。{count}件を、ワーカーが新しい鍵で出し直します。")


@cli.command("bundle", help="すべての証明と、確かめるのに要るものを、DIR に書き出す。")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def write_bundle(folder: Path) -> None:
    """Write everything that an auditor needs to verify with this site switched off."""
    try:
        report = bundle.write(reading(), folder, serve=_served, draw=_drawn, now=clock.now())
    except bundle.NotEmptyError as error:
        raise click.ClickException(str(error)) from error
    click.echo(
        f"{report.credentials}件の証明と、確かめるための{report.documents}個の文書を、"
        f"{folder} に書き出しました。"
    )
    click.echo("中の「はじめにお読みください.txt」に、確かめ方があります。")


def _served(path: str) -> bytes | None:
    """Return what this site answers at ``path``, byte for byte; None where there is nothing."""
    answer = current_app.test_client().get(path)
    return answer.data if answer.status_code == HTTPStatus.OK else None


def _drawn(row: Credential) -> "Iterator[tuple[str, bytes]]":
    """Yield both pictures of a credential as its holder has them, one form in each."""
    image = papers.image_of(row.achievement, site().theme)
    yield "credential.svg", baking.bake_svg(image, row.di or "").encode()
    job = certificates.picture(image)
    made = press.pressed(job, row.achievement.id, instance_dir=settings().instance_dir)
    yield "credential.png", baking.bake_png(made, row.jwt or "")


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
KEY_STATES = {
    KeyState.NEXT: "次の鍵　",
    KeyState.ACTIVE: "使用中　",
    KeyState.RETIRED: "引退　　",
    KeyState.COMPROMISED: "使用停止",
}
DONE = {"made": "作りました:", "recorded": "記録しました:", "kept": "あります:"}
