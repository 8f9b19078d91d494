"""Settings, read once from the environment; nothing else reads it.

Each is an environment variable; an empty one counts as not given. The faults are sentences for
whoever starts the site, so they are in Japanese, as everything that a start prints.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})
LOOPBACK = "127.0.0.1"
ANYWHERE = "0.0.0.0"  # noqa: S104  only a demo that says so, see Settings.host
SHORTEST_SECRET = 32
HIGHEST_PORT = 65535
FIRST_FISCAL_YEAR_ENDS = date(2027, 3, 31)
CONSENT_AGE = 16
IN_MEMORY = "sqlite://"
"""A database for one process; a site has several, and app/ops/guard.py refuses to start on it."""
DRIVER = "postgresql+psycopg"
POSTGRESQL = frozenset({"postgres", "postgresql", DRIVER})
"""The spellings hosts hand out, and our own."""


class SettingsError(Exception):
    """The environment does not make a working configuration; ``faults`` lists every reason."""

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault, so that one start shows them all."""
        super().__init__("\n".join(f"・{fault}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Bucket:
    """A bucket of a store that speaks S3.

    Attributes:
        endpoint: MEDIA_S3_ENDPOINT. The store's address, such as ``https://s3.example.jp``.
        name: MEDIA_S3_BUCKET.
        key_id: MEDIA_S3_KEY.
        secret: MEDIA_S3_SECRET.
        region: MEDIA_S3_REGION; ``us-east-1`` unless said otherwise.
        prefix: MEDIA_S3_PREFIX. What every name in it begins with, such as ``terakoya/``.
    """

    endpoint: str
    name: str
    key_id: str
    secret: str
    region: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may choose.

    Attributes:
        secret_key: SECRET_KEY. Signs sessions and CSRF tokens; at least 32 characters. Without
            it, what ``instance/secret_key`` holds.
        database_url: DATABASE_URL, as an SQLAlchemy URL: SQLite or PostgreSQL (psycopg).
        public_url: PUBLIC_URL. How people reach the site, without a trailing slash. Passkeys
            belong to its host: at another one they open nothing.
        instance_dir: INSTANCE_DIR. Where the database, the keys and unsent mail live.
        courses_dir: COURSES_DIR. The folder of course folders.
        demo: DEMO=1. Demo people and one-click sign-in; see app/ops/demo.py.
        demo_public: DEMO_PUBLIC=1. The demo may be reached from other machines.
        smtp_url: SMTP_URL. ``smtp://user:password@host:port`` or None: letters become files.
        mail_from: MAIL_FROM. The sender's address.
        maintainer: MAINTAINER. The address that gets a letter for each mistake a reader reports;
            None: the page lists them, and nobody is written to.
        city: CITY_NAME. The city's name, shown beside the brand.
        phone: CITY_PHONE. Whom to ring about the site; None: no number is shown.
        accessible_by: ACCESSIBLE_BY. The day by which people will have checked the site, as the
            page /accessibility says; see app/home/accessibility.py.
        consent_age: CONSENT_AGE. From which age pupils answer for themselves what is asked of
            guardians before; years of age, counted by school year (app/consents).
        theme: THEME. The city's colors, patterns and mark: a theme of app/ui/themes/, or a TOML
            file in the instance folder, such as ``themes/machi.toml``.
        trusted_proxies: TRUSTED_PROXIES. How many proxies stand in front; their X-Forwarded-… is
            then believed.
        host: HOST. The address to listen on. 127.0.0.1 unless said otherwise, in production too:
            there a proxy on the same machine does TLS, and whoever puts it elsewhere says so. A
            demo listens elsewhere only with DEMO_PUBLIC=1, and then on every address.
        port: PORT.
        web_workers: WEB_WORKERS. Web processes.
        forward_private: FORWARD_PRIVATE=1. Statements may be forwarded to stores in private
            networks, such as the city's intranet, and credentials to registries there; over https
            there as well.
        sign_in_private: SIGN_IN_PRIVATE=1. Providers of sign-in may stand in private networks,
            such as the city's own Keycloak; over https there as well.
        keys_password: KEYS_PASSWORD. What the files of the signing keys are encrypted with; empty:
            their modes alone protect them (app/credentials/keys.py).
        media_bucket: MEDIA_S3_…, see ``Bucket``. Where the files of the media library lie; None:
            in the instance folder.
    """

    secret_key: str
    database_url: str
    public_url: str
    instance_dir: Path
    courses_dir: Path
    demo: bool = False
    demo_public: bool = False
    smtp_url: str | None = None
    mail_from: str = "terakoya@localhost"
    maintainer: str | None = None
    city: str = "犀川市"
    phone: str | None = None
    accessible_by: date = FIRST_FISCAL_YEAR_ENDS
    consent_age: int = CONSENT_AGE
    theme: str = "kaga"
    trusted_proxies: int = 0
    host: str = LOOPBACK
    port: int = 8000
    web_workers: int = 2
    forward_private: bool = False
    sign_in_private: bool = False
    keys_password: str = field(default="", repr=False)
    media_bucket: Bucket | None = None

    @classmethod
    def from_env(cls, env: "Mapping[str, str]", *, root: Path) -> "Settings":
        """Read the settings.

        Args:
            env: The environment.
            root: The project's folder; relative paths start there.

        Raises:
            SettingsError: With every fault at once.
        """
        given = _Given(env)
        instance = instance_dir(env, root=root)
        demo, demo_public = given.switch("DEMO"), given.switch("DEMO_PUBLIC")
        port = given.number("PORT", 8000, 1, HIGHEST_PORT)
        settings = cls(
            secret_key=given.secret(instance),
            database_url=given.database(instance, root),
            public_url=given.public_url(f"http://localhost:{port}"),
            instance_dir=instance,
            courses_dir=(root / given.text("COURSES_DIR", "courses")).resolve(),
            demo=demo,
            demo_public=demo_public,
            smtp_url=given.smtp_url(),
            mail_from=given.text("MAIL_FROM", "terakoya@localhost"),
            maintainer=given.address("MAINTAINER"),
            city=given.text("CITY_NAME", "犀川市"),
            phone=given.phone(),
            accessible_by=given.day("ACCESSIBLE_BY", FIRST_FISCAL_YEAR_ENDS),
            consent_age=given.number("CONSENT_AGE", CONSENT_AGE, 6, 18),
            theme=given.text("THEME", "kaga"),
            trusted_proxies=given.number("TRUSTED_PROXIES", 0, 0, 9),
            host=given.text("HOST", ANYWHERE if demo and demo_public else LOOPBACK),
            port=port,
            web_workers=given.number("WEB_WORKERS", 2, 1, 64),
            forward_private=given.switch("FORWARD_PRIVATE"),
            sign_in_private=given.switch("SIGN_IN_PRIVATE"),
            keys_password=given.text("KEYS_PASSWORD", ""),
            media_bucket=given.bucket(),
        )
        if given.faults:
            raise SettingsError(given.faults)
        return settings

    @property
    def is_local(self) -> bool:
        """Whether ``public_url`` names this very machine."""
        return urlsplit(self.public_url).hostname in LOCAL_HOSTS

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS; cookies are then marked Secure."""
        return self.public_url.startswith("https://")


def instance_dir(env: "Mapping[str, str]", *, root: Path) -> Path:
    """Return where the installation lies: needed before the rest, which partly lies there."""
    return (root / (env.get("INSTANCE_DIR", "").strip() or "instance")).resolve()


class _Given:
    """The environment, read with a list of what is wrong with it."""

    def __init__(self, env: "Mapping[str, str]") -> None:
        self._env = env
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self._env.get(name, "").strip() or default

    def switch(self, name: str) -> bool:
        value = self.text(name, "0")
        if value not in {"0", "1"}:
            self.faults.append(
                f"{name} は「{value}」です。1（使う）か 0（使わない）にしてください。"
            )
        return value == "1"

    def number(self, name: str, default: int, least: int, most: int) -> int:
        value = self.text(name, str(default))
        if re.fullmatch(r"[0-9]{1,5}", value) and least <= int(value) <= most:
            return int(value)
        self.faults.append(
            f"{name} は「{value}」です。{least}から{most}までの数字にしてください。"
        )
        return default

    def day(self, name: str, default: date) -> date:
        value = self.text(name, default.isoformat())
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.faults.append(
                f"{name} は「{value}」です。2027-03-31 のように、年-月-日で書いてください。"
            )
            return default

    def address(self, name: str) -> str | None:
        value = self.text(name, "")
        if value and not re.fullmatch(r"[^\s@<>,;]+@[^\s@<>,;]+", value):
            self.faults.append(
                f"{name} は「{value}」です。kouza@city.example.jp のような、"
                "メールアドレス1つにしてください。"
            )
        return value or None

    def phone(self) -> str | None:
        value = self.text("CITY_PHONE", "")
        if value and not re.fullmatch(r"0[0-9]{1,4}-?[0-9]{1,4}-?[0-9]{3,4}", value):
            self.faults.append(
                f"CITY_PHONE は「{value}」です。076-000-0000 のように、数字で書いてください。"
            )
        return value or None

    def secret(self, instance: Path) -> str:
        secret = self.text("SECRET_KEY", "") or self._kept_secret(instance / "secret_key")
        if not secret:
            self.faults.append(
                "SECRET_KEY がなく、secret_key のファイルもありません。"
                "`make run` か `python -m app.start prepare` を先に実行すると、作られます。"
            )
        elif len(secret) < SHORTEST_SECRET:
            self.faults.append(
                f"SECRET_KEY が短すぎます。{SHORTEST_SECRET}文字以上の、でたらめな文字の列に"
                "してください。"
            )
        return secret

    def _kept_secret(self, path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8").strip()
        except FileNotFoundError:
            return ""
        except (OSError, ValueError) as error:
            self.faults.append(f"{path} を読めません（{error}）。")
            return "-" * SHORTEST_SECRET  # one fault is enough

    def database(self, instance: Path, root: Path) -> str:
        given = self.text("DATABASE_URL", "")
        if not given:
            return f"sqlite:///{instance / 'terakoya.db'}"
        scheme, separator, rest = given.partition("://")
        if scheme in POSTGRESQL and separator:
            return self._parsed(f"{DRIVER}://{rest}")
        if given.startswith("sqlite:///"):
            return f"sqlite:///{root / rest.removeprefix('/')}"
        if given != IN_MEMORY:
            self.faults.append(
                f"DATABASE_URL の始まりが「{scheme}」です。"
                "postgresql://… か sqlite:///… にしてください。"
            )
        return given

    def _parsed(self, url: str) -> str:
        try:
            make_url(url)
        except (ArgumentError, ValueError):  # its message would print the password
            self.faults.append(
                "DATABASE_URL を読み取れません。"
                "例: postgresql://名前:パスワード@db.example.jp:5432/terakoya"
            )
        return url

    def public_url(self, default: str) -> str:
        url = self.text("PUBLIC_URL", default).rstrip("/")
        try:
            parts = urlsplit(url)
            is_whole = parts.scheme in {"http", "https"} and bool(parts.hostname)
            is_whole = is_whole and parts.port != 0
            has_more = bool(parts.path or parts.query or parts.fragment or parts.username)
        except ValueError:
            is_whole, has_more = False, False
        if not is_whole or has_more or re.search(r"[\s\\]", url):
            self.faults.append(
                f"PUBLIC_URL は「{url}」です。https://learn.example.jp のように、"
                "http か https で始まり、名前（とポート）で終わる形にしてください。"
            )
        return url

    def smtp_url(self) -> str | None:
        url = self.text("SMTP_URL", "")
        try:
            parts = urlsplit(url)
            is_whole = parts.scheme in {"smtp", "smtps"} and bool(parts.hostname)
            is_whole = is_whole and parts.port != 0
        except ValueError:
            is_whole = False
        if url and not is_whole:
            self.faults.append(
                "SMTP_URL を読み取れません。例: smtp://名前:パスワード@mail.example.jp:587"
            )
        return url or None

    def bucket(self) -> Bucket | None:
        needed = {
            name: self.text(f"MEDIA_S3_{name}", "")
            for name in ("ENDPOINT", "BUCKET", "KEY", "SECRET")
        }
        if not any(needed.values()):
            return None
        missing = [f"MEDIA_S3_{name}" for name, value in needed.items() if not value]
        if missing:
            self.faults.append(
                f"{'・'.join(missing)} がありません。メディアをS3に置くときは、"
                "MEDIA_S3_ENDPOINT・BUCKET・KEY・SECRET の4つが要ります。"
            )
        endpoint = needed["ENDPOINT"].rstrip("/")
        if endpoint and not re.fullmatch(r"https?://[^\s/?#@\\]+(?:/[^\s?#\\]*)?", endpoint):
            self.faults.append(
                f"MEDIA_S3_ENDPOINT は「{endpoint}」です。https://s3.example.jp のように、"
                "http か https で始まる形にしてください。"
            )
        return Bucket(
            endpoint,
            needed["BUCKET"],
            needed["KEY"],
            needed["SECRET"],
            self.text("MEDIA_S3_REGION", "us-east-1"),
            self.text("MEDIA_S3_PREFIX", ""),
        )
