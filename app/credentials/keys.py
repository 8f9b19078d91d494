"""Private keys: one file each in ``instance/keys``, made once and never replaced by themselves.

The folder is 0700 and each file 0600; the file's name is the fragment of the key's name. Issuers
beside the city's own have a folder each below it, named after the end of their did:web name. A key
that is missing, readable by others or not the one on record raises ``SigningBlocked``: to sign
with a fresh key in its place would make credentials that nobody can match to this issuer.

With KEYS_PASSWORD new files are encrypted (PKCS#8, PBES2), so that a copy of the disk alone signs
nothing; ``keys protect`` encrypts those from before. A file without encryption is still read.
"""

import contextlib
import functools
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.credentials.did import PublicKey, base64url, multikey, read_base64url, slug_of
from app.credentials.errors import SigningBlocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Settings

RSA_BITS = 2048
ALGORITHMS = ("RS256", "Ed25519")
FOLDER_MODE, FILE_MODE = 0o700, 0o600
OTHERS = stat.S_IRWXG | stat.S_IRWXO

PrivateKey = RSAPrivateKey | Ed25519PrivateKey


class Signer(Protocol):
    """A key that signs: a file here, or a key service elsewhere."""

    @property
    def kid(self) -> str:
        """The whole name of the key."""

    @property
    def public(self) -> PublicKey:
        """Its public half."""

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature of ``data``."""


class FileSigner:
    """A private key read from a PKCS#8 file."""

    def __init__(self, did: str, fragment: str, key: PrivateKey) -> None:
        """Keep the key under its name."""
        self.kid = f"{did}#{fragment}"
        self._key = key

    @property
    def public(self) -> PublicKey:
        """The public half, as the issuer's document lists it."""
        return _public(self.kid, self._key)

    def sign(self, data: bytes) -> bytes:
        """Return the raw signature: RSASSA-PKCS1-v1_5 with SHA-256, or Ed25519."""
        if isinstance(self._key, Ed25519PrivateKey):
            return self._key.sign(data)
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class KeyFolder:
    """The folder of private keys of one installation."""

    def __init__(self, instance_dir: Path, password: str = "") -> None:
        """Look at ``<instance_dir>/keys``; nothing is made or read yet.

        Args:
            instance_dir: Where the installation keeps its data.
            password: What new files are encrypted with; nothing leaves them plain.
        """
        self.path = instance_dir / "keys"
        self._password = password.encode()

    @classmethod
    def of(cls, settings: "Settings") -> "KeyFolder":
        """Return the folder as a deployment has it."""
        return cls(settings.instance_dir, settings.keys_password)

    def signer(self, public: PublicKey) -> FileSigner:
        """Return the signer for a key on record.

        Raises:
            SigningBlocked: The file is missing, unreadable, open to others, or another key.
        """
        did, _, fragment = public.kid.partition("#")
        found = self._read(did, fragment)
        if found.public.jwk != public.jwk:
            raise SigningBlocked(
                f"{self._file(did, fragment)} は、{public.kid} として記録された鍵ではありません。"
                "バックアップから正しいファイルを戻してください。それまで修了証は待ちます。"
            )
        return found

    def fragments(self, did: str, alg: str) -> tuple[str, ...]:
        """Return the names of an issuer's key files for ``alg``: numbered ones in their order."""
        start = "z6Mk" if alg == "Ed25519" else "rs-"
        names = [file.stem for file in self._folder(did).glob(f"{start}*.pem")]
        return tuple(sorted(names, key=lambda name: (len(name), name)))

    def adopt(self, did: str, fragment: str) -> FileSigner:
        """Return the signer for a file that the record does not know yet.

        Raises:
            SigningBlocked: As ``signer``; also when an Ed25519 file does not bear its own name.
        """
        found = self._read(did, fragment)
        if found.public.alg == "Ed25519" and _fragment(found.public) != fragment:
            raise SigningBlocked(f"{self._file(did, fragment)} の中身は、名前と違う鍵です。")
        return found

    def make(self, did: str, alg: str) -> FileSigner:
        """Make a key and its file; an RSA key is named by the next number: ``rs-1``, ``rs-2``.

        Raises:
            FileExistsError: There is such a file; it is left as it is.
            OSError: The folder or the file cannot be written; no half file stays behind.
        """
        key: PrivateKey = (
            Ed25519PrivateKey.generate()
            if alg == "Ed25519"
            else generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        )
        fragment = _fragment(_public("", key)) if alg == "Ed25519" else self._next_number(did)
        self._write(self._file(did, fragment), key)
        return FileSigner(did, fragment, key)

    def protect(self) -> list[Path]:
        """Encrypt the files that are not yet; return which those were.

        Each is replaced at once: whatever happens, a file is there whole, old or new.

        Raises:
            SigningBlocked: There is no password, or a file cannot be read.
            OSError: A file cannot be written.
        """
        if not self._password:
            raise SigningBlocked("KEYS_PASSWORD を決めてから、もう一度どうぞ。")
        plain = [file for file in sorted(self.path.rglob("*.pem")) if not _is_encrypted(file)]
        for file in plain:
            data = self._encoded(_load(file, file.stat().st_mtime_ns, self._password))
            with tempfile.NamedTemporaryFile(dir=file.parent, delete=False) as new:
                new.write(data)
                new.flush()
                os.fsync(new.fileno())
            Path(new.name).chmod(FILE_MODE)
            Path(new.name).replace(file)
        return plain

    def _encoded(self, key: PrivateKey) -> bytes:
        way = BestAvailableEncryption(self._password) if self._password else NoEncryption()
        return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, way)

    def _next_number(self, did: str) -> str:
        taken = [int(name[3:]) for name in self.fragments(did, "RS256") if name[3:].isdecimal()]
        return f"rs-{max(taken, default=0) + 1}"

    def _folder(self, did: str) -> Path:
        return self.path / (slug_of(did) or "")

    def _file(self, did: str, fragment: str) -> Path:
        return self._folder(did) / f"{fragment}.pem"

    def _read(self, did: str, fragment: str) -> FileSigner:
        file = self._file(did, fragment)
        try:
            status = file.stat()
        except OSError as error:
            raise SigningBlocked(
                f"署名の鍵 {file} が見つかりません（{error.strerror}）。"
                "バックアップから戻してください。ひとりでに作り直されることはありません。"
                "何も失われていません。修了証は待っていて、"
                "`flask credentials retry` で続きから進みます。"
            ) from error
        if status.st_mode & OTHERS:
            raise SigningBlocked(
                f"{file} を、ほかの利用者も読めます。`chmod 600 {file}` を実行し、"
                "写し取られたおそれがないかを確かめてください。"
            )
        return FileSigner(did, fragment, _load(file, status.st_mtime_ns, self._password))

    def _write(self, file: Path, key: PrivateKey) -> None:
        file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        for folder in {self.path, file.parent}:
            folder.chmod(FOLDER_MODE)
        with _new_file(file) as handle:
            os.write(handle, self._encoded(key))
            os.fsync(handle)


@contextlib.contextmanager
def _new_file(path: Path) -> "Iterator[int]":
    """Open a file that must not exist yet; take it away again if writing it fails."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE)
    try:
        yield handle
    except BaseException:
        path.unlink()
        raise
    finally:
        os.close(handle)


@functools.lru_cache(maxsize=16)
def _load(file: Path, _changed: int, password: bytes) -> PrivateKey:
    """Read a key; kept until the file changes, because checking an RSA key takes 50 ms."""
    try:
        is_encrypted = _is_encrypted(file)
        if is_encrypted and not password:
            raise SigningBlocked(
                f"{file} は暗号になっています。KEYS_PASSWORD に、作ったときの合いことばを"
                "入れてください。それまで修了証は待ちます。"
            )
        key = load_pem_private_key(file.read_bytes(), password=password if is_encrypted else None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningBlocked(
            f"{file} を鍵として読めません（{error}）。バックアップから戻してください。"
        ) from error
    if not isinstance(key, RSAPrivateKey | Ed25519PrivateKey):
        raise SigningBlocked(f"{file} は、RSA の鍵でも Ed25519 の鍵でもありません。")
    return key


def _is_encrypted(file: Path) -> bool:
    return file.read_bytes().startswith(b"-----BEGIN ENCRYPTED PRIVATE KEY-----")


def _public(kid: str, key: PrivateKey) -> PublicKey:
    if isinstance(key, Ed25519PrivateKey):
        raw = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return PublicKey(kid, "Ed25519", {"kty": "OKP", "crv": "Ed25519", "x": base64url(raw)})
    numbers = key.public_key().public_numbers()
    modulus = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)
    exponent = numbers.e.to_bytes((numbers.e.bit_length() + 7) // 8)
    return PublicKey(
        kid, "RS256", {"kty": "RSA", "n": base64url(modulus), "e": base64url(exponent)}
    )


def _fragment(public: PublicKey) -> str:
    """Return ``z6Mk…``: an Ed25519 key is its own name."""
    return multikey(read_base64url(public.jwk["x"]) or b"")
