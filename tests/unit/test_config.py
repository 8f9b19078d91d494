"""The settings: every fault at once, and the spellings that hosts hand out."""

from datetime import date
from pathlib import Path

import pytest

from app.config import ANYWHERE, Settings, SettingsError

SECRET = "a long enough secret, for tests of the settings"


def read(root: Path, **env: str) -> Settings:
    return Settings.from_env({"SECRET_KEY": SECRET, **env}, root=root)


def faults(root: Path, **env: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read(root, **env)
    return caught.value.faults


def test_without_settings_everything_lies_in_the_instance_folder(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert found.database_url == f"sqlite:///{tmp_path}/instance/terakoya.db"
    assert (found.instance_dir, found.courses_dir) == (tmp_path / "instance", tmp_path / "courses")
    assert (found.public_url, found.host, found.port) == (
        "http://localhost:8000",
        "127.0.0.1",
        8000,
    )
    assert (found.demo, found.demo_public, found.smtp_url) == (False, False, None)
    assert not found.forward_private
    assert read(tmp_path, FORWARD_PRIVATE="1").forward_private
    assert (found.theme, found.phone, found.accessible_by) == ("kaga", None, date(2027, 3, 31))
    given = read(tmp_path, CITY_PHONE="076-000-0000", ACCESSIBLE_BY="2028-01-31")
    assert (given.phone, given.accessible_by) == ("076-000-0000", date(2028, 1, 31))
    assert found.is_local
    assert not found.is_https


def test_an_empty_variable_counts_as_not_given(tmp_path: Path) -> None:
    names = ("PORT", "PUBLIC_URL", "DATABASE_URL", "INSTANCE_DIR", "DEMO", "SMTP_URL", "HOST")
    assert read(tmp_path, **dict.fromkeys(names, " ")) == read(tmp_path)


def test_every_fault_is_listed_at_once(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        SECRET_KEY="short",
        DATABASE_URL="mysql://db/x",
        PORT="http",
        PUBLIC_URL="learn.example.jp",
        TRUSTED_PROXIES="-1",
        DEMO="true",
        SMTP_URL="mail.example.jp",
        WEB_WORKERS="0",
        CITY_PHONE="javascript:alert(1)",
        ACCESSIBLE_BY="next spring",
    )
    assert len(found) == 10
    for name in ("SECRET_KEY", "DATABASE_URL", "PORT", "PUBLIC_URL", "TRUSTED_PROXIES", "DEMO"):
        assert any(fault.startswith(name) for fault in found), name


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_postgresql_takes_our_driver(tmp_path: Path, scheme: str) -> None:
    url = f"{scheme}://city:p%40ss@db.example.jp:5432/terakoya?sslmode=require"
    kept = "postgresql+psycopg://city:p%40ss@db.example.jp:5432/terakoya?sslmode=require"
    assert read(tmp_path, DATABASE_URL=url).database_url == kept


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("sqlite:///data/city.db", "{root}/data/city.db"),
        ("sqlite:////srv/city.db", "/srv/city.db"),
    ],
)
def test_a_relative_sqlite_file_starts_at_the_project(
    tmp_path: Path, given: str, kept: str
) -> None:
    found = read(tmp_path, DATABASE_URL=given)
    assert found.database_url == f"sqlite:///{kept.format(root=tmp_path)}"


@pytest.mark.parametrize(
    "url",
    [
        "mysql://db/x",
        "terakoya.db",
        "sqlite:/terakoya.db",
        "postgresql+psycopg2://db/x",
        "postgresql:/db",
        "postgresql://city:geheim@db:port/x",
    ],
)
def test_another_database_is_refused_and_no_password_printed(tmp_path: Path, url: str) -> None:
    (fault,) = faults(tmp_path, DATABASE_URL=url)
    assert fault.startswith("DATABASE_URL")
    assert "geheim" not in fault


@pytest.mark.parametrize("port", ["0", "65536", "８０００", "80 80", "-1", "1e3"])
def test_a_port_is_a_number_that_a_port_can_have(tmp_path: Path, port: str) -> None:
    (fault,) = faults(tmp_path, PORT=port)
    assert port in fault


def test_the_address_follows_the_port_unless_it_is_given(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8080").public_url == "http://localhost:8080"
    given = read(tmp_path, PORT="8080", PUBLIC_URL="https://learn.example.jp/")
    assert given.public_url == "https://learn.example.jp"
    assert given.is_https
    assert not given.is_local


@pytest.mark.parametrize(
    "url",
    [
        "learn.example.jp",
        "ftp://learn.example.jp",
        "https://",
        "https://learn.example.jp/school",
        "https://learn.example.jp?x=1",
        "https://me@learn.example.jp",
        "https://learn.example.jp:99999",
        "https://[::1",
        "https://learn example.jp",
        r"https://localhost\.example.jp",
    ],
)
def test_an_address_is_a_scheme_and_a_host_and_no_more(tmp_path: Path, url: str) -> None:
    (fault,) = faults(tmp_path, PUBLIC_URL=url)
    assert fault.startswith("PUBLIC_URL")


@pytest.mark.parametrize(
    ("url", "is_local"),
    [
        ("http://localhost:8000", True),
        ("http://LOCALHOST", True),
        ("http://127.0.0.1:9", True),
        ("http://[::1]:8000", True),
        ("http://localhost.example.jp", False),
        ("http://127.0.0.1.example.jp", False),
        ("http://192.168.0.5", False),
    ],
)
def test_only_this_machine_is_local(tmp_path: Path, url: str, *, is_local: bool) -> None:
    assert read(tmp_path, PUBLIC_URL=url).is_local is is_local


@pytest.mark.parametrize(
    ("env", "host"),
    [
        ({}, "127.0.0.1"),
        ({"DEMO": "1"}, "127.0.0.1"),
        ({"DEMO_PUBLIC": "1"}, "127.0.0.1"),
        ({"DEMO": "1", "DEMO_PUBLIC": "1"}, ANYWHERE),
        ({"HOST": "10.0.0.5"}, "10.0.0.5"),
        ({"DEMO": "1", "DEMO_PUBLIC": "1", "HOST": "10.0.0.5"}, "10.0.0.5"),
    ],
)
def test_the_site_listens_on_this_machine_alone_unless_it_is_told_otherwise(
    tmp_path: Path, env: dict[str, str], host: str
) -> None:
    assert read(tmp_path, **env).host == host


def test_the_kept_secret_is_read_and_a_given_one_goes_before_it(tmp_path: Path) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret_key").write_text("k" * 64 + "\n")
    assert Settings.from_env({}, root=tmp_path).secret_key == "k" * 64
    assert read(tmp_path).secret_key == SECRET


def test_a_missing_secret_is_a_fault_that_names_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="make run"):
        Settings.from_env({}, root=tmp_path)


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 40])
def test_a_damaged_secret_is_one_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "instance").mkdir()
    (tmp_path / "instance" / "secret_key").write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({}, root=tmp_path)
    assert len(caught.value.faults) == 1


def test_a_bucket_is_named_whole_or_not_at_all(tmp_path: Path) -> None:
    assert read(tmp_path).media_bucket is None
    given = {
        "MEDIA_S3_ENDPOINT": "https://s3.example.jp/",
        "MEDIA_S3_BUCKET": "mise",
        "MEDIA_S3_KEY": "kagi",
        "MEDIA_S3_SECRET": "himitsu",
    }
    found = read(tmp_path, **given).media_bucket
    assert found is not None
    assert (found.endpoint, found.region, found.prefix) == (
        "https://s3.example.jp",
        "us-east-1",
        "",
    )
    missing = faults(tmp_path, **(given | {"MEDIA_S3_KEY": "", "MEDIA_S3_BUCKET": ""}))
    assert "MEDIA_S3_BUCKET・MEDIA_S3_KEY がありません" in missing[0]
    assert (
        "MEDIA_S3_ENDPOINT は"
        in faults(tmp_path, **(given | {"MEDIA_S3_ENDPOINT": "s3.example.jp"}))[0]
    )
