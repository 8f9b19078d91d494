"""The folder by which an auditor verifies with this site switched off."""

import hashlib
import json
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.config import Settings
from app.credentials import bundle, proofs, status
from app.credentials.extracting import extract
from app.credentials.models import Credential
from app.credentials.models import StatusList as StatusListRow
from app.credentials.service.revoking import revoke_credential
from app.credentials.service.signing import publish_list
from app.credentials.verdict import State
from app.credentials.verify import verify
from tests.factories.credentials import NOW, a_credential, an_issuer_on_record
from tests.factories.identity import a_clerk

Json = dict[str, object]


class FolderResolver:
    """Reads the bundle as a verifier without a network reads it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def issuer(self, issuer_id: str) -> Json | None:
        host, *path = issuer_id.removeprefix("did:web:").split(":")
        where = "/".join(path) or ".well-known"
        file = self.folder / host / where / "did.json"
        return json.loads(file.read_text()) if file.is_file() else None

    def status_list(self, url: str) -> status.StatusList | None:
        host, _, path = url.partition("://")[2].partition("/")
        document = json.loads((self.folder / host.replace(":", "%3A") / path).read_text())
        return status.read_list(document)


@pytest.fixture
def made(session: Session, settings: Settings) -> list[Credential]:
    """Return one credential that holds and one that was revoked, the list published since."""
    signers = an_issuer_on_record(session, settings.instance_dir)
    good, bad = (a_credential(session, a_clerk(session), signers) for _ in range(2))
    revoke_credential(session, bad, reason="まちがい", by=None, now=NOW)
    publish_list(session, session.get_one(StatusListRow, 1), signers, now=NOW)
    session.commit()
    return [good, bad]


def written(session: Session, app: Flask, folder: Path) -> bundle.Report:
    client = app.test_client()

    def serve(path: str) -> bytes | None:
        answer = client.get(path)
        return answer.data if answer.status_code == 200 else None

    return bundle.write(session, folder, serve=serve, draw=lambda _row: (), now=NOW)


def test_every_credential_verifies_from_the_folder_alone(
    session: Session, app: Flask, tmp_path: Path, made: list[Credential]
) -> None:
    report = written(session, app, tmp_path / "out")
    assert report.credentials == 2
    resolver = FolderResolver(tmp_path / "out")
    for one, wanted in zip(made, (State.VALID, State.REVOKED), strict=True):
        kept = tmp_path / "out" / "credentials" / one.number
        for form in ("credential.jwt", "credential.json"):
            verdict = verify(
                (kept / form).read_bytes(), resolver, now=NOW, check_proof=proofs.is_intact
            )
            assert verdict.state is wanted, (form, verdict)
        assert (kept / "status.txt").read_text() == one.state.value


def test_what_is_served_is_written_byte_for_byte_and_listed(
    session: Session, app: Flask, tmp_path: Path, made: list[Credential]
) -> None:
    written(session, app, tmp_path / "out")
    listed = json.loads((tmp_path / "out" / "manifest.json").read_text())
    client = app.test_client()
    host = "localhost%3A8000"
    for path in ("/.well-known/did.json", "/ob/issuer", "/ob/status/1", "/.well-known/jwks.json"):
        assert (tmp_path / "out" / (host + path)).read_bytes() == client.get(path).data
    found = {
        str(file.relative_to(tmp_path / "out")): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in (tmp_path / "out").rglob("*")
        if file.is_file() and file.name != "manifest.json"
    }
    assert found == listed
    assert len(made) == 2


def test_no_private_key_and_no_name_is_in_it_and_it_is_its_owners_alone(
    session: Session, app: Flask, tmp_path: Path, made: list[Credential]
) -> None:
    written(session, app, tmp_path / "out")
    files = [file.read_bytes() for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert not any(b"PRIVATE KEY" in data or b'"d":' in data for data in files)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o700
    assert made


def test_a_folder_with_something_in_it_is_left_alone(
    session: Session, app: Flask, tmp_path: Path
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "mine.txt").write_text("x")
    with pytest.raises(bundle.NotEmptyError, match="空ではありません"):
        written(session, app, folder)
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]


def test_the_command_writes_both_pictures_and_what_is_in_them_verifies(
    app: Flask, tmp_path: Path, made: list[Credential]
) -> None:
    done = app.test_cli_runner().invoke(args=["credentials", "bundle", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "2件の証明" in done.output
    resolver = FolderResolver(tmp_path / "out")
    for one, wanted in zip(made, (State.VALID, State.REVOKED), strict=True):
        for name in ("credential.png", "credential.svg"):
            opened = extract((tmp_path / "out" / "credentials" / one.number / name).read_bytes())
            verdict = verify(
                opened.document or b"", resolver, now=NOW, check_proof=proofs.is_intact
            )
            assert verdict.state is wanted, name
