"""Rosters for tests: a made-up archive whose cells a test changes, and the worker's part."""

import csv
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO

import sqlalchemy as sa

from app import clock
from app.db import reading, transaction
from app.identity.models import Organization
from app.outbox.models import OutboxDelivery
from app.outbox.relay import drain
from app.rosters import service
from app.rosters.madeup.board import Size, board_roster
from app.rosters.models import RosterImport
from app.wiring import SUBSCRIBERS
from tests.factories.identity import TODAY

SMALL = Size(schools=1, classes=1, pupils=3, with_guardians=False)
Rows = list[dict[str, str]]


def an_archive(
    changes: Mapping[str, Callable[[Rows], object]] | None = None,
    *,
    size: Size = SMALL,
    files: Mapping[str, bytes | None] | None = None,
) -> bytes:
    """Make an archive of one class.

    Args:
        changes: By file without ``.csv``: what is done to its rows.
        size: How large.
        files: By whole name: other bytes for a file, or None to leave it out.
    """
    made: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(board_roster(size, on=TODAY))) as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    for name, change in (changes or {}).items():
        reader = csv.DictReader(StringIO(made[f"{name}.csv"].decode(), newline=""))
        rows = list(reader)
        change(rows)
        out = StringIO()
        writer = csv.DictWriter(out, list(reader.fieldnames or ()))
        writer.writeheader()
        writer.writerows(rows)
        made[f"{name}.csv"] = out.getvalue().encode()
    for name, content in (files or {}).items():
        made.pop(name, None)
        if content is not None:
            made[name] = content
    out_file = BytesIO()
    with zipfile.ZipFile(out_file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return out_file.getvalue()


def work() -> None:
    """Do what waits for the worker; it must go well."""
    drain(SUBSCRIBERS, now=clock.now)
    told = reading().scalars(
        sa.select(OutboxDelivery.last_error).where(OutboxDelivery.last_error.is_not(None))
    )
    failed = told.all()
    assert failed == [], failed


def a_dry_run(data: bytes, place: Organization, name: str = "meibo.zip") -> RosterImport:
    """Bring a roster for a place, and let the worker read it."""
    with transaction() as session:
        kept = service.keep_roster(session, name, data, place.id, by=None, now=clock.now())
    work()
    with transaction() as session:
        return session.get_one(RosterImport, kept.id, populate_existing=True)


def applied(kept: RosterImport) -> RosterImport:
    """Apply what was looked at."""
    with transaction() as session:
        service.approve(session, kept.id, by=None, now=clock.now())
    work()
    with transaction() as session:
        return session.get_one(RosterImport, kept.id, populate_existing=True)


def undone(kept: RosterImport) -> RosterImport:
    """Undo an import."""
    with transaction() as session:
        service.ask_undo(session, kept.id, by=None, now=clock.now())
    work()
    with transaction() as session:
        return session.get_one(RosterImport, kept.id, populate_existing=True)
