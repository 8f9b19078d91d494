"""``profile-check``: are the platform's stored statements what its xAPI Profile says?"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import click
import orjson
import sqlalchemy as sa
from sqlalchemy.exc import NoResultFound

from app.db import Json, reading
from app.identity import queries as identity
from app.lrs.models import StoredStatement
from app.lrs.rules import AUTHORITY_NAME, key_of
from app.xapi.compare import identifier
from app.xapi.profile import (
    Profile,
    build_profile,
    fault_of_run,
    faults_of_statement,
    read_profile,
    template_of,
)
from app.xapi.statement import Agent

if TYPE_CHECKING:
    import uuid
    from datetime import datetime

    from sqlalchemy.orm import Session

    from app.identity.queries import InstallationNames

_AT_ONCE = 500
"""Statements that are fetched at a time."""


class _Row(NamedTuple):
    registration: "uuid.UUID | None"
    timestamp: "datetime"
    seq: int
    doc: str


@dataclass(slots=True)
class Tally:
    """What a check came to.

    Attributes:
        statements: How many were read.
        runs: How many registrations they belong to.
        faulty: How many statements, and runs as wholes, leave the profile.
        told: The first of their faults, a sentence each.
        templates: Statements by the last word of their template; ``-`` for those without one.
    """

    statements: int = 0
    runs: int = 0
    faulty: int = 0
    told: list[str] = field(default_factory=list)
    templates: Counter[str] = field(default_factory=Counter)


def check_stored(session: "Session", names: "InstallationNames", *, most: int = 20) -> Tally:
    """Hold every statement that the platform itself has stored against its profile.

    Voided ones too: they were said. Statements are read run by run, and never all at once.

    Args:
        session: Any.
        names: The installation's.
        most: How many faults are told; all are counted.
    """
    profile = read_profile(build_profile(names.iri_base))
    tally = Tally()
    for registration, rows in groupby(_own(session, names), key=itemgetter(0)):
        told: list[tuple[datetime, int, str | None]] = []
        for row in rows:
            statement = orjson.loads(row.doc)
            told.append((row.timestamp, row.seq, _check(profile, statement, tally, most)))
        if registration is not None:
            tally.runs += 1
            told.sort(key=itemgetter(0, 1))
            fault = fault_of_run(profile, [template for *_, template in told])
            if fault is not None:
                _tell(tally, f"registration {registration} {fault}", most)
    return tally


@click.command(
    "profile-check",
    help="プラットフォームが書いた記録を、xAPIのプロファイルとくらべる。ちがいがあれば1で終わる。",
)
@click.option("--most", default=20, show_default=True, help="見せるちがいの数。")
def profile_check(most: int) -> None:
    """Print how many statements each template has, and what leaves the profile."""
    session = reading()
    try:
        names = identity.installation(session)
    except NoResultFound:
        raise click.ClickException(NOT_STARTED) from None
    tally = check_stored(session, names, most=most)
    for line in tally.told:
        click.echo(f"✗ {line}", err=True)
    if tally.faulty > len(tally.told):
        click.echo(f"… ほかに{tally.faulty - len(tally.told)}件", err=True)
    for name, count in sorted(tally.templates.items()):
        click.echo(f"{count:>9}  {name}")
    click.echo(
        f"{tally.statements}件の記録（{tally.runs}件の受講）を調べ、{tally.faulty}件がちがいました。"
    )
    raise SystemExit(1 if tally.faulty else 0)


NOT_STARTED = (
    "まだ一度も始めていません。先に `make run` か `flask site prepare` を実行してください。"
)


def _own(session: "Session", names: "InstallationNames") -> Iterator[_Row]:
    """Go through the statements for which the platform itself vouches, by registration."""
    table = StoredStatement
    authority = identifier(Agent(names.actor_home_page, AUTHORITY_NAME).as_json())
    own = sa.or_(table.authority_key.is_(None), table.authority_key == key_of(authority or ""))
    found = (
        sa.select(table.registration, table.timestamp, table.seq, table.doc)
        .where(own)
        .order_by(table.registration, table.seq)
        .execution_options(yield_per=_AT_ONCE)
    )
    for row in session.execute(found):
        yield _Row(*row)


def _check(profile: Profile, statement: Json, tally: Tally, most: int) -> str | None:
    """Count one statement and its faults; return its template."""
    tally.statements += 1
    template = template_of(profile, statement)
    tally.templates[template.rpartition("/")[2] if template else "-"] += 1
    faults = faults_of_statement(profile, statement)
    if faults:
        _tell(tally, f"{statement['id']} {' / '.join(map(str, faults))}", most)
    return template


def _tell(tally: Tally, line: str, most: int) -> None:
    tally.faulty += 1
    if len(tally.told) < most:
        tally.told.append(line)
