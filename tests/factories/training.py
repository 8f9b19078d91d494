"""Lists of training outside for tests, and people with numbers who may be on them."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.personnel.models import Employee
from app.sheets.text import written_csv
from app.training import service
from app.training.rules import Claims
from app.training.service import Attests, Completion
from tests.factories.identity import NOW, TODAY
from tests.factories.talent import a_staff_member

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from app.identity.models import Organization, User
    from app.training.models import TrainingImport, TrainingRule, TrainingSource

T5 = "dss-l@1.2/T5"
H3 = "dss-l@1.2/H3"
HEADINGS = ("職員番号", "氏名", "研修名", "修了日", "時間数", "修了区分")
"""Of the preset ``j-lis``."""
BASICS = "情報セキュリティ基礎"

Row = Sequence[str]


def a_numbered_member(
    session: "Session", department: "Organization", number: str, family_name: str = "森"
) -> "User":
    """Make a member of staff with a number."""
    user = a_staff_member(session, department, family_name)
    session.add(Employee(user_id=user.id, number=number))
    session.flush()
    return user


def a_source(
    session: "Session",
    preset: str | None = "j-lis",
    *,
    name: str = "J-LIS",
    by: "User | None" = None,
) -> "TrainingSource":
    """Make a source with our columns."""
    by_id = by.id if by else None
    return service.add_source(session, name, preset=preset, by=by_id, now=NOW)


def a_rule(
    session: "Session",
    source: "TrainingSource",
    pattern: str = BASICS,
    claims: Claims = ((T5, 1),),
    months: int | None = None,
    *,
    for_all: bool = False,
) -> "TrainingRule":
    """Say what a title attests."""
    told = Attests(pattern, claims, months)
    return service.keep_rule(session, source, told, for_all=for_all, by=None, now=NOW)


def row(
    who: "User | str",
    number: str,
    title: str = BASICS,
    day: str = "2026-03-31",
    *,
    hours: str = "6",
    result: str = "修了",
) -> Row:
    """Return a row of a list of the preset ``j-lis``."""
    return (number, who if isinstance(who, str) else who.name, title, day, hours, result)


def a_list(rows: Iterable[Row], headings: Row = HEADINGS, encoding: str = "utf-8") -> bytes:
    """Return a list as CSV."""
    data = written_csv([headings, *rows])
    return data if encoding == "utf-8" else data.decode("utf-8-sig").encode(encoding)


def brought(
    session: "Session", source: "TrainingSource", rows: Iterable[Row], *, by: "User | None" = None
) -> "TrainingImport":
    """Take a list in at once."""
    by_id = by.id if by else None
    return service.bring(session, source, "list.csv", a_list(rows), by=by_id, now=NOW)


def entered(
    session: "Session",
    source: "TrainingSource",
    people: Iterable["User"],
    title: str = BASICS,
    *,
    day: date = TODAY,
    minutes: int | None = 90,
) -> "TrainingImport":
    """Keep what people completed together, by hand."""
    what = Completion(title, day, minutes)
    ids = [one.id for one in people]
    return service.enter(session, source, what, ids, by=None, now=NOW)
