"""Key files: their modes, names and faults."""

import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.config import instance_dir
from app.credentials import did
from app.credentials.errors import SigningBlocked
from app.credentials.keys import KeyFolder
from tests.acceptance import acceptance
from tests.architecture.source import ROOT
from tests.factories.credentials import DID


@pytest.fixture
def folder(tmp_path: Path) -> KeyFolder:
    return KeyFolder(tmp_path / "instance")


@acceptance("8d")
def test_keys_are_files_for_their_owner_alone(folder: KeyFolder) -> None:
    made = [folder.make(DID, "RS256"), folder.make(DID, "Ed25519")]
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    for one in made:
        file = folder.path / f"{one.public.fragment}.pem"
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert file.read_text().startswith("-----BEGIN PRIVATE KEY-----")


@acceptance("8d")
def test_keys_are_neither_committed_nor_served() -> None:
    kept = KeyFolder(instance_dir({}, root=ROOT)).path
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert kept.is_relative_to(ROOT / "instance")
    assert "/instance/*" in ignored
    assert not any(line.startswith("!/instance/k") for line in ignored)
    assert not kept.is_relative_to(ROOT / "app")


def test_keys_are_named_as_the_issuers_document_names_them(folder: KeyFolder) -> None:
    assert folder.make(DID, "RS256").kid == f"{DID}#rs-1"
    assert folder.make(DID, "Ed25519").kid.startswith(f"{DID}#z6Mk")


def test_a_key_file_is_never_replaced(folder: KeyFolder) -> None:
    folder.make(DID, "RS256")
    before = (folder.path / "rs-1.pem").read_bytes()
    assert folder.make(DID, "RS256").kid == f"{DID}#rs-2"
    assert (folder.path / "rs-1.pem").read_bytes() == before


def test_each_issuer_beside_the_citys_has_a_folder_of_its_own(folder: KeyFolder) -> None:
    other = did.below(DID, "saigawa-shogakko")
    for name in (DID, other):
        assert folder.make(name, "RS256").kid == f"{name}#rs-1"
    kept = folder.path / "saigawa-shogakko"
    assert (kept / "rs-1.pem").read_bytes() != (folder.path / "rs-1.pem").read_bytes()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o700


@pytest.mark.parametrize("slug", ["", "../keys", "A", "a/b", "a" * 41, "-a", "あ"])
def test_no_slug_leads_out_of_the_folder(slug: str) -> None:
    with pytest.raises(ValueError, match="address"):
        did.below(DID, slug)
    assert did.slug_of(f"{DID}:issuers:{slug}") is None


def test_a_key_read_again_is_the_same_key(folder: KeyFolder) -> None:
    made = folder.make(DID, "Ed25519")
    read = folder.signer(made.public)
    assert read.sign(b"x") == made.sign(b"x")


@acceptance("8c")
def test_a_missing_key_blocks_with_what_to_do(folder: KeyFolder) -> None:
    made = folder.make(DID, "RS256")
    (folder.path / "rs-1.pem").unlink()
    with pytest.raises(SigningBlocked, match=r"rs-1\.pem が見つかりません.*バックアップから"):
        folder.signer(made.public)
    assert not (folder.path / "rs-1.pem").exists()


def test_another_key_in_its_place_blocks(folder: KeyFolder, tmp_path: Path) -> None:
    other = KeyFolder(tmp_path / "other")
    public = folder.make(DID, "RS256").public
    other.make(DID, "RS256")
    (folder.path / "rs-1.pem").write_bytes((other.path / "rs-1.pem").read_bytes())
    with pytest.raises(SigningBlocked, match="として記録された鍵ではありません"):
        folder.signer(public)


@acceptance("8d")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_blocks(folder: KeyFolder, mode: int) -> None:
    public = folder.make(DID, "RS256").public
    (folder.path / "rs-1.pem").chmod(mode)
    with pytest.raises(SigningBlocked, match="chmod 600"):
        folder.signer(public)


def test_a_broken_file_blocks(folder: KeyFolder) -> None:
    public = folder.make(DID, "RS256").public
    (folder.path / "rs-1.pem").write_text("no key")
    with pytest.raises(SigningBlocked, match="鍵として読めません"):
        folder.signer(public)


def test_another_kind_of_key_blocks(folder: KeyFolder) -> None:
    public = folder.make(DID, "RS256").public
    other = generate_private_key(SECP256R1())
    data = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder.path / "rs-1.pem").write_bytes(data)
    with pytest.raises(SigningBlocked, match="でもありません"):
        folder.signer(public)


def test_an_ed25519_file_must_bear_its_own_name(folder: KeyFolder) -> None:
    made = folder.make(DID, "Ed25519")
    name = made.public.fragment
    wrong = folder.path / f"{name[:-1]}{'Y' if name.endswith('X') else 'X'}.pem"
    (folder.path / f"{name}.pem").rename(wrong)
    with pytest.raises(SigningBlocked, match="名前と違う鍵"):
        folder.adopt(DID, wrong.stem)


def test_no_half_file_stays_when_the_disk_is_full(
    folder: KeyFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int, _data: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.credentials.keys.os.write", full)
    with pytest.raises(OSError, match="No space"):
        folder.make(DID, "RS256")
    assert list(folder.path.iterdir()) == []


def test_files_are_listed_by_algorithm(folder: KeyFolder) -> None:
    assert folder.fragments(DID, "RS256") == ()
    folder.make(DID, "RS256")
    made = folder.make(DID, "Ed25519")
    assert folder.fragments(DID, "RS256") == ("rs-1",)
    assert folder.fragments(DID, "Ed25519") == (made.public.fragment,)


def test_with_a_password_a_copy_of_the_disk_signs_nothing(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path, "かわのあさぎり")
    made = [folder.make(DID, "RS256"), folder.make(DID, "Ed25519")]
    for one in made:
        text = (folder.path / f"{one.public.fragment}.pem").read_text()
        assert text.startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
        assert folder.signer(one.public).sign(b"x") == one.sign(b"x")
        with pytest.raises(SigningBlocked, match="KEYS_PASSWORD"):
            KeyFolder(tmp_path).signer(one.public)
        with pytest.raises(SigningBlocked, match="鍵として読めません"):
            KeyFolder(tmp_path, "ちがう合いことば").signer(one.public)


def test_files_from_before_are_encrypted_once_and_sign_as_before(tmp_path: Path) -> None:
    plain = KeyFolder(tmp_path)
    other = did.below(DID, "saigawa-shogakko")
    made = [plain.make(DID, "RS256"), plain.make(other, "Ed25519")]
    with pytest.raises(SigningBlocked, match="KEYS_PASSWORD"):
        plain.protect()
    folder = KeyFolder(tmp_path, "かわのあさぎり")
    assert folder.signer(made[0].public).sign(b"x") == made[0].sign(b"x")
    assert len(folder.protect()) == 2
    assert folder.protect() == []
    for one in made:
        assert folder.signer(one.public).sign(b"x") == one.sign(b"x")
    for file in folder.path.rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) == (0o700 if file.is_dir() else 0o600)
    assert len(list(folder.path.rglob("*.pem"))) == 2
