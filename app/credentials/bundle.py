"""Everything an auditor needs to verify the city's credentials with this site switched off.

The folder mirrors the addresses: what a verifier would fetch from ``https://host/ob/status/1``
lies in ``host/ob/status/1``, byte for byte as it is served. Beside it lie the credentials in the
forms in which their holders have them, and a list of every file with its SHA-256. No private key
and no name of a holder is in it; a credential is personal data all the same, so the folder is for
its owner alone (0700).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from app.clock import day_of
from app.credentials import did
from app.credentials.models import (
    AchievementVersion,
    Credential,
    CredentialState,
    StatusList,
)
from app.credentials.queries import trust
from app.credentials.service.rotation import issuers_with_keys

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

Serve = Callable[[str], bytes | None]
"""Answers an address as the running site does: its path → the bytes, None for nothing there."""
Draw = Callable[[Credential], Iterable[tuple[str, bytes]]]
"""Gives the pictures of a credential with the signed data inside: names of files, and bytes."""

FOLDER_MODE = 0o700
AT_ONCE = 500
READ_ME = "はじめにお読みください.txt"
TEXT = """\
証明の控え　{day}

credentials/ に、出した証明が、1件ごとのフォルダであります。
  credential.json  Open Badges 3.0（eddsa-rdfc-2022 の署名つき）
  credential.jwt   同じ中身の JWT（RS256 の署名つき）
  credential.png   JWT を埋めこんだ画像
  credential.svg   JSON を埋めこんだ画像
  status.txt       いまの状態（issued か revoked）
{hosts} に、確かめるときに読みに行く文書が、公開されているとおりに、同じ道すじで入っています。
did:web の名前は、次のように読みかえます。
  did:web:example.jp            → example.jp/.well-known/did.json
  did:web:example.jp:issuers:a  → example.jp/issuers/a/did.json
取り消しの一覧（BitstringStatusList）は、…/ob/status/ の下にあります。
manifest.json に、すべてのファイルの SHA-256 があります。

Verify each credential with any Open Badges 3.0 verifier whose document loader reads
this folder instead of the network. This site may be switched off.
"""


class NotEmptyError(Exception):
    """There is something in the folder; nothing was written."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was written."""

    credentials: int
    documents: int


def write(
    session: "Session", folder: Path, *, serve: Serve, draw: Draw, now: "datetime"
) -> Report:
    """Write the bundle into a folder that is new or empty.

    Args:
        session: The unit of work.
        folder: Where; made if it does not exist.
        serve: How the running site answers.
        draw: How a credential's pictures are made.
        now: For the day in the text.

    Raises:
        NotEmptyError: There is something in ``folder``.
    """
    if folder.exists() and any(folder.iterdir()):
        raise NotEmptyError(f"{folder} は空ではありません。何も書いていません。")
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)
    names: dict[str, str] = {}
    documents, hosts = 0, set()
    for base, path in _addresses(session):
        hosts.add(_host(base))
        found = serve(path)
        if found is not None:
            documents += 1
            _put(folder, names, _host(base) + path, found)
    count = 0
    for one in _credentials(session):
        count += 1
        for name, data in (*_forms(one), *draw(one)):
            _put(folder, names, f"credentials/{one.number}/{name}", data)
    text = TEXT.format(day=day_of(now), hosts="、".join(f"{host}/" for host in sorted(hosts)))
    _put(folder, names, READ_ME, text.encode())
    (folder / "manifest.json").write_text(
        json.dumps(names, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return Report(count, documents)


def _addresses(session: "Session") -> Iterator[tuple[str, str]]:
    """Yield the origin and path of everything that a verifier may fetch."""
    for issuer in issuers_with_keys(session):
        base, slug = did.base_url(issuer), did.slug_of(issuer)
        yield base, did.document_path(issuer)
        yield base, "/ob/issuer" if slug is None else f"/ob/issuers/{slug}"
        for key in trust.published_keys(session, issuer):
            where = "/ob/keys" if slug is None else f"/ob/issuers/{slug}/keys"
            yield base, f"{where}/{key.fragment}"
        if slug is None:
            yield base, "/.well-known/jwks.json"
    for row in session.scalars(sa.select(StatusList).order_by(StatusList.number)):
        yield did.base_url(row.issuer), f"/ob/status/{row.number}"
    for content in session.scalars(sa.select(AchievementVersion.content)):
        base, _, rest = str(content["id"]).partition("/ob/")
        yield base, f"/ob/{rest}"


def _credentials(session: "Session") -> Iterator[Credential]:
    """Yield every signed credential, the revoked ones too, by number."""
    return iter(
        session.scalars(
            sa.select(Credential)
            .where(Credential.state != CredentialState.PENDING)
            .order_by(Credential.number)
            .execution_options(yield_per=AT_ONCE)
        )
    )


def _forms(one: Credential) -> Iterator[tuple[str, bytes]]:
    yield "credential.json", (one.di or "").encode()
    yield "credential.jwt", (one.jwt or "").encode()
    yield "status.txt", one.state.value.encode()


def _host(base: str) -> str:
    """Return an origin as a did:web name and a folder spell it."""
    return base.partition("://")[2].replace(":", "%3A")


def _put(folder: Path, names: dict[str, str], name: str, data: bytes) -> None:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    names[name] = hashlib.sha256(data).hexdigest()
