"""What a start refuses: a demo that could leak, a city that was lost, a folder without room."""

import dataclasses
import os
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from app.config import IN_MEMORY, Settings
from app.factory import create_app
from app.identity.models import User
from app.ops import demo, instance
from app.ops.guard import (
    CannotStart,
    refuse_leaky_demo,
    refuse_lonely_database,
    refuse_mixed_demo,
    refuse_mixed_demo_of,
)
from app.ops.instance import ensure_instance, refuse_lost_city, remember_city
from tests.factories.identity import NOW, a_user


def changed(settings: Settings, **more: object) -> Settings:
    return dataclasses.replace(settings, **more)  # type: ignore[arg-type]


# -- a demo is for this machine -------------------------------------------------------------------


@pytest.mark.parametrize("url", ["https://learn.example.jp", "http://192.168.0.5:8000"])
@pytest.mark.parametrize("demo_public", [True, False])
def test_a_demo_whose_address_is_not_local_does_not_start(
    settings: Settings, url: str, *, demo_public: bool
) -> None:
    leaky = changed(settings, demo=True, demo_public=demo_public, public_url=url)
    with pytest.raises(CannotStart, match="PUBLIC_URL"):
        refuse_leaky_demo(leaky)
    with pytest.raises(CannotStart, match="PUBLIC_URL"):
        create_app(leaky)


def test_a_demo_listens_elsewhere_only_when_it_is_told_twice(settings: Settings) -> None:
    elsewhere = changed(settings, demo=True, host="192.168.0.5")
    with pytest.raises(CannotStart, match="DEMO_PUBLIC=1"):
        refuse_leaky_demo(elsewhere)
    refuse_leaky_demo(changed(elsewhere, demo_public=True))


def test_without_demo_any_address_will_do(settings: Settings) -> None:
    refuse_leaky_demo(changed(settings, public_url="https://learn.example.jp", host="10.0.0.5"))


# -- made-up and real people keep apart -----------------------------------------------------------


def test_a_demo_does_not_start_among_real_people(session: Session, settings: Settings) -> None:
    for _ in range(2):
        a_user(session, is_demo=True)
    refuse_mixed_demo(session, changed(settings, demo=True))
    a_user(session)
    with pytest.raises(CannotStart, match="本物の利用者"):
        refuse_mixed_demo(session, changed(settings, demo=True))


def test_demo_people_do_not_meet_the_world(session: Session, settings: Settings) -> None:
    a_user(session, is_demo=True)
    refuse_mixed_demo(session, settings)
    with pytest.raises(CannotStart, match="体験用の人"):
        refuse_mixed_demo(session, changed(settings, public_url="https://learn.example.jp"))


def test_the_web_server_looks_too(app: Flask, session: Session) -> None:
    a_user(session)
    session.commit()
    refuse_mixed_demo_of(app)
    site = app.extensions["terakoya"]
    app.extensions["terakoya"] = dataclasses.replace(
        site, settings=changed(site.settings, demo=True)
    )
    with pytest.raises(CannotStart, match="本物の利用者"):
        refuse_mixed_demo_of(app)


def test_a_database_without_tables_has_nobody(settings: Settings, tmp_path: Path) -> None:
    empty = changed(settings, demo=True, database_url=f"sqlite:///{tmp_path / 'new.db'}")
    refuse_mixed_demo_of(create_app(empty))


def test_demo_people_are_made_once_and_never_beside_others(session: Session) -> None:
    assert demo.add_demo_people(session, now=NOW)
    assert not demo.add_demo_people(session, now=NOW)
    everybody = session.scalars(sa.select(User)).all()
    assert len(everybody) == len(demo.PEOPLE)
    assert all(user.is_demo for user in everybody)


def test_demo_people_do_not_come_to_somebody_who_is_there(session: Session) -> None:
    a_user(session)
    assert not demo.add_demo_people(session, now=NOW)


@pytest.mark.parametrize("url", [IN_MEMORY, "sqlite:////srv/:memory:"])
def test_a_database_in_memory_is_refused(settings: Settings, url: str) -> None:
    with pytest.raises(CannotStart, match="メモリー"):
        refuse_lonely_database(changed(settings, database_url=url))


# -- the instance folder --------------------------------------------------------------------------


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_the_folder_and_its_secret_are_the_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    ensure_instance(folder)
    secret = (folder / "secret_key").read_text()
    assert (mode(folder), mode(folder / "secret_key"), len(secret)) == (0o700, 0o600, 64)
    (folder / "secret_key").chmod(0o644)
    ensure_instance(folder)
    assert mode(folder / "secret_key") == 0o600
    assert (folder / "secret_key").read_text() == secret


def test_a_secret_that_a_full_disk_left_empty_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    ensure_instance(tmp_path)
    assert len((tmp_path / "secret_key").read_text()) == 64


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart, match="INSTANCE_DIR"):
        ensure_instance(tmp_path / "file" / "instance")


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        instance.write_private(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_lost_city_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    refuse_lost_city(tmp_path, is_there=False, database="sqlite:///x")  # the very first start
    remember_city(tmp_path, "did:web:localhost")
    refuse_lost_city(tmp_path, is_there=True, database="sqlite:///x")
    with pytest.raises(CannotStart, match="flask restore"):
        refuse_lost_city(tmp_path, is_there=False, database="sqlite:///x")
