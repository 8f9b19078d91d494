"""Settings, read once from the environment; nothing else reads it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(Exception):
    """The environment does not make a working configuration; ``faults`` lists every reason."""

    def __init__(self, faults: list[str]) -> None:
        """Keep every fault, so that one start shows them all."""
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Settings:
    """What a deployment may choose.

    Attributes:
        secret_key: Signs sessions and CSRF tokens; at least 32 characters.
        database_url: An SQLAlchemy URL, SQLite or PostgreSQL (psycopg).
        public_url: How people reach the site, without a trailing slash.
        instance_dir: Where the database, the keys and unsent mail live.
        courses_dir: The folder of course folders.
        demo: Demo people and one-click sign-in; see app/ops/demo.py.
        demo_public: The demo may listen on, and be reached by, other than the local host.
        smtp_url: ``smtp://user:password@host:port`` or None: then no mail is offered.
        mail_from: The sender's address.
        city: The city's name, shown beside the brand.
        trusted_proxies: How many proxies stand in front; their X-Forwarded-… is then believed.
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
    city: str = "犀川市"
    trusted_proxies: int = 0

    @classmethod
    def from_env(cls, env: "Mapping[str, str]", *, root: Path) -> "Settings":
        """Read the settings.

        Args:
            env: The environment.
            root: The project's folder; relative paths start there.

        Raises:
            SettingsError: With every fault at once.
        """
        faults: list[str] = []
        instance = (root / env.get("INSTANCE_DIR", "instance")).resolve()
        secret = env.get("SECRET_KEY") or _kept_secret(instance)
        if not secret:
            faults.append(
                "SECRET_KEY is not set, and instance/secret_key does not exist:"
                " run `make run`, or `flask site prepare`, which makes one."
            )
        elif len(secret) < 32:  # noqa: PLR2004  the docstring names it
            faults.append("SECRET_KEY is shorter than 32 characters: use a longer random one.")
        port = env.get("PORT", "8000")
        if not re.fullmatch(r"\d{1,5}", port):
            faults.append(f"PORT is {port!r}: it must be a number, such as 8000.")
        proxies = env.get("TRUSTED_PROXIES", "0")
        if not re.fullmatch(r"\d", proxies):
            faults.append(f"TRUSTED_PROXIES is {proxies!r}: it must be a number from 0 to 9.")
        public_url = env.get("PUBLIC_URL", f"http://localhost:{port}").rstrip("/")
        parts = urlsplit(public_url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            faults.append(f"PUBLIC_URL is {public_url!r}: it must look like https://learn.example.jp")
        if faults:
            raise SettingsError(faults)
        return cls(
            secret_key=secret,
            database_url=_database_url(env.get("DATABASE_URL", ""), instance),
            public_url=public_url,
            instance_dir=instance,
            courses_dir=(root / env.get("COURSES_DIR", "courses")).resolve(),
            demo=env.get("DEMO") == "1",
            demo_public=env.get("DEMO_PUBLIC") == "1",
            smtp_url=env.get("SMTP_URL") or None,
            mail_from=env.get("MAIL_FROM", "terakoya@localhost"),
            city=env.get("CITY_NAME", "犀川市"),
            trusted_proxies=int(proxies),
        )

    @property
    def is_local(self) -> bool:
        """Whether ``public_url`` names this very machine."""
        return urlsplit(self.public_url).hostname in LOCAL_HOSTS

    @property
    def is_https(self) -> bool:
        """Whether people reach the site over TLS; cookies are then marked Secure."""
        return self.public_url.startswith("https://")


def _kept_secret(instance: Path) -> str:
    path = instance / "secret_key"
    return path.read_text().strip() if path.is_file() else ""


def _database_url(url: str, instance: Path) -> str:
    if not url:
        return f"sqlite:///{instance / 'terakoya.db'}"
    if url.startswith(("postgres://", "postgresql://")):  # the two spellings hosts hand out
        return "postgresql+psycopg://" + url.split("://", 1)[1]
    return url
